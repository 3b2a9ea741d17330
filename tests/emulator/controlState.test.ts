import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { State } from "../../emulator/control/state.ts";
import { ENTRY_KINDS } from "../../emulator/control/stateEntries.ts";
import { ManualClock, startEmulator } from "../../emulator/index.ts";
import { type Client, connect, passwordPolicy, startWithClient, user, webApp } from "./client.ts";
import { controlPlane } from "./controlPlane.ts";
import { wholeWorkflow } from "./workflow.ts";

/** Over environments and populations; its id is the same in all of PingOne. */
const IDENTITY_DATA_ADMIN = "0bd9c966-7664-4ac1-b059-0ff9293908e2";
const START = Date.parse("2026-03-04T09:10:11.123Z");

let client: Client;
let control: ReturnType<typeof controlPlane>;
const clock = new ManualClock(START);

beforeAll(async () => {
	client = await startWithClient({ seed: "state", clock });
	control = controlPlane(client.emulator);
});
beforeEach(async () => {
	client.emulator.reset();
	client = await connect(client.emulator);
});
afterAll(() => client.emulator.close());

const exported = async (query = "") => (await control("GET", `/state${query}`)).text;
const taken = async (document: unknown) => {
	const { status, text } = await control("PUT", "/state", document);
	expect([status, text]).toEqual([204, ""]);
};

describe("the exported state", () => {
	it("is one JSON by environment and kind, the same bytes each time", async () => {
		const { id } = (await client.post("/users", user("ines"))).body;
		const text = await exported();
		expect(await exported()).toBe(text);
		const state = JSON.parse(text) as State;
		expect([state.format, state.version]).toEqual(["pingone-emulator-state", 1]);
		const kinds = state.environments[client.emulator.environmentId] ?? {};
		expect(Object.keys(kinds)).toEqual(Object.keys(kinds).sort());
		const population = kinds.population?.[0]?.id;
		expect(kinds.user).toEqual([
			{
				id,
				parent: client.emulator.environmentId,
				key: expect.any(String),
				createdAt: "2026-03-04T09:10:11.123Z",
				updatedAt: "2026-03-04T09:10:11.123Z",
				body: expect.objectContaining({ username: "ines" }),
				references: { "population.id": [population] },
			},
		]);
		expect(text).toBe(`${JSON.stringify(state, null, 2)}\n`);
	});

	it.each([
		["?all=yes", "all"],
		["?al=true", "al"],
	])("is not what somebody meant by %s", async (query, target) => {
		const { status, body } = await control("GET", `/state${query}`);
		expect([status, body.details]).toMatchObject([400, [{ target }]]);
	});

	it("changes only where something changed", async () => {
		await client.post("/users", user("first"));
		const before = (await exported()).split("\n");
		await client.post("/users", user("second"));
		const after = (await exported()).split("\n");
		const isPart = (lines: string[], of: string[]) => {
			let at = 0;
			for (const line of of) if (line === lines[at]) at++;
			return at === lines.length;
		};
		const withoutCommas = (lines: string[]) => lines.map((line) => line.replace(/,$/, ""));
		expect(isPart(withoutCommas(before), withoutCommas(after))).toBe(true);
		expect(after.length - before.length).toBeLessThan(40);
	});

	it("has flows, codes, sessions and tokens only where asked, and they work after an import", async () => {
		const { tokens, flow } = await wholeWorkflow(client.emulator);
		const plain = JSON.parse(await exported()) as State;
		expect(plain.entries).toBeUndefined();
		const all = await exported("?all=true");
		const entries = (JSON.parse(all) as State).entries ?? {};
		expect(Object.keys(entries)).toEqual(expect.arrayContaining(["code", "session", "token"]));
		expect(JSON.stringify(plain)).not.toContain(flow);
		expect(Object.values(entries.lastSignOn ?? {})).toMatchObject([{ body: { remoteIp: "127.0.0.1" } }]);
		const userinfo = () =>
			fetch(`${client.emulator.authUrl}/${client.emulator.environmentId}/as/userinfo`, {
				headers: { authorization: `Bearer ${tokens.access_token}` },
			});
		const before = (await userinfo()).status;
		expect((await control("PUT", "/state", await exported())).status).toBe(204);
		expect((await userinfo()).status).toBe(401);
		expect((await control("PUT", "/state", all)).status).toBe(204);
		expect((await userinfo()).status).toBe(before);
		expect(await exported("?all=true")).toBe(all);
	});

	it("moves to another emulator, whose ids do not meet those that came", async () => {
		await client.post("/users", user("moved"));
		const text = await exported();
		const other = await startWithClient({ seed: "state", clock: new ManualClock(START) });
		const there = controlPlane(other.emulator);
		expect((await there("PUT", "/state", text)).status).toBe(204);
		expect((await there("GET", "/state")).text).toBe(text);
		const next = await connect(other.emulator);
		for (const name of ["a", "b", "c"]) expect((await next.post("/users", user(name))).status).toBe(201);
		await other.emulator.close();
	});
});

describe("an imported state of another emulator", () => {
	let folder = "";
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "imported-"));
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	it("is what the emulator says of itself, at once and after the next start, until a reset", async () => {
		const text = await exported();
		const { environmentId, clientId, clientSecret } = client.emulator;
		const options = { port: 0, seed: "another", data: join(folder, "state.db"), clock: new ManualClock(START) };
		const other = await startEmulator(options);
		const there = controlPlane(other);
		expect(await there("PUT", "/state", text)).toMatchObject({ status: 204, text: "" });
		expect((await there("GET", "/health")).body).toMatchObject({ environmentId });
		await other.close();

		const again = await startEmulator(options);
		expect(again).toMatchObject({ environmentId, clientId, clientSecret });
		expect((await (await connect(again)).get("/users")).status).toBe(200);
		again.reset();
		expect((await controlPlane(again)("GET", "/health")).body.environmentId).toBe(other.environmentId);
		await again.close();
		const last = await startEmulator(options);
		expect([last.clientId, last.clientSecret]).toEqual([other.clientId, other.clientSecret]);
		await last.close();
	});
});

