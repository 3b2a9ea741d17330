import { codeReplay } from "../probes/code-replay.ts";
import { judgeToken } from "../refusal.ts";
import { notTried } from "../verdict.ts";
import type { Check } from "./check.ts";

export const token02: Check = {
	id: "TOKEN-02",
	title: "A code is redeemed only once",
	spec: "RFC 6749 4.1.2; RFC 9700 4.5",
	level: "must",
	attack: "Redeem one code twice with everything else right.",
	gist: "The client must not use a code more than once; the server must deny the second request.",
	expectation: "400 invalid_grant to the second request.",
	remedy: "Report this to PingOne: a code caught on its way would open the API.",
	disruptive: true,
	async run(session) {
		const { first, second } = await session.once(codeReplay);
		if (first.kind !== "issued") return notTried("the first use was refused already");
		return judgeToken(second, ["invalid_grant"]);
	},
};
