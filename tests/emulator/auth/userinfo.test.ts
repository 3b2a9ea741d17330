import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { JsonObject } from "../../../emulator/json.ts";
import { get, postForm } from "./browser.ts";
import { claimsOf, fillOrders, freshCode, introspect, type Orders, redeem } from "./orders.ts";
import { startTenant, type Tenant } from "./tenant.ts";

let tenant: Tenant;
let orders: Orders;
/** The id of the environment's `openid` resource. */
let openid: string;
beforeAll(async () => {
	tenant = await startTenant();
	openid = await idOf("resources", "openid");
});
beforeEach(async () => {
	orders = await fillOrders(tenant);
});
afterAll(() => tenant.close());

/** The id of a listed object, by its name. */
async function idOf(path: string, name: string): Promise<string> {
	const { _embedded } = (await tenant.read(path)) as { _embedded: Record<string, { id: string; name: string }[]> };
	return String(_embedded[path.split("/").at(-1) ?? ""]?.find((object) => object.name === name)?.id);
}

/** Grants the application these scopes of the `openid` resource. */
async function grant(own: Orders, ...names: string[]): Promise<void> {
	const scopes = await Promise.all(names.map(async (name) => ({ id: await idOf(`resources/${openid}/scopes`, name) })));
	await own.create(`applications/${own.applicationId}/grants`, { resource: { id: openid }, scopes });
}

const tokens = async (own: Orders, scope: string) => (await redeem(own, await freshCode(own, { scope }))).data;
const userinfo = (token: string) => get(`${orders.base}/as/userinfo`, { Authorization: `Bearer ${token}` });

const OF_EVERY_SIGN_ON = "iss aud iat exp jti acr amr auth_time at_hash sid env org p1.region".split(" ");

/** What both places tell about the user; of the ID token what is not in each of them. */
async function told(own: Orders, scope: string) {
	const { access_token, id_token } = await tokens(own, scope);
	const claims = Object.entries(claimsOf(id_token)).filter(([name]) => !OF_EVERY_SIGN_ON.includes(name));
	return { idToken: Object.fromEntries(claims), userInfo: (await userinfo(access_token)).data };
}

const PROFILE = {
	username: "amira",
	email: "amira@example.com",
	name: { given: "Amira", middle: "Zoe", family: "Haddad", formatted: "Amira Haddad" },
	nickname: "Mira",
	locale: "fr",
	timezone: "Europe/Paris",
	primaryPhone: "+33 1",
	photo: { href: "https://img.example.com/a.png" },
	address: { streetAddress: "1 rue A", locality: "Paris", region: "IDF", postalCode: "75001", countryCode: "FR" },
};
const CLAIMS: Record<string, JsonObject> = {
	profile: {
		...{ name: "Amira Haddad", given_name: "Amira", middle_name: "Zoe", family_name: "Haddad" },
		...{ nickname: "Mira", locale: "fr", zoneinfo: "Europe/Paris", picture: "https://img.example.com/a.png" },
	},
	email: { email: "amira@example.com" },
	address: {
		address: {
			...{ street_address: "1 rue A", locality: "Paris", region: "IDF" },
			...{ postal_code: "75001", country: "FR" },
		},
	},
	phone: { phone_number: "+33 1" },
};

describe("attributes that the application maps", () => {
	it("are told each for its scopes, under another subject", async () => {
		const attributes = `applications/${orders.applicationId}/attributes`;
		const phone = await idOf(`resources/${openid}/scopes`, "phone");
		const mapped = { required: false, value: "${user.name.given}" };
		await orders.create(attributes, { ...mapped, name: "first_name" });
		await orders.create(attributes, { ...mapped, name: "on_call", oidcScopes: [phone] });
		await orders.create(attributes, { ...mapped, name: "in_token", userInfo: false });
		await orders.create(attributes, { ...mapped, name: "in_userinfo", idToken: false });
		const sub = `${attributes}/${await idOf(attributes, "sub")}`;
		await orders.replace(sub, { name: "sub", required: true, value: "${user.username}" });
		const both = { sub: orders.username, first_name: "Ines" };
		expect(await told(orders, "openid")).toEqual({
			idToken: { ...both, in_token: "Ines" },
			userInfo: { ...both, in_userinfo: "Ines" },
		});
	});
});

