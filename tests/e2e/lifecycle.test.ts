import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { type Listed, PulumiStack, pointedAt, succeeded } from "./pulumi.ts";
import { named, startTenant, type Tenant } from "./tenant.ts";

const PORTAL: Listed = {
	kind: "Application",
	name: "portal",
	args: {
		description: "first",
		type: "WEB_APP",
		grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
		redirectUris: ["https://a.example/1", "https://a.example/2"],
	},
};
const ORDERS: Listed = { kind: "Resource", name: "orders", args: { audience: "https://orders.example" } };
const READ: Listed = { kind: "Scope", name: "orders:read", args: { resourceId: "@orders" } };
const WRITE: Listed = { kind: "Scope", name: "orders:write", args: { resourceId: "@orders" } };
const GRANT: Listed = {
	kind: "Grant",
	name: "grant",
	args: { applicationId: "@portal", resourceId: "@orders", scopeIds: ["@orders:read", "@orders:write"] },
};
const POLICY: Listed = { kind: "SignOnPolicy", name: "policy", args: {} };
const LOGIN: Listed = { kind: "SignOnPolicyAction", name: "login", args: { signOnPolicyId: "@policy", type: "LOGIN" } };
const ASSIGNMENT: Listed = {
	kind: "SignOnPolicyAssignment",
	name: "assignment",
	args: { applicationId: "@portal", signOnPolicyId: "@policy" },
};
const CUSTOMERS: Listed = { kind: "Population", name: "customers", args: {} };
const INES: Listed = {
	kind: "User",
	name: "ines",
	args: { username: "ines", email: "ines@example.com", populationId: "@customers", password: "@@First-heron-41" },
};
const ALL = [PORTAL, ORDERS, READ, WRITE, GRANT, POLICY, LOGIN, ASSIGNMENT, CUSTOMERS, INES];

const changed = (object: Listed, args: Record<string, unknown>): Listed => ({
	...object,
	args: { ...object.args, ...args },
});
const swapped = (...replacements: Listed[]): Listed[] =>
	ALL.map((object) => replacements.find(({ name }) => name === object.name) ?? object);

let tenant: Tenant;
let stack: PulumiStack;
let furnished: Record<string, string[]>;

beforeAll(async () => {
	tenant = await startTenant();
	furnished = await tenant.inventory();
});
afterAll(async () => {
	await tenant.close();
	expect(tenant.violations()).toEqual([]);
});

beforeEach(async () => {
	stack = await PulumiStack.create("tests/e2e/program", pointedAt(tenant.emulator));
});
afterEach(async () => {
	const destroyed = await stack.destroy();
	stack.remove();
	succeeded(destroyed);
	expect(await tenant.inventory()).toEqual(furnished);
});

/** Runs `pulumi up` and expects it to succeed. */
async function up(objects: readonly Listed[], ...args: string[]) {
	stack.list(objects);
	return succeeded(await stack.up(...args));
}

const idsNow = async () => (await stack.outputs()).ids as Record<string, string>;

describe("a stack of all nine kinds", () => {
	it("is made, and then nothing is left to do or to see", async () => {
		expect((await up(ALL)).steps).toHaveLength(ALL.length);
		expect((await stack.preview("--expect-no-changes")).code).toBe(0);
		expect((await stack.refresh("--expect-no-changes")).code).toBe(0);
		const before = tenant.requests.length;
		expect((await up(ALL)).steps).toEqual([]);
		expect(tenant.requests.slice(before)).toEqual([]);
	});

	it("takes one request for each object, one for each secret, and one look where twins are possible", async () => {
		const before = tenant.requests.length;
		await up(ALL);
		const made = tenant.requests.slice(before);
		expect(made.filter((request) => request.startsWith("POST "))).toHaveLength(ALL.length);
		expect(made.filter((request) => /^GET .*\/secret$/.test(request))).toHaveLength(2);
		expect(made).toHaveLength(ALL.length + 4);
	});

	it("sees no change in another order of lists and keys", async () => {
		await up(ALL);
		const portal = {
			...PORTAL,
			args: Object.fromEntries(
				Object.entries({
					...PORTAL.args,
					redirectUris: ["https://a.example/2", "https://a.example/1"],
					grantTypes: ["REFRESH_TOKEN", "AUTHORIZATION_CODE"],
				}).reverse(),
			),
		};
		const grant = changed(GRANT, { scopeIds: ["@orders:write", "@orders:read"] });
		stack.list(swapped(portal, grant));
		expect((await stack.preview("--expect-no-changes")).code).toBe(0);
	});
});

