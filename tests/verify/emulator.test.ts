import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Emulator, ManualClock, startEmulator } from "../../emulator/index.ts";
import { realSurroundings } from "../../providers/api/transport.ts";
import { deploy, type Variant } from "./deploy.ts";
import { complaintsOf, jsonOf, type Ran, runVerifier } from "./world.ts";

const JSON_REPORT = ["--json", "report.json"];

describe("against the emulator", () => {
	let emulator: Emulator;
	beforeAll(async () => {
		emulator = await startEmulator({ port: 0 });
	});
	afterAll(() => emulator.close());

	async function verifyDeployed(variant?: Variant, change: Record<string, unknown> = {}): Promise<Ran> {
		return runVerifier({ ...(await deploy(emulator, variant)), ...change }, JSON_REPORT);
	}

	const methods = ["CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST", "NONE"];
	it.each(methods)("a right deployment passes every check, authenticated by %s", async (tokenEndpointAuthMethod) => {
		const ran = await verifyDeployed({ application: { tokenEndpointAuthMethod } });
		const report = jsonOf(ran);
		expect(report.stopped).toBeUndefined();
		// PingOne's tokens carry typ at+jwt only from March 2027 on, so AT-02 may warn.
		expect(complaintsOf(report).filter((id) => id !== "AT-02")).toEqual([]);
		expect({ exitCode: ran.exitCode, ran: report.results.length }).toEqual({ exitCode: 0, ran: report.planned });
	});

	it("warns of a deployment that leaves PKCE optional", async () => {
		const ran = await verifyDeployed({ application: { pkceEnforcement: "OPTIONAL" } });
		expect(complaintsOf(jsonOf(ran))).toEqual(expect.arrayContaining(["PKCE-08", "PKCE-10"]));
		expect(ran.exitCode).toBe(0);
	});

	it("fails a deployment whose token lives longer than its outputs say", async () => {
		const ran = await verifyDeployed({}, { accessTokenValiditySeconds: 300 });
		expect({ exitCode: ran.exitCode, complaints: complaintsOf(jsonOf(ran)) }).toMatchObject({
			...{ exitCode: 1, complaints: expect.arrayContaining(["AT-05"]) },
		});
	});

	it("proves nothing with a wrong password, and says what to do", async () => {
		const ran = await verifyDeployed({}, { password: "Wrong-Horse-7-Battery" });
		expect(ran.exitCode).toBe(3);
		expect(jsonOf(ran).stopped).toMatch(
			/refused the username or the password of .*: if it was changed outside, .* run pulumi up/,
		);
	});

	it("proves nothing for a user who must change the password", async () => {
		const ran = await verifyDeployed({ forceChange: true });
		expect(ran.exitCode).toBe(3);
		expect(jsonOf(ran).stopped).toContain("MUST_CHANGE_PASSWORD");
	});

	it("proves nothing for an application that is disabled", async () => {
		const ran = await verifyDeployed({ application: { enabled: false } });
		expect(ran.exitCode).toBe(3);
		expect(jsonOf(ran).stopped).toContain("must be enabled");
	});
});

describe("against an emulator in trouble", () => {
	it("says that a flow has expired", async () => {
		const clock = new ManualClock(Date.now());
		const emulator = await startEmulator({ port: 0, clock });
		const outputs = await deploy(emulator);
		const surroundings = realSurroundings();
		const ran = await runVerifier(outputs, JSON_REPORT, {
			surroundings: {
				...surroundings,
				exchange(request) {
					if (request.method === "POST" && request.url.includes("/flows/")) clock.advance(16 * 60_000);
					return surroundings.exchange(request);
				},
			},
		});
		await emulator.close();
		expect(ran.exitCode).toBe(3);
		expect(jsonOf(ran).stopped).toContain("The sign-on flow has expired (after 15 idle minutes)");
	});

	it("says that nobody answers", async () => {
		const emulator = await startEmulator({ port: 0 });
		const outputs = await deploy(emulator);
		await emulator.close();
		const ran = await runVerifier(outputs, JSON_REPORT);
		expect(ran.exitCode).toBe(3);
		expect(jsonOf(ran).stopped).toMatch(/^Cannot reach http:\/\/127\.0\.0\.1:\d+ .*start the emulator/);
	});
});
