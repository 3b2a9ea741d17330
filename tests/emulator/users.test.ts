import { createHash } from "node:crypto";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { State } from "../../emulator/control/state.ts";
import { ManualClock } from "../../emulator/index.ts";
import { openMailbox } from "./auth/mailbox.ts";
import { type Body, type Client, passwordPolicy as policy, startWithClient, user } from "./client.ts";
import { controlPlane } from "./controlPlane.ts";
import { START } from "./world.ts";

const IMPORT = "application/vnd.pingidentity.user.import+json";
const password = (action: string) => `application/vnd.pingidentity.password.${action}+json`;
const account = (action: string) => `application/vnd.pingidentity.account.${action}+json`;
const GOOD = "2FederateM0re!";

let client: Client;
const clock = new ManualClock(START);

beforeAll(async () => {
	client = await startWithClient({ clock });
});

afterAll(() => client.emulator.close());

/** What an attribute of the User schema needs besides its name. */
const ATTRIBUTE = { type: "STRING", enabled: true, unique: false };

const made = async (username: string, more: object = {}): Promise<string> =>
	(await client.post("/users", { ...user(username), ...more })).body.id;

describe("who vouches for a user", () => {
	const asked = async (path: string) => {
		const { _links, ...provider } = (await client.get(path)).body;
		return [Object.keys(_links as object), provider];
	};

	it("is PingOne, unless an external provider is named at an address of its own", async () => {
		const { id } = (await client.post("/identityProviders", { name: "Voucher", type: "SAML" })).body;
		const self = `/users/${await made("vouched")}`;
		const path = `${self}/identityProvider`;
		const links = ["self", "environment", "user"];
		expect(await asked(path)).toEqual([links, { type: "PING_ONE" }]);
		const { status, body } = await client.put(path, { id });
		expect([status, body]).toMatchObject([200, { id, type: "SAML" }]);
		expect(await asked(path)).toEqual([links, { id, type: "SAML" }]);
		expect((await client.get(self)).body.identityProvider).toEqual({ id, type: "SAML" });
		expect((await client.delete(`/identityProviders/${id}`)).body.details).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION" },
		]);
		const unknown = await client.put(path, { id: client.emulator.environmentId });
		expect(unknown.body.details).toMatchObject([{ code: "INVALID_VALUE", target: "id" }]);
		expect((await client.send("PUT", path)).body.type).toBe("PING_ONE");
		await client.put(path, { id });
		expect((await client.put(path, { id: null })).body).not.toHaveProperty("id");
		expect((await client.delete(path)).status).toBe(405);
		expect((await client.delete(`/identityProviders/${id}`)).status).toBe(204);
	});

	it("has a default in each population, which the population keeps to itself", async () => {
		const { id } = (await client.post("/identityProviders", { name: "Default voucher", type: "GOOGLE" })).body;
		const self = `/populations/${(await client.post("/populations", { name: "Vouched" })).body.id}`;
		const path = `${self}/defaultIdentityProvider`;
		const links = ["self", "population"];
		expect(await asked(path)).toEqual([links, { type: "PING_ONE" }]);
		const { status, body } = await client.put(path, { id });
		expect([status, body]).toMatchObject([200, { id, type: "GOOGLE" }]);

		const renamed = (await client.put(self, { name: "Vouched for" })).body;
		for (const shown of [renamed, (await client.get(self)).body]) {
			expect(shown).not.toHaveProperty("defaultIdentityProvider");
		}
		expect(await asked(path)).toEqual([links, { id, type: "GOOGLE" }]);
		expect((await client.delete(`/identityProviders/${id}`)).body.details).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION", message: expect.stringContaining("defaultIdentityProvider.id") },
		]);
		const control = controlPlane(client.emulator);
		const state = (await control("GET", "/state")).text;
		expect((await control("PUT", "/state", state)).status).toBe(204);
		expect((await control("GET", "/state")).text).toBe(state);

		const unknown = await client.put(path, { id: client.emulator.environmentId });
		expect(unknown.body.details).toMatchObject([{ code: "INVALID_VALUE", target: "id" }]);
		for (const nobody of [{}, { id: null }]) {
			await client.put(path, { id });
			expect((await client.put(path, nobody)).body).toMatchObject({ type: "PING_ONE" });
			expect(await asked(path)).toEqual([links, { type: "PING_ONE" }]);
		}
		expect((await client.delete(path)).status).toBe(405);
		expect((await client.get("/populations/none/defaultIdentityProvider")).status).toBe(404);
		expect((await client.delete(`/identityProviders/${id}`)).status).toBe(204);
		expect((await client.delete(self)).status).toBe(204);
	});
});

describe("PATCH of a user", () => {
	it("merges, clears with null, and leaves the user's state alone", async () => {
		const id = await made("patched", { name: { given: "A", family: "B" }, nickname: "n", externalId: "e" });
		await client.put(`/users/${id}/enabled`, { enabled: false });
		const patch = {
			name: { given: "C" },
			nickname: null,
			enabled: true,
			population: { id: "x" },
			id: "other",
			unknown: 1,
		};
		const { body } = await client.patch(`/users/${id}`, patch);
		expect(body).toMatchObject({ id, name: { given: "C", family: "B" }, externalId: "e", enabled: false });
		for (const attribute of ["nickname", "unknown"]) expect(body).not.toHaveProperty(attribute);
	});
});

describe("PATCH of a user by operations", () => {
	const patch = (id: string, ...Operations: object[]) => {
		const headers = { "content-type": "application/vnd.pingidentity.user.scim.patch+json" };
		return client.send("PATCH", `/users/${id}`, { headers, body: JSON.stringify({ Operations }) });
	};

	it("adds, replaces and removes, whatever the case of operations and paths", async () => {
		const id = await made("operated", { name: { given: "A", family: "B" }, nickname: "n", address: { region: "R" } });
		const { status, body } = await patch(
			id,
			{ op: "Add", path: "title", value: "T" },
			{ op: "replace", path: "Name.Given", value: "C" },
			{ op: "REMOVE", path: "name.family" },
			{ op: "remove", path: "nickname" },
			{ op: "remove", path: "address.region" },
		);
		expect([status, body]).toMatchObject([200, { title: "T", name: { given: "C" } }]);
		expect(body.name).toEqual({ given: "C" });
		for (const attribute of ["nickname", "address"]) expect(body).not.toHaveProperty(attribute);
		expect((await client.get(`/users/${id}`)).body).toMatchObject({ title: "T", name: { given: "C" } });
	});

	it("merges an object, without a path or with that of several attributes", async () => {
		const id = await made("operated.whole", { name: { given: "A", family: "B" }, nickname: "n" });
		const { body } = await patch(
			id,
			{ op: "replace", value: { name: { given: "C" }, nickname: null, enabled: false } },
			{ op: "add", path: "name", value: { middle: "M" } },
		);
		expect(body).toMatchObject({ name: { given: "C", middle: "M", family: "B" }, enabled: true });
		expect(body).not.toHaveProperty("nickname");
	});

	it("adds to the values of an attribute of its environment's own, which goes when it is disabled", async () => {
		const [schema] = (await client.get("/schemas")).body._embedded.schemas ?? [];
		const path = `/schemas/${schema?.id}/attributes`;
		const attribute = (await client.post(path, { ...ATTRIBUTE, name: "labels", multiValued: true })).body.id;
		const id = await made("operated.labels", { labels: ["a"] });
		const added = { op: "add", path: "labels", value: ["b", "c"] };
		expect((await patch(id, added)).body.labels).toEqual(["a", "b", "c"]);
		expect((await patch(id, { ...added, value: "d" })).body.labels).toEqual(["a", "b", "c", "d"]);
		expect((await patch(id, { ...added, op: "replace" })).body.labels).toEqual(["b", "c"]);
		expect((await patch(id, { ...added, value: null })).body).not.toHaveProperty("labels");
		expect((await patch(id, added)).body.labels).toEqual(["b", "c"]);
		await client.patch(`${path}/${attribute}`, { enabled: false });
		expect((await patch(id, added)).body.details).toMatchObject([{ target: "Operations[0].path" }]);
		expect((await client.delete(`${path}/${attribute}`)).status).toBe(204);
	});

	it("knows no path of, or into, an attribute that is disabled", async () => {
		const [schema] = (await client.get("/schemas")).body._embedded.schemas ?? [];
		const path = `/schemas/${schema?.id}/attributes`;
		const declared = (await client.get(path)).body._embedded.attributes ?? [];
		const enable = async (enabled: boolean) => {
			for (const { id, name } of declared) {
				if (name === "nickname" || name === "address") await client.patch(`${path}/${id}`, { enabled });
			}
		};
		const id = await made("operated.disabled");
		const added: [path: string, value: unknown, then: object][] = [
			["nickname", "x", { nickname: "x" }],
			["address.region", "x", { address: { region: "x" } }],
			["address.locality", "L", { address: { locality: "L" } }],
			["address", { locality: "L" }, { address: { locality: "L" } }],
		];
		await enable(false);
		for (const [disabled, value] of added) {
			const { status, body } = await patch(id, { op: "add", path: disabled, value });
			expect([status, body.details]).toMatchObject([400, [{ target: "Operations[0].path" }]]);
		}
		await enable(true);
		for (const [enabled, value, then] of added) {
			expect(await patch(id, { op: "add", path: enabled, value })).toMatchObject({ status: 200, body: then });
		}
	});
});

