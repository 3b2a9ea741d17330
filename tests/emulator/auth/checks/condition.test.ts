import { describe, expect, it } from "@jest/globals";
import { type Condition, type Facts, holds, unknownPart } from "../../../../emulator/auth/checks/condition.ts";

const now = 1_800_000_000_000;
const facts: Facts = {
	remoteIp: "10.5.3.9",
	user: { email: "ines@example.com", population: { id: "p1" }, emailVerified: true },
	signedOnAt: now - 600_000,
	now,
};
const since = (greater: number): Condition => ({
	secondsSince: `\${session.lastSignOn.withAuthenticator.pwd.at}`,
	greater,
});
const within = (...ipRange: string[]): Condition => ({ contains: `\${flow.request.http.remoteIp}`, ipRange });
const attribute = (path: string, equals: string | boolean): Condition => ({ value: `\${user.${path}}`, equals });

describe("a condition", () => {
	it.each<[string, Condition, boolean]>([
		["a sign-on exactly as old as allowed", since(600), false],
		["a sign-on older than allowed", since(599), true],
		["a block that holds the address", within("192.168.0.0/16", "10.5.3.72/24"), true],
		["blocks that do not", within("10.5.4.0/24", "2001:db8::/32"), false],
		["a single address", within("10.5.3.9"), true],
		["an attribute", attribute("email", "ines@example.com"), true],
		["another value", attribute("email", "joe@example.com"), false],
		["a nested attribute", attribute("population.id", "p1"), true],
		["a boolean", attribute("emailVerified", true), true],
		["no such attribute", attribute("nickname", "Ines"), false],
		["not", { not: within("10.0.0.0/8") }, false],
		["and", { and: [since(1), attribute("emailVerified", false)] }, false],
		["or", { or: [since(9_999), attribute("emailVerified", true)] }, true],
		["and of nothing", { and: [] }, true],
		["or of nothing", { or: [] }, false],
	])("is judged: %s", (_, condition, expected) => {
		expect(unknownPart(condition)).toBeUndefined();
		expect(holds(condition, facts)).toBe(expected);
	});

	it("about a sign-on, an address or a user that is not known", () => {
		const nothing = { remoteIp: undefined, user: undefined, signedOnAt: undefined, now };
		expect(holds(since(9_999_999), nothing)).toBe(true);
		expect(holds(within("0.0.0.0/0"), nothing)).toBe(false);
		expect(holds(attribute("email", "ines@example.com"), nothing)).toBe(false);
		expect(holds(within("2001:db8::/32"), { ...nothing, remoteIp: "2001:db8::7" })).toBe(true);
	});

	it.each<[string, Condition]>([
		["a sign-on by MFA", { secondsSince: `\${session.lastSignOn.withAuthenticator.mfa.at}`, greater: 1 }],
		["a range that is none", within("10.0.0.0/33")],
		["a range of another value", { contains: `\${user.lastSignOn.remoteIp}`, ipRange: ["10.0.0.0/8"] }],
		["groups", attribute("memberOfGroupNames", "admins")],
		["a value that is no variable", { value: "x", equals: "x" }],
		["a risk score", JSON.parse('{"ipRisk":{"minScore":80,"maxScore":100},"valid":"x"}')],
	])("that cannot be judged is named: %s", (_, part) => {
		expect(unknownPart({ or: [since(1), { not: { and: [part] } }] })).toBe(JSON.stringify(part));
	});
});