describe("a change", () => {
	it("of mutable properties is a PUT of the whole body, in place", async () => {
		await up(ALL);
		const ids = await idsNow();
		const before = tenant.requests.length;
		const changes = [
			changed(PORTAL, { description: "second", redirectUris: ["https://a.example/3"] }),
			changed(ORDERS, { accessTokenValiditySeconds: 900 }),
			changed(GRANT, { scopeIds: ["@orders:read"] }),
			changed(LOGIN, { recovery: { enabled: true } }),
			changed(ASSIGNMENT, { priority: 2 }),
			changed(CUSTOMERS, { description: "who order" }),
			changed(INES, { nickname: "I", enabled: false, password: "@@Second-heron-42" }),
		];
		const { steps } = await up(swapped(...changes));
		expect(steps.sort()).toEqual(changes.map(({ name }) => `update ${name}`).sort());
		expect(await idsNow()).toEqual(ids);
		expect(tenant.requests.slice(before).filter((request) => /^(POST|DELETE)/.test(request))).toEqual([]);
		expect(await tenant.admin.get(tenant.path(`/applications/${ids.portal}`))).toMatchObject({
			description: "second",
			redirectUris: ["https://a.example/3"],
			type: "WEB_APP",
		});
		expect(await tenant.admin.get(tenant.path(`/users/${ids.ines}`))).toMatchObject({ enabled: false, nickname: "I" });
		expect((await stack.preview("--expect-no-changes")).code).toBe(0);
	});

	it("that takes a property away clears it", async () => {
		await up(ALL);
		await up(swapped(changed(PORTAL, { description: undefined })));
		expect(await named(tenant, "applications", "portal")).not.toHaveProperty("description");
		expect((await stack.refresh("--expect-no-changes")).code).toBe(0);
	});

	it("of an immutable one replaces, the old before the new, and what depends on it follows", async () => {
		await up(ALL);
		const ids = await idsNow();
		const { steps } = await up(swapped(changed(PORTAL, { type: "CUSTOM_APP" })));
		const at = (step: string) => steps.indexOf(step);
		expect(at("delete-replaced grant")).toBeGreaterThanOrEqual(0);
		expect(at("delete-replaced assignment")).toBeGreaterThanOrEqual(0);
		expect(at("delete-replaced portal")).toBeGreaterThan(
			Math.max(at("delete-replaced grant"), at("delete-replaced assignment")),
		);
		expect(at("create-replacement portal")).toBeGreaterThan(at("delete-replaced portal"));
		expect(at("create-replacement grant")).toBeGreaterThan(at("create-replacement portal"));
		const after = await idsNow();
		expect(
			Object.keys(ids)
				.filter((name) => ids[name] !== after[name])
				.sort(),
		).toEqual(["assignment", "grant", "portal"]);
		expect((await stack.preview("--expect-no-changes")).code).toBe(0);
	});

	it("of an action's type makes the new one first, for the last action cannot go", async () => {
		await up(ALL);
		const { policy } = await idsNow();
		const { steps } = await up(swapped(changed(LOGIN, { type: "IDENTIFIER_FIRST" })));
		expect(steps).toContain("create-replacement login");
		const actions = await tenant.admin.list(tenant.path(`/signOnPolicies/${policy}/actions`), "actions");
		expect(actions.map(({ type }) => type)).toEqual(["IDENTIFIER_FIRST"]);
	});

	it("of a scope's resource moves the scope and its grant", async () => {
		const other: Listed = { kind: "Resource", name: "billing", args: {} };
		const own = changed(GRANT, { scopeIds: ["@orders:read"] });
		const base = [PORTAL, ORDERS, other, READ, own];
		await up(base);
		await up([
			PORTAL,
			ORDERS,
			other,
			changed(READ, { resourceId: "@billing" }),
			changed(own, { resourceId: "@billing" }),
		]);
		const grants = await tenant.admin.list(tenant.path(`/applications/${(await idsNow()).portal}/grants`), "grants");
		expect(grants).toEqual([expect.objectContaining({ resource: { id: (await idsNow()).billing } })]);
		expect((await stack.preview("--expect-no-changes")).code).toBe(0);
	});
});