describe("PUT of a user", () => {
	it("keeps what has endpoints of its own, and the password", async () => {
		const identityProvider = { id: (await client.post("/identityProviders", { name: "Idp" })).body.id };
		const id = await made("kept", { identityProvider });
		await client.put(`/users/${id}/password`, { value: GOOD }, password("set"));
		await client.put(`/users/${id}/mfaEnabled`, { mfaEnabled: true });
		await client.post(`/users/${id}`, null, account("lock"));
		const { body } = await client.put(`/users/${id}`, { ...user("kept2"), mfaEnabled: false });
		expect(body).toMatchObject({ mfaEnabled: true, identityProvider, account: { status: "LOCKED" } });
		expect((await client.get(`/users/${id}/password`)).body.status).toBe("OK");
	});

	it("changes the identity provider that it names; PingOne is the one of no id", async () => {
		const provider = async (name: string) => ({
			id: (await client.post("/identityProviders", { name, type: "SAML" })).body.id,
		});
		const [first, second] = [await provider("First"), await provider("Second")];
		const path = `/users/${await made("moved", { identityProvider: first })}`;
		const put = async (more: object) => (await client.put(path, { ...user("moved"), ...more })).body.identityProvider;
		const patched = async (change: object) => (await client.patch(path, change)).body.identityProvider;
		expect(await put({ identityProvider: second })).toEqual({ ...second, type: "SAML" });
		expect(await put({})).toEqual({ ...second, type: "SAML" });
		expect(await patched({ identityProvider: first })).toEqual({ ...first, type: "SAML" });
		expect(await patched({ nickname: "n" })).toEqual({ ...first, type: "SAML" });
		expect(await patched({ identityProvider: null })).toEqual({ type: "PING_ONE" });
		expect(await put({ identityProvider: second })).toEqual({ ...second, type: "SAML" });
		expect(await put({ identityProvider: {} })).toEqual({ type: "PING_ONE" });
		expect((await client.delete(`/identityProviders/${second.id}`)).status).toBe(204);
	});
});

describe("a user", () => {
	it("leads to all that has an address of its own", async () => {
		const id = await made("leading");
		const self = `${client.url}/users/${id}`;
		const { _links, population } = (await client.get(`/users/${id}`)).body;
		expect(_links).toEqual({
			self: { href: self },
			environment: { href: client.url },
			population: { href: `${client.url}/populations/${(population as Body).id}` },
			...Object.fromEntries(
				["devices", "roleAssignments", "password", "linkedAccounts", "memberOfGroups"].map((name) => [
					name,
					{ href: `${self}/${name}` },
				]),
			),
			...Object.fromEntries(
				["reset", "set", "check", "recover"].map((action) => [`password.${action}`, { href: `${self}/password` }]),
			),
			"account.sendVerificationCode": { href: self },
		});
	});

	it.each([
		["enabled", { enabled: true }, { enabled: false }],
		["mfaEnabled", { mfaEnabled: false }, { mfaEnabled: true }],
	])("has its %s alone, and nothing else, at an address of its own", async (name, before, after) => {
		const id = await made(`alone.${name}`);
		const path = `/users/${id}/${name}`;
		const _links = {
			self: { href: client.url + path },
			environment: { href: client.url },
			user: { href: `${client.url}/users/${id}` },
		};
		expect((await client.get(path)).body).toEqual({ _links, ...before });
		expect((await client.put(path, { ...after, username: "other" })).body).toEqual({ _links, ...after });
		expect((await client.get(path)).body).toEqual({ _links, ...after });
		expect((await client.get(`/users/${id}`)).body).toMatchObject({ ...after, username: `alone.${name}` });
		expect((await client.delete(path)).headers.get("allow")).toBe("GET, PUT");
	});
});

describe("a user's account", () => {
	it("can authenticate while it is enabled and not locked", async () => {
		const id = await made("account");
		const accountNow = async () => (await client.get(`/users/${id}`)).body.account;
		await client.put(`/users/${id}/enabled`, { enabled: false });
		expect(await accountNow()).toEqual({ canAuthenticate: false, status: "OK" });
		await client.put(`/users/${id}/enabled`, { enabled: true });
		const { status, body } = await client.post(`/users/${id}`, null, account("lock"));
		expect([status, body.account]).toEqual([
			200,
			{ canAuthenticate: false, status: "LOCKED", lockedAt: "2026-03-04T09:10:11.123Z" },
		]);
		await client.post(`/users/${id}`, null, account("unlock"));
		expect(await accountNow()).toEqual({ canAuthenticate: true, status: "OK" });
	});

	it.each([
		["application/json", account("lock")],
		[account("lock"), "application/json"],
	])("is locked by two Content-Type lines: %s, %s", async (...types) => {
		const id = await made(`two${types.join().length}${types[0]?.length}`);
		expect(await postWithTypes(`${client.url}/users/${id}`, types)).toBe(200);
		expect((await client.get(`/users/${id}`)).body.account).toMatchObject({ status: "LOCKED" });
	});

	it.each(["", "+json"])(
		"has its password forced and unlocked by media types that end with %j, without a body",
		async (end) => {
			const id = await made(`bodyless${end}`);
			const path = `/users/${id}/password`;
			await client.put(path, { value: GOOD }, password("set"));
			const act = (action: string) => {
				const mediaType = `application/vnd.pingidentity.password.${action}${end}`;
				return client.send("POST", path, { headers: { "content-type": mediaType } });
			};
			expect(await act("forceChange")).toMatchObject({ status: 200, body: { status: "MUST_CHANGE_PASSWORD" } });
			await client.put(path, { value: "Another-77-Harbour" }, password("set"));
			for (let attempt = 0; attempt < 5; attempt++) await client.post(path, { password: "no" }, password("check"));
			expect((await client.get(path)).body.status).toBe("PASSWORD_LOCKED_OUT");
			expect(await act("unlock")).toMatchObject({ status: 200, body: { status: "OK" } });
		},
	);

	it("is locked until a time, when it unlocks by itself", async () => {
		const own = new ManualClock(START);
		const { emulator, ...there } = await startWithClient({ clock: own });
		const path = `/users/${(await there.post("/users", user("for.a.while"))).body.id}`;
		const lock = async (unlockAt: string) => (await there.post(path, { unlockAt }, account("lock"))).body.account;
		expect(await lock("2026-03-04T09:10:11.123Z")).toEqual({ canAuthenticate: true, status: "OK" });
		const locked = {
			canAuthenticate: false,
			status: "LOCKED",
			lockedAt: "2026-03-04T09:10:11.123Z",
			unlockAt: "2026-03-04T09:15:00.000Z",
		};
		expect(await lock("2026-03-04T10:15:00+01:00")).toEqual({ ...locked, secondsUntilUnlock: 289 });
		// A time that has passed leaves the lock as it is.
		expect(await lock("2020-01-01T00:00:00Z")).toEqual({ ...locked, secondsUntilUnlock: 289 });
		const plane = controlPlane(emulator);
		const state = (await plane("GET", "/state")).body;
		own.advance(288_000);
		expect((await there.get(path)).body.account).toEqual({ ...locked, secondsUntilUnlock: 1 });
		own.advance(877);
		expect((await there.get(path)).body.account).toEqual({ canAuthenticate: true, status: "OK" });
		expect((await plane("PUT", "/state", state)).status).toBe(204);
		expect((await there.post(path, null, account("lock"))).body.account).not.toHaveProperty("unlockAt");
		await emulator.close();
	});

	it("is locked for a while by failed passwords", async () => {
		const id = await made("failing");
		await client.put(`/users/${id}/password`, { value: GOOD }, password("set"));
		const check = (value: string) => client.post(`/users/${id}/password`, { password: value }, password("check"));
		expect((await check("no")).body.details).toMatchObject([
			{
				...{ code: "INVALID_VALUE", target: "password", innerError: { failuresRemaining: 4 } },
				message: "The provided password did not match provisioned password",
			},
		]);
		for (let attempt = 0; attempt < 4; attempt++) await check("no");
		expect((await check(GOOD)).body.details).toEqual([
			{
				...{ code: "PASSWORD_LOCKED_OUT", target: "password", innerError: { secondsUntilUnlock: 900 } },
				message: "The password is locked out after too many failed attempts",
			},
		]);
		const change = { currentPassword: GOOD, newPassword: "Another-77-Harbour" };
		expect((await client.put(`/users/${id}/password`, change, password("reset"))).body.details).toMatchObject([
			{ code: "PASSWORD_LOCKED_OUT", target: "currentPassword", innerError: { secondsUntilUnlock: 900 } },
		]);
		const guess = { recoveryCode: "00000000", newPassword: "Another-77-Harbour" };
		expect((await client.post(`/users/${id}/password`, guess, password("recover"))).body.details).toMatchObject([
			{ code: "PASSWORD_LOCKED_OUT", target: "recoveryCode", innerError: { secondsUntilUnlock: 900 } },
		]);
		expect((await client.get(`/users/${id}`)).body.account).toEqual({
			canAuthenticate: false,
			status: "LOCKED",
			unlockAt: "2026-03-04T09:25:11.123Z",
			secondsUntilUnlock: 900,
		});
		expect((await client.post(`/users/${id}`, null, account("unlock"))).body.account).toMatchObject({ status: "OK" });
		expect((await check(GOOD)).status).toBe(200);
	});
});

/** As the vendor's own client locks an account: two header lines, body null. fetch would join them into one. */
function postWithTypes(url: string, types: readonly string[]): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		const headers = ["authorization", `Bearer ${client.token}`, "content-length", "4", "host", new URL(url).host];
		const sent = request(url, {
			method: "POST",
			headers: [...headers, ...types.flatMap((type) => ["content-type", type])],
		});
		sent.on("response", (answer) => resolve(answer.resume().statusCode)).on("error", reject);
		sent.end("null");
	});
}

