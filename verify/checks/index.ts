import { at01 } from "./at-01-signature.ts";
import { at02 } from "./at-02-type.ts";
import { at03 } from "./at-03-issuer.ts";
import { at04 } from "./at-04-audience.ts";
import { at05 } from "./at-05-lifetime.ts";
import { at06 } from "./at-06-identity.ts";
import { at07 } from "./at-07-scope.ts";
import { at08 } from "./at-08-forgeries.ts";
import { at09 } from "./at-09-other-api.ts";
import { at10 } from "./at-10-personal-data.ts";
import { at11 } from "./at-11-policy.ts";
import { authz01 } from "./authz-01-code-and-state.ts";
import { authz02 } from "./authz-02-unregistered-redirect-uri.ts";
import { authz03 } from "./authz-03-altered-redirect-uri.ts";
import { authz04 } from "./authz-04-unknown-client.ts";
import { authz05 } from "./authz-05-response-type.ts";
import { authz06 } from "./authz-06-implicit.ts";
import { authz07 } from "./authz-07-repeated-parameter.ts";
import { authz08 } from "./authz-08-unknown-scope.ts";
import { authz09 } from "./authz-09-scope-of-another-api.ts";
import { authz10 } from "./authz-10-issuer-in-response.ts";
import { authz11 } from "./authz-11-redirect-status.ts";
import { authz15 } from "./authz-15-prompt-none.ts";
import { authz16 } from "./authz-16-foreign-browser.ts";
import type { Check } from "./check.ts";
import { intro01 } from "./intro-01-by-resource.ts";
import { intro02 } from "./intro-02-credentials.ts";
import { intro03 } from "./intro-03-bad-tokens.ts";
import { intro05 } from "./intro-05-missing-token.ts";
import { intro07 } from "./intro-07-same-claims.ts";
import { intro08 } from "./intro-08-no-store.ts";
import { intro09 } from "./intro-09-by-application.ts";
import { meta01 } from "./meta-01-issuer.ts";
import { meta02 } from "./meta-02-endpoints.ts";
import { meta04 } from "./meta-04-keys.ts";
import { pkce01 } from "./pkce-01-s256-advertised.ts";
import { pkce02 } from "./pkce-02-right-verifier.ts";
import { pkce03 } from "./pkce-03-wrong-verifier.ts";
import { pkce04 } from "./pkce-04-missing-verifier.ts";
import { pkce05 } from "./pkce-05-downgrade.ts";
import { pkce06 } from "./pkce-06-challenge-as-verifier.ts";
import { pkce07 } from "./pkce-07-malformed-challenge.ts";
import { pkce08 } from "./pkce-08-plain.ts";
import { pkce09 } from "./pkce-09-unknown-method.ts";
import { pkce10 } from "./pkce-10-pkce-required.ts";
import { pkce11 } from "./pkce-11-code-dies.ts";
import { reach01 } from "./reach-01-userinfo.ts";
import { reach02 } from "./reach-02-management-api.ts";
import { reach03 } from "./reach-03-nothing-more.ts";
import { token01 } from "./token-01-answer.ts";
import { token02 } from "./token-02-code-replay.ts";
import { token03 } from "./token-03-another-client.ts";
import { token04 } from "./token-04-redirect-uri.ts";
import { token06 } from "./token-06-wrong-secret.ts";
import { token08 } from "./token-08-two-methods.ts";
import { token09 } from "./token-09-get.ts";
import { token10 } from "./token-10-other-grants.ts";
import { token11 } from "./token-11-repeated-parameter.ts";
import { token12 } from "./token-12-content-type.ts";
import { token13 } from "./token-13-scope-said.ts";
import { token15 } from "./token-15-race.ts";
import { token16 } from "./token-16-replay-revokes.ts";

/** Every check, in the order of the report. A file in this folder that is not listed here fails a test. */
export const CHECKS: readonly Check[] = [
	...[
		authz01,
		authz02,
		authz03,
		authz04,
		authz05,
		authz06,
		authz07,
		authz08,
		authz09,
		authz10,
		authz11,
		authz15,
		authz16,
	],
	...[pkce01, pkce02, pkce03, pkce04, pkce05, pkce06, pkce07, pkce08, pkce09, pkce10, pkce11],
	...[
		token01,
		token02,
		token03,
		token04,
		token06,
		token08,
		token09,
		token10,
		token11,
		token12,
		token13,
		token15,
		token16,
	],
	...[at01, at02, at03, at04, at05, at06, at07, at08, at09, at10, at11],
	...[intro01, intro02, intro03, intro05, intro07, intro08, intro09],
	...[meta01, meta02, meta04],
	...[reach01, reach02, reach03],
];
