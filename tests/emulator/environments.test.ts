import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { State } from "../../emulator/control/state.ts";
import { ManualClock } from "../../emulator/index.ts";
import { type Answer, type Body, type Client, connect, startWithClient, user, webApp } from "./client.ts";
import { controlPlane } from "./controlPlane.ts";
import { START } from "./world.ts";

const THIRTY_DAYS = 30 * 86_400_000;

let client: Client;
let license: { id: string };
const clock = new ManualClock(START);

beforeAll(async () => {
	client = await startWithClient({ clock });
	license = (await client.get("")).body.license as { id: string };
});

afterAll(() => client.emulator.close());

const send = (method: string, path: string, body?: object): Promise<Answer> =>
	client.send(method, `/../..${path}`, {
		...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
	});

const sandbox = (name: string, more: object = {}) => ({ name, type: "SANDBOX", region: "EU", license, ...more });

const made = async (name: string, more: object = {}): Promise<string> =>
	(await send("POST", "/environments", sandbox(name, more))).body.id;

const listed = async (path: string): Promise<Body[]> => {
	const [items = []] = Object.values((await send("GET", path)).body._embedded);
	return items;
};
const roleNamed = async (name: string): Promise<Body> => {
	const role = (await listed("/roles")).find((one) => one.name === name);
	if (!role) throw new Error(`no role ${name}`);
	return role;
};

describe("administrator roles", () => {
	it.each([
		["Organization Admin", "1813bc13-8d13-4e88-a825-d40bfe82777b", ["ORGANIZATION"]],
		["Environment Admin", "29ddce68-cd7f-4b2a-b6fc-f7a19553b496", ["ORGANIZATION", "ENVIRONMENT"]],
		["Identity Data Admin", "0bd9c966-7664-4ac1-b059-0ff9293908e2", ["POPULATION", "ENVIRONMENT"]],
		["Client Application Developer", "b5057d0d-7281-47f6-9398-8a7e4cb71397", ["ENVIRONMENT"]],
		["Identity Data Read Only", "ce00e15f-f845-4df1-abf3-fdc4ff4e176c", ["POPULATION", "ENVIRONMENT"]],
		["Configuration Read Only", "7aba580c-5ec7-4b26-987d-85f462767455", ["ENVIRONMENT", "ORGANIZATION"]],
		["Custom Roles Admin", "6f770b08-793f-4393-b2aa-b1d1587a0324", expect.anything()],
	])("have the ids that they have in all of PingOne: %s", async (name, id, applicableTo) => {
		expect((await send("GET", `/roles/${id}`)).body).toMatchObject({ id, name, description: name, applicableTo });
	});

	it.each(["DaVinci Admin", "DaVinci Admin Read Only", "PingFederate Administrator"])(
		"are over environments where nothing else is known: %s",
		async (name) => {
			expect(await roleNamed(name)).toMatchObject({
				description: name,
				applicableTo: ["ENVIRONMENT"],
				permissions: [],
			});
		},
	);

	it("come all at once", async () => {
		const { body } = await send("GET", "/roles");
		const { length } = body._embedded.roles as Body[];
		expect([body.count, body.size]).toEqual([length, length]);
	});

	it("are told apart by name and id", async () => {
		const roles = await listed("/roles");
		for (const member of ["name", "id"]) expect(new Set(roles.map((role) => role[member])).size).toBe(roles.length);
	});
});