describe("a user's profile", () => {
	it("has no name or address when all of it is cleared or none is given", async () => {
		const id = await made("emptied", { name: { given: "A" }, address: {} });
		expect((await client.get(`/users/${id}`)).body).not.toHaveProperty("address");
		const { body } = await client.patch(`/users/${id}`, { name: { given: null }, address: { locality: null } });
		expect([body.name, body.address]).toEqual([undefined, undefined]);
	});

	it.each([
		["email", "ines@localhost"],
		["email", "ínes+orders@exämple.org"],
		["email", '"ines prado"@[127.0.0.1]'],
		["locale", "man-Nkoo-GN"],
		["preferredLanguage", "en-gb;q=0.8, en;q=0.7, *"],
		["timezone", "Europe/Lisbon"],
		["address", { streetAddress: "Rua 1\n2.º", countryCode: "PT" }],
		["name", { honorificPrefix: "", honorificSuffix: "x".repeat(257) }],
		["username", "Ines Prado ☕"],
	])("takes the %s %j and keeps it", async (attribute, value) => {
		const username = `profile.${JSON.stringify([attribute, value]).replaceAll(/\W/g, "").slice(0, 100)}`;
		const sent = { ...user(username), [attribute]: value };
		const { status, body } = await client.post("/users", sent);
		expect([status, body[attribute]]).toEqual([201, value]);
		expect((await client.get(`/users/${body.id}`)).body[attribute]).toEqual(value);
	});

	it("takes an external id of 1,024 characters", async () => {
		const externalId = "x".repeat(1024);
		const id = await made("external.id", { externalId });
		expect((await client.get(`/users/${id}`)).body.externalId).toBe(externalId);
	});

	it("says of which type its identity provider is", async () => {
		const { id } = (await client.post("/identityProviders", { name: "Partner", type: "SAML" })).body;
		const partner = await made("partner", { identityProvider: { id } });
		expect((await client.put(`/users/${partner}`, user("partner"))).body.identityProvider).toEqual({
			id,
			type: "SAML",
		});
	});
});

describe("a user's population", () => {
	it("is the default one unless told, and changes by its own endpoint only", async () => {
		const id = await made("moving");
		const other = (await client.post("/populations", { name: "Other" })).body.id;
		expect((await client.put(`/users/${id}/population`, { id: other })).body).toMatchObject({ id: other });
		expect((await client.get(`/users/${id}/population`)).body.id).toBe(other);
		expect((await client.put(`/users/${id}`, user("moving"))).body.population).toEqual({ id: other });
		expect((await client.get(`/populations/${other}`)).body.userCount).toBe(1);
		await client.delete(`/users/${id}`);
		expect((await client.delete(`/populations/${other}`)).status).toBe(204);
	});
});

describe("an imported user", () => {
	it("brings password, lifecycle and flags along", async () => {
		const body = {
			...user("imported"),
			password: { value: GOOD, forceChange: true },
			lifecycle: { status: "VERIFICATION_REQUIRED" },
			emailVerified: true,
		};
		const created = await client.post("/users", body, IMPORT);
		expect(created).toMatchObject({
			status: 201,
			body: { lifecycle: { status: "VERIFICATION_REQUIRED" }, emailVerified: true },
		});
		expect(JSON.stringify(created.body)).not.toContain(GOOD);
		const population = created.body.population as { id: string };
		expect((await client.get(`/users/${created.body.id}`)).body._embedded).toEqual({
			password: expect.objectContaining({ status: "MUST_CHANGE_PASSWORD" }),
			population: {
				_links: {
					self: { href: `${client.url}/populations/${population.id}` },
					environment: { href: client.url },
				},
				...{ ...population, name: "Default" },
			},
		});
	});

	it("is not made when its password does not please", async () => {
		const answer = await client.post("/users", { ...user("weak"), password: { value: "weak" } }, IMPORT);
		expect(answer).toMatchObject({ status: 400, body: { details: [{ code: "INVALID_VALUE", target: "password" }] } });
		expect((await client.get('/users?filter=username eq "weak"')).body.count).toBe(0);
	});

	it("has no password when it comes as application/json", async () => {
		const id = await made("plain", { password: { value: GOOD }, lifecycle: { status: "VERIFICATION_REQUIRED" } });
		expect((await client.get(`/users/${id}`)).body).toMatchObject({
			lifecycle: { status: "ACCOUNT_OK" },
			_embedded: { password: { status: "NO_PASSWORD" } },
		});
	});
});

describe("a user's e-mail address", () => {
	const action = (name: string) => `application/vnd.pingidentity.user.${name}+json`;

	it("is verified by the code that an import sends, unless told not to", async () => {
		const mailbox = openMailbox();
		const lifecycle = { status: "VERIFICATION_REQUIRED" };
		await client.post(
			"/users",
			{ ...user("quiet"), lifecycle: { ...lifecycle, suppressVerificationCode: true } },
			IMPORT,
		);
		expect(mailbox.received()).toEqual([]);
		const { id } = (await client.post("/users", { ...user("unverified"), lifecycle }, IMPORT)).body;
		const first = mailbox.code();
		expect((await client.post(`/users/${id}`, null, action("sendVerificationCode"))).status).toBe(200);
		const verify = (verificationCode: string) => client.post(`/users/${id}`, { verificationCode }, action("verify"));
		expect((await verify(first)).body.details).toMatchObject([{ code: "INVALID_VALUE", target: "verificationCode" }]);
		expect((await verify(mailbox.code())).body).toMatchObject({
			lifecycle: { status: "ACCOUNT_OK" },
			emailVerified: true,
		});
	});

	it("is not verified by a code that another address received", async () => {
		const mailbox = openMailbox();
		const lifecycle = { status: "VERIFICATION_REQUIRED" };
		const { id } = (await client.post("/users", { ...user("re-addressed"), lifecycle }, IMPORT)).body;
		const verify = () => client.post(`/users/${id}`, { verificationCode: mailbox.code() }, action("verify"));
		await client.patch(`/users/${id}`, { email: "new@example.com" });
		expect((await verify()).body.details).toMatchObject([{ code: "INVALID_VALUE", target: "verificationCode" }]);
		expect((await client.get(`/users/${id}`)).body).toMatchObject({ lifecycle });
		await client.post(`/users/${id}`, null, action("sendVerificationCode"));
		expect((await verify()).body).toMatchObject({ email: "new@example.com", emailVerified: true });
	});

	it("is to be verified again once a code was sent", async () => {
		const mailbox = openMailbox();
		const id = await made("re-verified");
		const sent = await client.post(`/users/${id}`, null, action("sendVerificationCode"));
		expect([sent.status, sent.body.lifecycle]).toEqual([200, { status: "VERIFICATION_REQUIRED" }]);
		const verified = await client.post(`/users/${id}`, { verificationCode: mailbox.code() }, action("verify"));
		expect(verified.body).toMatchObject({ lifecycle: { status: "ACCOUNT_OK" }, emailVerified: true });
		expect((await client.put(`/users/${id}`, user("re-verified"))).body.emailVerified).toBe(true);
		expect((await client.patch(`/users/${id}`, { nickname: "n" })).body.emailVerified).toBe(true);
	});

	it("has a verification status of its own", async () => {
		const id = await made("verified");
		expect((await client.put(`/users/${id}/verifyStatus`, { verifyStatus: "ENABLED" })).body.verifyStatus).toBe(
			"ENABLED",
		);
		expect((await client.get(`/users/${id}`)).body.verifyStatus).toBe("ENABLED");
	});
});