/** What clients do, as far as it leaves a trace in the state. */
const operations: Record<string, (name: string) => Promise<unknown>> = {
	user: (name) => client.post("/users", user(name)),
	application: (name) => client.post("/applications", webApp(name)),
	resource: (name) => client.post("/resources", { name }),
	population: (name) => client.post("/populations", { name }),
	policy: (name) => client.post("/signOnPolicies", { name: name.replaceAll(/\W/g, "_") }),
	passwordPolicy: (name) => client.post("/passwordPolicies", passwordPolicy(name)),
	rename: async (name) => {
		const [first] = (await client.get("/populations")).body._embedded.populations ?? [];
		await client.put(`/populations/${first?.id}`, { name });
	},
	remove: async () => {
		const last = (await client.get("/users")).body._embedded.users?.at(-1);
		if (last) await client.delete(`/users/${last.id}`);
	},
	time: async () => clock.advance(1234),
};

describe("importing an export", () => {
	it("changes nothing, whatever was done before", async () => {
		const step = fc.tuple(fc.constantFrom(...Object.keys(operations)), fc.string({ minLength: 1, maxLength: 12 }));
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
				for (const [name, argument] of steps) await operations[name]?.(argument);
				const text = await exported("?all=true");
				const lists = async () => [(await client.get("/users")).body, (await client.get("/applications")).body];
				const before = await lists();
				await taken(text);
				expect(await exported("?all=true")).toBe(text);
				expect(await lists()).toEqual(before);
			}),
			{ numRuns: 25 },
		);
	});
});

describe("what an import takes", () => {
	it("are entries of all kinds that expire", () => {
		const sources = readdirSync("emulator", { recursive: true, encoding: "utf8" })
			.filter((name) => name.endsWith(".ts"))
			.map((name) => readFileSync(join("emulator", name), "utf8"));
		const kinds = sources.flatMap((text) => [...text.matchAll(/= recordsOf<.*>\("(\w+)"\)/g)].map(([, kind]) => kind));
		expect(kinds.sort()).toEqual(ENTRY_KINDS.toSorted());
	});

	it("are entries that live; those that have expired by the clock go", async () => {
		const state = JSON.parse(await exported()) as State;
		const entry = (ms: number) => ({ expiresAt: new Date(clock.now() + ms).toISOString(), body: {} });
		const entries = { endedSession: { before: entry(-1), now: entry(0), after: entry(1) } };
		await taken({ ...state, entries });
		const kept = (JSON.parse(await exported("?all=true")) as State).entries;
		expect(kept).toEqual({ endedSession: { after: entries.endedSession.after } });
		clock.advance(1);
		expect((JSON.parse(await exported("?all=true")) as State).entries).toEqual({});
	});

	it("is kept to the last member, whatever its name", async () => {
		const state = JSON.parse(await exported("?all=true")) as State;
		const [population] = state.environments[client.emulator.environmentId]?.population ?? [];
		const text = JSON.stringify(state, null, 2)
			.replace('"name": "Default"', '"name": "Default",\n"__proto__": {"of": [{"__proto__": 1}]}')
			.replace('"claims": {', '"claims": {"__proto__": {"n": 1},');
		expect(population).toBeDefined();
		await taken(text);
		const again = await exported("?all=true");
		expect(JSON.parse(again)).toEqual(JSON.parse(text));
		expect(again.match(/__proto__/g)).toHaveLength(3);
	});
});

describe("every kind", () => {
	it("passes the judgement of an import as it was made", async () => {
		const made = async (path: string, body: object) => {
			const answer = await client.post(path, body);
			if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
			return answer.body;
		};
		const image = await client.send("POST", "/images", {
			body: Buffer.from("89504e47", "hex"),
			headers: { "content-type": "image/png" },
		});
		const group = await made("/groups", { name: "Kinds" });
		const provider = await made("/identityProviders", { name: "Kinds", type: "SAML" });
		await made(`/identityProviders/${provider.id}/attributes`, { name: "email", value: "x", update: "ALWAYS" });
		const agreement = await made("/agreements", { name: "Kinds" });
		const language = await made(`/agreements/${agreement.id}/languages`, { locale: "sv" });
		await made(`/agreements/${agreement.id}/languages/${language.id}/revisions`, { text: "t" });
		const rotation = await made("/keyRotationPolicies", { name: "Kinds" });
		const gateway = await made("/gateways", { name: "Kinds", type: "LDAP", userTypes: [{ newUserLookup: {} }] });
		const [key] = (await client.get("/keys")).body._embedded.keys ?? [];
		await made("/languages", { locale: "sv" });
		const theme = await made("/themes", { configuration: { name: "Kinds" } });
		const application = await made("/applications", {
			...webApp("Kinds"),
			icon: { id: image.body.id, href: "https://i" },
			accessControl: { group: { type: "ANY_GROUP", groups: [{ id: group.id }] } },
			signing: { keyRotationPolicy: { id: rotation.id } },
		});
		const saml = {
			name: "Kinds 2",
			enabled: true,
			protocol: "SAML",
			type: "WEB_APP",
			idpSigning: { key: { id: key?.id } },
		};
		await made("/applications", { ...saml, acsUrls: ["a"], assertionDuration: 1, spEntityId: "e" });
		const expiresAt = new Date(clock.now() + 3_600_000).toISOString();
		await client.post(`/applications/${application.id}/secret`, { previous: { expiresAt } });
		const resource = await made("/resources", { name: "Kinds" });
		const scope = await made(`/resources/${resource.id}/scopes`, { name: "kinds" });
		await made(`/resources/${resource.id}/attributes`, { name: "shirt", value: "x" });
		await made(`/applications/${application.id}/grants`, { resource: { id: resource.id }, scopes: [{ id: scope.id }] });
		const policy = await made("/signOnPolicies", { name: "Kinds" });
		const steps = `/signOnPolicies/${policy.id}/actions`;
		const [userType] = gateway.userTypes as { id: string }[];
		const gateways = [{ id: gateway.id, type: "LDAP", userType: { id: userType?.id } }];
		await made(steps, {
			type: "LOGIN",
			priority: 1,
			newUserProvisioning: { gateways },
			socialProviders: [{ id: provider.id }],
		});
		await made(steps, { type: "AGREEMENT", priority: 2, agreement: { id: agreement.id } });
		await made(`/applications/${application.id}/signOnPolicyAssignments`, {
			signOnPolicy: { id: policy.id },
			priority: 1,
		});
		const own = await made("/passwordPolicies", { ...passwordPolicy("Kinds"), history: { count: 2 } });
		const population = await made("/populations", {
			...{ name: "Kinds", default: true },
			...{ passwordPolicy: { id: own.id }, theme: { id: theme.id } },
		});
		const person = await made("/users", { ...user("kinds"), identityProvider: { id: provider.id } });
		for (const value of ["First-1st", "Second-2nd"]) {
			await client.put(`/users/${person.id}/password`, { value }, "application/vnd.pingidentity.password.set+json");
		}
		await made(`/users/${person.id}/memberOfGroups`, { id: group.id });
		await made(`/users/${person.id}/roleAssignments`, {
			role: { id: IDENTITY_DATA_ADMIN },
			scope: { id: population.id, type: "POPULATION" },
		});
		await made(`/users/${person.id}/roleAssignments`, {
			role: { id: IDENTITY_DATA_ADMIN },
			scope: { id: group.id, type: "GROUP" },
		});
		const [schema] = (await client.get("/schemas")).body._embedded.schemas ?? [];
		await made(`/schemas/${schema?.id}/attributes`, { name: "badge", enabled: true, unique: false, required: true });
		const license = (await client.get("")).body.license;
		await made("/../../environments", { name: "Kinds", type: "SANDBOX", region: "NA", license });

		const text = await exported();
		await taken(text);
		expect(await exported()).toBe(text);
	});
});