describe("a new environment", () => {
	it("is answered with its location, and has all that the first one has", async () => {
		const answer = await send("POST", "/environments", sandbox("New", { description: "d" }));
		expect(answer).toMatchObject({ status: 201, body: { name: "New", status: "ACTIVE", region: "EU", license } });
		expect(answer.headers.get("location")).toBe(`${client.emulator.apiUrl}/environments/${answer.body.id}`);
		const names = async (environment: string, path: string) =>
			(await listed(`/environments/${environment}/${path}`)).map(({ name, type }) => type ?? name);
		const kinds = ["populations", "resources", "signOnPolicies", "passwordPolicies", "schemas", "languages"];
		for (const path of [...kinds, "deviceAuthenticationPolicies"]) {
			expect(await names(answer.body.id, path)).toEqual(await names(client.emulator.environmentId, path));
		}
		expect(await listed(`/environments/${answer.body.id}/themes`)).toMatchObject([{ default: true }]);
		const policies = `/environments/${answer.body.id}/keyRotationPolicies`;
		const [policy] = await listed(policies);
		expect(policy).toMatchObject({ default: true, algorithm: "RSA", keyLength: 2048, rotationPeriod: 90 });
		expect((await send("DELETE", `${policies}/${policy?.id}`)).body.details).toMatchObject([{ target: "default" }]);
		expect(await listed(`/environments/${answer.body.id}/keys`)).toMatchObject([{ default: true, status: "VALID" }]);
	});

	it.each(["NA", "EU", "AP", "AU", "CA", "SG"])("may be made in the region %s", async (region) => {
		const { status, body } = await send("POST", "/environments", sandbox(`In ${region}`, { region }));
		expect([status, body.region]).toEqual([201, region]);
		expect((await send("DELETE", `/environments/${body.id}`)).status).toBe(204);
	});

	it("has the languages of the service, of which English is enabled", async () => {
		const languages = await listed(`/environments/${client.emulator.environmentId}/languages?limit=1000`);
		expect(languages.map(({ locale }) => locale)).toEqual([
			...["cs", "de", "en", "es", "fr", "fr-CA", "hu", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"],
		]);
		const enabled = languages.filter((language) => language.enabled === true);
		expect(enabled).toMatchObject([{ locale: "en", name: "English", default: true, customerAdded: false }]);
	});

	it("works for the worker that made it, and keeps to itself", async () => {
		const id = await made("Inhabited");
		const application = (await send("POST", `/environments/${id}/applications`, webApp("App"))).body.id;
		expect((await send("POST", `/environments/${id}/users`, user("ines"))).status).toBe(201);
		expect((await client.get(`/applications/${application}`)).status).toBe(404);
		const [population] = await listed(`/environments/${id}/populations`);
		const stranger = { ...user("guest"), population: { id: population?.id } };
		expect((await client.post("/users", stranger)).body.details).toMatchObject([{ target: "population.id" }]);
	});

	it("gives its maker roles there, which go with it only", async () => {
		const roles = await listed("/roles");
		const path = `/environments/${client.emulator.environmentId}/applications/${client.emulator.clientId}/roleAssignments`;
		const id = await made("Administered");
		const over = async () => (await listed(path)).filter(({ scope }) => (scope as Body).id === id);
		const names = (await over()).map(({ role }) => roles.find((one) => one.id === (role as Body).id)?.name);
		expect(names).toEqual(["Identity Data Admin", "Client Application Developer"]);
		const [first] = await over();
		expect(first).toMatchObject({ readOnly: true, scope: { id, type: "ENVIRONMENT" } });
		expect((await send("DELETE", `${path}/${first?.id}`)).body.details).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION", message: expect.stringContaining("cannot be deleted as it is read only") },
		]);
		expect((await send("DELETE", `/environments/${id}`)).status).toBe(204);
		expect(await over()).toEqual([]);
	});

	it("has workers of its own, who can manage it when they have roles", async () => {
		const id = await made("Managed");
		const worker = {
			...webApp("Worker"),
			...{ type: "WORKER", grantTypes: ["CLIENT_CREDENTIALS"], responseTypes: [] },
			...{ tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC", assignActorRoles: true },
		};
		const application = (await send("POST", `/environments/${id}/applications`, worker)).body.id;
		const { secret } = (await send("GET", `/environments/${id}/applications/${application}/secret`)).body;
		const credentials = { environmentId: id, clientId: application, clientSecret: String(secret) };
		const theirs = await connect({ ...client.emulator, ...credentials });
		expect((await theirs.get("/populations")).status).toBe(200);
		expect((await theirs.delete("")).body.details).toMatchObject([{ code: "CONSTRAINT_VIOLATION", target: "id" }]);
	});
});

