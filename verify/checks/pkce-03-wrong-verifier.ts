import { verifierWrong } from "../probes/verifier-wrong.ts";
import { judgeToken } from "../refusal.ts";
import type { Check } from "./check.ts";

export const pkce03: Check = {
	id: "PKCE-03",
	title: "A wrong code_verifier is refused",
	spec: "RFC 7636 4.6",
	level: "must",
	attack: "Redeem a code with the verifier of another challenge.",
	gist: "If the values are not equal, the server must answer invalid_grant.",
	expectation: "400 invalid_grant and no token.",
	remedy: "Set pkceEnforcement to S256_REQUIRED on the application; if it is, report this to PingOne.",
	disruptive: true,
	run: async (session) => judgeToken((await session.once(verifierWrong)).wrong, ["invalid_grant"]),
};
