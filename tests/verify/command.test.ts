import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { PulumiRun } from "../../tools/pulumi/command.ts";
import { CHECKS } from "../../verify/checks/index.ts";
import { readStackOutputs } from "../../verify/outputs.ts";
import { type FakePingOne, type Flaw, startFakePingOne } from "./fakePingOne.ts";
import { jsonOf, type Ran, runVerifier } from "./world.ts";

const JSON_REPORT = ["--json", "report.json"];

let sound: FakePingOne;
beforeAll(async () => {
	sound = await startFakePingOne();
});
afterAll(() => sound.close());

async function against(flaws: Flaw[], argv: string[] = JSON_REPORT): Promise<Ran> {
	const pingOne = await startFakePingOne(...flaws);
	try {
		return await runVerifier(pingOne.outputs, argv);
	} finally {
		await pingOne.close();
	}
}

/** Outputs are not usable: exit 2, and the lines that say why. */
async function wrong(outputs: unknown, argv: string[] = []): Promise<string> {
	const { exitCode, err, out } = await runVerifier(outputs, argv);
	expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
	return err;
}

/** The sign-in fails: exit 3, every check untried, and one line that says why. */
function stoppedBecause(ran: Ran): string {
	const report = jsonOf(ran);
	expect(ran.exitCode).toBe(3);
	expect(report.counts).toEqual({ planned: CHECKS.length, passed: 0, failed: 0, warnings: 0, skipped: CHECKS.length });
	expect(report.stopped).not.toContain("\n");
	expect(ran.out).toContain("Stopped: ");
	return report.stopped ?? "";
}

describe("outputs", () => {
	it("that do not exist mean that nothing is deployed", async () => {
		expect(await wrong({})).toBe("The stack has no outputs, so nothing is deployed: run pulumi up first.\n");
		expect(await wrong(undefined)).toContain("run pulumi up first");
	});

	it("that are missing are named one by one, with the remedy", async () => {
		const { audience, password, ...rest } = sound.outputs;
		expect((await wrong(rest)).trim().split("\n")).toEqual([
			"Output audience is missing: export it from index.ts and run pulumi up.",
			"Output password is missing: export it from index.ts and run pulumi up.",
		]);
	});

	it("that are masked say how to get them", async () => {
		expect(await wrong({ ...sound.outputs, clientSecret: "[secret]" })).toContain("--show-secrets");
	});

	it.each([
		["environmentId", "nope", "is not an id of PingOne"],
		["authUrl", "http://auth.pingone.com", "must be https"],
		["authUrl", "auth", "is not an absolute URL"],
		["tokenEndpointAuthMethod", "PRIVATE_KEY_JWT", "is PRIVATE_KEY_JWT, and the verifier can authenticate only by"],
		["accessTokenValiditySeconds", "soon", "is not a number of seconds"],
		["scope", "", "is empty"],
	])("of the wrong kind are refused: %s = %s", async (name, value, problem) => {
		const said = await wrong({ ...sound.outputs, [name]: value });
		expect(said).toContain(`Output ${name} ${problem}`);
		expect(said.trim().split("\n")).toHaveLength(1);
	});

	it("may be Pulumi's objects with value and secret", async () => {
		const wrapped = Object.entries(sound.outputs).map(([name, value]) => [
			name,
			{ value, secret: name === "password" },
		]);
		const { exitCode } = await runVerifier(Object.fromEntries(wrapped), ["--only", "META-01"]);
		expect(exitCode).toBe(0);
	});

	it("come from a file or from standard input", async () => {
		const readText = async (file: string) => (file === "-" ? JSON.stringify(sound.outputs) : "not json");
		const read = (file: string) => runVerifier(undefined, ["--outputs", file, "--only", "META-01"], { readText });
		expect((await read("-")).exitCode).toBe(0);
		expect(await read("o.json")).toMatchObject({
			exitCode: 2,
			err: expect.stringContaining("File o.json is not JSON"),
		});
		const missing = await runVerifier(undefined, ["--outputs", "gone.json"]);
		expect(missing).toMatchObject({
			exitCode: 2,
			err: expect.stringContaining("File gone.json cannot be read (ENOENT"),
		});
	});
});

