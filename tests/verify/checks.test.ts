import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { redact } from "../../providers/api/redact.ts";
import { TransportFailure } from "../../providers/api/transport.ts";
import type { Check } from "../../verify/checks/check.ts";
import { CHECKS } from "../../verify/checks/index.ts";
import { distance, findCheck, runChecks, selectChecks } from "../../verify/plan.ts";
import type { Session } from "../../verify/session.ts";
import { NotTried, nothingProven } from "../../verify/stop.ts";
import { failed, passed, type Verdict } from "../../verify/verdict.ts";

const folder = (name: string) => join(process.cwd(), "verify", name);

describe("the list of checks", () => {
	it("names every file of the folder, and no other", () => {
		const files = readdirSync(folder("checks")).filter((file) => !["check.ts", "index.ts"].includes(file));
		const listed = CHECKS.map(({ id }) => files.find((file) => file.startsWith(`${id.toLowerCase()}-`)));
		expect(listed).toHaveLength(files.length);
		expect(new Set(listed)).toEqual(new Set(files));
	});

	it("uses every probe", () => {
		const probes = readdirSync(folder("probes"));
		const sources = [
			...probes.map((file) => join("probes", file)),
			...readdirSync(folder("checks")).map((file) => join("checks", file)),
		];
		const text = sources.map((file) => readFileSync(folder(file), "utf8")).join("\n");
		expect(probes.filter((file) => !text.includes(`/${file}"`))).toEqual([]);
	});

	it("has the checks that were promised, once each", () => {
		const promised =
			`AUTHZ-01 AUTHZ-02 AUTHZ-03 AUTHZ-04 PKCE-02 PKCE-03 PKCE-04 TOKEN-01 TOKEN-02 TOKEN-03 TOKEN-04 TOKEN-06
			AT-01 AT-03 AT-04 AT-05 AT-07 INTRO-01 INTRO-02 INTRO-03 INTRO-07 META-01 META-04`.split(/\s+/);
		const ids = CHECKS.map(({ id }) => id);
		expect(promised.filter((id) => !ids.includes(id))).toEqual([]);
		expect(promised.filter((id) => findCheck(CHECKS, id).level !== "must")).toEqual([]);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it.each(CHECKS)("says in full what $id is about", (check) => {
		const { id, title, spec, attack, gist, expectation, remedy } = check;
		expect(id).toMatch(/^[A-Z]+-\d\d$/);
		expect(title.length).toBeLessThanOrEqual(56);
		expect(spec).toMatch(/^(RFC \d{4}|OpenID Connect) /);
		for (const text of [attack, gist, expectation, remedy]) expect(text).toMatch(/\.$/);
		// What is said about a check must not look like a secret itself, or the reports would hide it.
		for (const text of [title, spec, attack, gist, expectation, remedy]) expect(redact(text)).toBe(text);
	});
});

describe("running checks", () => {
	const session = {} as Session;
	const check = (id: string, run: Check["run"], more: Partial<Check> = {}): Check => ({
		...{ id, title: "", spec: "", level: "must", attack: "", gist: "", expectation: "", remedy: "", run, ...more },
	});
	const verdictOf = async (run: Check["run"], more?: Partial<Check>): Promise<Verdict | undefined> =>
		(await runChecks([check("X-01", run, more)], session))[0]?.verdict;
	const throwing = (error: unknown) => () => {
		throw error;
	};

	it("turns whatever a check does into a verdict", async () => {
		expect(await verdictOf(() => passed)).toEqual(passed);
		expect(await verdictOf(throwing(new TypeError("oops")))).toEqual(failed("the check itself broke: oops"));
		expect(await verdictOf(throwing("text"))).toEqual(failed("the check itself broke: text"));
		const untried = { outcome: "skipped", cause: "not-tried" };
		expect(await verdictOf(throwing(new NotTried("no code")))).toEqual({ ...untried, reason: "no code" });
		expect(await verdictOf(throwing(nothingProven("locked")))).toEqual({ ...untried, reason: "locked" });
		expect(await verdictOf(throwing(new TransportFailure("reset", true)))).toEqual({
			...untried,
			reason: "no answer (reset)",
		});
	});

	it("makes a warning of a failed should, but not of one that broke", async () => {
		expect(await verdictOf(() => failed("f"), { level: "should" })).toEqual({ outcome: "warning", reason: "f" });
		expect(await verdictOf(throwing(new Error("e")), { level: "should" })).toMatchObject({ outcome: "failed" });
	});

	it("gives one result for each check in their order, and runs the disruptive ones last", async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 30 }), async (kinds) => {
				const order: string[] = [];
				const checks = kinds.map((disruptive, index) =>
					check(
						`X-${index}`,
						async () => {
							order.push(disruptive ? "disruptive" : "calm");
							return passed;
						},
						disruptive ? { disruptive } : {},
					),
				);
				const results = await runChecks(checks, session);
				expect(results.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
				expect(order).toEqual([...order].sort());
			}),
		);
	});
});

describe("selecting checks", () => {
	it("takes everything, families and single ids, in the order of the report", () => {
		expect(selectChecks(CHECKS, undefined)).toBe(CHECKS);
		expect(selectChecks(CHECKS, "*")).toEqual(CHECKS);
		expect(selectChecks(CHECKS, "META-*,authz-01").map(({ id }) => id)).toEqual([
			"AUTHZ-01",
			"META-01",
			"META-02",
			"META-04",
		]);
	});
	it("takes a pattern literally but for the star", () => {
		expect(() => selectChecks(CHECKS, "AT.01")).toThrow("did you mean AT-01");
	});
	it("measures how far an id is off", () => {
		expect([distance("PKCE-03", "pkce-03"), distance("PKC-03", "PKCE-03"), distance("", "AT-01")]).toEqual([0, 1, 5]);
		fc.assert(fc.property(fc.string(), fc.string(), (a, b) => distance(a, b) === distance(b, a)));
	});
});
