import { challengeAsVerifier } from "../probes/challenge-as-verifier.ts";
import { judgeToken } from "../refusal.ts";
import type { Check } from "./check.ts";

export const pkce06: Check = {
	id: "PKCE-06",
	title: "The challenge does not serve as the verifier",
	spec: "RFC 7636 4.6, 7.2",
	level: "must",
	attack: "Ask with an S256 challenge, then redeem the code with that challenge as the verifier.",
	gist: "The method of the request decides the comparison: S256 must not be compared as plain.",
	expectation: "400 invalid_grant and no token.",
	remedy: "Set pkceEnforcement to S256_REQUIRED on the application; if it is, report this to PingOne.",
	run: async (session) => judgeToken(await challengeAsVerifier(session), ["invalid_grant"]),
};
