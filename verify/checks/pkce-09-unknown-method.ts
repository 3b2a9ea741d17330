import { challengeMethodUnknown } from "../probes/challenge-method-unknown.ts";
import { judgeAuthorization } from "../refusal.ts";
import type { Check } from "./check.ts";

export const pkce09: Check = {
	id: "PKCE-09",
	title: "An unknown code_challenge_method is refused",
	spec: "RFC 7636 4.4.1",
	level: "must",
	attack: "Ask with a code_challenge_method that does not exist.",
	gist: "If the transformation is not supported, the authorization endpoint must answer invalid_request.",
	expectation: "invalid_request; no sign-on is started.",
	remedy: "Set pkceEnforcement to S256_REQUIRED on the application; if it is, report this to PingOne.",
	run: async (session) => judgeAuthorization(await challengeMethodUnknown(session)),
};
