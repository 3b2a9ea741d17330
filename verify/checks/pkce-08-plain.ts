import { challengePlain } from "../probes/challenge-plain.ts";
import { judgeAuthorization } from "../refusal.ts";
import type { Check } from "./check.ts";

export const pkce08: Check = {
	id: "PKCE-08",
	title: "The method plain is refused",
	spec: "RFC 9700 2.1.1; RFC 7636 7.2",
	level: "should",
	attack: "Ask with code_challenge_method=plain.",
	gist: "Clients should use methods that do not expose the verifier in the request; S256 is the only one.",
	expectation: "invalid_request; no sign-on is started.",
	remedy: "Set pkceEnforcement to S256_REQUIRED on the application.",
	run: async (session) => judgeAuthorization(await challengePlain(session)),
};