describe("a user's groups", () => {
	it("are joined, listed, included when asked for, and left", async () => {
		const id = await made("member");
		const path = `/users/${id}/memberOfGroups`;
		const group = async (name: string) => (await client.post("/groups", { name })).body.id;
		const [first, second] = [await group("First"), await group("Second")];
		for (const id of [first, second]) expect((await client.post(path, { id })).status).toBe(201);
		expect((await client.post(path, { id: first })).body.details).toMatchObject([{ code: "UNIQUENESS_VIOLATION" }]);
		expect((await client.get(path)).body._embedded.groupMemberships).toMatchObject([
			{ id: first, name: "First", type: "DIRECT" },
			{ id: second, name: "Second" },
		]);
		await client.put(`/users/${id}`, user("member"));
		await client.put(`/users/${id}/population`, { id: (await client.post("/populations", { name: "Moved" })).body.id });
		const included = (await client.get(`/users/${id}?include=memberOfGroupIDs,memberOfGroupNames`)).body;
		expect(included).toMatchObject({ memberOfGroupIDs: [first, second], memberOfGroupNames: ["First", "Second"] });
		const twice = (await client.get(`/users/${id}?include=memberOfGroupIDs&include=memberOfGroupNames`)).body;
		expect(twice).toEqual(included);
		const names = (await client.get(`/users/${id}?include=memberOfGroupNames`)).body;
		expect([names.memberOfGroupNames, names.memberOfGroupIDs]).toEqual([["First", "Second"], undefined]);
		expect((await client.get(`/users/${id}`)).body).not.toHaveProperty("memberOfGroupIDs");
		expect(included).not.toHaveProperty("memberOfGroups");
		expect((await client.get(`/groups/${first}`)).body.directMemberCounts).toEqual({ users: 1, groups: 0 });

		expect((await client.delete(`/groups/${first}`)).status).toBe(204);
		expect((await client.get(`${path}/${first}`)).status).toBe(404);
		expect((await client.delete(`${path}/${second}`)).status).toBe(204);
		expect((await client.get(`/users/${id}?include=memberOfGroupIDs`)).body.memberOfGroupIDs).toEqual([]);
	});

	it("are linked, and tell of the population that a group belongs to", async () => {
		const population = { id: (await client.post("/populations", { name: "Of a group" })).body.id };
		const { id: group } = (await client.post("/groups", { name: "Of a population", population })).body;
		const { id: outer } = (await client.post("/groups", { name: "Of the environment" })).body;
		const { body: member } = await client.post("/users", { ...user("linked.member"), population });
		const path = `${client.url}/users/${member.id}`;
		expect(member._links).toMatchObject({ memberOfGroups: { href: `${path}/memberOfGroups` } });
		const joined = (await client.post(`/users/${member.id}/memberOfGroups`, { id: group })).body;
		expect(joined).toMatchObject({ id: group, type: "DIRECT", population });
		expect(joined._links).toEqual({
			self: { href: `${path}/memberOfGroups/${group}` },
			user: { href: path },
			environment: { href: client.url },
			population: { href: `${client.url}/populations/${population.id}` },
			group: { href: `${client.url}/groups/${group}` },
		});
		const nested = (await client.post(`/groups/${group}/memberOfGroups`, { id: outer })).body;
		expect(Object.keys(nested._links as object).sort()).toEqual(["environment", "group", "self"]);
		expect(nested).not.toHaveProperty("population");
	});

	it("are of the user's own population or of none, and end with it", async () => {
		const [first, second] = [
			{ id: (await client.post("/populations", { name: "First of two" })).body.id },
			{ id: (await client.post("/populations", { name: "Second of two" })).body.id },
		];
		const group = async (name: string, population?: object) =>
			(await client.post("/groups", { name, population })).body.id;
		const [own, foreign, free] = [await group("Own", first), await group("Foreign", second), await group("Free")];
		const member = (await client.post("/users", { ...user("of.a.population"), population: first })).body.id;
		const path = `/users/${member}/memberOfGroups`;
		const joined = async () =>
			((await client.get(path)).body._embedded.groupMemberships ?? []).map(({ id }) => id).sort();
		for (const id of [own, free]) expect((await client.post(path, { id })).status).toBe(201);
		expect(await client.post(path, { id: foreign })).toMatchObject({
			status: 400,
			body: { details: [{ code: "INVALID_VALUE", target: "id" }] },
		});
		expect(await joined()).toEqual([own, free].sort());
		expect((await client.put(`/users/${member}/population`, second)).status).toBe(200);
		expect(await joined()).toEqual([free]);
		expect((await client.get(`/groups/${own}`)).body.directMemberCounts).toEqual({ users: 0, groups: 0 });
		expect((await client.post(path, { id: foreign })).status).toBe(201);
	});

	it("stay in the population that they were made in, or in none", async () => {
		const population = { id: (await client.post("/populations", { name: "Read-only later" })).body.id };
		const own = (await client.post("/groups", { name: "Stays", population })).body.id;
		const free = (await client.post("/groups", { name: "Stays free" })).body.id;
		expect((await client.put(`/groups/${own}`, { name: "Stays" })).body.population).toEqual(population);
		const put = await client.put(`/groups/${free}`, { name: "Stays free", population });
		expect(put.status).toBe(200);
		expect(put.body).not.toHaveProperty("population");
	});

	it("come page by page, each with the group itself where it is asked for", async () => {
		const member = await made("grouped.member");
		const ids = [];
		for (const name of ["Paged 1", "Paged 2", "Paged 3"]) ids.push((await client.post("/groups", { name })).body.id);
		const path = `/users/${member}/memberOfGroups`;
		for (const id of ids) expect((await client.post(path, { id })).body).not.toHaveProperty("user");
		const group = (await client.get(`/groups/${ids[0]}`)).body;
		const one = (await client.get(`${path}/${ids[0]}`)).body;
		expect(one).toMatchObject({ user: { id: member } });
		const expanded = { ...one, _embedded: { group } };
		expect((await client.get(`${path}/${ids[0]}?expand=group`)).body).toEqual(expanded);
		expect((await client.get(`${path}/${ids[0]}?expand=groups`)).body).toEqual(one);
		for (const query of ["", "?limit=3", "?limit=04"]) {
			const { _links, count } = (await client.get(path + query)).body;
			expect([_links, count]).toEqual([{ self: { href: client.url + path + query } }, 3]);
		}
		const first = (await client.get(`${path}?limit=2&expand=group`)).body;
		expect(first).toMatchObject({ count: 3, size: 2, _embedded: { groupMemberships: [expanded, { id: ids[1] }] } });
		const { next } = first._links as { next: { href: string } };
		const second = (await client.get(next.href.slice(client.url.length))).body;
		expect(second._embedded.groupMemberships).toMatchObject([{ id: ids[2], _embedded: { group: { id: ids[2] } } }]);
		expect([first, second].map(({ _links }) => Object.keys(_links as object))).toEqual([
			["self", "next"],
			["self", "prev"],
		]);
		const { prev } = second._links as { prev: { href: string } };
		expect((await client.get(prev.href.slice(client.url.length))).body._embedded).toEqual(first._embedded);
		const middle = (await client.get(`${path}?limit=2&cursor=${ids[1]}`)).body._links as { prev: { href: string } };
		const before = (await client.get(middle.prev.href.slice(client.url.length))).body;
		expect(before._embedded.groupMemberships).toMatchObject([{ id: ids[0] }]);
		await client.post(`/groups/${ids[0]}/memberOfGroups`, { id: ids[1] });
		const [nested] = (await client.get(`/groups/${ids[0]}/memberOfGroups?expand=group`)).body._embedded
			.groupMemberships as Body[];
		expect(nested?._embedded.group).toMatchObject({ name: "Paged 2", directMemberCounts: { users: 1, groups: 1 } });
		const totals = (await client.get(`/groups/${ids[1]}?include=totalMemberCounts`)).body;
		expect(totals).toMatchObject({ name: "Paged 2", totalMemberCounts: { users: 1, groups: 1 } });
		expect(group).not.toHaveProperty("totalMemberCounts");
	});

	it("can be found by what they are called, and by where they come from", async () => {
		const population = { id: (await client.post("/populations", { name: "Of the sought" })).body.id };
		const sent = { name: "Sought", displayName: "Sought here", externalId: "ext-1", sourceId: "src-1", population };
		const { id } = (await client.post("/groups", sent)).body;
		for (const filter of [
			...['name eq "Sought"', 'name sw "Soug"', 'externalId eq "ext-1"', 'externalId sw "ext-"'],
			...['displayName eq "Sought here"', 'displayName sw "Sought h"', 'sourceId eq "src-1"', `id eq "${id}"`],
			`population.id eq "${population.id}"`,
		]) {
			const { groups } = (await client.get(`/groups?filter=${encodeURIComponent(filter)}`)).body._embedded;
			expect([filter, groups?.map((group) => group.id)]).toEqual([filter, [id]]);
		}
	});

	describe("are what users and groups can be listed by", () => {
		const ids: Record<string, string> = {};

		beforeAll(async () => {
			ids.group = (await client.post("/groups", { name: "Listed" })).body.id;
			ids.user = await made("listed.member");
			ids.nested = (await client.post("/groups", { name: "Listed inside" })).body.id;
			for (const member of [`/users/${ids.user}`, `/groups/${ids.nested}`])
				await client.post(`${member}/memberOfGroups`, { id: ids.group });
		});

		const asked = (list: string, brackets: string) => {
			const filter = `memberOfGroups[${brackets.replace("{group}", String(ids.group))}]`;
			return client.get(`/${list}?filter=${encodeURIComponent(filter)}`);
		};

		it.each([
			'id eq "{group}"',
			'id eq "{group}" and type eq "DIRECT"',
			'type eq "DIRECT" and id eq "{group}"',
			' ID EQ "{group}" AND Type eq "DIRECT" ',
		])("as members of a group: [%s]", async (brackets) => {
			for (const list of ["users", "groups"]) {
				const { body } = await asked(list, brackets);
				const member = list === "users" ? ids.user : ids.nested;
				expect(body._embedded[list]?.map(({ id }) => id)).toEqual([member]);
			}
		});

		it.each([
			'id eq "{group}" and type eq "INDIRECT"',
			'id eq "{group}" and type eq DIRECT',
			'type eq "DIRECT"',
			'id eq "{group}" and id eq "{group}"',
			'id eq "{group}" or type eq "DIRECT"',
			'id eq "{group}" and name eq "Listed"',
			'id eq "{group}"] and [type eq "DIRECT"',
			"",
		])("but not by [%s]", async (brackets) => {
			for (const list of ["users", "groups"]) {
				const { status, body } = await asked(list, brackets);
				expect([list, status, body.details]).toMatchObject([list, 400, [{ code: "INVALID_FILTER" }]]);
			}
		});
	});
});

