import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";
import type { JsonObject } from "../../../emulator/json.ts";
import { postForm } from "./browser.ts";
import { fillOrders, freshCode, introspect, type Orders, redeem } from "./orders.ts";
import { REDIRECT_URI, startTenant, type Tenant } from "./tenant.ts";

const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

let tenant: Tenant;
let pair: { publicKey: CryptoKey; privateKey: CryptoKey };
let jwks: string;
beforeAll(async () => {
	tenant = await startTenant();
	pair = await generateKeyPair("RS256");
	jwks = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: "k1" }] });
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => tenant.close());

interface Proof {
	form?: Record<string, string>;
	headers?: Record<string, string>;
}

const claimsFor = (own: Orders, changes: JsonObject = {}): JsonObject => {
	const now = Math.floor(own.clock.now() / 1000);
	const id = own.applicationId;
	return { iss: id, sub: id, aud: `${own.base}/as/token`, exp: now + 60, jti: randomUUID(), ...changes };
};
const byAssertion = (client_assertion: string): Proof => ({
	form: { client_assertion, client_assertion_type: JWT_BEARER },
});
const bySecretKey = async (own: Orders, claims: JsonObject, alg = "HS256", secret = own.secret) =>
	byAssertion(await new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret)));
const byPrivateKey = async (claims: JsonObject, header: { alg: string; kid?: string } = { alg: "RS256", kid: "k1" }) =>
	byAssertion(await new SignJWT(claims).setProtectedHeader(header).sign(pair.privateKey));

/** How an application of each method proves itself. */
const PROOFS: Record<string, (own: Orders) => Proof | Promise<Proof>> = {
	NONE: ({ applicationId }) => ({ form: { client_id: applicationId } }),
	CLIENT_SECRET_BASIC: ({ applicationId, secret }) => ({
		headers: { Authorization: `Basic ${btoa(`${applicationId}:${secret}`)}` },
	}),
	CLIENT_SECRET_POST: ({ applicationId, secret }) => ({ form: { client_id: applicationId, client_secret: secret } }),
	CLIENT_SECRET_JWT: (own) => bySecretKey(own, claimsFor(own)),
	PRIVATE_KEY_JWT: (own) => byPrivateKey(claimsFor(own)),
};
const METHODS = Object.keys(PROOFS);

const fill = (tokenEndpointAuthMethod: string, more: JsonObject = {}) =>
	fillOrders(tenant, {
		tokenEndpointAuthMethod,
		grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
		...(tokenEndpointAuthMethod === "PRIVATE_KEY_JWT" && { jwks }),
		...more,
	});

/** What each endpoint is asked for, beside the proof, and what a proven client gets. */
const ENDPOINTS: Record<string, { ask: (own: Orders) => Promise<Record<string, string>>; status: number }> = {
	token: {
		ask: async (own) => ({
			...{ grant_type: "authorization_code", redirect_uri: REDIRECT_URI },
			code: await freshCode(own),
		}),
		status: 200,
	},
	introspect: { ask: async () => ({ token: "x" }), status: 200 },
	revoke: { ask: async () => ({ token: "x" }), status: 200 },
	par: {
		ask: async () => ({ response_type: "code", redirect_uri: REDIRECT_URI, scope: "orders:read" }),
		status: 201,
	},
};

async function send(own: Orders, endpoint: string, { form, headers }: Proof) {
	const asked = await ENDPOINTS[endpoint]?.ask(own);
	return postForm(`${own.base}/as/${endpoint}`, { ...asked, ...form }, headers);
}

describe.each(Object.keys(ENDPOINTS))("the %s endpoint", (endpoint) => {
	it.each(METHODS)("takes %s from an application that is set to it, and no other method", async (method) => {
		const own = await fill(method);
		for (const used of METHODS) {
			const proof = await PROOFS[used]?.(own);
			const { status, data } = await send(own, endpoint, proof ?? {});
			if (used === method) expect([used, status]).toEqual([used, ENDPOINTS[endpoint]?.status]);
			else expect([used, status, data.error]).toEqual([used, 401, "invalid_client"]);
		}
	});
});

