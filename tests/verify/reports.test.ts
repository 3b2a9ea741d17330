import { describe, expect, it } from "@jest/globals";
import { CHECKS } from "../../verify/checks/index.ts";
import { type Flaw, startFakePingOne } from "./fakePingOne.ts";
import { jsonOf, type Ran, runVerifier } from "./world.ts";

const N = CHECKS.length;
const ALL = ["--json", "report.json", "--junit", "report.xml", "--html", "report.html"];

async function report(flaws: Flaw[], change: Record<string, unknown> = {}): Promise<Ran & { canaries: string[] }> {
	const pingOne = await startFakePingOne(...flaws);
	const ran = await runVerifier({ ...pingOne.outputs, ...change }, ALL);
	await pingOne.close();
	return { ...ran, canaries: pingOne.canaries() };
}

const escaped = (secret: string) =>
	secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

describe("no report and no line", () => {
	const cases: Flaw[][] = [[], ["ignoreVerifier", "reuseCode"], ["hangUpOnToken"], ["opaqueToken"], ["lockedOut"]];
	it.each(cases)("holds a secret, cookie, code or token: %s", async (...flaws) => {
		const { out, err, files, canaries } = await report(flaws);
		expect(canaries.length).toBeGreaterThan(3);
		for (const [name, text] of Object.entries({ ...files, out, err })) {
			const spelt = canaries.flatMap((canary) => [
				canary,
				encodeURIComponent(canary),
				JSON.stringify(canary).slice(1, -1),
				escaped(canary),
			]);
			expect({ name, leaks: spelt.filter((canary) => text.includes(canary)) }).toEqual({ name, leaks: [] });
		}
	});

	it("holds one that an output smuggles into a text", async () => {
		const { out, files } = await report([], { audience: "https://canary-app-secret-1~2.example.com" });
		for (const text of [out, ...Object.values(files)]) {
			expect(text).not.toContain("canary-app-secret-1~2");
			expect(text).toContain("https://[redacted].example.com");
		}
	});
});

describe("the terminal report", () => {
	it("is at most 100 columns wide, with reasons, remedies and a summary that adds up", async () => {
		const { out } = await report(["acceptAnyRedirect", "noTyp", "publicClient"]);
		expect(out.split("\n").filter((line) => line.length > 100)).toEqual([]);
		expect(out).toMatch(
			/ {2}FAIL {2}AUTHZ-02 {2}An unregistered redirect_uri gets no redirect\n +it was accepted: a sign-on was started\n +Remedy: /,
		);
		expect(out).toMatch(/ {2}warn {2}AT-02 .*\n +typ is missing\n +Remedy: /);
		expect(out).toMatch(/ {2}skip {2}TOKEN-06 .*\n +Does not apply: a public client has no secret\n {2}\w/);
		expect(out).toContain(`${N - 7} passed, 2 failed, 1 warning, 4 skipped of ${N} planned (`);
		expect(out).toMatch(/planned \(\d+ requests in \d+\.\d s\)\n/);
	});
	it("tells each step of the workflow with its duration", async () => {
		const { out } = await report([]);
		for (const step of [
			"discovery",
			"keys",
			"12 authorize",
			"13 flow",
			"14 sign-on",
			"15 resume",
			"16 token",
			"17 introspect",
		]) {
			expect(out).toMatch(new RegExp(`^ {2}${step} .* \\d+ ms$`, "m"));
		}
	});
	it("colours only what it is told to colour", async () => {
		const pingOne = await startFakePingOne();
		const paint = (style: string, text: string) => `<${style}>${text}</${style}>`;
		const { out } = await runVerifier(pingOne.outputs, ["--only", "META-01"], { paint });
		await pingOne.close();
		expect(out).toContain("<green>pass</green>  META-01");
	});
});

describe("some checks only", () => {
	it("are not told as if they were all", async () => {
		const pingOne = await startFakePingOne();
		const { out, files } = await runVerifier(pingOne.outputs, ["--only", "META-01", ...ALL]);
		const all = await runVerifier(pingOne.outputs);
		await pingOne.close();
		expect(out).toMatch(new RegExp(`\\n1 of ${N} checks: passed\\.\\n$`));
		expect(files["report.html"]).toContain(`1 of ${N} checks passed</h1>`);
		expect(JSON.parse(files["report.json"] ?? "")).toMatchObject({ planned: 1, available: N });
		expect(all.out).toMatch(/\nThe token opens this API and nothing else that was tried\.\n$/);
	});
});

describe("the JSON report", () => {
	it("has a version, the outcome of every check and every exchange", async () => {
		const json = jsonOf(await report(["dropState"]));
		expect(Object.keys(json).sort()).toEqual(
			[
				"available",
				"counts",
				"exchanges",
				"exitCode",
				"ms",
				"planned",
				"results",
				"startedAt",
				"steps",
				"subject",
				"version",
			].sort(),
		);
		expect(json).toMatchObject({ version: 1, exitCode: 1 });
		expect(json.results[0]).toMatchObject({
			...{ id: "AUTHZ-01", level: "must", spec: "RFC 6749 4.1.2; RFC 9700 4.7.1" },
			verdict: { outcome: "failed", reason: "the state is missing" },
		});
		expect(json.exchanges[0]).toMatchObject({ step: "discovery", method: "GET", status: 200, waits: 0 });
		expect(json.exchanges.length).toBeGreaterThan(60);
		expect(json.subject).not.toHaveProperty("password");
	});
});

describe("the JUnit report", () => {
	/** Names of the elements, checked to be closed in the right order. */
	function elementsOf(xml: string): string[] {
		const open: string[] = [];
		const seen: string[] = [];
		for (const [, slash, name = "", rest = ""] of xml
			.replace(/^<\?.*?\?>/, "")
			.matchAll(/<(\/?)([\w-]+)((?:[^<>"]|"[^"<]*")*)>/g)) {
			if (slash) expect(open.pop()).toBe(name);
			else {
				seen.push(name);
				if (!rest.endsWith("/")) open.push(name);
			}
		}
		expect(open).toEqual([]);
		return seen;
	}

	it("is well-formed, with a case for each check and counts that fit", async () => {
		const { files } = await report(["dropState", "noTyp", "publicClient"]);
		const xml = files["report.xml"] ?? "";
		const elements = elementsOf(xml);
		const count = (name: string) => elements.filter((element) => element === name).length;
		expect([count("testcase"), count("failure"), count("skipped"), count("system-out")]).toEqual([N, 1, 4, 1]);
		expect(xml).toContain(`tests="${N}" failures="1" errors="0" skipped="4"`);
	});
	it("reports a failed sign-in as an error", async () => {
		const xml = (await report(["lockedOut"])).files["report.xml"] ?? "";
		expect(xml).toContain(`tests="${N + 1}" failures="0" errors="1" skipped="${N}"`);
		expect(xml).toMatch(/<error message="The account of ann is locked/);
	});
});

describe("the HTML report", () => {
	it("is one small page without scripts and without anything from elsewhere", async () => {
		const html = (await report(["acceptAnyRedirect"])).files["report.html"] ?? "";
		expect(html.length).toBeLessThan(200_000);
		expect(html).not.toMatch(/<script|<img|<link|\bsrc=|@import|url\(/i);
		expect(html).toContain('<span class="failed">failed</span>');
		expect(html).toContain("redirect-uri-unregistered");
	});
	it("escapes what outputs bring in", async () => {
		const html = (await report([], { username: "<script>alert(1)</script>" })).files["report.html"] ?? "";
		expect(html).not.toContain("<script>");
		expect(html).toContain("&lt;script&gt;");
	});
});
