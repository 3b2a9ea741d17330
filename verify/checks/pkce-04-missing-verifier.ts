import { verifierMissing } from "../probes/verifier-missing.ts";
import { judgeToken } from "../refusal.ts";
import type { Check } from "./check.ts";

export const pkce04: Check = {
	id: "PKCE-04",
	title: "A missing code_verifier is refused",
	spec: "RFC 7636 4.5; RFC 9700 2.1.1",
	level: "must",
	attack: "Ask with a challenge, then redeem the code without any verifier.",
	gist: "If a challenge was sent, the server must enforce the correct usage of the verifier.",
	expectation: "400 invalid_grant (or invalid_request) and no token.",
	remedy: "Set pkceEnforcement to S256_REQUIRED on the application; if it is, report this to PingOne.",
	run: async (session) => judgeToken(await verifierMissing(session), ["invalid_grant", "invalid_request"]),
};