describe("pulumi stack output", () => {
	const refused = (run: Partial<PulumiRun>, stack?: string) =>
		readStackOutputs(stack, async () => ({ code: 255, stdout: "", stderr: "", ...run })).catch(
			(error) => error.message,
		);

	it("is asked for the stack, with its secrets", async () => {
		let asked: string[] = [];
		const outputs = await readStackOutputs("dev", async (args) => {
			asked = args;
			return { code: 0, stdout: '{"a":1}', stderr: "" };
		});
		expect(outputs).toEqual({ a: 1 });
		expect(asked).toEqual(["stack", "output", "--json", "--show-secrets", "--non-interactive", "--stack", "dev"]);
	});

	it.each([
		[{ stderr: "error: no stack named 'x' found" }, "There is no stack x: see pulumi stack ls"],
		[{ stderr: "error: incorrect passphrase" }, "passphrase of the stack is missing or wrong"],
		[{ stderr: "error: no stack selected; please use `pulumi stack select`" }, "No stack is selected"],
		[{ stderr: "error: no Pulumi.yaml project file found" }, "There is no Pulumi.yaml here"],
		[{ stderr: "error: PULUMI_ACCESS_TOKEN must be set for login" }, "Pulumi is not logged in"],
		[
			{ code: null, stderr: "Pulumi CLI 3 is needed" },
			"Pulumi CLI 3 is needed, or give the outputs with --outputs FILE.",
		],
		[{ stderr: "first\nerror: the disk is full\n" }, "code 255 and said: error: the disk is full"],
		[{ code: 0, stdout: "oops" }, "is not JSON"],
	])("that fails is explained: %j", async (run, expected) => {
		expect(await refused(run, "x")).toContain(expected);
	});
});

describe("a sign-in that fails", () => {
	it("for a wrong password says so, after one try", async () => {
		const pingOne = await startFakePingOne();
		const ran = await runVerifier({ ...pingOne.outputs, password: "wrong-password" }, JSON_REPORT);
		expect(stoppedBecause(ran)).toMatch(
			/refused the username or the password of ann: if it was changed outside, .* run pulumi up/,
		);
		expect(pingOne.passwordsTried()).toBe(1);
		await pingOne.close();
	});

	const cases: [Flaw, RegExp][] = [
		["lockedOut", /account of ann is locked for another 77 seconds .*: wait, or unlock it/],
		["disabledUser", /disabled or locked \(ACCOUNT_NOT_USABLE\): enable it/],
		["flowGone", /flow has expired \(after 15 idle minutes\).*: run npm run verify again/],
		["mustChangePassword", /stopped the sign-on of ann at MUST_CHANGE_PASSWORD: the user must change the password/],
		["hangUpOnToken", /No answer from http:\/\/127.* \(socket hang up\): start the emulator/],
	];
	it.each(cases)("for %s is explained", async (flaw, expected) => {
		expect(stoppedBecause(await against([flaw]))).toMatch(expected);
	});

	it.each([
		[
			"applicationId",
			"00000000-0000-4000-8000-000000000000",
			/No authorization code for application 0.*NOT_FOUND.*pulumi refresh/,
		],
		["environmentId", "00000000-0000-4000-8000-000000000000", /No environment 0.* at http.* answered 404. Check/],
		["clientSecret", "wrong-secret", /by CLIENT_SECRET_BASIC: 401 invalid_client\. .*run pulumi refresh and pulumi up/],
		["scope", "not:granted", /No authorization code .*invalid_scope.*Grant the scope/],
		[
			"authUrl",
			"http://127.0.0.1:9",
			/Cannot reach http:\/\/127\.0\.0\.1:9 .*npm run emulator -- --data \.pingone\/emulator\.db/,
		],
	])("for another %s is explained", async (name, value, expected) => {
		expect(stoppedBecause(await runVerifier({ ...sound.outputs, [name]: value }, JSON_REPORT))).toMatch(expected);
	});
});

describe("a service that limits requests", () => {
	it("is waited for, and the wait is on record", async () => {
		const ran = await against(["busyOnce"]);
		expect({ exitCode: ran.exitCode, waited: ran.waited }).toEqual({ exitCode: 0, waited: 1000 });
		expect(jsonOf(ran).exchanges[0]).toMatchObject({ step: "discovery", status: 200, waits: 1 });
	});
});