describe("a custom attribute of users", () => {
	it("is taken where the environment's schema has it, and cleared by a PUT without it", async () => {
		expect((await client.post("/users", { ...user("early"), shoeSize: "42" })).body).not.toHaveProperty("shoeSize");
		const [schema] = (await client.get("/schemas")).body._embedded.schemas ?? [];
		const attributes = `/schemas/${schema?.id}/attributes`;
		const attribute = await client.post(attributes, { ...ATTRIBUTE, name: "shoeSize" });
		expect(attribute).toMatchObject({
			status: 201,
			body: { schemaType: "CUSTOM", enabled: true, schema: { id: schema?.id } },
		});
		await client.post(attributes, { ...ATTRIBUTE, name: "badges", type: "JSON", multiValued: true });

		const { body } = await client.post("/users", { ...user("custom"), shoeSize: "42", badges: [{ gold: 1 }] });
		expect(body).toMatchObject({ shoeSize: "42", badges: [{ gold: 1 }] });
		expect((await client.patch(`/users/${body.id}`, { shoeSize: "43" })).body).toMatchObject({ shoeSize: "43" });
		expect((await client.put(`/users/${body.id}`, user("custom"))).body).not.toHaveProperty("shoeSize");
		expect((await client.post("/users", { ...user("wrong"), shoeSize: 42 })).body).toMatchObject({
			code: "INVALID_REQUEST",
			details: [{ target: "shoeSize" }],
		});
		expect((await client.send("PATCH", `${attributes}/${attribute.body.id}`, json({ enabled: false }))).status).toBe(
			200,
		);
		expect((await client.post("/users", { ...user("late"), shoeSize: "42" })).body).not.toHaveProperty("shoeSize");
	});

	it("may be a text of no length", async () => {
		const [schema] = (await client.get("/schemas")).body._embedded.schemas ?? [];
		const path = `/schemas/${schema?.id}/attributes`;
		const { id } = (await client.post(path, { ...ATTRIBUTE, name: "note" })).body;
		const created = await client.post("/users", { ...user("noteless"), note: "" });
		expect([created.status, created.body.note]).toEqual([201, ""]);
		expect((await client.get(`/users/${created.body.id}`)).body.note).toBe("");
		expect((await client.delete(`${path}/${id}`)).status).toBe(204);
	});

	it("is one of the values, or of the pattern, that its attribute declares", async () => {
		const [schema] = (await client.get("/schemas")).body._embedded.schemas ?? [];
		const path = `/schemas/${schema?.id}/attributes`;
		const declare = async (body: object) => (await client.post(path, { ...ATTRIBUTE, ...body })).body.id;
		const ids = [
			await declare({
				name: "size",
				enumeratedValues: [{ value: "S" }, { value: "L" }, { value: "XS", archived: true }],
			}),
			await declare({
				name: "badge",
				regexValidation: { pattern: "[A-Z]{2}\\d+", requirements: "two letters, then digits" },
			}),
			await declare({ name: "any", regexValidation: { pattern: "(?>x)", requirements: "x" } }),
		];
		const id = await made("measured", { size: "L", badge: "AB1", any: "y" });
		expect((await client.get(`/users/${id}`)).body).toMatchObject({ size: "L", badge: "AB1", any: "y" });
		for (const [change, detail] of [
			[{ size: "XL" }, { code: "INVALID_VALUE", target: "size", innerError: { allowedValues: ["S", "L"] } }],
			[{ size: "XS" }, { code: "INVALID_VALUE", target: "size" }],
			[{ badge: "xAB1" }, { code: "INVALID_VALUE", target: "badge", message: "two letters, then digits" }],
			[{ badge: 5 }, { code: "INVALID_VALUE", target: "badge" }],
		] as const) {
			expect((await client.patch(`/users/${id}`, change)).body.details).toMatchObject([detail]);
		}
		for (const one of ids) expect((await client.delete(`${path}/${one}`)).status).toBe(204);
	});

	it("is refused where its pattern would take for ever, and however many values there are", async () => {
		const [schema] = (await client.get("/schemas")).body._embedded.schemas ?? [];
		const path = `/schemas/${schema?.id}/attributes`;
		const regexValidation = { pattern: "(a+)+b", requirements: "as, then b" };
		const { id } = (await client.post(path, { ...ATTRIBUTE, name: "codes", multiValued: true, regexValidation })).body;
		const create = async (codes: string[]) => client.post("/users", { ...user("slow"), codes });
		const { status, body } = await create(Array(1000).fill("a".repeat(40)));
		expect([status, body.details]).toMatchObject([400, expect.any(Array)]);
		expect((body.details as Body[])[0]).toMatchObject({
			code: "INVALID_VALUE",
			target: "codes[0]",
			message: expect.stringContaining("mend regexValidation.pattern"),
		});
		expect((await create(["a"])).body.details).toMatchObject([{ target: "codes[0]", message: "as, then b" }]);
		expect((await create(["aab"])).status).toBe(201);
		expect((await client.delete(`${path}/${id}`)).status).toBe(204);
	});

	it("keeps a value that has been archived since, which nobody can be given any more", async () => {
		const [schema] = (await client.get("/schemas")).body._embedded.schemas ?? [];
		const path = `/schemas/${schema?.id}/attributes`;
		const sizes = (archived: boolean) => [{ value: "S" }, { value: "XS", archived }];
		const declared = { ...ATTRIBUTE, name: "size", enumeratedValues: sizes(false) };
		const many = { ...declared, name: "sizes", multiValued: true };
		const ids = [(await client.post(path, declared)).body.id, (await client.post(path, many)).body.id];
		const id = await made("small", { size: "XS", sizes: ["S", "XS"] });
		for (const [n, one] of [declared, many].entries()) {
			await client.put(`${path}/${ids[n]}`, { ...one, enumeratedValues: sizes(true) });
		}
		expect((await client.patch(`/users/${id}`, { nickname: "n" })).body).toMatchObject({ size: "XS" });
		const same = { ...user("small"), size: "XS", sizes: ["XS"] };
		expect((await client.put(`/users/${id}`, same)).body).toMatchObject({ size: "XS", sizes: ["XS"] });
		expect((await client.patch(`/users/${id}`, { size: "S" })).body.size).toBe("S");
		for (const answer of [
			await client.patch(`/users/${id}`, { size: "XS" }),
			await client.post("/users", { ...user("smaller"), size: "XS" }),
		]) {
			expect(answer.body.details).toMatchObject([{ target: "size", innerError: { allowedValues: ["S"] } }]);
		}
		for (const one of ids) expect((await client.delete(`${path}/${one}`)).status).toBe(204);
	});

	it("is neither taken nor told while it is disabled, and has its value afterwards", async () => {
		const [schema] = (await client.get("/schemas")).body._embedded.schemas ?? [];
		const path = `/schemas/${schema?.id}/attributes`;
		const { body: desk } = await client.post(path, { ...ATTRIBUTE, name: "desk", required: true });
		const nickname = (await client.get(path)).body._embedded.attributes?.find(({ name }) => name === "nickname");
		const enable = (enabled: boolean) =>
			Promise.all([desk, nickname].map((one) => client.send("PATCH", `${path}/${one?.id}`, json({ enabled }))));
		const id = await made("seated", { desk: "4.01", nickname: "n" });

		await enable(false);
		const told = [
			(await client.get(`/users/${id}`)).body,
			(await client.get('/users?filter=username eq "seated"')).body._embedded.users?.[0],
			(await client.put(`/users/${id}`, { ...user("seated"), desk: 5, nickname: "" })).body,
			(await client.patch(`/users/${id}`, { desk: "5", nickname: "m", title: "t" })).body,
			(await client.post("/users", { ...user("standing"), desk: "5", nickname: "m" })).body,
		];
		for (const body of told) {
			expect(body).toHaveProperty("username");
			for (const name of ["desk", "nickname"]) expect(body).not.toHaveProperty(name);
		}

		await enable(true);
		expect((await client.get(`/users/${id}`)).body).toMatchObject({ desk: "4.01", nickname: "n", title: "t" });
		expect((await client.get('/users?filter=username eq "standing"')).body._embedded.users).toMatchObject([
			expect.not.objectContaining({ desk: expect.anything(), nickname: expect.anything() }),
		]);
		expect((await client.delete(`${path}/${desk.id}`)).status).toBe(204);
	});

	it("is the account's id, and may be that of an older environment's own", async () => {
		const id = await made("accountable", { accountId: "A 1" });
		expect((await client.get(`/users/${id}`)).body.accountId).toBe("A 1");
		expect((await client.get('/users?filter=accountId eq "a 1"')).body._embedded.users).toMatchObject([{ id }]);
		expect((await client.patch(`/users/${id}`, { accountId: 1 })).body.details).toMatchObject([
			{ target: "accountId" },
		]);
		expect((await client.put(`/users/${id}`, user("accountable"))).body).not.toHaveProperty("accountId");

		const older = await startWithClient();
		const control = controlPlane(older.emulator);
		const state = async () => (await control("GET", "/state")).body as unknown as State;
		const document = await state();
		const declared = document.environments[older.emulator.environmentId]?.schemaAttribute;
		const accountId = declared?.find(({ body }) => body.name === "accountId");
		Object.assign(accountId?.body ?? {}, { schemaType: "CUSTOM", multiValued: true });
		expect((await control("PUT", "/state", document)).status).toBe(204);
		expect((await older.post("/users", { ...user("several"), accountId: ["A", "B"] })).status).toBe(201);
		expect((await control("PUT", "/state", await state())).status).toBe(204);
		expect((await older.get("/users")).body._embedded.users).toMatchObject([{ accountId: ["A", "B"] }]);
		await older.emulator.close();
	});

	it("is an address that is required unless it is disabled", async () => {
		const [schema] = (await client.get("/schemas")).body._embedded.schemas ?? [];
		const path = `/schemas/${schema?.id}/attributes`;
		const email = (await client.get(path)).body._embedded.attributes?.find(({ name }) => name === "email");
		const enable = (enabled: boolean) => client.patch(`${path}/${email?.id}`, { enabled });
		const id = await made("addressed");
		const { body: missing } = await client.post("/users", { username: "unaddressed" });
		expect(missing.details).toMatchObject([{ code: "REQUIRED_VALUE", target: "email" }]);

		await enable(false);
		const other = await client.post("/users", { username: "unaddressed" });
		expect(other.status).toBe(201);
		expect((await client.put(`/users/${id}`, { username: "addressed" })).body).not.toHaveProperty("email");
		expect((await client.patch(`/users/${id}`, { email: "no address" })).status).toBe(200);
		const send = await client.post(
			`/users/${other.body.id}`,
			{},
			"application/vnd.pingidentity.user.sendVerificationCode+json",
		);
		expect(send.body.details).toMatchObject([{ code: "CONSTRAINT_VIOLATION", target: "email" }]);
		const control = controlPlane(client.emulator);
		expect((await control("PUT", "/state", (await control("GET", "/state")).text)).status).toBe(204);

		await enable(true);
		expect((await client.get(`/users/${id}`)).body.email).toBe("addressed@example.com");
		expect((await client.patch(`/users/${other.body.id}`, { nickname: "n" })).body.details).toMatchObject([
			{ code: "REQUIRED_VALUE", target: "email" },
		]);
		expect((await client.put(`/users/${other.body.id}`, user("unaddressed"))).status).toBe(200);
	});

	it("has at most a thousand values", async () => {
		const [schema] = (await client.get("/schemas")).body._embedded.schemas ?? [];
		const path = `/schemas/${schema?.id}/attributes`;
		const { id } = (await client.post(path, { ...ATTRIBUTE, name: "many", multiValued: true })).body;
		const create = (count: number) => client.post("/users", { ...user(`many${count}`), many: Array(count).fill("x") });
		expect((await create(1000)).status).toBe(201);
		expect((await create(1001)).body.details).toMatchObject([{ code: "SIZE_LIMIT_EXCEEDED", target: "many" }]);
		expect((await client.delete(`${path}/${id}`)).status).toBe(204);
	});

	it("may be named as what every object of a program inherits", async () => {
		const [schema] = (await client.get("/schemas")).body._embedded.schemas ?? [];
		const path = `/schemas/${schema?.id}/attributes`;
		const names = ["constructor", "toString"];
		const declared: string[] = [];
		for (const name of names) declared.push((await client.post(path, { ...ATTRIBUTE, name })).body.id);
		const id = await made("inherited");
		const own = async () => Object.keys((await client.get(`/users/${id}`)).body).filter((name) => names.includes(name));
		expect(await own()).toEqual([]);
		expect((await client.patch(`/users/${id}`, { constructor: "c", toString: "t" })).body).toMatchObject({
			constructor: "c",
			toString: "t",
		});
		expect((await client.put(`/users/${id}`, user("inherited"))).status).toBe(200);
		expect(await own()).toEqual([]);
		for (const one of declared) expect((await client.delete(`${path}/${one}`)).status).toBe(204);
	});

	const json = (body: object) => ({ body: JSON.stringify(body), headers: { "content-type": "application/json" } });
});

