import { createHash, X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { Browser, get, locationOf, postForm } from "./browser.ts";
import { fillOrders, freshCode, type Orders, redeem, signOn } from "./orders.ts";
import { REDIRECT_URI, startTenant } from "./tenant.ts";

let orders: Orders;
beforeAll(async () => {
	orders = await fillOrders(await startTenant(), { postLogoutRedirectUris: ["https://portal.example.com/bye?x=1"] });
});
afterAll(() => orders.close());

describe("discovery", () => {
	it("names the issuer it was fetched from, and endpoints that answer", async () => {
		const { status, data } = await get(`${orders.base}/as/.well-known/openid-configuration`);
		expect(status).toBe(200);
		expect(data.issuer).toBe(`${orders.base}/as`);
		expect(data.code_challenge_methods_supported).toContain("S256");
		expect(data).not.toHaveProperty("authorization_response_iss_parameter_supported");
		const endpoints = Object.keys(data).filter((name) => /_endpoint$|^jwks_uri$/.test(name));
		expect(endpoints.length).toBeGreaterThan(6);
		for (const name of endpoints) {
			expect(data[name].startsWith(`${orders.base}/as/`)).toBe(true);
			const answer = await postForm(data[name], {});
			expect([404, 501]).not.toContain(answer.status);
		}
	});

	it("follows the origin by which the request came", async () => {
		const forwarded = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "auth.example" };
		const { data } = await get(`${orders.base}/as/.well-known/openid-configuration`, forwarded);
		expect(data.issuer).toBe(`https://auth.example/${orders.environmentId}/as`);
	});

	it("is unknown for an unknown environment", async () => {
		const base = orders.base.replace(orders.environmentId, orders.userId);
		expect((await get(`${base}/as/.well-known/openid-configuration`)).status).toBe(404);
		expect((await get(`${base}/as/jwks`)).status).toBe(404);
	});
});

describe("the published keys", () => {
	it("are RSA signing keys of 2048 bits without private members", async () => {
		const { data } = await get(`${orders.base}/as/jwks`);
		expect(data.keys).toEqual([
			{
				...{ kty: "RSA", use: "sig", alg: "RS256", kid: "default", e: "AQAB" },
				n: expect.stringMatching(/^[\w-]{342}$/),
				x5t: expect.any(String),
				x5c: [expect.any(String)],
			},
		]);
	});

	it("come with a certificate that holds them", async () => {
		const [key] = (await get(`${orders.base}/as/jwks`)).data.keys;
		const certificate = new X509Certificate(Buffer.from(key.x5c[0], "base64"));
		expect(certificate.publicKey.export({ format: "jwk" }).n).toBe(key.n);
		expect(certificate.verify(certificate.publicKey)).toBe(true);
		expect(certificate.validFromDate.getTime()).toBeLessThan(orders.clock.now());
		expect(certificate.validToDate.getTime()).toBeGreaterThan(orders.clock.now());
		expect(createHash("sha1").update(certificate.raw).digest("base64url")).toBe(key.x5t);
	});

	it("are named by certificate in the tokens of an application that wants it", async () => {
		const [{ x5t }] = (await get(`${orders.base}/as/jwks`)).data.keys;
		const headersOf = async (own: Orders) => {
			const { data } = await redeem(own, await freshCode(own, { scope: "openid orders:read" }));
			return [data.access_token, data.id_token].map((jwt) => decodeProtectedHeader(jwt));
		};
		const own = await fillOrders(orders, { includeX5t: true });
		expect(await headersOf(own)).toEqual(Array(2).fill({ alg: "RS256", kid: "default", x5t }));
		expect(await headersOf(orders)).toEqual(Array(2).fill({ alg: "RS256", kid: "default" }));
	});
});

describe("endpoints that are not emulated", () => {
	it.each(["device_authorization", "cibaAuthorization"])("say so: %s", async (endpoint) => {
		const answer = await postForm(`${orders.base}/as/${endpoint}`, {});
		expect([answer.status, answer.data.code]).toEqual([501, "NOT_EMULATED"]);
	});
});

