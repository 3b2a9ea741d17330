import { verifierWrong } from "../probes/verifier-wrong.ts";
import { judgeToken } from "../refusal.ts";
import { notTried } from "../verdict.ts";
import type { Check } from "./check.ts";

export const pkce11: Check = {
	id: "PKCE-11",
	title: "A code dies with its first wrong code_verifier",
	spec: "RFC 6749 4.1.2, 10.10",
	level: "should",
	attack: "Redeem a code with a wrong verifier, then with the right one.",
	gist: "Codes are for one use; a code that survives a wrong guess can be guessed at again.",
	expectation: "invalid_grant to the second request too.",
	remedy: "Nothing to configure: keep codes out of logs, and use verifiers of 32 random octets.",
	disruptive: true,
	async run(session) {
		const { wrong, right } = await session.once(verifierWrong);
		if (wrong.kind === "issued") return notTried("the wrong verifier was accepted (PKCE-03)");
		return judgeToken(right, ["invalid_grant"]);
	},
};