describe("a user's password", () => {
	it("may be left to the directory behind a gateway", async () => {
		const id = (await client.post("/gateways", { name: "Directory", type: "LDAP" })).body.id;
		const path = `/users/${await made("outside")}/password`;
		const answer = await client.put(path, { external: { gateway: { id } } }, password("set"));
		expect([answer.status, answer.body.status]).toEqual([200, "NO_PASSWORD"]);
		expect((await client.put(path, {}, password("set"))).body.details).toEqual([
			{ code: "REQUIRED_VALUE", target: "value", message: "must not be null" },
		]);
	});

	it("is set, shown by its state, changed, forced to change, unlocked", async () => {
		const id = await made("secretive");
		const path = `/users/${id}/password`;
		const none = await client.get(path);
		expect(none.body).toMatchObject({
			status: "NO_PASSWORD",
			environment: { id: client.emulator.environmentId },
			user: { id },
			passwordPolicy: { id: expect.any(String) },
		});
		for (const member of ["lastChangedAt", "_embedded"]) expect(none.body).not.toHaveProperty(member);
		const self = { href: client.url + path };
		expect(none.body._links).toEqual({
			...{ self, environment: { href: client.url }, user: { href: `${client.url}/users/${id}` } },
			passwordPolicy: { href: `${client.url}/passwordPolicies/${(none.body.passwordPolicy as Body).id}` },
			...{ "password.check": self, "password.reset": self, "password.set": self, "password.recover": self },
		});
		for (const action of ["set", "check", "recover", "reset"]) {
			const type = password(action).replace("+json", "");
			for (const method of [client.put, client.post]) {
				expect((await method(path, { value: GOOD }, type)).status).toBe(415);
			}
		}
		const set = await client.put(path, { value: GOOD, forceChange: false }, password("set"));
		expect(set).toMatchObject({ status: 200, body: { status: "OK", lastChangedAt: "2026-03-04T09:10:11.123Z" } });
		expect((await client.put(path, { value: "weak" }, password("set"))).body.details).toMatchObject([
			{ code: "INVALID_VALUE", target: "password" },
		]);
		const weak = await client.put(path, { value: "weak", forceChange: true, bypassPolicy: true }, password("set"));
		expect([weak.status, weak.body.status]).toEqual([200, "MUST_CHANGE_PASSWORD"]);
		expect((await client.put(path, { value: "{BCRYPT}JDJiJDEwJA==" }, password("set"))).status).toBe(501);
		expect((await client.post(path, { value: "Again-2nd" }, password("set"))).status).toBe(200);

		const reset = (currentPassword: string, newPassword: string) =>
			client.put(path, { currentPassword, newPassword }, password("reset"));
		expect((await reset("no", "Third-3rd!")).body.details).toMatchObject([
			{ code: "INVALID_VALUE", target: "currentPassword" },
		]);
		expect((await reset("Again-2nd", "Again-2nd!")).body.details).toMatchObject([
			{ target: "newPassword", innerError: { unsatisfiedRequirements: ["notSimilarToCurrent"] } },
		]);
		expect((await reset("Again-2nd", "Third-3rd!")).status).toBe(200);

		expect((await client.post(path, null, password("forceChange"))).body.status).toBe("MUST_CHANGE_PASSWORD");
		expect((await client.post(path, null, password("unlock"))).status).toBe(200);
	});

	it("is reset by an administrator, who need not know it, whatever the policy says", async () => {
		const id = await made("administered");
		const path = `/users/${id}/password`;
		await client.put(path, { value: GOOD }, password("set"));
		for (let attempt = 0; attempt < 5; attempt++) await client.post(path, { password: "no" }, password("check"));
		await client.post(`/users/${id}`, null, account("lock"));
		const { status, body } = await client.put(path, { newPassword: "x" }, password("reset"));
		expect([status, body.status]).toEqual([200, "MUST_CHANGE_PASSWORD"]);
		expect((await client.post(path, { password: "x" }, password("check"))).status).toBe(200);
		expect((await client.get(`/users/${id}`)).body.account).toMatchObject({ status: "LOCKED" });
		expect((await client.put(path, { newPassword: "" }, password("reset"))).status).toBe(400);
	});

	it("may come pre-encoded from whoever sets it, and not from the user who changes it", async () => {
		const path = `/users/${await made("encoded")}/password`;
		const encoded = (clear: string) => `{SHA512}${createHash("sha512").update(clear).digest("base64")}`;
		const check = async (value: string) =>
			(await client.post(path, { password: value }, password("check"))).status === 200;
		for (const action of ["set", "setValue"]) {
			await client.put(path, { value: encoded(action) }, password(action));
			expect([await check(action), await check(encoded(action))]).toEqual([true, false]);
		}
		const change = { currentPassword: "setValue", newPassword: encoded("reset") };
		expect((await client.put(path, change, password("reset"))).status).toBe(200);
		expect([await check("reset"), await check(encoded("reset"))]).toEqual([false, true]);
	});

	it("is set, or unset where there is no value", async () => {
		const path = `/users/${await made("valued")}/password`;
		const setValue = async (body: object) => (await client.put(path, body, password("setValue"))).body;
		expect((await client.put(path, {}, password("setGateway"))).status).toBe(501);
		expect(await setValue({})).toMatchObject({ status: "NO_PASSWORD" });
		expect(await setValue({ value: GOOD, forceChange: true })).toMatchObject({ status: "MUST_CHANGE_PASSWORD" });
		expect(await setValue({ value: "weak", bypassPolicy: true })).toMatchObject({ status: "OK" });
		const unset = await setValue({});
		expect(unset.status).toBe("NO_PASSWORD");
		expect(unset).not.toHaveProperty("lastChangedAt");
		const checked = await client.post(path, { password: "weak" }, password("check"));
		expect(checked.body.details).toMatchObject([{ code: "NO_PASSWORD" }]);
	});

	it("says how long it is locked out, and is unlocked when it is forced to change", async () => {
		const path = `/users/${await made("locked.out")}/password`;
		await client.put(path, { value: GOOD }, password("set"));
		for (let attempt = 0; attempt < 5; attempt++) await client.post(path, { password: "no" }, password("check"));
		const state = { status: "PASSWORD_LOCKED_OUT", secondsUntilUnlock: 900 };
		expect((await client.get(path)).body).toMatchObject(state);
		const forced = (await client.post(path, null, password("forceChange"))).body;
		expect(forced.status).toBe("MUST_CHANGE_PASSWORD");
		expect(forced).not.toHaveProperty("secondsUntilUnlock");
		const failed = await client.post(path, { password: "no" }, password("check"));
		expect(failed.body.details).toMatchObject([{ innerError: { failuresRemaining: 4 } }]);
	});

	it("is not recovered by a code while the user is disabled or it is locked out", async () => {
		const id = await made("unrecoverable");
		const path = `/users/${id}/password`;
		const mailbox = openMailbox();
		const send = async () => {
			const { status, body } = await client.post(path, null, password("sendRecoveryCode"));
			return [status, body.details];
		};
		await client.put(path, { value: GOOD }, password("set"));
		await client.put(`/users/${id}/enabled`, { enabled: false });
		expect(await send()).toEqual([400, [{ code: "ACCOUNT_NOT_USABLE", message: "The account is disabled" }]]);
		await client.put(`/users/${id}/enabled`, { enabled: true });
		for (let attempt = 0; attempt < 5; attempt++) await client.post(path, { password: "no" }, password("check"));
		const message = "The password is locked out after too many failed attempts";
		const innerError = { secondsUntilUnlock: 900 };
		expect(await send()).toEqual([400, [{ code: "PASSWORD_LOCKED_OUT", message, innerError }]]);
		expect(mailbox.received()).toEqual([]);
		await client.post(path, null, password("unlock"));
		expect(await send()).toEqual([200, undefined]);
	});

	it("does not count down where its policy never locks it out", async () => {
		const passwordPolicy = { id: (await client.post("/passwordPolicies", policy("Lenient"))).body.id };
		const { id } = (await client.post("/populations", { name: "Lenient", passwordPolicy })).body;
		const path = `/users/${await made("lenient", { population: { id } })}/password`;
		await client.put(path, { value: GOOD }, password("set"));
		const [refusal] = (await client.post(path, { password: "no" }, password("check"))).body.details as object[];
		expect(refusal).toMatchObject({ code: "INVALID_VALUE", target: "password" });
		expect(refusal).not.toHaveProperty("innerError");
	});

	it("shows its policy when asked to", async () => {
		const path = `/users/${await made("expanded")}/password`;
		const { body } = await client.get(`${path}?expand=passwordPolicy`);
		const { id } = body.passwordPolicy as Body;
		const _links = { self: { href: `${client.url}/passwordPolicies/${id}` } };
		expect(body._embedded).toMatchObject({ passwordPolicy: { name: "Standard", id, _links } });
		expect((await client.get(`${path}?expand=user`)).body).not.toHaveProperty("_embedded");
	});

	it("is recovered by the code that was sent, once, and not by another", async () => {
		const id = await made("forgetful");
		const path = `/users/${id}/password`;
		await client.put(path, { value: GOOD }, password("set"));
		const mailbox = openMailbox();
		expect((await client.post(path, null, password("sendRecoveryCode"))).status).toBe(200);
		expect(mailbox.received()).toMatchObject([{ purpose: "RECOVERY", userId: id, recipient: "forgetful@example.com" }]);
		expect((await client.post(path, null, password("sendRecoveryCode").replace("+json", ""))).status).toBe(200);
		const recover = (recoveryCode: string, newPassword: string) =>
			client.post(path, { recoveryCode, newPassword }, password("recover"));
		expect((await recover("wrong", "Third-3rd!")).body.details).toMatchObject([
			{ code: "INVALID_VALUE", target: "recoveryCode", message: "The recovery code is invalid or has expired" },
		]);
		expect((await recover(mailbox.code(), "weak")).body.details).toMatchObject([{ target: "newPassword" }]);
		expect((await recover(mailbox.code(), "Third-3rd!")).body.status).toBe("OK");
		expect((await recover(mailbox.code(), "Fourth-4th!")).status).toBe(400);
		expect((await client.post(path, { password: "Third-3rd!" }, password("check"))).status).toBe(200);
	});

	it("is not recovered by the code that verifies an address, nor is one verified by its code", async () => {
		const id = await made("two.codes");
		const path = `/users/${id}/password`;
		await client.put(path, { value: GOOD }, password("set"));
		const mailbox = openMailbox();
		await client.post(path, null, password("sendRecoveryCode"));
		const recoveryCode = mailbox.code();
		await client.post(`/users/${id}`, null, "application/vnd.pingidentity.user.sendVerificationCode+json");
		const verificationCode = mailbox.code();
		const recover = async (code: string) =>
			(await client.post(path, { recoveryCode: code, newPassword: "Third-3rd!" }, password("recover"))).status;
		const verify = async (code: string) => {
			const body = { verificationCode: code };
			return (await client.post(`/users/${id}`, body, "application/vnd.pingidentity.user.verify+json")).status;
		};
		expect([await recover(verificationCode), await verify(recoveryCode)]).toEqual([400, 400]);
		expect([await recover(recoveryCode), await verify(verificationCode)]).toEqual([200, 200]);
	});

	it.each(["check", "forceChange", "unlock", "sendRecoveryCode"])(
		"that does not exist: %s is refused",
		async (action) => {
			const id = await made(`none.${action}`);
			const { body } = await client.post(`/users/${id}/password`, { password: "x" }, password(action));
			expect(body.details).toEqual([{ code: "NO_PASSWORD", message: "The user has no password" }]);
		},
	);
});

