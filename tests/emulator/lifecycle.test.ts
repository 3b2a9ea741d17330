import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Client, passwordPolicy, startWithClient, user, webApp } from "./client.ts";

let client: Client;
let paths: Record<string, string>;

beforeAll(async () => {
	client = await startWithClient();
	const application = (await client.post("/applications", webApp("Parent"))).body.id;
	const resource = (await client.post("/resources", { name: "Parent" })).body.id;
	const scope = (await client.post(`/resources/${resource}/scopes`, { name: "parent:read" })).body.id;
	const policy = (await client.post("/signOnPolicies", { name: "Parent" })).body.id;
	await client.post(`/signOnPolicies/${policy}/actions`, { type: "LOGIN", priority: 1 });
	paths = { application, resource, scope, policy };
});

afterAll(() => client.emulator.close());

const EMAIL = "${user.email}";

interface Case {
	path: (ids: Record<string, string>) => string;
	create: (ids: Record<string, string>) => object;
	/** Members of the answer to the create beyond what was sent. */
	defaults?: object;
	/** A replacement that leaves optional attributes out; what is left of them afterwards. */
	replace: (ids: Record<string, string>) => object;
	afterReplace?: object;
	gone?: readonly string[];
	times?: false;
}

const CASES: Record<string, Case> = {
	applications: {
		path: () => "/applications",
		create: () => ({ ...webApp("Orders"), description: "d", homePageUrl: "https://a.example" }),
		defaults: {
			hiddenFromAppPortal: false,
			pkceEnforcement: "OPTIONAL",
			parRequirement: "OPTIONAL",
			parTimeout: 60,
			additionalRefreshTokenReplayProtectionEnabled: true,
			requestScopesForMultipleResourcesEnabled: false,
			idpSignoff: false,
			assignActorRoles: false,
		},
		replace: () => ({ ...webApp("Orders 2"), pkceEnforcement: "S256_REQUIRED" }),
		gone: ["description", "homePageUrl"],
	},
	resources: {
		path: () => "/resources",
		create: () => ({
			name: "Api",
			description: "d",
			audience: "https://api.example.com",
			accessTokenValiditySeconds: 7200,
		}),
		defaults: {
			type: "CUSTOM",
			introspectEndpointAuthMethod: "CLIENT_SECRET_BASIC",
			applicationPermissionsSettings: { claimEnabled: false },
		},
		replace: () => ({ name: "Api 2" }),
		afterReplace: { audience: "Api 2", accessTokenValiditySeconds: 3600 },
		gone: ["description"],
	},
	scopes: {
		path: ({ resource }) => `/resources/${resource}/scopes`,
		create: () => ({ name: "orders:read", description: "Read orders" }),
		replace: () => ({ name: "orders:write" }),
		gone: ["description"],
	},
	attributes: {
		path: ({ resource }) => `/resources/${resource}/attributes`,
		create: () => ({ name: "email", value: EMAIL }),
		defaults: { type: "CUSTOM" },
		replace: () => ({ name: "mail", value: "x" }),
		times: false,
	},
	grants: {
		path: ({ application }) => `/applications/${application}/grants`,
		create: ({ resource, scope }) => ({ resource: { id: resource }, scopes: [{ id: scope }] }),
		replace: ({ resource, scope }) => ({ resource: { id: resource }, scopes: [{ id: scope }] }),
	},
	signOnPolicies: {
		path: () => "/signOnPolicies",
		create: () => ({ name: "Orders_Login", description: "d" }),
		defaults: { default: false },
		replace: () => ({ name: "Orders_Login-2" }),
		gone: ["description"],
	},
	actions: {
		path: ({ policy }) => `/signOnPolicies/${policy}/actions`,
		create: () => ({ type: "LOGIN", priority: 2, recovery: { enabled: true }, registration: { enabled: false } }),
		replace: () => ({ type: "LOGIN", priority: 3 }),
		gone: ["recovery", "registration"],
		times: false,
	},
	signOnPolicyAssignments: {
		path: ({ application }) => `/applications/${application}/signOnPolicyAssignments`,
		create: ({ policy }) => ({ signOnPolicy: { id: policy }, priority: 1 }),
		replace: ({ policy }) => ({ signOnPolicy: { id: policy }, priority: 2 }),
		times: false,
	},
	passwordPolicies: {
		path: () => "/passwordPolicies",
		create: () => ({ ...passwordPolicy("Weak"), length: { min: 10, max: 255 }, maxAgeDays: 90 }),
		defaults: { default: false, populationCount: 0 },
		replace: () => passwordPolicy("Weaker"),
		gone: ["length", "maxAgeDays"],
	},
	populations: {
		path: () => "/populations",
		create: () => ({ name: "Orders users", description: "d", alternativeIdentifiers: ["b", "a"] }),
		defaults: { default: false, userCount: 0, preferredLanguage: "en", theme: { id: expect.any(String) } },
		replace: () => ({ name: "Orders people" }),
		afterReplace: { preferredLanguage: "en", theme: { id: expect.any(String) } },
		gone: ["description", "alternativeIdentifiers", "passwordPolicy"],
	},
	users: {
		path: () => "/users",
		create: () => ({ ...user("ines"), name: { given: "Ines", family: "Prado" }, mfaEnabled: true, nickname: "i" }),
		defaults: {
			enabled: true,
			account: { canAuthenticate: true, status: "OK" },
			identityProvider: { type: "PING_ONE" },
			lifecycle: { status: "ACCOUNT_OK" },
			verifyStatus: "NOT_INITIATED",
			population: { id: expect.any(String) },
		},
		replace: () => user("ines.prado"),
		afterReplace: { mfaEnabled: true, enabled: true },
		gone: ["name", "nickname"],
	},
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe.each(Object.entries(CASES))("%s", (name, testCase) => {
	it("are created, read, listed, replaced and deleted", async () => {
		const path = testCase.path(paths);
		const sent = testCase.create(paths);

		const created = await client.post(path, sent);
		expect(created).toMatchObject({ status: 201, body: { ...sent, ...testCase.defaults } });
		expect(created.body.id).toMatch(UUID);
		expect(created.body.environment).toEqual({ id: client.emulator.environmentId });
		const one = `${path}/${created.body.id}`;
		expect(created.headers.get("location")).toBe(client.url + one);
		expect(created.body._links).toMatchObject({ self: { href: client.url + one } });
		if (testCase.times === false) expect(created.body).not.toHaveProperty("createdAt");
		else
			expect([created.body.createdAt, created.body.updatedAt]).toEqual([
				expect.stringMatching(TIME),
				expect.stringMatching(TIME),
			]);

		const read = await client.get(one);
		expect(read.status).toBe(200);
		expect(read.body).toMatchObject(created.body);
		const list = await client.get(path);
		// A list embeds what the answer to a POST does not.
		const listed = list.body._embedded[name]?.map(({ _embedded: _, ...object }) => object);
		expect(listed).toContainEqual(created.body);
		expect([list.body.count, list.body.size]).toEqual(Array(2).fill(list.body._embedded[name]?.length));

		const replacement = testCase.replace(paths);
		const replaced = await client.put(one, replacement);
		expect(replaced).toMatchObject({
			status: 200,
			body: { ...replacement, ...testCase.afterReplace, id: created.body.id },
		});
		for (const attribute of testCase.gone ?? []) expect(replaced.body).not.toHaveProperty(attribute);
		expect((await client.get(one)).body).toMatchObject(replaced.body);

		expect(await client.delete(one)).toMatchObject({ status: 204, body: null });
		for (const answer of [await client.get(one), await client.put(one, replacement), await client.delete(one)]) {
			expect(answer).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
		}
	});
});