describe("what happens outside", () => {
	it("a changed property is shown by refresh and put right by up", async () => {
		await up(ALL);
		const { id, ...orders } = await named(tenant, "resources", "orders");
		await tenant.admin.put(tenant.path(`/resources/${id}`), {
			...orders,
			description: "by hand",
			accessTokenValiditySeconds: 301,
		});
		const refreshed = await stack.refresh();
		expect(refreshed.code).toBe(0);
		const preview = await stack.preview("--diff");
		expect(preview.output).toMatch(/accessTokenValiditySeconds\s*: 301 => 3600/);
		expect((await up(ALL)).steps).toEqual(["update orders"]);
		expect(await named(tenant, "resources", "orders")).toMatchObject({ accessTokenValiditySeconds: 3600 });
		expect(await named(tenant, "resources", "orders")).not.toHaveProperty("description");
	});

	it("a rotated secret reaches the state with the next refresh", async () => {
		await up([ORDERS]);
		const { id } = await named(tenant, "resources", "orders");
		const { secret } = await tenant.admin.post(tenant.path(`/resources/${id}/secret`), {});
		await stack.refresh();
		const stored = stack.state().checkpoint.latest.resources.find(({ urn }) => urn.endsWith("::orders"));
		expect(JSON.stringify(stored?.outputs?.secret)).toMatch(/ciphertext/);
		const { output } = await stack.run(["stack", "export", "--show-secrets", "--stack", "e2e"]);
		expect(output).toContain(String(secret));
	});

	it("a deleted object is seen by refresh and made again by up, with what hangs on it", async () => {
		await up(ALL);
		const ids = await idsNow();
		await tenant.admin.delete(tenant.path(`/applications/${ids.portal}`));
		await tenant.admin.delete(tenant.path(`/users/${ids.ines}`));
		const refreshed = await stack.refresh();
		expect(refreshed.steps.sort()).toEqual(["delete assignment", "delete grant", "delete ines", "delete portal"]);
		const { steps } = await up(ALL);
		expect(steps.sort()).toEqual(["create assignment", "create grant", "create ines", "create portal"]);
		expect((await stack.preview("--expect-no-changes")).code).toBe(0);
	});

	it("an object that is gone does not stop destroy", async () => {
		await up(ALL);
		const ids = await idsNow();
		await tenant.admin.delete(tenant.path(`/users/${ids.ines}`));
		await tenant.admin.delete(tenant.path(`/applications/${ids.portal}`));
		const { code } = await stack.destroy();
		expect(code).toBe(0);
	});
});

const urnOf = (name: string): string =>
	stack.state().checkpoint.latest.resources.find((resource) => resource.urn.endsWith(`::${name}`))?.urn ?? "";
const exists = async (path: string): Promise<boolean> =>
	(await tenant.admin.get(tenant.path(path)).catch(() => undefined)) !== undefined;
const TAKING_OVER = { PINGONE_TAKE_OVER: "true" };