describe("the scopes of OpenID Connect", () => {
	it.each(Object.keys(CLAIMS))("tell what they are for and nothing else: %s", async (scope) => {
		await orders.replace(`users/${orders.userId}`, { ...PROFILE, username: orders.username });
		await grant(orders, "profile", "email", "address", "phone");
		const { updatedAt } = await orders.read(`users/${orders.userId}`);
		const more = { preferred_username: orders.username, updated_at: Math.floor(Date.parse(String(updatedAt)) / 1000) };
		const expected = { sub: orders.userId, ...CLAIMS[scope], ...(scope === "profile" && more) };
		expect(await told(orders, `openid ${scope}`)).toEqual({ idToken: expected, userInfo: expected });
	});

	it("tell what the openid resource maps by then, at the places that it names", async () => {
		const attributes = `resources/${openid}/attributes`;
		const map = async (name: string, mapping: object) =>
			orders.replace(`${attributes}/${await idOf(attributes, name)}`, { name, ...mapping });
		await grant(orders, "profile", "email", "address");
		await orders.replace(`users/${orders.userId}`, {
			...{ username: orders.username, email: "ines@example.com", nickname: "Nes", title: "Dr" },
			address: { locality: "Porto", countryCode: "PT" },
		});
		await map("nickname", { value: "${user.title}" });
		await map("preferred_username", { value: "${user.email} of Orders", userInfo: false });
		await map("email", { value: "${user.email}", userInfo: false });
		const { idToken, userInfo } = await told(orders, "openid profile email address");
		const both = { sub: orders.userId, nickname: "Dr", address: { locality: "Porto", country: "PT" } };
		const updated_at = Math.floor(orders.clock.now() / 1000);
		expect(userInfo).toEqual({ ...both, updated_at });
		const inToken = { preferred_username: "ines@example.com of Orders", email: "ines@example.com" };
		expect(idToken).toEqual({ ...both, ...inToken, updated_at });
		await map("nickname", { value: "" });
		expect((await told(orders, "openid profile")).userInfo).not.toHaveProperty("nickname");
		await map("nickname", { value: "${user.nickname}" });
		await map("preferred_username", { value: "${user.username}" });
		await map("email", { value: "${user.email}" });
	});

	it("tell nothing but who it is where only openid was granted, and leave out what the user has not", async () => {
		const nobody = { sub: orders.userId };
		expect(await told(orders, "openid")).toEqual({ idToken: nobody, userInfo: nobody });
		expect(await told(orders, "openid profile email")).toEqual({ idToken: nobody, userInfo: nobody });
		await grant(orders, "phone", "address");
		expect(await told(orders, "openid phone address")).toEqual({ idToken: nobody, userInfo: nobody });
	});
});

describe("attributes that were added to the openid resource", () => {
	const attributes = () => `resources/${openid}/attributes`;
	const made: string[] = [];
	afterEach(async () => {
		for (const id of made.splice(0)) await tenant.remove(`${attributes()}/${id}`);
	});
	const add = async (name: string, value: string, more: JsonObject = {}) => {
		const id = await tenant.create(attributes(), { name, value, ...more });
		made.push(id);
		return id;
	};

	it("go to the places they are meant for", async () => {
		await add("both", `\${user.name.given}`);
		await add("first", `Dear \${user.name.given} \${user.name.family}`, { userInfo: false });
		await add("second", "static", { idToken: false });
		await add("missing", `\${user.nickname}`);
		expect(await told(orders, "openid")).toEqual({
			idToken: { sub: orders.userId, both: "Ines", first: "Dear Ines Prado" },
			userInfo: { sub: orders.userId, both: "Ines", second: "static" },
		});
	});

	it("are told by the scopes that map them", async () => {
		const badge = await add("badge", "blue");
		await add("always", "yes");
		const [scope, another] = [
			await tenant.create(`resources/${openid}/scopes`, { name: "work", mappedClaims: [badge] }),
			await tenant.create(`resources/${openid}/scopes`, { name: "visit", mappedClaims: [badge] }),
		];
		await grant(orders, "work");
		const nobody = { sub: orders.userId, always: "yes" };
		expect(await told(orders, "openid")).toEqual({ idToken: nobody, userInfo: nobody });
		const worker = { ...nobody, badge: "blue" };
		expect(await told(orders, "openid work")).toEqual({ idToken: worker, userInfo: worker });
		await tenant.remove(`applications/${orders.applicationId}`);
		for (const id of [scope, another]) await tenant.remove(`resources/${openid}/scopes/${id}`);
	});
});