describe("an environment", () => {
	it("is replaced, but keeps region, type and all that is in it", async () => {
		const id = await made("Replaced", { description: "d", icon: "https://icon" });
		const put = (body: object) => send("PUT", `/environments/${id}`, body);
		const before = (await send("GET", `/environments/${id}`)).body;
		expect(before).toMatchObject({ description: "d", icon: "https://icon" });
		const { body } = await put(sandbox("Renamed"));
		expect(body).toMatchObject({ id, name: "Renamed", status: "ACTIVE", organization: before.organization });
		for (const gone of ["description", "icon"]) expect(body).not.toHaveProperty(gone);
		expect((await put(sandbox("Renamed", { region: "NA" }))).body.details).toMatchObject([{ target: "region" }]);
		expect((await put(sandbox("Renamed", { type: "PRODUCTION" }))).body.details).toMatchObject([{ target: "type" }]);
		expect((await put(sandbox("New"))).body.details).toMatchObject([{ code: "UNIQUENESS_VIOLATION", target: "name" }]);
		expect(await listed(`/environments/${id}/populations`)).toHaveLength(1);
		expect(await listed('/environments?filter=name sw "Renamed"')).toMatchObject([{ id }]);
	});

	it("keeps its licence when a PUT does not name one", async () => {
		const path = `/environments/${await made("Licensed")}`;
		const put = { name: "Licensed still", type: "SANDBOX", region: "EU" };
		const { status, body } = await send("PUT", path, put);
		expect([status, body]).toMatchObject([200, { ...put, license }]);
		expect((await send("PUT", path, { ...put, license: { id: path.slice(-36) } })).body.details).toMatchObject([
			{ code: "INVALID_VALUE", target: "license.id" },
		]);
		expect((await send("POST", "/environments", put)).body.details).toMatchObject([
			{ code: "REQUIRED_VALUE", target: "license" },
		]);
	});

	it("goes with everything inside when it is a sandbox", async () => {
		const id = await made("Gone");
		const before = await listed("/environments?limit=1000");
		const group = (await send("POST", `/environments/${id}/groups`, { name: "G" })).body.id;
		const member = (await send("POST", `/environments/${id}/users`, user("member"))).body.id;
		await send("POST", `/environments/${id}/users/${member}/memberOfGroups`, { id: group });
		expect((await send("DELETE", `/environments/${id}`)).status).toBe(204);
		expect((await send("GET", `/environments/${id}`)).body.code).toBe("NOT_FOUND");
		for (const path of ["/users", `/users/${member}`, "/billOfMaterials"]) {
			expect((await send("GET", `/environments/${id}${path}`)).body.code).toBe("ACCESS_FAILED");
		}
		expect(await listed("/environments?limit=1000")).toHaveLength(before.length - 1);
		expect((await send("POST", "/environments", sandbox("Gone"))).status).toBe(201);
	});

	it("waits thirty days when it is one of production, and can be restored until then", async () => {
		const path = `/environments/${await made("Production", { type: "PRODUCTION" })}`;
		expect((await send("DELETE", path)).status).toBe(204);
		expect((await send("GET", path)).body).toMatchObject({
			status: "DELETE_PENDING",
			softDeletedAt: new Date(START).toISOString(),
			hardDeletedAllowedAt: new Date(START + THIRTY_DAYS).toISOString(),
		});
		expect((await send("DELETE", path)).body.details).toMatchObject([{ code: "CONSTRAINT_VIOLATION" }]);
		for (const [body, code, target] of [
			[{}, "REQUIRED_VALUE", "license.id"],
			[{ license: { id: path.slice(-36) } }, "INVALID_VALUE", "license.id"],
		] as const) {
			const { status, body: refusal } = await send("PUT", `${path}/status`, { status: "ACTIVE", ...body });
			expect([status, refusal.details]).toMatchObject([400, [{ code, target }]]);
		}
		expect((await send("GET", path)).body.status).toBe("DELETE_PENDING");
		const restored = (await send("PUT", `${path}/status`, { status: "ACTIVE", license })).body;
		expect([restored.status, restored.softDeletedAt, restored.license]).toEqual(["ACTIVE", undefined, license]);
		await send("DELETE", path);
		clock.advance(THIRTY_DAYS - 1);
		client = await connect(client.emulator);
		expect((await send("DELETE", path)).body.details).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION", target: "hardDeletedAllowedAt" },
		]);
		clock.advance(1);
		expect((await send("DELETE", path)).status).toBe(204);
		expect((await send("GET", path)).status).toBe(404);
	});

	it("is put to wait by its status as well, be it a sandbox", async () => {
		const path = `/environments/${await made("Put to wait")}`;
		const since = clock.now();
		const { status, body } = await send("PUT", `${path}/status`, { status: "DELETE_PENDING" });
		expect([status, body]).toMatchObject([
			200,
			{
				status: "DELETE_PENDING",
				softDeletedAt: new Date(since).toISOString(),
				hardDeletedAllowedAt: new Date(since + THIRTY_DAYS).toISOString(),
			},
		]);
		const restored = (await send("PUT", `${path}/status`, { status: "ACTIVE", license })).body;
		expect(restored).toMatchObject({ status: "ACTIVE", license });
		for (const gone of ["softDeletedAt", "hardDeletedAllowedAt"]) expect(restored).not.toHaveProperty(gone);
		await send("PUT", `${path}/status`, { status: "DELETE_PENDING" });
		expect((await send("DELETE", path)).status).toBe(204);
		expect((await send("GET", path)).status).toBe(404);
	});

	it("becomes a sandbox to be deleted at once", async () => {
		const path = `/environments/${await made("Forced", { type: "PRODUCTION" })}`;
		expect((await send("PUT", `${path}/type`, { type: "SANDBOX" })).body.type).toBe("SANDBOX");
		await send("DELETE", path);
		expect((await send("GET", path)).status).toBe(404);
	});
});

