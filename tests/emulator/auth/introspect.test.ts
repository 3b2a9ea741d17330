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

	it("answers 200 for unknown tokens, 401 for unknown clients, 400 without a token", async () => {
		expect((await revoke(orders, "garbage")).status).toBe(200);
		expect((await revoke({ ...orders, secret: "wrong" }, "garbage")).status).toBe(401);
		expect((await postForm(`${orders.base}/as/revoke`, clientSecretPost(orders))).status).toBe(400);
	});
});
