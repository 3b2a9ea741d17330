import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Listed, type Outcome, PulumiStack, pointedAt, runCommand, succeeded } from "./pulumi.ts";
import { startTenant, type Tenant } from "./tenant.ts";

const OTHER = "99999999-9999-4999-8999-999999999999";
const ONE: Listed[] = [{ kind: "Population", name: "customers", args: {} }];

let tenant: Tenant;
let stack: PulumiStack;
let furnished: Record<string, string[]>;

beforeAll(async () => {
	tenant = await startTenant();
	furnished = await tenant.inventory();
	stack = await PulumiStack.create("tests/e2e/program", pointedAt(tenant.emulator));
});
afterAll(async () => {
	stack.remove();
	await tenant.close();
});

/** `pulumi up` that must fail without a trace of code and without anything made. */
async function refused(environment: NodeJS.ProcessEnv, objects: Listed[] = ONE): Promise<string> {
	stack.list(objects);
	const { code, output } = await stack.run(["up", "--yes", "--skip-preview"], environment);
	expect(code).not.toBe(0);
	expect(output).not.toMatch(/\n\s+at |node:internal|undefined/);
	expect(await tenant.inventory()).toEqual(furnished);
	return output;
}

describe("a wrong connection is one line that names the cause and the remedy", () => {
	it.each<[string, NodeJS.ProcessEnv, RegExp]>([
		[
			"a wrong worker secret",
			{ PINGONE_CLIENT_SECRET: "wrong" },
			/error: Population "customers": No token for worker application .* Check pingone:clientId and pingone:clientSecret/,
		],
		[
			"an unknown worker",
			{ PINGONE_CLIENT_ID: OTHER },
			/No token for worker application 99999999-.* Check pingone:clientId/,
		],
		[
			"a wrong environment",
			{ PINGONE_ENVIRONMENT_ID: OTHER },
			/No token for worker application .* Check pingone:environmentId and pingone:regionCode: this environment is not there/,
		],
		[
			"an environment that is not the worker's",
			{ PINGONE_TARGET_ENVIRONMENT_ID: OTHER },
			/Check pingone:environmentId/,
		],
		[
			"a wrong region",
			{ PINGONE_API_URL: "", PINGONE_AUTH_URL: "", PINGONE_REGION_CODE: "US" },
			/pingone:regionCode is 'US': set it to one of NA, EU, AP, AU, CA, SG/,
		],
		[
			"an emulator that is not running",
			{ PINGONE_API_URL: "http://127.0.0.1:1/v1", PINGONE_AUTH_URL: "http://127.0.0.1:1" },
			/Cannot reach http:\/\/127.0.0.1:1 .* Start the emulator with: npm run emulator -- --data .pingone\/emulator.db/,
		],
		[
			"no secret at all",
			{ PINGONE_CLIENT_SECRET: "" },
			/pingone:clientSecret is not set: give that worker application's secret/,
		],
	])("%s", async (_case, environment, message) => {
		expect(await refused(environment)).toMatch(message);
	});

	it("stands there once for an object that is read", async () => {
		const own = await PulumiStack.create("tests/e2e/program", pointedAt(tenant.emulator));
		own.list(ONE);
		succeeded(await own.up());
		const { output } = await own.run(["refresh", "--yes", "--skip-preview"], { PINGONE_CLIENT_SECRET: "wrong" });
		succeeded(await own.destroy());
		own.remove();
		const [, diagnostics = ""] = output.split("Diagnostics:");
		expect(diagnostics.match(/No token for worker application/g)).toHaveLength(1);
	});

	it("and ends the project's own program before anything is made", async () => {
		const own = await PulumiStack.create(".", { ...pointedAt(tenant.emulator), PINGONE_ENVIRONMENT_ID: "not-a-uuid" });
		const { code, output } = await own.preview();
		own.remove();
		expect(code).not.toBe(0);
		expect(output).toMatch(/pingone:environmentId is 'not-a-uuid': give a UUID in lower case/);
		expect(output).not.toMatch(/\n\s+at /);
	});
});

describe("a config key that is misspelt", () => {
	it("is named with the one that it looks like; keys of the program's own are left alone", async () => {
		const own = await PulumiStack.create(".", pointedAt(tenant.emulator));
		succeeded(await own.config("pingone:password", "Planted-heron-7731", "--secret"));
		succeeded(await own.config("pingone:regioncode", "EU"));
		const { output } = succeeded(await own.preview());
		own.remove();
		expect(output).toMatch(/warning: pingone:regioncode is not read: set pingone:regionCode if that is meant/);
		expect(output).not.toContain("pingone:password is not read");
	});
});

describe("a bad argument", () => {
	it("fails in preview, before any request, naming property, rule and value", async () => {
		stack.list([{ kind: "Resource", name: "orders", args: { accessTokenValiditySeconds: 5 } }]);
		const before = tenant.requests.length;
		const { code, output } = await stack.preview();
		expect(code).not.toBe(0);
		expect(output).toMatch(
			/Resource resource 'orders': property accessTokenValiditySeconds value \{5\} has a problem: .*>=300/,
		);
		expect(tenant.requests.slice(before)).toEqual([]);
	});

	it("that is a password is not printed", async () => {
		stack.list([
			{ kind: "User", name: "ines", args: { username: "ines", email: "planted-mail", password: "@@planted-secret" } },
		]);
		const { output } = await stack.preview();
		expect(output).toMatch(/property email value \{planted-mail\} has a problem: must be an e-mail address/);
		expect(output).not.toContain("planted-secret");
	});
});

describe("what only the service can refuse", () => {
	it("reaches the user as resource, property, what was said, and what to do", async () => {
		const weak = await refused({}, [
			{ kind: "User", name: "ines", args: { username: "ines", email: "ines@example.com", password: "@@weak" } },
		]);
		expect(weak).toMatch(/User "ines": The request could not be completed/);
		expect(weak).toMatch(/password: .* \(INVALID_VALUE\) \[.*length/);
		expect(weak).toMatch(/Correct the property and run the command again/);
		expect(weak).toMatch(/PingOne answered 400 to POST .*correlation id/);
	});

	it("a name that is taken says so", async () => {
		await tenant.admin.post(tenant.path("/populations"), { name: "customers", description: "somebody else's" });
		const before = await tenant.inventory();
		stack.list(ONE);
		const { code, output } = await stack.up();
		expect(code).not.toBe(0);
		expect(output).toMatch(/Population "customers": exists already with id [0-9a-f-]{36} and differs in description/);
		expect(output).toMatch(/aliases: .*describe it as it is and run once with PINGONE_TAKE_OVER=true/);
		expect(await tenant.inventory()).toEqual(before);
	});
});

describe("verify", () => {
	const verify = (args: string[]): Promise<Pick<Outcome, "code" | "output">> =>
		runCommand(process.execPath, ["verify/main.ts", ...args], { env: stack.environment });

	it("names a stack that does not exist", async () => {
		const { code, output } = await verify(["--stack", "nowhere"]);
		expect(code).toBe(2);
		expect(output.trim()).toMatch(/^.*There is no stack nowhere.*pulumi up.*$/);
	});

	it("names a stack without outputs", async () => {
		stack.list([]);
		succeeded(await stack.destroy());
		const { code, output } = await verify(["--stack", "e2e"]);
		expect(code).toBe(2);
		expect(output.trim()).toMatch(/^.*no outputs.*run pulumi up first.*$/);
	});
});
