import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import type { JsonObject } from "../../../emulator/json.ts";
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

	it("live for the application's parTimeout", async () => {
		const own = await fillOrders(tenant, { parTimeout: 5 });
		const pushed = await Promise.all([push(own), push(own)]);
		expect(pushed.map(({ data }) => data.expires_in)).toEqual([5, 5]);
		const [timely, late] = pushed.map(({ data }) => data.request_uri);
		own.clock.advance(4_999);
		expect(locationOf(await authorizePushed(own, timely)).searchParams.has("flowId")).toBe(true);
		own.clock.advance(1);
		expect(locationOf(await authorizePushed(own, late)).searchParams.has("error")).toBe(true);
	});

	it("are all that counts: the query beside them changes nothing", async () => {
		const own = await fillOrders(tenant);
		const { request_uri } = (await push(own, { prompt: "none" })).data;
		const query = { client_id: own.applicationId, request_uri, state: "query", scope: "admin", prompt: "login" };
		const target = locationOf(await get(`${own.base}/as/authorize?${new URLSearchParams(query)}`));
		expect(target.href.startsWith(`${REDIRECT_URI}?`)).toBe(true);
		expect(Object.fromEntries(target.searchParams)).toMatchObject({ error: "login_required", state: "pushed" });
	});

	it("keep no proof of the client", async () => {
		const own = await fillOrders(tenant);
		const { request_uri } = (await push(own)).data;
		const { entries } = (await own.dump()) as { entries: { pushedRequest: JsonObject } };
		const kept = JSON.stringify(entries.pushedRequest[request_uri]);
		expect(kept).toContain("scope=orders%3Aread");
		expect(kept.includes(own.secret)).toBe(false);
	});

	it.each<[string, Record<string, string>]>([
		["an unknown response type", { response_type: "ticket" }],
		["no PKCE where it is required", {}],
		["a policy that is not assigned", { acr_values: "Multi_Factor" }],
		["a repeated parameter", { state: "again" }],
	])("refuse %s when pushed", async (what, changes) => {
		const own = await fillOrders(tenant, { pkceEnforcement: what.includes("PKCE") ? "REQUIRED" : "OPTIONAL" });
		const form = new URLSearchParams({ ...request, ...clientSecretPost(own), ...changes });
		const sent = what.includes("repeated") ? `${form}&state=once+more` : form.toString();
		const { status, data } = await postForm(`${own.base}/as/par`, sent);
		expect(status).toBe(400);
		expect(["invalid_request", "unsupported_response_type"]).toContain(data.error);
		expect(data).not.toHaveProperty("request_uri");
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
	const claimsFor = (own: Orders, changes: JWTPayload = {}): JWTPayload => ({
		iss: own.applicationId,
		aud: `${own.base}/as`,
		state: "inside",
		redirect_uri: REDIRECT_URI,
		max_age: 60,
		...changes,
	});
	const byHmac = (own: Orders, claims: JWTPayload, secret = own.secret) =>
		new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode(secret));
	/** Where a request with that object ends: the redirect URI's query, or the error on the sign-on page. */
	const outcome = async (own: Orders, request: string, changes = {}) => {
		const page = locationOf(await get(authorizeUrl(own, { request, prompt: "none", ...changes })));
		const error = page.searchParams.get("error");
		return page.href.startsWith(REDIRECT_URI) ? page.searchParams.get("state") : JSON.parse(error ?? "").details[0];
	};

	it("signed by the client's secret replace the parameters beside them", async () => {
		const own = await fillOrders(tenant);
		expect(await outcome(own, await byHmac(own, claimsFor(own)))).toBe("inside");
		expect(await outcome(own, await byHmac(own, claimsFor(own, { redirect_uri: "https://evil.example" })))).toEqual({
			...{ code: "INVALID_VALUE", target: "redirect_uri" },
			message: expect.any(String),
		});
	});

	it("do without what is empty in them", async () => {
		const own = await fillOrders(tenant);
		const empty = { prompt: "", scope: "", response_mode: "", code_challenge: "", id_token_hint: "", nonce: "" };
		expect(await outcome(own, await byHmac(own, claimsFor(own, empty)))).toBe("inside");
	});

	it("do without what is neither text nor a number in them", async () => {
		const own = await fillOrders(tenant);
		const neither = { response_mode: ["fragment"], nonce: {} };
		expect(await outcome(own, await byHmac(own, claimsFor(own, neither)))).toBe("inside");
	});

	it("may hold half a surrogate pair, which no URL can", async () => {
		const own = await fillOrders(tenant);
		expect(await outcome(own, await byHmac(own, claimsFor(own, { state: "a\ud800" })))).toBe("a\ufffd");
		const elsewhere = await byHmac(own, claimsFor(own, { redirect_uri: "https://a.example/\ud800" }));
		expect(await outcome(own, elsewhere)).toMatchObject({ target: "redirect_uri" });
	});

	it("signed by a published key count as well", async () => {
		const { publicKey, privateKey } = await generateKeyPair("RS256");
		const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "k1" }] });
		const own = await fillOrders(tenant, { jwks, requireSignedRequestObject: true });
		const header = { alg: "RS256", kid: "k1" };
		const signed = await new SignJWT(claimsFor(own)).setProtectedHeader(header).sign(privateKey);
		expect(await outcome(own, signed)).toBe("inside");
		expect(await outcome(own, `${signed.slice(0, -8)}AAAAAAAA`)).toMatchObject({ target: "request" });
		const without = locationOf(await get(authorizeUrl(own)));
		expect(JSON.parse(without.searchParams.get("error") ?? "").details[0].target).toBe("request");
	});

	it.each(["HS384", "HS512"])("may be signed with %s", async (alg) => {
		const own = await fillOrders(tenant);
		const key = new TextEncoder().encode(own.secret);
		const signed = await new SignJWT(claimsFor(own)).setProtectedHeader({ alg }).sign(key);
		expect(await outcome(own, signed)).toBe("inside");
	});

	it("say more than the parameters beside them, all of which they may hold", async () => {
		const own = await fillOrders(tenant);
		const inside = {
			...{ response_type: "code", client_id: own.applicationId, scope: "orders:read", nonce: "inside" },
			response_mode: "fragment",
		};
		const request = await byHmac(own, claimsFor(own, inside));
		const beside = { request, scope: "admin", response_mode: "query", response_type: "token", nonce: "beside" };
		const target = locationOf(await get(authorizeUrl(own, { ...beside, prompt: "none" })));
		expect(Object.fromEntries(new URLSearchParams(target.hash.slice(1)))).toMatchObject({
			...{ error: "login_required", state: "inside" },
		});
	});

	it("unsigned do not count where the application requires a signature", async () => {
		const own = await fillOrders(tenant, { requireSignedRequestObject: true });
		expect(await outcome(own, new UnsecuredJWT(claimsFor(own)).encode())).toMatchObject({ target: "request" });
	});

	it("unsigned count only where the application allows it", async () => {
		const own = await fillOrders(tenant, { supportUnsignedRequestObject: true });
		const unsigned = new UnsecuredJWT(claimsFor(own)).encode();
		expect(await outcome(own, unsigned)).toBe("inside");
		expect(await outcome(await fillOrders(tenant), unsigned)).toMatchObject({ target: "request" });
		const past = new UnsecuredJWT(claimsFor(own, { exp: 1 })).encode();
		expect(await outcome(own, past)).toMatchObject({ target: "request" });
	});

	it.each<[string, (own: Orders) => string | Promise<string>]>([
		["no JWT", () => "x"],
		["another secret", (own) => byHmac(own, claimsFor(own), "x".repeat(64))],
		["another issuer", (own) => byHmac(own, claimsFor(own, { iss: own.userId }))],
		["another audience", (own) => byHmac(own, claimsFor(own, { aud: "https://elsewhere.example" }))],
		["the past", (own) => byHmac(own, claimsFor(own, { exp: 1 }))],
		["another client_id", (own) => byHmac(own, claimsFor(own, { client_id: own.userId }))],
		["a request object inside", (own) => byHmac(own, claimsFor(own, { request: "x" }))],
	])("are refused, not ignored: %s", async (_, make) => {
		const own = await fillOrders(tenant);
		expect(await outcome(own, await make(own))).toMatchObject({ code: "INVALID_VALUE", target: "request" });
	});

	it("can be pushed", async () => {
		const own = await fillOrders(tenant);
		const push = (request: string) =>
			postForm(`${own.base}/as/par`, {
				response_type: "code",
				scope: "orders:read",
				request,
				...clientSecretPost(own),
			});
		const { request_uri } = (await push(await byHmac(own, claimsFor(own)))).data;
		const query = new URLSearchParams({ client_id: own.applicationId, request_uri });
		expect(locationOf(await get(`${own.base}/as/authorize?${query}`)).searchParams.has("flowId")).toBe(true);
		expect((await push("x")).data.error).toBe("invalid_request_object");
	});

	it("that were pushed were judged then: what was accepted holds for as long as its request_uri", async () => {
		const own = await fillOrders(tenant, { parTimeout: 600, requireSignedRequestObject: true });
		const request = await byHmac(own, claimsFor(own, { exp: own.clock.now() / 1000 + 5 }));
		const form = { response_type: "code", scope: "orders:read", request, ...clientSecretPost(own) };
		const { request_uri } = (await postForm(`${own.base}/as/par`, form)).data;
		own.clock.advance(100_000);
		const query = new URLSearchParams({ client_id: own.applicationId, request_uri });
		expect(locationOf(await get(`${own.base}/as/authorize?${query}&request_uri=x`)).searchParams.get("error")).toMatch(
			/must not be repeated/,
		);
		expect(locationOf(await get(`${own.base}/as/authorize?${query}`)).searchParams.has("flowId")).toBe(true);
	});

	it("by a URL are refused", async () => {
		const own = await fillOrders(tenant);
		const target = locationOf(await get(authorizeUrl(own, { request_uri: "https://portal.example.com/request" })));
		expect(target.searchParams.get("error")).toBe("request_uri_not_supported");
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

	it("need openid for an ID token", async () => {
		const own = await fillOrders(tenant, implicit);
		for (const response_type of ["id_token", "code id_token", "token id_token"]) {
			const target = locationOf(await get(authorizeUrl(own, { response_type, nonce: "n" })));
			expect(new URLSearchParams(target.hash.slice(1)).get("error")).toBe("invalid_scope");
		}
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
