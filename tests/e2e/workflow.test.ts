import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { providerText } from "../../providers/base.ts";
import { kinds } from "../../providers/kinds.ts";
import { PulumiStack, pointedAt, runCommand, succeeded } from "./pulumi.ts";
import { startTenant, type Tenant } from "./tenant.ts";

const PASSWORD = "Planted-heron-7731";

describe("the project's own stack, steps 1 to 17", () => {
	let tenant: Tenant;
	let stack: PulumiStack;
	let furnished: Record<string, string[]>;
	let said = "";

	beforeAll(async () => {
		tenant = await startTenant();
		furnished = await tenant.inventory();
		stack = await PulumiStack.create(".", pointedAt(tenant.emulator));
		succeeded(await stack.config("pingone:password", PASSWORD, "--secret"));
	});
	afterAll(async () => {
		stack.remove();
		await tenant.close();
		expect(tenant.violations()).toEqual([]);
	});

	it("up makes the nine objects", async () => {
		const outcome = succeeded(await stack.up());
		said += outcome.output;
		expect(outcome.steps).toHaveLength(9);
	});

	it("preview and refresh find nothing to do", async () => {
		said += succeeded(await stack.preview("--diff", "--expect-no-changes")).output;
		said += succeeded(await stack.refresh("--expect-no-changes")).output;
	});

	it("verify proves it", async () => {
		const { code, output } = await runCommand(process.execPath, ["verify/main.ts", "--stack", "e2e"], {
			env: stack.environment,
		});
		said += output;
		expect(output).toMatch(/0 failed/);
		expect(code).toBe(0);
	});

	it("no secret stands in clear in the state, its backups or anything printed", async () => {
		const { clientSecret, resourceSecret, password } = await stack.outputs();
		const planted = [PASSWORD, password, clientSecret, resourceSecret, tenant.emulator.clientSecret].map(String);
		const bytes = stack.storedBytes() + said;
		expect(bytes).toContain("orders:read");
		expect(planted.every((secret) => secret.length >= 10)).toBe(true);
		expect(planted.filter((secret) => bytes.includes(secret))).toEqual([]);
		expect(bytes).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
	});

	it("the state keeps one constant line of provider text an object, without paths", () => {
		const stored = stack
			.state()
			.checkpoint.latest.resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"));
		expect(stored).toHaveLength(9);
		for (const { type, inputs, outputs } of stored) {
			const text = providerText(type.split(":").at(-1) ?? "");
			expect([inputs?.__provider, outputs?.__provider]).toEqual([text, text]);
		}
		expect(JSON.stringify(stored)).not.toContain(process.cwd());
	});

	it("destroy leaves nothing behind", async () => {
		succeeded(await stack.destroy());
		expect(await tenant.inventory()).toEqual(furnished);
	});
});

describe("the provider text", () => {
	it.each(kinds.map(({ name }) => name))("of %s is small, and the same on every machine", (name) => {
		const text = providerText(name);
		expect(text.length).toBeLessThan(2000);
		expect(text).toBe(
			`exports.handler=()=>require("node:module").createRequire(process.cwd()+"/package.json")("pingone-access/providers/runtime").provider("${name}")`,
		);
	});
});