describe("userinfo", () => {
	const userinfo = (token?: string) =>
		get(`${orders.base}/as/userinfo`, token === undefined ? {} : { Authorization: `Bearer ${token}` });

	it("tells what the granted OpenID Connect scopes tell", async () => {
		const { access_token } = (await redeem(orders, await freshCode(orders, { scope: "openid orders:read" }))).data;
		expect((await userinfo(access_token)).data).toEqual({ sub: orders.userId });
		const lists = await Promise.all(["resources", "resources"].map((path) => orders.read(path)));
		const openid = named(lists[0], "resources", "openid");
		const scopes = await orders.read(`resources/${openid}/scopes`);
		const granted = ["profile", "email"].map((name) => ({ id: named(scopes, "scopes", name) }));
		await orders.create(`applications/${orders.applicationId}/grants`, { resource: { id: openid }, scopes: granted });
		const asked = await freshCode(orders, { scope: "openid profile email" });
		const { data } = await userinfo((await redeem(orders, asked)).data.access_token);
		expect(data).toMatchObject({
			sub: orders.userId,
			given_name: "Ines",
			family_name: "Prado",
			preferred_username: orders.username,
			email: "ines@example.com",
		});
		const attributes = await orders.read(`resources/${openid}/attributes`);
		const map = (name: string, mapping: object) =>
			orders.replace(`resources/${openid}/attributes/${named(attributes, "attributes", name)}`, { name, ...mapping });
		await map("preferred_username", { value: `\${user.email} of Orders` });
		await map("email", { value: `\${user.email}`, userInfo: false });
		const again = (await redeem(orders, await freshCode(orders, { scope: "openid profile email" }))).data;
		const told = (await userinfo(again.access_token)).data;
		expect(told).toMatchObject({ preferred_username: "ines@example.com of Orders", given_name: "Ines" });
		expect(told).not.toHaveProperty("email");
		expect(decodeJwt(again.id_token).email).toBe("ines@example.com");
		await map("preferred_username", { value: `\${user.username}` });
		await map("email", { value: `\${user.email}` });
	});

	it("tells standard claims as the openid resource maps them, the address as one claim", async () => {
		const own = await fillOrders(orders);
		const openid = named(await orders.read("resources"), "resources", "openid");
		const scopes = await orders.read(`resources/${openid}/scopes`);
		const granted = ["address", "profile"].map((name) => ({ id: named(scopes, "scopes", name) }));
		await orders.create(`applications/${own.applicationId}/grants`, { resource: { id: openid }, scopes: granted });
		await orders.replace(`users/${own.userId}`, {
			...{ username: own.username, email: "ines@example.com", nickname: "Nes", title: "Dr" },
			address: { locality: "Porto", countryCode: "PT" },
		});
		const attributes = `resources/${openid}/attributes`;
		const map = async (name: string, change: object) =>
			orders.replace(`${attributes}/${named(await orders.read(attributes), "attributes", name)}`, { name, ...change });
		await map("nickname", { value: "${user.title}" });
		await map("preferred_username", { value: "${user.username}", userInfo: false });
		const tokens = (await redeem(own, await freshCode(own, { scope: "openid profile address" }))).data;
		const { updated_at, ...told } = (await userinfo(tokens.access_token)).data;
		expect(told).toEqual({ sub: own.userId, nickname: "Dr", address: { locality: "Porto", country: "PT" } });
		expect(updated_at).toBe(Math.floor(orders.clock.now() / 1000));
		expect(decodeJwt(tokens.id_token)).toMatchObject({ preferred_username: own.username, nickname: "Dr" });
		await map("nickname", { value: "" });
		await map("preferred_username", { value: "${user.username}" });
		const again = (await redeem(own, await freshCode(own, { scope: "openid profile" }))).data;
		expect((await userinfo(again.access_token)).data).not.toHaveProperty("nickname");
	});

	it("and the ID token tell what the application maps, each for its scopes, under another subject", async () => {
		const own = await fillOrders(orders);
		const attributes = `applications/${own.applicationId}/attributes`;
		const openid = named(await orders.read("resources"), "resources", "openid");
		const phone = named(await orders.read(`resources/${openid}/scopes`), "scopes", "phone");
		const mapped = { required: false, value: "${user.name.given}" };
		await orders.create(attributes, { ...mapped, name: "first_name" });
		await orders.create(attributes, { ...mapped, name: "on_call", oidcScopes: [phone] });
		await orders.create(attributes, { ...mapped, name: "in_token", userInfo: false });
		await orders.create(attributes, { ...mapped, name: "in_userinfo", idToken: false });
		const sub = named(await orders.read(attributes), "attributes", "sub");
		await orders.replace(`${attributes}/${sub}`, { name: "sub", required: true, value: "${user.username}" });
		const { access_token, id_token } = (await redeem(own, await freshCode(own, { scope: "openid" }))).data;
		const first = { sub: own.username, first_name: "Ines" };
		expect((await userinfo(access_token)).data).toEqual({ ...first, in_userinfo: "Ines" });
		const claims = decodeJwt(id_token);
		expect(claims).toMatchObject({ ...first, in_token: "Ines" });
		for (const absent of ["on_call", "in_userinfo"]) expect(claims).not.toHaveProperty(absent);
	});

	it("wants a valid token with openid, and says by which scheme", async () => {
		const { access_token } = (await redeem(orders, await freshCode(orders))).data;
		const custom = await userinfo(access_token);
		expect([custom.status, custom.data.error]).toEqual([403, "insufficient_scope"]);
		expect(custom.headers["www-authenticate"]).toContain('error="insufficient_scope"');
		const none = await userinfo();
		expect([none.status, none.headers["www-authenticate"]]).toEqual([401, "Bearer"]);
		const wrong = await userinfo("wrong");
		expect([wrong.status, wrong.data.error]).toEqual([401, "invalid_token"]);
	});
});