describe("a state that was exported before", () => {
	it("has applications without what new ones get, and an environment without a key rotation policy", async () => {
		const { id } = (await client.post("/applications", webApp("Older"))).body;
		const state = JSON.parse(await exported()) as State;
		const kinds = state.environments[client.emulator.environmentId] ?? {};
		delete kinds.keyRotationPolicy;
		const older = kinds.application?.find((application) => application.id === id);
		const { signing: _, deviceTimeout: __, devicePollingInterval: ___, ...body } = older?.body ?? {};
		Object.assign(older ?? {}, { body, references: undefined });
		await taken(state);
		const shown = (await client.get(`/applications/${id}`)).body;
		expect([shown.clientId, shown.signing, shown.deviceTimeout]).toEqual([id, undefined, undefined]);
		const put = await client.put(`/applications/${id}`, webApp("Older"));
		expect(put).toMatchObject({ status: 200, body: { deviceTimeout: 600 } });
		expect([put.body.signing, put.body._links as object]).toEqual([undefined, shown._links]);
		const policy = (await client.post("/keyRotationPolicies", { name: "First", default: true })).body;
		expect((await client.put(`/applications/${id}`, webApp("Older"))).body.signing).toEqual({
			keyRotationPolicy: { id: policy.id },
		});
	});

	it("keeps the roles that it has, with assignments of them", async () => {
		const own = {
			id: "0d5f6a77-0000-4000-8000-000000000001",
			name: "Identity Data Admin",
			applicableTo: ["ENVIRONMENT"],
		};
		const state = JSON.parse(await exported()) as State;
		const [organization] = state.organization.organization ?? [];
		const older = { id: "0d5f6a77-0000-4000-8000-000000000002", name: "Older" };
		Object.assign(organization?.body ?? {}, { roles: [own, older] });
		await taken(state);
		expect((await client.send("GET", "/../../roles")).body._embedded.roles).toEqual([
			...[own, older].map((role) => ({
				...{ ...role, description: role.name, permissions: [], _links: expect.anything() },
			})),
		]);
		const scope = { id: client.emulator.environmentId, type: "ENVIRONMENT" };
		const path = `/applications/${client.emulator.clientId}/roleAssignments`;
		expect((await client.post(path, { role: { id: own.id }, scope })).status).toBe(201);
		const [population] = (await client.get("/populations")).body._embedded.populations ?? [];
		const over = { id: population?.id, type: "POPULATION" };
		expect((await client.post(path, { role: { id: own.id }, scope: over })).status).toBe(400);
		expect((await client.post(path, { role: { id: older.id }, scope: over })).status).toBe(201);
		const text = await exported();
		await taken(text);
		expect(await exported()).toBe(text);
	});
});

describe("a role assignment of a document that was made before", () => {
	it("is read only to its worker alone, whatever it says itself", async () => {
		const scope = { id: client.emulator.environmentId, type: "ENVIRONMENT" };
		const path = `/applications/${client.emulator.clientId}/roleAssignments`;
		expect((await client.post(path, { role: { id: IDENTITY_DATA_ADMIN }, scope })).status).toBe(201);
		const state = JSON.parse(await exported()) as State;
		for (const { body } of state.environments[client.emulator.environmentId]?.roleAssignment ?? []) {
			Object.assign(body, { readOnly: false });
		}
		await taken(state);
		expect((await client.get(path)).body._embedded.roleAssignments).toMatchObject([{ readOnly: true }]);
	});
});