describe("the list of environments", () => {
	it("can be filtered by what an environment is just now", async () => {
		const running = await made("Filtered one");
		const ended = await made("Filtered two", { type: "PRODUCTION" });
		await send("DELETE", `/environments/${ended}`);
		const ids = async (filter: string) =>
			(await listed(`/environments?filter=${encodeURIComponent(filter)}`)).map(({ id }) => id);
		expect(await ids('name sw "Filtered" and status eq "ACTIVE"')).toEqual([running]);
		expect(await ids('name sw "Filtered" and status eq "DELETE_PENDING"')).toEqual([ended]);
		expect(await ids('status eq "ACTIVE"')).toEqual(expect.arrayContaining([client.emulator.environmentId, running]));
	});

	it("has up to 5000 on a page, and 1000 where the request does not say", async () => {
		const of = async (limit: string) => (await send("GET", `/environments?limit=${limit}`)).status;
		expect([await of("5000"), await of("5001"), await of("0")]).toEqual([200, 400, 400]);
		for (let n = 0; n < 101; n++) await made(`Many ${n}`);
		const { body } = await send("GET", "/environments");
		expect([body.size, body._links]).toEqual([body.count, { self: expect.anything() }]);
		expect(body.count).toBeGreaterThan(100);
	});

	it("shows each bill of materials when it is asked to, page by page", async () => {
		const products = [{ type: "PING_ONE_BASE" }, { type: "PING_ID" }];
		const id = await made("Expanded", { billOfMaterials: { products } });
		const bill = (await send("GET", `/environments/${id}/billOfMaterials`)).body;
		const path = `/environments/${id}`;
		expect((await send("GET", `${path}?expand=billOfMaterials`)).body).toEqual({
			...(await send("GET", path)).body,
			_embedded: { billOfMaterials: bill },
		});
		for (const query of ["", "?expand=other"]) {
			expect((await send("GET", path + query)).body).not.toHaveProperty("_embedded");
		}
		expect(bill.products).toMatchObject(products);
		const first = (await send("GET", "/environments?limit=1&expand=billOfMaterials")).body;
		const next = (first._links as { next: { href: string } }).next.href;
		const second = (await send("GET", next.slice(client.emulator.apiUrl.length))).body;
		for (const { _embedded } of [first, second]) {
			expect(_embedded.environments?.[0]?._embedded).toMatchObject({
				billOfMaterials: { products: expect.anything() },
			});
		}
	});
});