describe("the command line", () => {
	const run = (...argv: string[]) => runVerifier(sound.outputs, argv);

	it("lists every check with its spec", async () => {
		const { exitCode, out } = await run("--list");
		expect(exitCode).toBe(0);
		for (const { id, title, spec } of CHECKS) for (const text of [id, title, spec]) expect(out).toContain(text);
	});

	it("lists those that are asked for", async () => {
		const { exitCode, out } = await run("--list", "--only", "META-*");
		expect({ exitCode, ids: out.match(/^\w+-\d+/gm) }).toEqual({ exitCode: 0, ids: ["META-01", "META-02", "META-04"] });
	});

	it("explains one check", async () => {
		const { exitCode, out } = await run("--explain", "pkce-03");
		expect({ exitCode, out }).toMatchObject({
			exitCode: 0,
			out: expect.stringMatching(/^PKCE-03 {2}A wrong code_verifier/),
		});
		for (const part of ["Spec:", "What is sent:", "What it says:", "Expected:", "Remedy:"]) expect(out).toContain(part);
	});

	it("runs only what is asked for", async () => {
		const ran = await run("--only", "PKCE-0*, at-01", ...JSON_REPORT);
		const ids = jsonOf(ran).results.map(({ id }) => id);
		expect(ids).toEqual([
			"PKCE-01",
			"PKCE-02",
			"PKCE-03",
			"PKCE-04",
			"PKCE-05",
			"PKCE-06",
			"PKCE-07",
			"PKCE-08",
			"PKCE-09",
			"AT-01",
		]);
		expect({ exitCode: ran.exitCode, planned: jsonOf(ran).planned }).toEqual({ exitCode: 0, planned: 10 });
	});

	it.each([
		[["--only", "PKC-03"], "There is no check PKC-03: did you mean PKCE-03?"],
		[["--only", ""], "There is no check without a name: npm run verify -- --list shows all that there are."],
		[["--only", "XX-1"], "There is no check XX-1: npm run verify -- --list shows all that there are."],
		[["--explain", "NOPE"], "There is no check NOPE: npm run verify -- --list shows all that there are."],
		[["--list", "--only", "NOPE"], "There is no check NOPE"],
		[["--list", "--json", "-"], "--list verifies nothing, so --json has no meaning: leave one out."],
		[["--explain", "AT-01", "--only", "AT-01"], "--explain verifies nothing, so --only has no meaning"],
		[["--explain", "TOKN-15"], "did you mean TOKEN-15?"],
		[["--wrong"], "Unknown option '--wrong': see npm run verify -- --help."],
		[["extra"], "Unexpected argument 'extra'"],
		[["--stack", "a", "--outputs", "b"], "--stack and --outputs exclude each other"],
		[["--json", "-", "--html", "-"], "Only one report can go to standard output"],
	])("refuses %j", async (argv, expected) => {
		expect(await wrong(sound.outputs, argv)).toContain(expected);
	});

	it("gives standard output to the report that asks for it", async () => {
		const { out, err } = await run("--only", "META-01", "--json", "-");
		expect(JSON.parse(out)).toMatchObject({ version: 1, exitCode: 0, counts: { planned: 1, passed: 1 } });
		expect(err).toContain("pass  META-01");
	});

	it("says which report cannot be written", async () => {
		const writeText = async () => {
			throw new Error("ENOENT: no such file or directory, open 'no/r.json'");
		};
		const ran = await runVerifier(sound.outputs, ["--only", "META-01", "--json", "no/r.json"], { writeText });
		expect(ran).toMatchObject({
			exitCode: 2,
			err: expect.stringContaining("The report no/r.json cannot be written (ENOENT"),
		});
	});
});

describe("a fault of the verifier itself", () => {
	it("proves nothing, shows no stack trace and no secret", async () => {
		const exchange = () => Promise.reject(new RangeError(`bad luck with ${sound.outputs.password}`));
		const surroundings = { now: Date.now, random: () => 0, wait: async () => undefined, exchange };
		const { exitCode, err } = await runVerifier(sound.outputs, [], { surroundings });
		expect({ exitCode, err }).toEqual({ exitCode: 3, err: "The verifier itself broke: bad luck with [redacted].\n" });
	});
});
