import { codeReplay } from "../probes/code-replay.ts";
import { failed, notTried, passed } from "../verdict.ts";
import type { Check } from "./check.ts";

export const token16: Check = {
	id: "TOKEN-16",
	title: "A replayed code takes its first token along",
	spec: "RFC 6749 4.1.2; RFC 9700 4.5",
	level: "should",
	attack: "Redeem one code twice, then introspect the token of the first use.",
	gist: "On a second use the server should revoke all tokens issued from that code.",
	expectation: "Introspection answers active: false.",
	remedy: "Nothing to configure: keep the lifetime of access tokens short.",
	disruptive: true,
	async run(session) {
		const { second, afterwards } = await session.once(codeReplay);
		if (second.kind === "issued") return notTried("the second use was accepted (TOKEN-02)");
		if (afterwards === undefined) return notTried("the first use was refused already");
		return afterwards.active === false ? passed : failed("the first token is still active");
	},
};
