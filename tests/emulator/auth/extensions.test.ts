import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Browser, get, locationOf, postForm } from "./browser.ts";
import {
	authorizeUrl,
	claimsOf,
	clientSecretPost,
	fillOrders,
	introspect,
	type Orders,
	redeem,
	signOn,
} from "./orders.ts";
import { REDIRECT_URI, startTenant, type Tenant } from "./tenant.ts";

let tenant: Tenant;
beforeAll(async () => {
	tenant = await startTenant();
});
afterAll(() => tenant.close());

describe("pushed authorization requests", () => {
	const request = { response_type: "code", redirect_uri: REDIRECT_URI, scope: "orders:read", state: "pushed" };
	const push = (own: Orders, changes: Record<string, string> = {}) =>
		postForm(`${own.base}/as/par`, { ...request, ...clientSecretPost(own), ...changes });
	const authorizePushed = (own: Orders, request_uri: string) =>
		get(`${own.base}/as/authorize?${new URLSearchParams({ client_id: own.applicationId, request_uri })}`);

	it("begin a flow once, within their time", async () => {
		const own = await fillOrders(tenant, { parRequirement: "REQUIRED" });
		const answer = await push(own);
		expect([answer.status, answer.data.expires_in]).toEqual([201, 60]);
		expect(locationOf(await authorizePushed(own, answer.data.request_uri)).searchParams.has("flowId")).toBe(true);
		expect(locationOf(await authorizePushed(own, answer.data.request_uri)).searchParams.has("error")).toBe(true);
		const late = await push(own);
		own.clock.advance(60_000);
		expect(locationOf(await authorizePushed(own, late.data.request_uri)).searchParams.has("error")).toBe(true);
	});

	it("are judged when they are pushed", async () => {
		const own = await fillOrders(tenant);
		expect((await push(own, { scope: "admin" })).data.error).toBe("invalid_scope");
		expect((await push(own, { redirect_uri: "https://evil.example/" })).data.error).toBe("invalid_request");
		expect((await push(own, { client_secret: "wrong" })).data.error).toBe("invalid_client");
		expect((await push(own, { request_uri: "urn:x" })).data.error).toBe("invalid_request");
	});

	it("belong to their client, and an application may insist on them", async () => {
		const own = await fillOrders(tenant, { parRequirement: "REQUIRED" });
		const other = await fillOrders(tenant);
		const { request_uri } = (await push(own)).data;
		for (const answer of [await authorizePushed(other, request_uri), await get(authorizeUrl(own))]) {
			const error = JSON.parse(locationOf(answer).searchParams.get("error") ?? "null");
			expect(error).toMatchObject({ details: [{ target: "request_uri" }] });
		}
		expect(locationOf(await authorizePushed(own, request_uri)).searchParams.has("flowId")).toBe(true);
	});
});

describe("request objects", () => {
	it.each([
		["request", "request_not_supported"],
		["request_uri", "request_uri_not_supported"],
	])("are refused, not ignored: %s", async (name, error) => {
		const own = await fillOrders(tenant);
		expect(locationOf(await get(authorizeUrl(own, { [name]: "x" }))).searchParams.get("error")).toBe(error);
	});
});

describe("implicit and hybrid", () => {
	const implicit = {
		grantTypes: ["AUTHORIZATION_CODE", "IMPLICIT"],
		responseTypes: ["CODE", "TOKEN", "ID_TOKEN"],
	};

	it("answer in the fragment with what was asked for", async () => {
		const own = await fillOrders(tenant, implicit);
		const scope = "orders:read openid";
		const target = await signOn(own, { response_type: "code id_token token", scope, nonce: "n" });
		expect(target.search).toBe("");
		const answer = Object.fromEntries(new URLSearchParams(target.hash.slice(1)));
		expect(answer).toMatchObject({ token_type: "Bearer", expires_in: "7200", scope, state: "xyz" });
		expect(claimsOf(answer.access_token ?? "")).toMatchObject({ scope, sub: own.userId });
		const idToken = claimsOf(answer.id_token ?? "");
		expect(idToken).toMatchObject({ nonce: "n", at_hash: expect.any(String), c_hash: expect.any(String) });
		expect((await redeem(own, answer.code ?? "")).status).toBe(200);
	});

	it("need a nonce for an ID token", async () => {
		const own = await fillOrders(tenant, implicit);
		const target = locationOf(await get(authorizeUrl(own, { response_type: "id_token", scope: "openid" })));
		expect(new URLSearchParams(target.hash.slice(1)).get("error")).toBe("invalid_request");
	});

	it("can answer by a form", async () => {
		const own = await fillOrders(tenant);
		const browser = new Browser();
		const page = locationOf(await browser.get(authorizeUrl(own, { response_mode: "form_post" })));
		const flowId = page.searchParams.get("flowId");
		const password = { username: own.username, password: "Kestrel-42-Harbour" };
		await browser.act(`${own.base}/flows/${flowId}`, "usernamePassword.check", password);
		const answer = await browser.get(`${own.base}/as/resume?flowId=${flowId}`);
		expect(answer.headers["content-type"]).toMatch(/^text\/html/);
		expect(answer.data).toMatch(/<form method="post" action="https:\/\/portal\.example\.com\/cb">/);
		expect(answer.data).toMatch(/<input type="hidden" name="code" value="[0-9a-f-]{36}">/);
	});
});

describe("refresh tokens as JWT", () => {
	it("are signed and otherwise the same", async () => {
		const own = await fillOrders(tenant, {
			grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
			refreshTokenType: "JSON_WEB_TOKEN",
		});
		const code = (await signOn(own)).searchParams.get("code") ?? "";
		const { refresh_token } = (await redeem(own, code)).data;
		expect(claimsOf(refresh_token)).toMatchObject({ iss: `${own.base}/as`, sub: own.userId });
		expect((await introspect(own, refresh_token)).data.active).toBe(true);
		const form = { grant_type: "refresh_token", refresh_token, ...clientSecretPost(own) };
		expect((await postForm(`${own.base}/as/token`, form)).status).toBe(200);
		expect((await postForm(`${own.base}/as/token`, form)).data.error).toBe("invalid_grant");
	});
});