describe("the groups of a user", () => {
	it("can be mapped into a token", async () => {
		const names = [`Pickers of ${orders.policyName}`, `Packers of ${orders.policyName}`];
		const ids: string[] = [];
		for (const name of names) {
			const id = await orders.create("groups", { name });
			await orders.create(`users/${orders.userId}/memberOfGroups`, { id });
			ids.push(id);
		}
		const attributes = `resources/${orders.resourceId}/attributes`;
		await orders.create(attributes, { name: "groups", value: `\${user.memberOfGroupNames}` });
		await orders.create(attributes, { name: "groupIds", value: `\${user.memberOfGroupIDs}` });
		const claims = claimsOf((await tokens(orders, "orders:read")).access_token);
		expect(claims).toMatchObject({ groups: names, groupIds: ids });
		expect(claims).not.toHaveProperty("p1.permissions");
	});
});

describe("userinfo", () => {
	it("takes a token of scope openid by GET and by POST", async () => {
		const { access_token } = await tokens(orders, "openid orders:read");
		const asked = await userinfo(access_token);
		expect([asked.status, asked.data, asked.headers["cache-control"]]).toEqual([
			200,
			{ sub: orders.userId },
			"no-store",
		]);
		const posted = await postForm(`${orders.base}/as/userinfo`, {}, { Authorization: `bearer ${access_token}` });
		expect(posted.data).toEqual(asked.data);
	});

	it("wants a valid token with openid, and says by which scheme", async () => {
		const { access_token } = await tokens(orders, "orders:read");
		const custom = await userinfo(access_token);
		expect([custom.status, custom.data.error]).toEqual([403, "insufficient_scope"]);
		expect(custom.headers["www-authenticate"]).toMatch(/^Bearer error="insufficient_scope"/);
		const none = await get(`${orders.base}/as/userinfo`);
		expect([none.status, none.headers["www-authenticate"]]).toEqual([401, "Bearer"]);
	});

	it.each<[string, (own: Orders) => Promise<string>]>([
		["no token at all", async () => "wrong"],
		["an ID token", async (own) => (await tokens(own, "openid")).id_token],
		[
			"a refresh token",
			async () => {
				const own = await fillOrders(tenant, { grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"] });
				return (await tokens(own, "openid")).refresh_token;
			},
		],
		[
			"an expired token",
			async (own) => {
				const { access_token } = await tokens(own, "openid");
				own.clock.advance(3_600_000);
				return access_token;
			},
		],
		[
			"the token of a deleted user",
			async (own) => {
				const { access_token } = await tokens(own, "openid");
				await own.remove(`users/${own.userId}`);
				expect((await introspect(own, access_token)).data).toEqual({ active: false });
				return access_token;
			},
		],
	])("refuses %s", async (_, make) => {
		const answer = await userinfo(await make(orders));
		expect([answer.status, answer.data.error]).toEqual([401, "invalid_token"]);
		expect(answer.headers["www-authenticate"]).toMatch(/^Bearer error="invalid_token"/);
	});

	it("knows no token of another environment", async () => {
		const { access_token } = await tokens(orders, "openid");
		const { base: elsewhere } = await tenant.createEnvironment();
		const answer = await get(`${elsewhere}/as/userinfo`, { Authorization: `Bearer ${access_token}` });
		expect([answer.status, answer.data.error]).toEqual([401, "invalid_token"]);
	});
});
