import { introspectionOfBadTokens } from "../probes/introspection-of-bad-tokens.ts";
import type { Introspection } from "../steps/introspect.ts";
import { failed, gravest, passed, type Verdict, warning } from "../verdict.ts";
import type { Check } from "./check.ts";

export const intro03: Check = {
	id: "INTRO-03",
	title: "A bad token is inactive, and nothing more is said",
	spec: "RFC 7662 2.2",
	level: "must",
	attack: "Introspect garbage, the token with a flipped bit, and the token with its claims changed.",
	gist: "For a token that is not active the server answers active: false and no other member.",
	expectation: '200 {"active": false}; further members are a warning.',
	remedy: "Report this to PingOne: an API that relies on introspection would accept forged tokens.",
	async run(session) {
		const answers = await introspectionOfBadTokens(session);
		return gravest(answers.map(({ flaw, introspection }) => judgeInactive(flaw, introspection)));
	},
};

export function judgeInactive(flaw: string, { status, active, members }: Introspection): Verdict {
	if (active !== false) return failed(`${flaw}: answered ${status} ${active ? "active: true" : "without active"}`);
	const more = Object.keys(members).filter((name) => name !== "active");
	if (more.length > 0) return warning(`${flaw}: the answer also says ${more.join(", ")}`);
	return status === 200 ? passed : warning(`${flaw}: the status is ${status} where the spec names 200`);
}
