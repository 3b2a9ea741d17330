import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Browser, get, locationOf, postForm } from "./browser.ts";
import { authorizeUrl, checkPassword, clientSecretPost, fillOrders, type Orders, redeem } from "./orders.ts";
import { REDIRECT_URI, startTenant } from "./tenant.ts";

let orders: Orders;
beforeAll(async () => {
	orders = await fillOrders(await startTenant(), { redirectUris: [REDIRECT_URI] });
});
afterAll(() => orders.close());

const PI_FLOW = { response_mode: "pi.flow", redirect_uri: undefined };
const requiredValue = { code: "REQUIRED_VALUE", target: "redirect_uri", message: "must not be null" };

/** Signs on in a flow that goes nowhere, and returns the code. */
async function codeOfFlow(url: string): Promise<string> {
	const browser = new Browser();
	const begun = await browser.post(url);
	expect([begun.status, begun.data.status]).toEqual([200, "USERNAME_PASSWORD_REQUIRED"]);
	await checkPassword(orders, browser, begun.data._links.self.href);
	return (await browser.get(begun.data.resumeUrl)).data.authorizeResponse.code;
}

describe("pi.flow", () => {
	it("needs no redirect URI, and its code is redeemed without", async () => {
		const code = await codeOfFlow(authorizeUrl(orders, PI_FLOW));
		const { status, data } = await redeem(orders, code, { redirect_uri: undefined });
		expect([status, data.scope]).toEqual([200, "orders:read"]);
	});

	it("has a code redeemed with no redirect URI that it did not have", async () => {
		const without = await codeOfFlow(authorizeUrl(orders, PI_FLOW));
		expect((await redeem(orders, without)).data.error).toBe("invalid_grant");
		const having = await codeOfFlow(authorizeUrl(orders, { response_mode: "pi.flow" }));
		expect((await redeem(orders, having, { redirect_uri: undefined })).data.error).toBe("invalid_grant");
	});

	it("is pushed without as well", async () => {
		const request = { response_type: "code", response_mode: "pi.flow", scope: "orders:read" };
		const pushed = await postForm(`${orders.base}/as/par`, { ...request, ...clientSecretPost(orders) });
		expect(pushed.status).toBe(201);
		const query = new URLSearchParams({ client_id: orders.applicationId, request_uri: pushed.data.request_uri });
		const code = await codeOfFlow(`${orders.base}/as/authorize?${query}`);
		expect((await redeem(orders, code, { redirect_uri: undefined })).status).toBe(200);
	});

	it("judges the one that is sent", async () => {
		const { status, data } = await get(authorizeUrl(orders, { ...PI_FLOW, redirect_uri: "https://evil.example" }));
		expect([status, data.details?.[0]?.message]).toEqual([400, "Redirect URI mismatch"]);
	});

	it("is the only mode that does without", async () => {
		for (const response_mode of [undefined, "query", "fragment", "form_post"]) {
			const refused = locationOf(await get(authorizeUrl(orders, { response_mode, redirect_uri: undefined })));
			expect(JSON.parse(refused.searchParams.get("error") ?? "").details).toEqual([requiredValue]);
		}
		const request = { response_type: "code", scope: "orders:read", ...clientSecretPost(orders) };
		const pushed = await postForm(`${orders.base}/as/par`, request);
		expect([pushed.status, pushed.data.error]).toEqual([400, "invalid_request"]);
	});

	it("says to programs what keeps prompt=none from an answer, pushed or not", async () => {
		const loginRequired = {
			...{ id: expect.any(String), code: "INVALID_REQUEST", message: expect.any(String) },
			details: [{ code: "LOGIN_REQUIRED", message: "User authentication is required" }],
		};
		const plain = await get(authorizeUrl(orders, { ...PI_FLOW, prompt: "none" }));
		expect([plain.status, plain.data]).toEqual([400, loginRequired]);
		expect(plain.headers["correlation-id"]).toBe(plain.data.id);
		const request = { response_type: "code", response_mode: "pi.flow", scope: "orders:read", prompt: "none" };
		const pushed = await postForm(`${orders.base}/as/par`, { ...request, ...clientSecretPost(orders) });
		const query = new URLSearchParams({ client_id: orders.applicationId, request_uri: pushed.data.request_uri });
		const answer = await get(`${orders.base}/as/authorize?${query}`);
		expect([answer.status, answer.data]).toEqual([400, loginRequired]);
	});
});