/** The id of a listed object. */
function named(list: unknown, key: string, name: string): string {
	const { _embedded } = list as { _embedded: Record<string, { id: string; name: string }[]> };
	return String(_embedded[key]?.find((object) => object.name === name)?.id);
}

describe("signoff", () => {
	const condition = { secondsSince: `\${session.lastSignOn.withAuthenticator.pwd.at}`, greater: 600 };
	const signoff = (query: Record<string, string>) => `${orders.base}/as/signoff?${new URLSearchParams(query)}`;
	const silent = () =>
		`${orders.base}/as/authorize?${new URLSearchParams({
			response_type: "code",
			client_id: orders.applicationId,
			redirect_uri: REDIRECT_URI,
			scope: "openid",
			prompt: "none",
		})}`;

	beforeAll(async () => {
		const path = `signOnPolicies/${orders.policyId}/actions/${orders.actionId}`;
		await orders.replace(path, { priority: 1, type: "LOGIN", condition });
	});

	it("ends the session and goes where the application registered", async () => {
		const browser = new Browser();
		const code = (await signOn(orders, { scope: "openid" }, browser)).searchParams.get("code") ?? "";
		const { id_token } = (await redeem(orders, code)).data;
		expect(locationOf(await browser.get(silent())).searchParams.has("code")).toBe(true);
		orders.clock.advance(2 * 3_600_000);
		const query = {
			id_token_hint: id_token,
			post_logout_redirect_uri: "https://portal.example.com/bye?x=1",
			state: "s",
		};
		const target = locationOf(await browser.get(signoff(query)));
		expect(target.href).toBe("https://portal.example.com/bye?x=1&state=s");
		expect(locationOf(await browser.get(silent())).searchParams.get("error")).toBe("login_required");
	});

	it("goes nowhere else", async () => {
		const browser = new Browser();
		const code = (await signOn(orders, { scope: "openid" }, browser)).searchParams.get("code") ?? "";
		const { id_token } = (await redeem(orders, code)).data;
		const query = { id_token_hint: id_token, post_logout_redirect_uri: "https://evil.example/" };
		const target = locationOf(await browser.get(signoff(query)));
		expect(target.origin + target.pathname).toBe(`${orders.base}/signon/`);
		expect(JSON.parse(target.searchParams.get("error") ?? "")).toMatchObject({ code: "INVALID_DATA" });
	});

	it("needs the browser's session unless the application allows an ID token alone", async () => {
		const browser = new Browser();
		const code = (await signOn(orders, { scope: "openid" }, browser)).searchParams.get("code") ?? "";
		const { id_token } = (await redeem(orders, code)).data;
		await get(signoff({ id_token_hint: id_token }));
		expect(locationOf(await browser.get(silent())).searchParams.has("code")).toBe(true);
		const application = await orders.read(`applications/${orders.applicationId}`);
		await orders.replace(`applications/${orders.applicationId}`, { ...application, idpSignoff: true });
		await get(signoff({ id_token_hint: id_token }));
		expect(locationOf(await browser.get(silent())).searchParams.get("error")).toBe("login_required");
	});
});
