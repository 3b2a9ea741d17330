import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { get, postForm } from "./browser.ts";
import { claimsOf, clientSecretPost, fillOrders, freshCode, introspect, type Orders, redeem } from "./orders.ts";
import { startTenant, type Tenant } from "./tenant.ts";

let tenant: Tenant;
let orders: Orders;
beforeAll(async () => {
	tenant = await startTenant();
});
beforeEach(async () => {
	orders = await fillOrders(tenant);
});
afterAll(() => tenant.close());

const tokens = async (own = orders, scope = "orders:read openid") =>
	(await redeem(own, await freshCode(own, { scope }))).data;
const INACTIVE = { active: false };

/** Introspection with the resource's own id and secret. */
const asResource = async (own: Orders, token: string, secret?: string) => {
	const known = secret ?? (await own.secretOf(`resources/${own.resourceId}`));
	const header = { Authorization: `Basic ${btoa(`${own.resourceId}:${known}`)}` };
	return postForm(`${own.base}/as/introspect`, { token }, header);
};

describe("introspection", () => {
	it("tells the application what its token says, field by field", async () => {
		const { access_token } = await tokens();
		const answer = await introspect(orders, access_token);
		expect(answer.status).toBe(200);
		expect(answer.headers).toMatchObject({ "cache-control": "no-store" });
		const { active, token_type, ...shared } = answer.data;
		expect([active, token_type]).toEqual([true, "Bearer"]);
		expect(Object.keys(shared).sort()).toEqual(["aud", "client_id", "exp", "iat", "iss", "jti", "scope", "sub"]);
		expect(claimsOf(access_token)).toMatchObject(shared);
	});

	it("tells the resource the same", async () => {
		const { access_token } = await tokens();
		expect((await asResource(orders, access_token)).data).toEqual((await introspect(orders, access_token)).data);
	});

	it("takes the resource's secret by the resource's method only", async () => {
		const { access_token } = await tokens();
		expect((await asResource(orders, access_token, "wrong")).status).toBe(401);
		const client_secret = await orders.secretOf(`resources/${orders.resourceId}`);
		const form = { token: access_token, client_id: orders.resourceId, client_secret };
		const posted = await postForm(`${orders.base}/as/introspect`, form);
		expect([posted.status, posted.data.error]).toEqual([401, "invalid_client"]);
		const changes = { introspectEndpointAuthMethod: "CLIENT_SECRET_POST", audience: "https://api.orders.example.com" };
		await orders.replace(`resources/${orders.resourceId}`, { name: orders.policyName, ...changes });
		expect((await postForm(`${orders.base}/as/introspect`, form)).data.active).toBe(true);
	});

	it("takes a resource by its name alone where its method is NONE", async () => {
		const { access_token } = await tokens();
		const changes = { introspectEndpointAuthMethod: "NONE", audience: "https://api.orders.example.com" };
		await orders.replace(`resources/${orders.resourceId}`, { name: orders.policyName, ...changes });
		const form = { token: access_token, client_id: orders.resourceId, token_type_hint: "refresh_token" };
		expect((await postForm(`${orders.base}/as/introspect`, form)).data.active).toBe(true);
		expect((await asResource(orders, access_token)).status).toBe(401);
	});

	it("tells nobody by the names of built-in resources", async () => {
		const { _embedded } = (await orders.read("resources")) as {
			_embedded: { resources: { id: string; type: string }[] };
		};
		const { access_token } = await tokens(orders, "openid");
		for (const { id, type } of _embedded.resources) {
			if (type === "CUSTOM") continue;
			const answer = await postForm(`${orders.base}/as/introspect`, { token: access_token, client_id: id });
			expect([type, answer.status, answer.data.error]).toEqual([type, 401, "invalid_client"]);
		}
	});

	it("tells each resource of a token for several, and no resource of a refresh token", async () => {
		const own = await fillOrders(tenant, {
			...{ grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"], requestScopesForMultipleResourcesEnabled: true },
		});
		const other = await fillOrders(tenant);
		const scopes = [{ id: await own.create(`resources/${other.resourceId}/scopes`, { name: "stock:read" }) }];
		await own.create(`applications/${own.applicationId}/grants`, { resource: { id: other.resourceId }, scopes });
		const { access_token, refresh_token } = await tokens(own, "orders:read stock:read");
		const told = await asResource(own, access_token);
		expect(told.data).toMatchObject({ active: true, scope: "orders:read stock:read" });
		expect((await asResource(other, access_token)).data).toEqual(told.data);
		expect((await asResource(own, refresh_token)).data).toEqual(INACTIVE);
	});

	it("knows no token of another environment", async () => {
		const { access_token } = await tokens();
		const elsewhere = { ...orders, base: (await tenant.createEnvironment()).base };
		expect((await introspect(elsewhere, access_token)).status).toBe(401);
		expect((await asResource(elsewhere, access_token)).status).toBe(401);
	});

	it("goes on telling of a token whose user is disabled, until a refresh or sign-on finds out", async () => {
		const { access_token } = await tokens();
		await orders.replace(`users/${orders.userId}/enabled`, { enabled: false });
		expect((await introspect(orders, access_token)).data.active).toBe(true);
	});

	it("tells another application and another resource nothing", async () => {
		const { access_token } = await tokens();
		const other = await fillOrders(tenant);
		expect((await introspect(other, access_token)).data).toEqual(INACTIVE);
		expect((await asResource(other, access_token)).data).toEqual(INACTIVE);
	});

	it("tells the application of its ID token, and the resource nothing of it", async () => {
		const { id_token } = await tokens();
		const { data } = await introspect(orders, id_token);
		expect(data).toMatchObject({ active: true, aud: orders.applicationId, sub: orders.userId });
		expect(data).not.toHaveProperty("token_type");
		expect((await asResource(orders, id_token)).data).toEqual(INACTIVE);
	});

	it("tells of an ID token whose sub is mapped, until its user is deleted", async () => {
		const own = await fillOrders(tenant);
		const path = `applications/${own.applicationId}/attributes`;
		const { _embedded } = await own.read(path);
		const { attributes } = _embedded as { attributes: { id: string; name: string }[] };
		const sub = attributes.find(({ name }) => name === "sub");
		await own.replace(`${path}/${sub?.id}`, { name: "sub", value: `\${user.username}`, required: true });
		const { id_token } = await tokens(own);
		expect((await introspect(own, id_token)).data).toMatchObject({ active: true, sub: own.username });
		await own.remove(`users/${own.userId}`);
		expect((await introspect(own, id_token)).data).toEqual(INACTIVE);
	});

	it("answers nothing but inactive to what is no good token", async () => {
		const { access_token } = await tokens();
		const [header, payload, signature = ""] = access_token.split(".");
		const flipped = `${header}.${payload}.${signature[0] === "A" ? "B" : "A"}${signature.slice(1)}`;
		const none = `${btoa('{"alg":"none"}')}.${payload}.`;
		for (const token of ["garbage", "a.b.c", flipped, none, `${access_token}x`]) {
			const answer = await introspect(orders, token);
			expect([answer.status, answer.data]).toEqual([200, INACTIVE]);
		}
	});

	it("says inactive from the second the token expires", async () => {
		const { access_token } = await tokens();
		orders.clock.advance(7_199_000);
		expect((await introspect(orders, access_token)).data.active).toBe(true);
		orders.clock.advance(1_000);
		expect((await introspect(orders, access_token)).data).toEqual(INACTIVE);
	});

	it("wants credentials, a token and a POST", async () => {
		const url = `${orders.base}/as/introspect`;
		expect((await postForm(url, { token: "x" })).status).toBe(401);
		expect((await postForm(url, { token: "x", ...clientSecretPost(orders), client_secret: "wrong" })).status).toBe(401);
		const missing = await postForm(url, clientSecretPost(orders));
		expect([missing.status, missing.data.error]).toEqual([400, "invalid_request"]);
		expect((await get(`${url}?token=x&client_id=${orders.applicationId}`)).status).toBe(405);
	});

	it("tells of a refresh token until it is used", async () => {
		const own = await fillOrders(tenant, { grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"] });
		const { refresh_token } = await tokens(own);
		expect((await introspect(own, refresh_token)).data).toMatchObject({ active: true, client_id: own.applicationId });
		expect((await introspect(orders, refresh_token)).data).toEqual(INACTIVE);
		await postForm(`${own.base}/as/token`, { grant_type: "refresh_token", refresh_token, ...clientSecretPost(own) });
		expect((await introspect(own, refresh_token)).data).toEqual(INACTIVE);
	});
});

describe("revocation", () => {
	const revoke = (own: Orders, token: string) => postForm(`${own.base}/as/revoke`, { token, ...clientSecretPost(own) });

	it("ends an access token of the application, and only of it", async () => {
		const { access_token } = await tokens();
		const other = await fillOrders(tenant);
		expect((await revoke(other, access_token)).status).toBe(200);
		expect((await introspect(orders, access_token)).data.active).toBe(true);
		const answer = await revoke(orders, access_token);
		expect([answer.status, answer.data]).toEqual([200, ""]);
		expect((await introspect(orders, access_token)).data).toEqual(INACTIVE);
		expect((await asResource(orders, access_token)).data).toEqual(INACTIVE);
	});

	it("of a refresh token ends the access tokens of the same sign-on", async () => {
		const own = await fillOrders(tenant, { grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"] });
		const { access_token, refresh_token } = await tokens(own);
		await revoke(own, refresh_token);
		expect((await introspect(own, access_token)).data).toEqual(INACTIVE);
		expect((await introspect(own, refresh_token)).data).toEqual(INACTIVE);
	});

	it("of a used refresh token ends its whole chain", async () => {
		const own = await fillOrders(tenant, { grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"] });
		const first = await tokens(own);
		const form = { grant_type: "refresh_token", refresh_token: first.refresh_token, ...clientSecretPost(own) };
		const second = (await postForm(`${own.base}/as/token`, form)).data;
		const other = await fillOrders(tenant);
		await revoke(other, second.refresh_token);
		expect((await introspect(own, second.refresh_token)).data.active).toBe(true);
		await revoke(own, first.refresh_token);
		for (const token of [second.access_token, second.refresh_token, first.access_token]) {
			expect((await introspect(own, token)).data).toEqual(INACTIVE);
		}
	});

	it("leaves the refresh token and the other tokens of an access token as they are", async () => {
		const own = await fillOrders(tenant, { grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"] });
		const { access_token, refresh_token } = await tokens(own);
		await revoke(own, access_token);
		expect((await introspect(own, refresh_token)).data.active).toBe(true);
		const form = { grant_type: "refresh_token", refresh_token, ...clientSecretPost(own) };
		expect((await postForm(`${own.base}/as/token`, form)).status).toBe(200);
	});

	it("ends ID tokens, tokens for PingOne's API and a client's own too", async () => {
		const own = await fillOrders(tenant, { grantTypes: ["AUTHORIZATION_CODE", "CLIENT_CREDENTIALS"] });
		const { id_token } = await tokens(own);
		const { access_token: forApi } = await tokens(own, "openid");
		const form = { grant_type: "client_credentials", ...clientSecretPost(own) };
		const { access_token: forClient } = (await postForm(`${own.base}/as/token`, form)).data;
		for (const token of [id_token, forApi, forClient]) {
			expect((await introspect(own, token)).data.active).toBe(true);
			expect((await revoke(own, token)).status).toBe(200);
			expect((await introspect(own, token)).data).toEqual(INACTIVE);
		}
	});

	it("of a worker's token ends its administration", async () => {
		const { clientId, clientSecret } = tenant.worker;
		const basic = { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` };
		const token = async () =>
			(await postForm(`${tenant.base}/as/token`, { grant_type: "client_credentials" }, basic)).data.access_token;
		const statusFor = async (one: string) =>
			(
				await get(`${new URL(tenant.base).origin}/v1/environments/${tenant.environmentId}/populations`, {
					Authorization: `Bearer ${one}`,
				})
			).status;
		const [revoked, other] = [await token(), await token()];
		expect(await statusFor(revoked)).toBe(200);
		expect((await postForm(`${tenant.base}/as/revoke`, { token: revoked }, basic)).status).toBe(200);
		expect([await statusFor(revoked), await statusFor(other)]).toEqual([401, 200]);
	});

	it("answers 200 for unknown tokens, 401 for unknown clients, 400 without a token", async () => {
		expect((await revoke(orders, "garbage")).status).toBe(200);
		expect((await revoke({ ...orders, secret: "wrong" }, "garbage")).status).toBe(401);
		expect((await postForm(`${orders.base}/as/revoke`, clientSecretPost(orders))).status).toBe(400);
	});
});