describe("an interrupted up", () => {
	it("leaves nothing twice: the next one that is told to takes over what the state does not know", async () => {
		await up(ALL);
		// What a kill -9 between the answer and the checkpoint leaves: objects without a state.
		const ids = await idsNow();
		for (const name of ["assignment", "grant", "login", "ines", "policy", "customers", "orders:read"]) {
			succeeded(await stack.run(["state", "delete", urnOf(name), "--yes", "--stack", "e2e"]));
		}
		const inventory = await tenant.inventory();
		const { code, output } = await stack.up();
		expect(code).not.toBe(0);
		expect(output).toMatch(/SignOnPolicy "policy": exists already with id .* run once with PINGONE_TAKE_OVER=true/);
		expect(await tenant.inventory()).toEqual(inventory);
		succeeded(await stack.run(["up", "--yes", "--skip-preview"], TAKING_OVER));
		expect(await idsNow()).toEqual(ids);
		expect(await tenant.inventory()).toEqual(inventory);
		expect((await stack.preview("--expect-no-changes")).code).toBe(0);
	});
});

describe("a resource that the program calls by another name", () => {
	const renamed = (object: Listed, name: string, more: Partial<Listed> = {}): Listed => ({ ...object, ...more, name });
	const people = (options?: Listed["options"]): Listed =>
		renamed(CUSTOMERS, "people", { args: { name: "customers" }, ...(options && { options }) });
	const withPeople = (options?: Listed["options"]): Listed[] => [
		...ALL.filter((object) => object !== CUSTOMERS && object !== INES),
		people(options),
		changed(INES, { populationId: "@people" }),
	];

	it("keeps its object when that hangs under one of the stack, also after a run that failed", async () => {
		await up(ALL);
		const { grant, assignment, portal } = await idsNow();
		const children = swapped().map((object) => (object === GRANT ? renamed(GRANT, "allowance") : object));
		stack.list([...children, { kind: "User", name: "bad", args: { username: "ines", email: "ines@example.com" } }]);
		expect((await stack.up()).code).not.toBe(0);
		expect(urnOf("grant")).not.toBe("");
		await up(children);
		expect(urnOf("grant")).toBe("");
		await up(children.map((object) => (object === ASSIGNMENT ? renamed(ASSIGNMENT, "use") : object)));
		expect(await idsNow()).toMatchObject({ allowance: grant, use: assignment });
		expect(await exists(`/applications/${portal}/grants/${grant}`)).toBe(true);
		expect(await exists(`/applications/${portal}/signOnPolicyAssignments/${assignment}`)).toBe(true);
		expect((await stack.refresh("--expect-no-changes")).code).toBe(0);
	});

	it("is refused with the remedy when another may own its object, and nothing is lost", async () => {
		await up(ALL);
		const { customers } = await idsNow();
		stack.list(withPeople());
		const { code, output } = await stack.up();
		expect(code).not.toBe(0);
		expect(output).toContain("give the old name: aliases:");
		expect(await exists(`/populations/${customers}`)).toBe(true);
		expect((await up(withPeople({ aliases: [{ name: "customers" }] }))).steps).toEqual([]);
		expect((await idsNow()).people).toBe(customers);
	});

	it("keeps its object when the run may take over", async () => {
		await up(ALL);
		const { customers } = await idsNow();
		stack.list(withPeople());
		const refreshing = await stack.run(["up", "--yes", "--skip-preview", "--refresh"], TAKING_OVER);
		expect(refreshing.output).toMatch(/another resource of this stack has it\. .*aliases:/);
		succeeded(await stack.run(["up", "--yes", "--skip-preview"], TAKING_OVER));
		expect((await idsNow()).people).toBe(customers);
		expect(await exists(`/populations/${customers}`)).toBe(true);
		expect((await stack.refresh("--expect-no-changes")).code).toBe(0);
	});
});