describe("a bad document", () => {
	type Kinds = State["organization"];
	const changed = async (change: (kinds: Kinds) => unknown) => {
		await client.post("/users", user("somebody"));
		const state = JSON.parse(await exported()) as State;
		change(state.environments[client.emulator.environmentId] ?? {});
		return state;
	};
	const refused = async (document: unknown, message: RegExp) => {
		const before = await exported("?all=true");
		const answer = await control("PUT", "/state", document);
		expect([answer.status, answer.text]).toEqual([400, expect.stringMatching(message)]);
		expect(await exported("?all=true")).toBe(before);
	};
	const first = <T>(list: readonly T[] | undefined): T => {
		const [one] = list ?? [];
		if (one === undefined) throw new Error("nothing there");
		return one;
	};
	const ELSEWHERE = "00000000-0000-4000-8000-000000000000";
	const PASSWORD = { value: "{SSHA}x", changedAt: 1, mustChange: false, failures: 0, lockedUntil: 0, history: [] };
	const password = (body: object) => (kinds: Kinds) =>
		Object.assign(kinds, {
			password: [{ ...first(kinds.secret), id: ELSEWHERE, parent: first(kinds.user).id, body }],
		});

	it.each<[string, (state: State) => unknown, RegExp]>([
		["no state", () => ({}), /format/],
		["a list", () => [], /must be a JSON object/],
		["a later version", (state) => ({ ...state, version: 2 }), /version.*this emulator reads version 1/],
		[
			"a member more",
			(state) => ({ ...state, more: 1 }),
			/Unrecognized key: \\"more\\"; use format, version, organization/,
		],
		["no environments", ({ environments: _, ...state }) => state, /environments/],
		["of another format", (state) => ({ ...state, format: "a state" }), /"format"/],
		["of no version", ({ version: _, ...state }) => state, /version.*this emulator reads version 1/],
	])("that is %s is refused, and nothing is changed", async (_what, made, message) => {
		await refused(made(JSON.parse(await exported()) as State), message);
	});

	const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

	it.each([100, 3000, 20_000])("that is nested %i deep is refused, also where it may hold anything", async (depth) => {
		const entry = { expiresAt: "2026-03-05T00:00:00.000Z", body: { deep: 0 } };
		const state = { ...JSON.parse(await exported()), entries: { endedSession: { x: entry } } };
		await refused(JSON.stringify(state).replace('"deep":0', `"deep":${nested(depth)}`), /nested too deeply/);
	});

	it("is not that in which a body is as deep as a client may nest it", async () => {
		const [schema] = (await client.get("/schemas")).body._embedded.schemas ?? [];
		const attribute = { name: "tree", type: "JSON", enabled: true, unique: false };
		await client.post(`/schemas/${schema?.id}/attributes`, attribute);
		expect((await client.post("/users", { ...user("bush"), tree: JSON.parse(nested(65)) })).status).toBe(400);
		expect((await client.post("/users", { ...user("tree"), tree: JSON.parse(nested(64)) })).status).toBe(201);
		const text = await exported();
		await taken(text);
		expect(await exported()).toBe(text);
	});

	/** The certificates, images and keys of the state are judged by what the emulator itself writes of them. */
	const placed = (kind: string, body: object) => (kinds: Kinds) =>
		Object.assign(kinds, { [kind]: [{ ...first(kinds.theme), id: ELSEWHERE, key: undefined, body }] });
	const [NOON, IMAGE] = ["2026-01-01T12:00:00.000Z", { contentType: "image/png", content: "" }];
	const CERTIFICATE = { name: "c", serialNumber: "1", startsAt: NOON, expiresAt: NOON };
	const DAY = 86_400_000;
	const LONGEST = {
		startsAt: "2026-03-03T23:59:59.999Z",
		validityPeriod: (Date.UTC(10_000, 0, 2) - Date.UTC(2026, 2, 4)) / DAY,
	};

	it.each<[string, (kinds: Kinds) => unknown]>([
		["a key as long as a day into the year 10000", (kinds) => Object.assign(first(kinds.key).body, LONGEST)],
		["a certificate", placed("certificate", CERTIFICATE)],
		...["png", "jpeg", "jpg", "gif"].map((type): [string, (kinds: Kinds) => unknown] => [
			`an image of type ${type}`,
			placed("image", { ...IMAGE, contentType: `image/${type}` }),
		]),
		[
			"groups nested three deep, one of them in two",
			(kinds) => {
				const ids = ["1", "2", "3", "4"].map((last) => ELSEWHERE.slice(0, -1) + last);
				const outer = [[1], [2], [], [0, 2]].map((places) => places.map((n) => ids[n] ?? ""));
				const group = ids.map((id, n) => ({
					...{ ...first(kinds.theme), id, key: id, references: { nestedIn: outer[n] } },
					body: { name: id, memberOfGroups: outer[n]?.map((one) => ({ id: one })) },
				}));
				Object.assign(kinds, { group });
			},
		],
		[
			"a reference that stands twice",
			(kinds) => first(kinds.user).references?.["population.id"]?.push(populationOf(kinds)),
		],
	])("is not one with %s", async (_what, change) => {
		await taken(await changed(change));
	});

	const populationOf = (kinds: Kinds) => first(first(kinds.user).references?.["population.id"]);

	it("is not one with two objects of one name under two parents", async () => {
		for (const name of ["First", "Second"]) {
			const { id } = (await client.post("/resources", { name })).body;
			expect((await client.post(`/resources/${id}/scopes`, { name: "read" })).status).toBe(201);
		}
		await taken(await exported());
	});

	it("is not one with a sign-on of this moment", async () => {
		const state = JSON.parse(await exported()) as State;
		const at = new Date(clock.now()).toISOString();
		const entries = { lastSignOn: { u: { expiresAt: "2099-01-01T00:00:00.000Z", body: { at } } } };
		await taken({ ...state, entries });
	});

	it("is told of twenty faults at most", async () => {
		const late = { updatedAt: "1999-01-01T00:00:00.000Z" };
		const state = await changed((kinds) =>
			[...(kinds.scope ?? []), ...(kinds.attribute ?? [])].map((one) => Object.assign(one, late)),
		);
		expect((await control("PUT", "/state", state)).body.details).toHaveLength(20);
	});

	it("with a resource without its secret is refused", async () => {
		const { id } = (await client.post("/resources", { name: "Secretless" })).body;
		const state = await changed((kinds) =>
			Object.assign(kinds, { secret: kinds.secret?.filter(({ parent }) => parent !== id) }),
		);
		await refused(state, /resource\[\d\]".*its secret is missing/);
	});

	it("with an object under one of another environment, or an environment under another, is refused", async () => {
		const license = (await client.get("")).body.license;
		const other = (await client.post("/../../environments", { name: "Other", type: "SANDBOX", region: "NA", license }))
			.body;
		const state = JSON.parse(await exported()) as State;
		const [mine, theirs] = [client.emulator.environmentId, other.id].map((id) => state.environments[id] ?? {});
		const before = first(mine?.scope).parent;
		Object.assign(first(mine?.scope), { parent: first(theirs?.scope).parent, key: "moved" });
		await refused(state, /scope\[0\]\.parent.*must be an object of the same environment/);
		Object.assign(first(mine?.scope), { parent: before });
		await refused({ ...state, environments: { ...state.environments, x: {} } }, /environments\.x.*Invalid key/);
		Object.assign(first(theirs?.environment), { parent: client.emulator.environmentId });
		await refused(state, /environment\[0\]\.parent.*must be an object of the same environment/);
	});

	it("with an organization that has a parent is refused", async () => {
		const state = JSON.parse(await exported()) as State;
		Object.assign(first(state.organization.organization), { parent: ELSEWHERE });
		await refused(state, /organization\.organization\[0\]\.parent.*an organization has no parent/);
	});

	const scope = (members: object) => (kinds: Kinds) => Object.assign(first(kinds.scope), members);

	it.each<[string, (kinds: Kinds) => unknown, RegExp]>([
		["an id twice", (kinds) => kinds.scope?.push(first(kinds.scope)), /scope\[\d+\]\.id.*another object has it/],
		[
			"a key twice",
			(kinds) => kinds.population?.push({ ...first(kinds.population), id: ELSEWHERE }),
			/population\[1\]\.key/,
		],
		["no parent", scope({ parent: undefined }), /scope\[0\]\.parent/],
		["a parent that is not there", scope({ parent: ELSEWHERE }), /scope\[0\]\.parent/],
		[
			"a parent under itself",
			(kinds) => scope({ parent: first(kinds.scope).id })(kinds),
			/scope\[0\]\.parent.*hangs under itself/,
		],
		[
			"a reference to nothing",
			scope({ references: { "theme.id": [ELSEWHERE] } }),
			/references\.theme\.id.*there is no object/,
		],
		[
			"an environment elsewhere",
			(kinds) => Object.assign(first(kinds.environment), { id: ELSEWHERE }),
			/environment\[0\]\.id/,
		],
		[
			"a time ahead of the clock",
			scope({ updatedAt: "2099-01-01T00:00:00.000Z" }),
			/updatedAt.*ahead of the emulator's clock: PUT/,
		],
		["a time before it was made", scope({ updatedAt: "1999-01-01T00:00:00.000Z" }), /updatedAt.*before createdAt/],
		["a time of another form", scope({ updatedAt: "today" }), /updatedAt.*toISOString/],
		["a body that is no object", scope({ body: [] }), /scope\[0\]\.body/],
		["a body of a text", scope({ body: "x" }), /scope\[0\]\.body".*expected record/],
		["no body", scope({ body: undefined }), /scope\[0\]\.body/],
		[
			"a name of a number",
			(kinds) => Object.assign(first(kinds.population).body, { name: 5 }),
			/population\[0\]\.body\.name.*Invalid value/,
		],
		[
			"a redirect URI that is none",
			(kinds) => Object.assign(kinds.application?.at(-1)?.body ?? {}, { redirectUris: ["nowhere"] }),
			/application\[\d+\]\.body\.redirectUris\[0\].*absolute URI/,
		],
		[
			"a user of an unknown status",
			(kinds) => Object.assign(first(kinds.user).body, { account: { status: "TIRED" } }),
			/user\[0\]\.body\.account\.status/,
		],
		[
			"a user in no population",
			(kinds) => Object.assign(first(kinds.user).body, { population: { id: ELSEWHERE } }),
			/user\[0\]\.body\.population\.id.*there is no population/,
		],
		[
			"a reference that the body has not",
			(kinds) => Object.assign(first(kinds.user), { references: { "population.id": [first(kinds.theme).id] } }),
			/user\[0\]\.references.*what the body points at/,
		],
		[
			"a key that the body has not",
			(kinds) => Object.assign(first(kinds.user), { key: "somebody else" }),
			/user\[0\]\.key.*as the body says/,
		],
		[
			"a secret without its value",
			(kinds) => Object.assign(first(kinds.secret), { body: {} }),
			/secret\[0\]\.body\.secret/,
		],
		["a clear-text password", password({ value: "x" }), /password\[0\]\.body\.value/],
		["a password changed at no time", password({ ...PASSWORD, changedAt: "now" }), /password\[0\]\.body\.changedAt/],
		[
			"a password that must perhaps be changed",
			password({ ...PASSWORD, mustChange: "perhaps" }),
			/password\[0\]\.body\.mustChange/,
		],
		[
			"a password with several failures",
			password({ ...PASSWORD, failures: "several" }),
			/password\[0\]\.body\.failures/,
		],
		[
			"a password locked for ever",
			password({ ...PASSWORD, lockedUntil: "for ever" }),
			/password\[0\]\.body\.lockedUntil/,
		],
		["a password without a history", password({ ...PASSWORD, history: undefined }), /password\[0\]\.body\.history/],
		[
			"a password with clear text in its history",
			password({ ...PASSWORD, history: [{ value: "x", changedAt: 1 }] }),
			/password\[0\]\.body\.history\[0\]\.value/,
		],
		[
			"a secret of another key",
			(kinds) => Object.assign(first(kinds.secret), { key: "next" }),
			/secret\[0\]\.key.*must be 'current'/,
		],
		[
			"a previous secret without an end",
			(kinds) => Object.assign(first(kinds.secret).body, { previous: { secret: "x" } }),
			/secret\[0\]\.body\.previous\.expiresAt/,
		],
		[
			"a previous secret that was used at no time",
			(kinds) =>
				Object.assign(first(kinds.secret).body, {
					previous: { secret: "x", expiresAt: "2026-03-05T00:00:00.000Z", lastUsed: "soon" },
				}),
			/secret\[0\]\.body\.previous\.lastUsed/,
		],
		[
			"a scope under a policy",
			(kinds) => scope({ parent: first(kinds.signOnPolicy).id })(kinds),
			/scope\[0\]\.parent.*of kind resource/,
		],
		[
			"a kind that is not known",
			(kinds) => Object.assign(kinds, { wish: [{ ...first(kinds.theme), id: ELSEWHERE, key: "w" }] }),
			/wish\[0\].*no kind wish/,
		],
		[
			"two defaults",
			(kinds) => Object.assign(kinds.signOnPolicy?.[1]?.body ?? {}, { default: true }),
			/signOnPolicy.*exactly one must be the default/,
		],
		[
			"an environment of another region",
			(kinds) => Object.assign(first(kinds.environment).body, { region: "MARS" }),
			/environment\[0\]\.body\.region/,
		],
		["a kind that is no name", (kinds) => Object.assign(kinds, { "x y": [] }), /x y.*Invalid key/],
		["a kind that begins with a digit", (kinds) => Object.assign(kinds, { "1x": [] }), /1x.*Invalid key/],
		["an id that is none", scope({ id: "x" }), /scope\[0\]\.id.*lower-case UUID/],
		["an id too short", scope({ id: ELSEWHERE.slice(1) }), /scope\[0\]\.id.*lower-case UUID/],
		["an id too long", scope({ id: `${ELSEWHERE}0` }), /scope\[0\]\.id.*lower-case UUID/],
		["an id in capitals", scope({ id: ELSEWHERE.replace("8", "A") }), /scope\[0\]\.id.*lower-case UUID/],
		["a parent that is no id", scope({ parent: "x" }), /scope\[0\]\.parent.*lower-case UUID/],
		["a key of a number", scope({ key: 5 }), /scope\[0\]\.key/],
		["a member more", scope({ more: 1 }), /Unrecognized key: \\"more\\"; use id, parent, key/],
		["a date for a time", scope({ createdAt: "2026-03-04" }), /scope\[0\]\.createdAt.*toISOString/],
		[
			"a time of the year 10000",
			scope({ updatedAt: "+010000-01-01T00:00:00.000Z" }),
			/scope\[0\]\.updatedAt.*toISOString/,
		],
		[
			"a time before the year 0",
			scope({ createdAt: "-000001-01-01T00:00:00.000Z" }),
			/scope\[0\]\.createdAt.*toISOString/,
		],
		[
			"a reference that is no id",
			scope({ references: { "theme.id": ["x"] } }),
			/scope\[0\]\.references\.theme\.id\[0\].*lower-case UUID/,
		],
		["a reference of no name", scope({ references: { "x y": [] } }), /scope\[0\]\.references\.x y.*Invalid key/],
		[
			"a reference more than the body has",
			(kinds) => Object.assign(first(kinds.user).references ?? {}, { "theme.id": [first(kinds.theme).id] }),
			/user\[0\]\.references.*what the body points at/,
		],
		[
			"a user whose reference stands in the body only",
			(kinds) => Object.assign(first(kinds.user), { references: undefined }),
			/user\[0\]\.references.*what the body points at/,
		],
	])("with %s is refused, and nothing is changed", async (_what, change, message) => {
		await refused(await changed(change), message);
	});

	it.each<[string, (kinds: Kinds) => unknown, RegExp]>([
		["an environment without its own object", (kinds) => delete kinds.environment, /parent/],
		[
			"an environment without a bill of materials",
			(kinds) => Object.assign(first(kinds.environment).body, { billOfMaterials: undefined }),
			/environment\[0\]\.body\.billOfMaterials/,
		],
		[
			"an application without its secret",
			(kinds) => Object.assign(kinds, { secret: [] }),
			/application\[\d\]".*its secret is missing/,
		],
		[
			"a key that starts at no time",
			(kinds) => Object.assign(first(kinds.key).body, { startsAt: undefined }),
			/key\[0\]\.body\.startsAt/,
		],
		[
			"a key that starts foo",
			(kinds) => Object.assign(first(kinds.key).body, { startsAt: "foo" }),
			/key\[0\]\.body\.startsAt.*toISOString/,
		],
		[
			"a key that never ends",
			(kinds) => Object.assign(first(kinds.key).body, { validityPeriod: 2_000_000_000 }),
			/key\[0\]\.body\.validityPeriod.*before the year 10000/,
		],
		[
			"an image of a type of two lines",
			(kinds) =>
				Object.assign(kinds, {
					image: [{ ...first(kinds.theme), id: ELSEWHERE, body: { contentType: "a\nb", content: "" } }],
				}),
			/image\[0\]\.body\.contentType/,
		],
		[
			"a key that ends a day late",
			(kinds) => Object.assign(first(kinds.key).body, { ...LONGEST, validityPeriod: LONGEST.validityPeriod + 1 }),
			/key\[0\]\.body\.validityPeriod.*before the year 10000/,
		],
		["an image without content", placed("image", { contentType: "image/png" }), /image\[0\]\.body\.content/],
		["an image of a type unknown", placed("image", { ...IMAGE, contentType: "image/x" }), /body\.contentType/],
		[
			"a certificate of no number",
			placed("certificate", { ...CERTIFICATE, serialNumber: "1x" }),
			/certificate\[0\]\.body\.serialNumber.*digits/,
		],
		[
			"a certificate that starts at no time",
			placed("certificate", { ...CERTIFICATE, startsAt: "now" }),
			/certificate\[0\]\.body\.startsAt.*toISOString/,
		],
		[
			"a certificate that ends at no time",
			placed("certificate", { ...CERTIFICATE, expiresAt: "now" }),
			/certificate\[0\]\.body\.expiresAt.*toISOString/,
		],
		[
			"a bill of materials of no products",
			(kinds) => Object.assign(first(kinds.environment).body, { billOfMaterials: {} }),
			/environment\[0\]\.body\.billOfMaterials\.products/,
		],
		[
			"a product without an id",
			(kinds) => Object.assign(first(kinds.environment).body, { billOfMaterials: { products: [{}] } }),
			/environment\[0\]\.body\.billOfMaterials\.products\[0\]\.id/,
		],
		...["signOnPolicy", "population", "passwordPolicy", "theme", "deviceAuthenticationPolicy", "language"].map(
			(kind): [string, (kinds: Kinds) => unknown, RegExp] => [
				`no default ${kind}`,
				(kinds) => kinds[kind]?.map(({ body }) => Object.assign(body, { default: false })),
				new RegExp(`environments\\.[0-9a-f-]{36}\\.${kind}".*exactly one must be the default`),
			],
		),
		[
			"groups in a circle",
			(kinds) => {
				const ids = ["1", "2", "3", "4"].map((last) => ELSEWHERE.slice(0, -1) + last);
				const outer = [1, 2, 0, 0];
				const group = ids.map((id, n) => ({
					...{ ...first(kinds.theme), id, key: id, references: { nestedIn: [ids[outer[n] ?? 0] ?? ""] } },
					body: { name: id, memberOfGroups: [{ id: ids[outer[n] ?? 0] ?? "" }] },
				}));
				Object.assign(kinds, { group });
			},
			/group\[0\]\.references\.nestedIn.*is nested in itself/,
		],
		[
			"no worker that may do anything",
			(kinds) => Object.assign(kinds.application?.at(-1)?.body ?? {}, { assignActorRoles: false }),
			/environments".*no enabled application of type WORKER has a secret and roles/,
		],
	])("with %s is refused, and nothing is changed", async (_what, change, message) => {
		await refused(await changed(change), message);
	});

	it("with nothing in it, or with two organizations, is refused", async () => {
		const state = JSON.parse(await exported()) as State;
		await refused({ ...state, organization: {}, environments: {} }, /organization.organization.*exactly one/);
		await refused({ ...state, environments: {} }, /environments.*at least one/);
		await refused(
			{ ...state, environments: { ...state.environments, [ELSEWHERE]: {} } },
			/environments\.0{8}.*\.environment.*itself is missing/,
		);
		const [organization] = state.organization.organization ?? [];
		const two = [organization, { ...organization, id: ELSEWHERE }];
		await refused({ ...state, organization: { organization: two } }, /exactly one/);
	});

	it.each([
		[{ name: undefined }, /organization\[0\]\.body\.name/],
		[{ licenses: undefined }, /organization\[0\]\.body\.licenses/],
		[{ licenses: [{ id: "l" }] }, /organization\[0\]\.body\.licenses\[0\]\.name/],
		[{ roles: [{ name: "r" }] }, /organization\[0\]\.body\.roles\[0\]\.id/],
	])("with an organization of %j is refused", async (members, message) => {
		const state = JSON.parse(await exported()) as State;
		Object.assign(first(state.organization.organization).body, members);
		await refused(state, message);
	});

	const TOKEN = { claims: { exp: 1, iat: 1 }, clientId: "c", use: "id", resources: [] };

	it.each<[string, string, object, RegExp]>([
		["clock", "current", { offsetMs: "abc" }, /entries".*no entries of kind clock, but of clientAssertion, code/],
		["signingKey", "default", { pem: "x" }, /no entries of kind signingKey/],
		["furnished", "state", {}, /no entries of kind furnished/],
		["savepoint", "a", {}, /no entries of kind savepoint/],
		["token", "x", {}, /entries\.token\.x\.body\.claims/],
		["token", "x", { ...TOKEN, claims: { exp: 1, iat: "y" } }, /body\.claims\.iat/],
		["token", "x", { ...TOKEN, authorizationId: "a" }, /entries\.token\.x\.body\.userId/],
		["flow", "x", { id: "x" }, /entries\.flow\.x\.body\.request/],
		["lastSignOn", "u", { at: "2099-01-01T00:00:00.000Z" }, /lastSignOn\.u\.body\.at.*ahead of the emulator's clock/],
	])("with an entry %s %s of %j is refused", async (kind, id, body, message) => {
		const state = JSON.parse(await exported()) as State;
		const entries = { [kind]: { [id]: { expiresAt: "2099-01-01T00:00:00.000Z", body } } };
		await refused({ ...state, entries }, message);
	});

	const AUTHORIZATION = {
		...{ id: "a", environment: "e", clientId: "c", userId: "u", sessionId: "s", acr: "p" },
		...{ scopes: [], resources: [], authTime: 1 },
	};
	const REQUEST = {
		...{ clientId: "c", redirectUri: "r", responseMode: "query" },
		...{ responseTypes: [], scopes: [], resources: [], prompt: [] },
	};
	const FLOW = { id: "x", environment: "e", request: REQUEST, step: 0, status: "s", sessionId: "s" };
	const MESSAGE = { environment: "e", userId: "u", recipient: "r", purpose: "RECOVERY", code: "c" };
	const ENTRIES: Record<string, object> = {
		code: { authorization: AUTHORIZATION, redirectUri: "r", redeemed: false },
		flow: { ...FLOW, username: "n", userId: "u", createdAt: 1, usedAt: 1 },
		lastSignOn: { at: "2026-03-04T09:10:11.123Z", remoteIp: "127.0.0.1" },
		message: { ...MESSAGE, sentAt: "2026-03-04T09:10:11.123Z" },
		oneTimeCode: { code: "c", failures: 0, expiresAt: 1 },
		pushedRequest: { clientId: "c", parameters: "p" },
		refreshToken: { authorization: AUTHORIZATION, issuedAt: 1, expiresAt: 1 },
		session: { id: "s", environment: "e", userId: "u", authenticatedAt: 1 },
		token: { ...TOKEN, authorizationId: "a", userId: "u" },
	};
	const isNested = (value: unknown): value is object =>
		typeof value === "object" && value !== null && !Array.isArray(value);
	/** The body once for each of its members, at any depth, in which that one is of a wrong type; and where that is. */
	const spoilt = (body: object): [path: string, body: object][] =>
		Object.entries(body).flatMap(([name, value]): [string, object][] => {
			if (isNested(value)) {
				return spoilt(value).map(([path, inner]) => [`${name}.${path}`, { ...body, [name]: inner }]);
			}
			return [Array.isArray(value) ? [`${name}[0]`, { ...body, [name]: [5] }] : [name, { ...body, [name]: [] }]];
		});

	it.each(Object.entries(ENTRIES))(
		"with an entry %s of which any member is of a wrong type is refused",
		async (kind, good) => {
			const state = JSON.parse(await exported()) as State;
			const put = (body: object) =>
				control("PUT", "/state", {
					...state,
					entries: { [kind]: { x: { expiresAt: "2099-01-01T00:00:00.000Z", body } } },
				});
			for (const [path, body] of spoilt(good)) {
				const answer = await put(body);
				expect([path, answer.status, answer.body.details]).toMatchObject([
					path,
					400,
					[{ target: `entries.${kind}.x.body.${path}` }],
				]);
			}
			expect(await put(good)).toMatchObject({ status: 204, text: "" });
		},
	);

	it.each<[string, object, RegExp]>([
		["flow", { step: -1 }, /entries\.flow\.x\.body\.step/],
		["flow", { step: 0.5 }, /entries\.flow\.x\.body\.step/],
		["token", { use: "refresh" }, /entries\.token\.x\.body\.use/],
		["message", { sentAt: "today" }, /entries\.message\.x\.body\.sentAt.*toISOString/],
		["lastSignOn", { at: "today" }, /entries\.lastSignOn\.x\.body\.at.*toISOString/],
	])("with an entry %s that is good but for %j is refused", async (kind, members, message) => {
		const state = JSON.parse(await exported()) as State;
		const body = { ...ENTRIES[kind], ...members };
		const entries = { [kind]: { x: { expiresAt: "2099-01-01T00:00:00.000Z", body } } };
		await refused({ ...state, entries }, message);
	});

	const refusedAt = async (state: State, target: string) => {
		const { status, body } = await control("PUT", "/state", state);
		const targets = (body.details as { target: string }[] | undefined)?.map((detail) => detail.target);
		expect([status, targets]).toEqual([400, expect.arrayContaining([target])]);
	};

	const PREVIOUS = { secret: "p", expiresAt: NOON, lastUsed: NOON };

	it.each<[string, object, Record<string, object>]>([
		[
			"secret",
			{ secret: "s", previous: PREVIOUS },
			{
				"previous.expiresAt": { previous: { ...PREVIOUS, expiresAt: "soon" } },
				"previous.lastUsed": { previous: { ...PREVIOUS, lastUsed: "soon" } },
			},
		],
		[
			"password",
			PASSWORD,
			{ value: { value: "clear" }, "history[0].value": { history: [{ value: "clear", changedAt: 1 }] } },
		],
	])("with a %s of which any member is of a wrong type or form is refused", async (kind, good, wrong) => {
		const state = await changed(password(PASSWORD));
		const one = first(state.environments[client.emulator.environmentId]?.[kind]);
		const at = `environments.${client.emulator.environmentId}.${kind}[0].body`;
		const misshapen = Object.entries(wrong).map(([path, members]) => [path, { ...good, ...members }] as const);
		for (const [path, body] of [...spoilt(good), ...misshapen]) {
			Object.assign(one, { body });
			await refusedAt(state, `${at}.${path}`);
		}
		Object.assign(one, { body: good });
		await taken(state);
	});

	it("with an organization of which any member is of a wrong type is refused", async () => {
		const state = JSON.parse(await exported()) as State;
		const organization = first(state.organization.organization);
		const good = organization.body;
		const nameless = ["licenses", "roles"].map((list): [string, object] => [
			`${list}[0].name`,
			{ ...good, [list]: [{ id: ELSEWHERE }] },
		]);
		for (const [path, body] of [...spoilt(good), ...nameless]) {
			Object.assign(organization, { body });
			await refusedAt(state, `organization.organization[0].body.${path}`);
		}
	});

	it("with an entry that has a member more is refused", async () => {
		const state = JSON.parse(await exported()) as State;
		const entry = { expiresAt: "2099-01-01T00:00:00.000Z", body: {}, more: 1 };
		await refused(
			{ ...state, entries: { endedSession: { x: entry } } },
			/Unrecognized key: \\"more\\"; use expiresAt, body/,
		);
	});

	it.each(["2026-99-99T00:00:00.000Z", "2026-02-30T00:00:00.000Z", "never"])(
		"with an entry that expires %s is refused",
		async (expiresAt) => {
			const state = JSON.parse(await exported()) as State;
			const entries = { endedSession: { s: { expiresAt, body: {} } } };
			await refused({ ...state, entries }, /entries\.endedSession\.s\.expiresAt.*must be a time/);
		},
	);

	it("that is no JSON, or not said to be, is refused", async () => {
		expect((await control("PUT", "/state", "{")).status).toBe(400);
		const url = `${client.emulator.authUrl}/_emulator/state`;
		expect((await fetch(url, { method: "PUT", body: "{}" })).status).toBe(415);
	});
});

describe("savepoints", () => {
	const names = async () =>
		((await control("GET", "/savepoints")).body.savepoints as { name: string }[]).map(({ name }) => name);

	it("bring back what was there, as often as one likes, and outlive a reset", async () => {
		await client.post("/users", user("kept"));
		const before = await exported();
		const saved = await control("POST", "/savepoints/with-user");
		expect([saved.status, saved.body]).toMatchObject([201, { name: "with-user", savedAt: "2026-03-04T09:10:11.123Z" }]);
		for (const name of ["a", "b"]) {
			const { status, body } = await client.post("/users", user(name));
			expect(status).toBe(201);
			expect((await control("POST", "/savepoints/with-user/restore")).status).toBe(204);
			expect(await exported()).toBe(before);
			expect((await client.get(`/users/${body.id}`)).status).toBe(404);
		}
		await control("POST", "/reset");
		expect((await control("POST", "/savepoints/with-user/restore")).status).toBe(204);
		expect(await exported()).toBe(before);
		expect(await names()).toEqual(["with-user"]);
		expect((await control("DELETE", "/savepoints/with-user")).status).toBe(204);
		expect(await names()).toEqual([]);
	});

	it("do not bring back what the clock has not come to", async () => {
		await control("PUT", "/clock", { advanceSeconds: 1800 });
		await client.post("/users", user("later"));
		await control("POST", "/savepoints/later");
		await control("POST", "/reset");
		const before = await exported("?all=true");
		const refused = await control("POST", "/savepoints/later/restore");
		const now = new Date(clock.now() + 1_800_000).toISOString();
		expect([refused.status, refused.text]).toEqual([
			400,
			expect.stringContaining(`ahead of the emulator's clock: PUT /_emulator/clock {\\"now\\": \\"${now}\\"} first`),
		]);
		expect(await exported("?all=true")).toBe(before);
		await control("PUT", "/clock", { now });
		expect((await control("POST", "/savepoints/later/restore")).status).toBe(204);
		await control("DELETE", "/savepoints/later");
	});

	it("do not bring back an old object that was changed later than the clock shows", async () => {
		const [population] = (await client.get("/populations")).body._embedded.populations ?? [];
		await control("PUT", "/clock", { advanceSeconds: 1800 });
		await client.put(`/populations/${population?.id}`, { name: "Changed" });
		await control("POST", "/savepoints/changed");
		await control("POST", "/reset");
		expect((await control("POST", "/savepoints/changed/restore")).text).toContain("ahead of the emulator's clock");
		await control("DELETE", "/savepoints/changed");
	});

	it("of one name replace each other, and their ids never meet", async () => {
		await control("POST", "/savepoints/again");
		for (const name of ["a", "b", "c"]) {
			await control("POST", "/savepoints/again/restore");
			expect((await client.post("/users", user(name))).status).toBe(201);
			await control("POST", "/savepoints/again");
		}
		expect((await client.get("/users")).body._embedded.users).toHaveLength(3);
		await control("DELETE", "/savepoints/again");
	});

	it.each(["a", "Az09._-", "x".repeat(64)])("may be called %s", async (name) => {
		expect(await control("POST", `/savepoints/${name}`)).toMatchObject({ status: 201, body: { name } });
		expect((await control("DELETE", `/savepoints/${name}`)).status).toBe(204);
	});

	it.each(["x".repeat(65), "a%2Fb", "%C3%A9", "a%0A"])("may not be called %s", async (name) => {
		const { status, body } = await control("POST", `/savepoints/${name}`);
		expect([status, body.details]).toMatchObject([
			400,
			[{ target: "name", message: expect.stringMatching(/^must be 1 to 64/) }],
		]);
		expect(await names()).toEqual([]);
	});

	it("that are not there, or have no name, are refused", async () => {
		expect((await control("POST", "/savepoints/none/restore")).status).toBe(404);
		expect((await control("DELETE", "/savepoints/none")).status).toBe(404);
		expect((await control("POST", "/savepoints/a%20b")).status).toBe(400);
		expect(await names()).toEqual([]);
	});
});