/** Whether the introspection endpoint knows the client by that proof. */
const accepts = async (own: Orders, proof: Proof) => (await send(own, "introspect", proof)).status === 200;

describe("an assertion", () => {
	it.each(["HS256", "HS384", "HS512"])("may be signed by the secret with %s", async (alg) => {
		const own = await fill("CLIENT_SECRET_JWT");
		expect(await accepts(own, await bySecretKey(own, claimsFor(own), alg))).toBe(true);
	});

	it.each(["", "/token", "/par", "/introspect", "/revoke"])("may be for the issuer%s", async (path) => {
		const own = await fill("CLIENT_SECRET_JWT");
		for (const aud of [`${own.base}/as${path}`, ["https://elsewhere.example", `${own.base}/as${path}`]]) {
			expect(await accepts(own, await bySecretKey(own, claimsFor(own, { aud })))).toBe(true);
		}
	});

	it.each<[string, (own: Orders) => JsonObject]>([
		["another issuer", ({ userId }) => ({ iss: userId })],
		["no issuer", () => ({ iss: undefined })],
		["another subject", ({ userId }) => ({ sub: userId })],
		["another audience", () => ({ aud: "https://elsewhere.example" })],
		["no audience", () => ({ aud: undefined })],
		["an end in the past", ({ clock }) => ({ exp: Math.floor(clock.now() / 1000) - 61 })],
		["no end", () => ({ exp: undefined })],
		["a beginning in the future", ({ clock }) => ({ nbf: Math.floor(clock.now() / 1000) + 61 })],
		["no jti", () => ({ jti: undefined })],
		["an empty jti", () => ({ jti: "" })],
		["half a surrogate pair as jti", () => ({ jti: "\ud800" })],
		["a jti that is no text", () => ({ jti: 7 })],
	])("is refused with %s", async (_, changes) => {
		const own = await fill("CLIENT_SECRET_JWT");
		const { client_assertion = "" } = (await bySecretKey(own, claimsFor(own, changes(own)))).form ?? {};
		const form = { client_id: own.applicationId, client_assertion, client_assertion_type: JWT_BEARER };
		const { status, data } = await send(own, "introspect", { form });
		expect([status, data.error]).toEqual([401, "invalid_client"]);
		expect(await accepts(own, await bySecretKey(own, claimsFor(own)))).toBe(true);
	});

	it.each([0.5, 1e15])("may end at a time that no integer of milliseconds is: in %d s", async (later) => {
		const own = await fill("CLIENT_SECRET_JWT");
		const proof = await bySecretKey(own, claimsFor(own, { exp: own.clock.now() / 1000 + later }));
		expect(await accepts(own, proof)).toBe(true);
		own.clock.advance(Math.min(later, 1) * 1000 + 59_999);
		expect(await accepts(own, proof)).toBe(false);
		const { entries } = await own.dump();
		const { clientAssertion } = entries as { clientAssertion: JsonObject };
		expect(Object.keys(clientAssertion).some((id) => id.startsWith(own.applicationId))).toBe(true);
	});

	it("is good once, at whichever endpoint", async () => {
		const own = await fill("PRIVATE_KEY_JWT");
		const proof = await byPrivateKey(claimsFor(own, { aud: `${own.base}/as` }));
		expect((await send(own, "revoke", proof)).status).toBe(200);
		for (const endpoint of Object.keys(ENDPOINTS)) expect((await send(own, endpoint, proof)).status).toBe(401);
	});

	it("follows the emulator's clock", async () => {
		const own = await fill("CLIENT_SECRET_JWT");
		const claims = claimsFor(own);
		own.clock.advance(119_000);
		expect(await accepts(own, await bySecretKey(own, claims))).toBe(true);
		own.clock.advance(1_000);
		expect(await accepts(own, await bySecretKey(own, { ...claims, jti: randomUUID() }))).toBe(false);
	});

	it("by the previous secret counts until that expires, and leaves its time", async () => {
		const own = await fill("CLIENT_SECRET_JWT");
		const path = `applications/${own.applicationId}/secret`;
		const expiresAt = new Date(own.clock.now() + 120_000).toISOString();
		await own.create(path, { previous: { expiresAt } });
		own.clock.advance(1_000);
		expect(await accepts(own, await bySecretKey(own, claimsFor(own)))).toBe(true);
		const lastUsed = new Date(own.clock.now()).toISOString();
		expect((await own.read(path)).previous).toEqual({ secret: own.secret, expiresAt, lastUsed });
		own.clock.advance(119_000);
		expect(await accepts(own, await bySecretKey(own, claimsFor(own)))).toBe(false);
	});

	it("by the published key as a secret is no proof", async () => {
		const own = await fill("PRIVATE_KEY_JWT");
		for (const secret of [jwks, own.secret]) {
			expect(await accepts(own, await bySecretKey(own, claimsFor(own), "HS256", secret))).toBe(false);
		}
		const header = Buffer.from('{"alg":"none"}').toString("base64url");
		const payload = Buffer.from(JSON.stringify(claimsFor(own))).toString("base64url");
		expect(await accepts(own, byAssertion(`${header}.${payload}.`))).toBe(false);
	});

	it("by a key of another name, or none that can be read, is no proof", async () => {
		const own = await fill("PRIVATE_KEY_JWT");
		expect(await accepts(own, await byPrivateKey(claimsFor(own), { alg: "RS256", kid: "k2" }))).toBe(false);
		expect(await accepts(own, await byPrivateKey(claimsFor(own), { alg: "RS256" }))).toBe(true);
		const odd = await fill("PRIVATE_KEY_JWT", { jwks: "no JSON" });
		expect(await accepts(odd, await byPrivateKey(claimsFor(odd)))).toBe(false);
	});

	it("is judged by the keys at jwksUrl where the application names them there", async () => {
		const jwksUrl = "https://keys.example.com/jwks";
		const fetched = jest.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(jwks));
		const own = await fill("PRIVATE_KEY_JWT", { jwks: undefined, jwksUrl });
		expect(await accepts(own, await byPrivateKey(claimsFor(own)))).toBe(true);
		expect(fetched.mock.calls.map(([url]) => String(url))).toEqual([jwksUrl]);
		fetched.mockImplementation(async () => new Response(JSON.stringify({ keys: [] })));
		expect(await accepts(own, await byPrivateKey(claimsFor(own)))).toBe(false);
		fetched.mockImplementation(async () => {
			throw new TypeError("unreachable");
		});
		expect(await accepts(own, await byPrivateKey(claimsFor(own)))).toBe(false);
	});

	it("of an unknown client, or of one that the form does not name, is refused", async () => {
		const own = await fill("CLIENT_SECRET_JWT");
		const other = await fill("CLIENT_SECRET_JWT");
		const unknown = "11111111-1111-4111-8111-111111111111";
		expect(await accepts(own, await bySecretKey(own, claimsFor(own, { iss: unknown, sub: unknown })))).toBe(false);
		const proof = await bySecretKey(own, claimsFor(own));
		expect(await accepts(own, { form: { ...proof.form, client_id: other.applicationId } })).toBe(false);
		expect(await accepts(own, { form: { ...proof.form, client_id: own.applicationId } })).toBe(true);
	});
});

describe("a public application", () => {
	it("refreshes by its name alone, and only its own tokens", async () => {
		const own = await fill("NONE");
		const other = await fill("NONE");
		const { refresh_token } = (await redeem(own, await freshCode(own), { client_secret: undefined })).data;
		const refresh = ({ applicationId }: Orders) =>
			postForm(`${own.base}/as/token`, { grant_type: "refresh_token", refresh_token, client_id: applicationId });
		expect((await refresh(other)).data.error).toBe("invalid_grant");
		const { status, data } = await refresh(own);
		expect(status).toBe(200);
		expect((await introspect({ ...own, secret: "" }, data.access_token)).data.active).toBe(true);
	});
});