describe("the bill of materials", () => {
	it("is what the environment was made with, and can be replaced", async () => {
		const products = [{ type: "PING_ONE_BASE" }, { type: "PING_ONE_MFA" }];
		const billOfMaterials = { solutionType: "CUSTOMER", products };
		const path = `/environments/${await made("Billed", { billOfMaterials })}/billOfMaterials`;
		expect((await send("GET", path)).body).toMatchObject(billOfMaterials);
		const replaced = (await send("PUT", path, { products: [{ type: "PING_ID" }], solutionType: "WORKFORCE" })).body;
		expect(replaced).toMatchObject({
			solutionType: "CUSTOMER",
			products: [{ type: "PING_ID", id: expect.any(String) }],
		});
		expect((await send("GET", path)).body).toEqual(replaced);
	});

	it("says of each product what was said", async () => {
		const id = await made("Deployed");
		const product = {
			...{ type: "PING_ID", description: "Second factor" },
			...{ softwareLicense: { id: "license" }, deployment: { id: "deployment" } },
		};
		const path = `/environments/${id}/billOfMaterials`;
		expect((await send("PUT", path, { products: [product] })).body.products).toMatchObject([product]);
		expect((await send("GET", path)).body.products).toMatchObject([product]);
	});

	it("is replaced with its environment, where a PUT has one", async () => {
		const products = [{ type: "PING_ONE_BASE" }, { type: "PING_ID" }];
		const id = await made("Billed anew", { billOfMaterials: { solutionType: "CUSTOMER", products } });
		const path = `/environments/${id}/billOfMaterials`;
		const before = (await send("GET", path)).body;
		await send("PUT", `/environments/${id}`, sandbox("Billed anew"));
		expect((await send("GET", path)).body).toMatchObject({ products: before.products, solutionType: "CUSTOMER" });
		const bill = { solutionType: "WORKFORCE", products: [{ type: "PING_ID" }] };
		await send("PUT", `/environments/${id}`, sandbox("Billed anew", { billOfMaterials: bill }));
		const [, kept] = before.products as Body[];
		expect((await send("GET", path)).body).toMatchObject({ products: [kept], solutionType: "CUSTOMER" });
	});

	it("has ids from nobody else, and each product's id for good", async () => {
		const path = `/environments/${await made("Read-only")}/billOfMaterials`;
		const put = async (...products: object[]) => (await send("PUT", path, { products })).body.products as Body[];
		const foreign = { id: 5 };
		const [first, second] = await put({ type: "PING_ID", ...foreign }, { type: "PING_ID" });
		expect(first).toEqual({ type: "PING_ID", id: expect.any(String) });
		expect(second?.id).not.toBe(first?.id);
		const again = await put({ type: "PING_ACCESS" }, { type: "PING_ID" }, { type: "PING_ID" });
		expect(again.map(({ id }) => id)).toEqual([expect.any(String), first?.id, second?.id]);
	});
});