describe("a list of users", () => {
	const listed = async (filter: string) =>
		((await client.get(`/users?filter=${encodeURIComponent(filter)}`)).body._embedded.users ?? []).map(
			({ username }) => username,
		);
	let population = "";

	beforeAll(async () => {
		population = (await client.post("/populations", { name: "Listed" })).body.id;
		const name = (given: string, family: string) => ({ name: { given, family }, population: { id: population } });
		await made("Ana", { ...name("Ana", "Lima"), mobilePhone: "+351.1" });
		await made("bruno", { ...name("Bruno", "Lima"), email: "Ana@other.example" });
		await made("ana.paula", { ...name("Ana", 'Paula "x"'.replaceAll('"', "'")) });
	});

	it.each([
		['username eq "ANA"', ["Ana"]],
		['username sw "ana"', ["Ana", "ana.paula"]],
		['email eq "ana@OTHER.example"', ["bruno"]],
		['name.given EQ "Ana" AND name.family eq "Lima"', ["Ana"]],
		['mobilePhone sw "+351"', ["Ana"]],
		['(username eq "ana") OR (username eq "bruno")', ["Ana", "bruno"]],
		['username eq "bruno" or username eq "ana" and name.family eq "nobody"', ["bruno"]],
		['(username eq "bruno" or username eq "ana") and name.family eq "nobody"', []],
		['username sw ""', expect.arrayContaining(["Ana", "kept2"])],
		['username eq "\\u0041na"', ["Ana"]],
		['email ew "@OTHER.example"', ["bruno"]],
		['email CO "na@other"', ["bruno"]],
		['name.family co "im" and name.given ew "NO"', ["bruno"]],
		['name.given ew "bruno and more"', []],
		['UserName EQ "ana" AND Name.Given Eq "ana"', ["Ana"]],
	])("by %s", async (filter, names) => {
		expect(await listed(filter)).toEqual(names);
	});

	it.each(["émile", "ｚoe", "😀", "zz", "z😀"])("by how the username %s starts", async (username) => {
		await made(username, { email: "start@example.com" });
		const [first = ""] = username;
		for (const start of [first, username]) {
			const found = await listed(`username sw "${start}" and email eq "start@example.com"`);
			expect(found).toContain(username);
			expect(found.filter((name) => !String(name).startsWith(start))).toEqual([]);
		}
	});

	it("by the start of what else a profile has", async () => {
		await made("profiled", {
			...{ accountId: "Acc-1", externalId: "Ext-1", nickname: "Nick", preferredLanguage: "pt-br", locale: "en-GB" },
			...{ timezone: "America/Lima", title: "Vice President", type: "Employee", primaryPhone: "+44.1" },
			photo: { href: "https://photos.example/1" },
			name: { formatted: "Mr. Formatted", middle: "Middleton", honorificPrefix: "Mister", honorificSuffix: "Esq." },
			address: { streetAddress: "Street 1", locality: "Loc", region: "Reg", postalCode: "SW1", countryCode: "GB" },
		});
		const starts = {
			...{ accountId: "acc", externalId: "ext", nickname: "nic", preferredLanguage: "pt-", locale: "en-" },
			...{ timezone: "america/", title: "vice ", type: "empl", primaryPhone: "+44", "photo.href": "https://photos" },
			...{ "name.formatted": "mr.", "name.middle": "mid", "name.honorificPrefix": "mis", "name.honorificSuffix": "es" },
			...{ "address.streetAddress": "str", "address.locality": "lo", "address.region": "r" },
			...{ "address.postalCode": "sw", "address.countryCode": "g" },
		};
		for (const [attribute, start] of Object.entries(starts)) {
			expect([attribute, await listed(`${attribute} sw "${start}"`)]).toEqual([attribute, ["profiled"]]);
			expect(await listed(`${attribute} sw "x${start}"`)).toEqual([]);
		}
	});

	it("tells of each one's password, and of memberships when asked, on each page", async () => {
		const population = { id: (await client.post("/populations", { name: "Told of" })).body.id };
		const group = (await client.post("/groups", { name: "Told of" })).body.id;
		const [first, second] = [await made("told.1", { population }), await made("told.2", { population })];
		await client.put(`/users/${first}/password`, { value: GOOD }, password("set"));
		await client.post(`/users/${second}/memberOfGroups`, { id: group });
		const { passwordPolicy } = (await client.get(`/users/${first}/password`)).body;
		const environment = { id: client.emulator.environmentId };
		const both = { environment, passwordPolicy };
		const path = `/users?filter=${encodeURIComponent('username sw "told."')}`;
		const { users = [] } = (await client.get(path)).body._embedded;
		expect(users.map(({ _embedded }) => _embedded)).toEqual([
			{ password: { ...both, user: { id: first }, status: "OK", lastChangedAt: "2026-03-04T09:10:11.123Z" } },
			{ password: { ...both, user: { id: second }, status: "NO_PASSWORD" } },
		]);
		expect(users.map((user) => "memberOfGroupIDs" in user)).toEqual([false, false]);
		const page = (await client.get(`${path}&limit=1&include=memberOfGroupIDs,memberOfGroupNames`)).body;
		expect(page._embedded.users).toMatchObject([{ memberOfGroupIDs: [], memberOfGroupNames: [] }]);
		const { next } = page._links as { next: { href: string } };
		expect((await client.get(next.href.slice(client.url.length))).body._embedded.users).toMatchObject([
			{ memberOfGroupIDs: [group], memberOfGroupNames: ["Told of"] },
		]);
		expect((await client.get(`/users/${first}`)).body._embedded).toMatchObject({
			password: { ...both, user: { id: first }, status: "OK", lastChangedAt: "2026-03-04T09:10:11.123Z" },
			population: { ...population, name: "Told of" },
		});
	});

	it("by population and by id", async () => {
		expect(await listed(`population.id eq "${population}"`)).toEqual(["Ana", "bruno", "ana.paula"]);
		const [ana] = (await client.get('/users?filter=username eq "ana"')).body._embedded.users ?? [];
		expect(await listed(`id eq "${ana?.id}"`)).toEqual(["Ana"]);
	});

	it("by custom attributes of one value, whose names the store can be asked by", async () => {
		const [schema] = (await client.get("/schemas")).body._embedded.schemas ?? [];
		const path = `/schemas/${schema?.id}/attributes`;
		const declared: string[] = [];
		const declare = async (body: object) => declared.push((await client.post(path, { ...ATTRIBUTE, ...body })).body.id);
		await declare({ name: "shirt-size" });
		await declare({ name: "tags", multiValued: true });
		await declare({ name: "extra", type: "JSON" });
		await made("tall", { "shirt-size": "XL", tags: ["a"], extra: "x" });
		expect(await listed('shirt-size eq "xl"')).toEqual(["tall"]);
		expect(await listed('shirt-size sw "x"')).toEqual(["tall"]);
		for (const filter of ['tags eq "a"', 'extra eq "x"', 'shirt-size co "X"', 'unheardOf eq "x"']) {
			const { status, body } = await client.get(`/users?filter=${encodeURIComponent(filter)}`);
			expect([filter, status, body.details]).toMatchObject([filter, 400, [{ code: "INVALID_FILTER" }]]);
		}
		for (const one of declared) expect((await client.delete(`${path}/${one}`)).status).toBe(204);
		expect((await client.get('/users?filter=shirt-size eq "xl"')).status).toBe(400);
	});

	it("by truth, in quotes or not", async () => {
		const [ana] = (await client.get('/users?filter=username eq "ana"')).body._embedded.users ?? [];
		for (const enabled of [false, true]) {
			await client.put(`/users/${ana?.id}/enabled`, { enabled });
			for (const value of [enabled, `"${enabled}"`, String(enabled).toUpperCase(), `"${enabled}"`.toUpperCase()]) {
				expect(await listed(`username eq "ana" and enabled eq ${value}`)).toEqual(["Ana"]);
				expect(await listed(`username eq "bruno" and enabled eq ${value}`)).toEqual(enabled ? ["bruno"] : []);
			}
			expect(await listed(`username eq "ana" and enabled eq ${!enabled}`)).toEqual([]);
		}
	});

	it.each([
		'username eq "a',
		"username eq 5",
		"username eq null",
		"username eq true",
		'enabled eq "maybe"',
		"enabled eq 1",
		"username",
		"username eq ana",
		"()",
		'username eq "a" or',
		'(username eq "a"',
		'username eq "a")',
		'"a" eq "a"',
		'username co "a"',
		'username ew "a"',
		'nickname co "a"',
		'name.middle ew "a"',
		'id sw "a"',
		'population.id sw "a"',
		'enabled sw "t"',
		'constructor eq "a"',
		"",
	])("refuses the filter %j", async (filter) => {
		const { status, body } = await client.get(`/users?filter=${encodeURIComponent(filter)}`);
		expect([status, body.details]).toMatchObject([
			400,
			[{ code: "INVALID_FILTER", innerError: { supportedOperators: ["eq", "sw", "ew", "co"] } }],
		]);
	});

	it.each([
		['username eq "a', "a string is not closed"],
		['(username eq "a"', "a parenthesis is not closed"],
		['username eq "a")', "unexpected ')'"],
		['username eq "a" username eq "b"', "unexpected 'username'"],
		['username co "a"', "'username co' is not supported"],
		["username eq ana", "ana is not a value of the attribute; texts stand in double quotes"],
		['memberOfGroups[id eq "a"', "a bracket is not closed"],
		['memberOfGroups[type eq "DIRECT"]', "'memberOfGroups[…]' needs an id"],
		['memberOfGroups[id eq "a" and ID eq "a"]', "'ID' stands twice in the brackets"],
		[Array(101).fill('id eq "a"').join(" or "), "the filter is too long"],
	])("says what is wrong with the filter %s", async (filter, message) => {
		const { details } = (await client.get(`/users?filter=${encodeURIComponent(filter)}`)).body;
		expect(details).toMatchObject([
			{ code: "INVALID_FILTER", target: "filter", message: `Invalid filter: ${message}` },
		]);
	});

	it("refuses a filter that is too long for one query, and takes a long one", async () => {
		const many = (count: number) => Array.from({ length: count }, (_, n) => `username eq "u${n}"`).join(" or ");
		expect((await client.get(`/users?filter=${many(90)}`)).status).toBe(200);
		expect((await client.get(`/users?filter=${many(200)}`)).status).toBe(400);
		expect((await client.get(`/users?filter=${many(100)}`)).status).toBe(200);
		expect((await client.get(`/users?filter=(${many(100)})`)).status).toBe(400);
	});

	it("never fails on any filter", async () => {
		const word = fc.constantFrom(
			"username",
			"email",
			"eq",
			"sw",
			"and",
			"or",
			"(",
			")",
			'"a"',
			'"',
			"\\",
			" ",
			"'",
			"%",
			";--",
		);
		await fc.assert(
			fc.asyncProperty(fc.array(word, { maxLength: 12 }), async (words) => {
				const { status } = await client.get(`/users?filter=${encodeURIComponent(words.join(" "))}`);
				expect([200, 400]).toContain(status);
			}),
			{ numRuns: 60 },
		);
	});

	it("goes on where the page before ended, whoever comes and goes in between", async () => {
		const names = ["one", "two", "three", "four", "five", "six"].map((name) => `paged.${name}`);
		const ids: string[] = [];
		for (const name of names) ids.push(await made(name));
		const path = `/users?limit=2&filter=${encodeURIComponent('username sw "paged."')}`;
		const seen: unknown[] = [];
		let next: string | undefined = path;
		for (let page = 0; next !== undefined; page++) {
			const { body } = await client.get(next);
			const users = body._embedded.users ?? [];
			seen.push(...users.map(({ username }) => username));
			next = (body._links as { next?: { href: string } }).next?.href.slice(client.url.length);
			if (page > 0) continue;
			// One that was shown, the one that the cursor stands on, one that is still to come, and a new one.
			const gone = [...users.map(({ id }) => id), ids[3] ?? ""];
			for (const id of gone) await client.delete(`/users/${id}`);
			await made("paged.late");
			names.splice(3, 1);
		}
		expect(seen.toSorted()).toEqual([...names, "paged.late"].toSorted());
	});

	it("comes in pages of any size, each user once, whatever the filter", async () => {
		const pagesOf = async (first: string): Promise<Body[][]> => {
			const pages: Body[][] = [];
			let next: string | undefined = first;
			while (next !== undefined) {
				const { body } = await client.get(next);
				pages.push(body._embedded.users ?? []);
				const href = (body._links as { next?: { href: string } }).next?.href;
				next = href?.slice(client.url.length);
			}
			return pages;
		};
		const all = (await client.get("/users")).body._embedded.users?.map(({ id }) => id) ?? [];
		for (const limit of [1, 2, 7, all.length, 1000]) {
			const pages = await pagesOf(`/users?limit=${limit}`);
			expect(pages.flat().map(({ id }) => id)).toEqual(all);
			expect(pages).toHaveLength(Math.ceil(all.length / limit));
		}
		const filtered = await pagesOf(`/users?limit=1&filter=${encodeURIComponent('name.given eq "Ana"')}`);
		expect(filtered.map(([one]) => one?.username)).toEqual(["Ana", "ana.paula"]);
	});

	const pageAt = async (path: string) => {
		const { _links, _embedded } = (await client.get(path)).body;
		const { next, prev } = _links as Record<"next" | "prev", { href: string } | undefined>;
		const users = _embedded.users?.map(({ username }) => username);
		return { users, next: next?.href.slice(client.url.length), prev: prev?.href.slice(client.url.length) };
	};

	it("leads back by the way that it came, and nowhere before its first page", async () => {
		for (const name of ["1", "2", "3", "4", "5"]) await made(`back.${name}`);
		const first = await pageAt(`/users?limit=2&filter=${encodeURIComponent('username sw "back."')}`);
		const second = await pageAt(first.next ?? "");
		const third = await pageAt(second.next ?? "");
		expect([first.prev, third.next]).toEqual([undefined, undefined]);
		const secondAgain = await pageAt(third.prev ?? "");
		const firstAgain = await pageAt(secondAgain.prev ?? "");
		expect([secondAgain.users, firstAgain.users]).toEqual([second.users, first.users]);
		expect(secondAgain.next).toEqual(second.next);
		expect([firstAgain.next, firstAgain.prev]).toEqual([first.next, undefined]);
	});

	it("leads on and back from a page whose users have all gone", async () => {
		const ids: string[] = [];
		for (const name of ["1", "2", "3"]) ids.push(await made(`empty.${name}`));
		const path = `/users?limit=1&filter=${encodeURIComponent('username sw "empty."')}`;
		const { next: toSecond = "" } = await pageAt(path);
		const { next: toThird = "", prev: toFirst = "" } = await pageAt(toSecond);
		await client.delete(`/users/${ids[2]}`);
		const last = await pageAt(toThird);
		expect([last.users, last.next, (await pageAt(last.prev ?? "")).users]).toEqual([[], undefined, ["empty.2"]]);
		await client.delete(`/users/${ids[0]}`);
		const before = await pageAt(toFirst);
		expect([before.users, before.prev, (await pageAt(before.next ?? "")).users]).toEqual([[], undefined, ["empty.2"]]);
	});
});