describe("a replacement that the command line asks for", () => {
	it.each(["ines", "grant", "portal"])("makes %s anew and keeps what depends on it", async (name) => {
		await up(ALL);
		const before = await idsNow();
		const inventory = await tenant.inventory();
		await up(ALL, "--target-replace", urnOf(name), "--target-dependents");
		expect((await idsNow())[name]).not.toBe(before[name]);
		expect(await tenant.inventory()).toEqual(inventory);
		await up(ALL);
		expect((await stack.refresh("--expect-no-changes")).code).toBe(0);
		const { grant, portal } = await idsNow();
		expect(await exists(`/applications/${portal}/grants/${grant}`)).toBe(true);
	});
});

describe("what the engine deletes with what it depends on", () => {
	const DEPENDENT = changed(INES, { externalId: "@portal" });

	it("is gone, although it could have stayed without", async () => {
		await up(swapped(DEPENDENT));
		succeeded(await stack.destroy("--target", urnOf("portal"), "--target-dependents"));
		expect((await tenant.inventory()).users).toEqual(furnished.users);
	});

	it("is gone when the program drops it in the run that replaces the other", async () => {
		await up(swapped(DEPENDENT));
		await up(swapped(changed(PORTAL, { type: "CUSTOM_APP" })).filter((object) => object.name !== INES.name));
		expect((await tenant.inventory()).users).toEqual(furnished.users);
	});

	it("is not what another resource has taken over from one that is replaced", async () => {
		const BILLING: Listed = { kind: "Resource", name: "billing", args: {} };
		const PAY: Listed = { kind: "Scope", name: "billing:pay", args: { resourceId: "@billing" } };
		await up([...ALL, BILLING, PAY]);
		const { grant, portal } = await idsNow();
		const paying = changed(GRANT, { resourceId: "@billing", scopeIds: ["@billing:pay"] });
		await up([
			...ALL.filter((object) => object !== GRANT),
			...[BILLING, PAY, { ...GRANT, name: "allowance" }, { ...paying, dependsOn: ["allowance"] }],
		]);
		expect((await idsNow()).allowance).toBe(grant);
		expect(await exists(`/applications/${portal}/grants/${grant}`)).toBe(true);
		expect((await stack.refresh("--expect-no-changes")).code).toBe(0);
	});
});

describe("what is in the environment already", () => {
	it("stays with the stack that has made it", async () => {
		await up(ALL);
		const inventory = await tenant.inventory();
		const second = await PulumiStack.create("tests/e2e/program", pointedAt(tenant.emulator));
		try {
			second.list(ALL);
			const { code, output } = await second.up();
			expect(code).not.toBe(0);
			expect(output).toMatch(/Application "portal": exists already with id/);
			succeeded(await second.destroy());
		} finally {
			second.remove();
		}
		expect(await tenant.inventory()).toEqual(inventory);
		expect((await stack.refresh("--expect-no-changes")).code).toBe(0);
	});

	it("cannot be imported, which is said with the way that works", async () => {
		const { id } = await tenant.admin.post(tenant.path("/populations"), { name: "by hand", description: "kept" });
		const ours: Listed = { kind: "Population", name: "by hand", args: {}, options: { import: id } };
		stack.list([ours]);
		expect((await stack.preview()).output).toMatch(/Population "by hand": .* run once with PINGONE_TAKE_OVER=true/);
		stack.list([{ ...ours, options: {} }]);
		expect((await stack.run(["up", "--yes", "--skip-preview"], TAKING_OVER)).output).toContain(
			"differs in description",
		);
		stack.list([{ ...ours, options: {}, args: { description: "kept" } }]);
		succeeded(await stack.run(["up", "--yes", "--skip-preview"], TAKING_OVER));
		expect(await idsNow()).toEqual({ "by hand": id });
	});

	it("goes with the stack also when destroy runs the program", async () => {
		await up(ALL);
		succeeded(await stack.destroy("--run-program"));
		expect(await tenant.inventory()).toEqual(furnished);
	});
});