describe("the organization", () => {
	it("is the only one, and leads to its environments and licences", async () => {
		const { body } = await send("GET", "/organizations");
		const [organization] = body._embedded.organizations as Body[];
		const { apiUrl } = client.emulator;
		const self = `${apiUrl}/organizations/${organization?.id}`;
		const createdAt = new Date(START).toISOString();
		expect([body.count, body.size, body._embedded.organizations]).toEqual([
			1,
			1,
			[
				{
					_links: {
						self: { href: self },
						environments: { href: `${apiUrl}/environments` },
						licenses: { href: `${self}/licenses` },
					},
					...{ id: organization?.id, name: "Emulated", createdAt, updatedAt: expect.any(String) },
				},
			],
		]);
		for (const { href } of Object.values(organization?._links as unknown as Record<string, { href: string }>)) {
			expect([href, (await send("GET", href.slice(apiUrl.length))).status]).toEqual([href, 200]);
		}
	});

	it("has licences that are listed by what they are, each with the environments that run on it", async () => {
		const own = await startWithClient({ clock: new ManualClock(START) });
		const control = controlPlane(own.emulator);
		const state = (await control("GET", "/state")).body as unknown as State;
		const [organization] = state.organization.organization ?? [];
		const [first] = (organization?.body.licenses ?? []) as unknown as Body[];
		const end = "2026-06-01T00:00:00.000Z";
		const next = { id: organization?.id, name: "Next", status: "FUTURE", expiresAt: "2027-06-01T00:00:00.000Z" };
		Object.assign(organization?.body ?? {}, { licenses: [{ ...first, expiresAt: end }, next] });
		expect(await control("PUT", "/state", state)).toMatchObject({ status: 204, text: "" });
		const path = `/../../organizations/${organization?.id}/licenses`;
		const licenses = async (query = "") => (await own.get(path + query)).body._embedded.licenses ?? [];
		const both = ["Emulated licence", "Next"];
		for (const [filter, names] of [
			[`expiresAt lt "${end}"`, []],
			[`expiresAt le "${end}"`, [both[0]]],
			['expiresAt lt "2026-06-01T02:00:00+02:00"', []],
			[`expiresAt gt "${end}"`, [both[1]]],
			[`expiresAt ge "${end}"`, both],
			['status eq "ACTIVE" and name eq "next"', []],
			['status eq "ACTIVE" or name eq "next"', both],
			['package eq "internal"', [both[0]]],
		] as const) {
			const found = await licenses(`?filter=${encodeURIComponent(filter)}`);
			expect([filter, found.map(({ name }) => name)]).toEqual([filter, names]);
		}

		const counts = async () => (await licenses()).map(({ assignedEnvironmentsCount }) => assignedEnvironmentsCount);
		expect(await counts()).toEqual([1, 0]);
		const { body: environment } = await own.post("/../../environments", sandbox("On the next", { license: next }));
		expect(await counts()).toEqual([1, 1]);
		expect((await own.delete(`/../${environment.id}`)).status).toBe(204);
		expect(await counts()).toEqual([1, 0]);

		const name = `Élan n.º1/2_a'b-c`.padEnd(255, ".");
		expect((await own.put(`${path}/${next.id}/name`, { name })).status).toBe(200);
		const shown = await licenses();
		expect(shown.map((license) => license.name)).toEqual([both[0], name]);
		const url = `${own.emulator.apiUrl}/organizations/${organization?.id}`;
		expect(shown[1]?._links).toEqual({
			self: { href: `${url}/licenses/${next.id}` },
			organization: { href: url },
		});
		await own.emulator.close();
	});

	it("has the licence that environments run on", async () => {
		const [organization] = await listed("/organizations");
		expect((await client.get("")).body.organization).toEqual({ id: organization?.id });
		const path = `/organizations/${organization?.id}`;
		expect((await send("GET", path)).body.name).toBe(organization?.name);
		const environments = await listed("/environments?limit=1000");
		expect(await listed(`${path}/licenses?filter=status eq "active"`)).toMatchObject([
			{ ...license, status: "ACTIVE", assignedEnvironmentsCount: environments.length },
		]);
		expect(await listed(`${path}/licenses?filter=name eq "another"`)).toEqual([]);
		expect(await listed(`${path}/licenses?filter=name eq "another" or status eq "active"`)).toMatchObject([license]);
		const begun = new Date(START).toISOString();
		for (const [operator, found] of [
			["lt", []],
			["le", [license]],
			["gt", []],
			["ge", [license]],
		] as const) {
			expect(await listed(`${path}/licenses?filter=beginsAt ${operator} "${begun}"`)).toMatchObject(found);
		}
		expect((await send("GET", `${path}/licenses/${license.id}`)).body).toMatchObject({
			organization: { id: organization?.id },
		});
		expect((await send("PUT", `${path}/licenses/${license.id}/name`, { name: "Ours" })).body).toEqual({ name: "Ours" });
		expect((await send("GET", `${path}/licenses/${license.id}`)).body.name).toBe("Ours");
	});

	it("takes roles back with the group, population or application that they are over", async () => {
		const roles = await listed("/roles");
		const person = (await client.post("/users", user("keeper"))).body.id;
		const path = `/users/${person}/roleAssignments`;
		for (const [list, body, type] of [
			["/groups", { name: "Kept" }, "GROUP"],
			["/populations", { name: "Kept" }, "POPULATION"],
			["/applications", webApp("Kept"), "APPLICATION"],
		] as const) {
			const { id } = (await client.post(list, body)).body;
			const role = roles.find(({ applicableTo }) => type === "GROUP" || (applicableTo as string[]).includes(type));
			expect((await client.post(path, { role: { id: role?.id }, scope: { id, type } })).status).toBe(201);
			expect((await client.delete(`${list}/${id}`)).status).toBe(204);
			expect((await client.get(path)).body.count).toBe(0);
		}
	});

	it("has roles over groups for users and groups, not for applications", async () => {
		const [role] = await listed("/roles");
		const group = (await client.post("/groups", { name: "Scope" })).body.id;
		const holder = (await client.post("/groups", { name: "Holder" })).body.id;
		const person = (await client.post("/users", user("holder"))).body.id;
		const application = (await client.post("/applications", webApp("Holder"))).body.id;
		const assigned = (path: string, type: string) =>
			client.post(`${path}/roleAssignments`, { role: { id: role?.id }, scope: { id: group, type } });
		for (const path of [`/users/${person}`, `/groups/${holder}`]) {
			const scope = { id: group, type: "GROUP" };
			expect(await assigned(path, "group")).toMatchObject({ status: 201, body: { scope, readOnly: false } });
		}
		expect((await assigned(`/applications/${application}`, "GROUP")).body.details).toMatchObject([
			{ code: "INVALID_VALUE", target: "scope.type" },
		]);
	});

	it.each([
		["Identity Data Admin", "ORGANIZATION"],
		["Environment Admin", "POPULATION"],
		["Organization Admin", "ENVIRONMENT"],
		["Client Application Developer", "POPULATION"],
		["Application Owner", "POPULATION"],
		["Application Owner", "ORGANIZATION"],
	])("does not assign %s over a scope of type %s", async (name, type) => {
		const role = await roleNamed(name);
		const person = (await client.post("/users", user(`${name}.${type}`.replaceAll(" ", "")))).body.id;
		const { environmentId } = client.emulator;
		const ids: Record<string, unknown> = {
			ORGANIZATION: (await listed("/organizations"))[0]?.id,
			ENVIRONMENT: environmentId,
			POPULATION: (await listed(`/environments/${environmentId}/populations`))[0]?.id,
		};
		const assignment = { role: { id: role.id }, scope: { id: ids[type], type } };
		const { status, body } = await client.post(`/users/${person}/roleAssignments`, assignment);
		expect([status, body.details]).toMatchObject([400, [{ code: "INVALID_VALUE", target: "scope" }]]);
		expect((await client.get(`/users/${person}/roleAssignments`)).body.count).toBe(0);
	});

	it("reads the type of a scope in any case, and tells it in capitals", async () => {
		const role = await roleNamed("Environment Admin");
		const path = `/applications/${(await client.post("/applications", webApp("Cases"))).body.id}/roleAssignments`;
		for (const type of ["environment", "ENVIRONMENT", "Environment"]) {
			const scope = { id: client.emulator.environmentId, type };
			const { status, body } = await client.post(path, { role: { id: role?.id }, scope });
			expect([status, body.scope]).toEqual([201, { ...scope, type: "ENVIRONMENT" }]);
			expect((await client.delete(`${path}/${body.id}`)).status).toBe(204);
		}
	});

	it("has role assignments that are read only to the worker that has them", async () => {
		const worker = {
			...webApp("Colleague"),
			...{ type: "WORKER", grantTypes: ["CLIENT_CREDENTIALS"], responseTypes: [] },
			...{ tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC", assignActorRoles: true },
		};
		const { id: clientId } = (await client.post("/applications", worker)).body;
		const { secret } = (await client.get(`/applications/${clientId}/secret`)).body;
		const colleague = await connect({ ...client.emulator, clientId, clientSecret: String(secret) });
		const role = await roleNamed("Environment Admin");
		const path = `/applications/${clientId}/roleAssignments`;
		const scope = { id: client.emulator.environmentId, type: "ENVIRONMENT" };
		const { body: own } = await colleague.post(path, { role: { id: role?.id }, scope });
		expect(own.readOnly).toBe(true);
		expect((await colleague.delete(`${path}/${own.id}`)).body.details).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION", message: expect.stringContaining("cannot be deleted as it is read only") },
		]);
		expect((await colleague.get(path)).body._embedded.roleAssignments).toMatchObject([{ readOnly: true }]);
		expect((await client.get(path)).body._embedded.roleAssignments).toMatchObject([{ readOnly: false }]);
		expect((await client.delete(`${path}/${own.id}`)).status).toBe(204);
	});

	it("has roles, which are assigned once in each scope", async () => {
		const role = await roleNamed("Environment Admin");
		expect((await send("GET", `/roles/${role?.id}`)).body).toMatchObject({ name: role?.name });
		const path = `/applications/${(await client.post("/applications", webApp("Roles"))).body.id}/roleAssignments`;
		const scope = { id: client.emulator.environmentId, type: "ENVIRONMENT" };
		const { status, body } = await client.post(path, { role: { id: role?.id }, scope });
		expect([status, body]).toMatchObject([201, { role: { id: role?.id }, scope, readOnly: false }]);
		for (const time of ["createdAt", "updatedAt"]) expect(body).not.toHaveProperty(time);
		expect((await client.post(path, { role: { id: role?.id }, scope })).body.details).toMatchObject([
			{ code: "UNIQUENESS_VIOLATION", target: "role", message: "May not assign duplicate Role" },
		]);
		expect((await client.delete(`${path}/${body.id}`)).status).toBe(204);
	});
});
