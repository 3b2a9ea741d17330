import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import axios from "axios";
import { createLocalJWKSet, jwtVerify } from "jose";
import { get, locationOf, postForm } from "./browser.ts";
import {
	AUDIENCE,
	authorizeUrl,
	claimsOf,
	clientSecretPost,
	fillOrders,
	freshCode,
	introspect,
	type Orders,
	orderPortal,
	redeem,
} from "./orders.ts";
import { REDIRECT_URI, startTenant, type Tenant } from "./tenant.ts";

let tenant: Tenant;
let orders: Orders;
beforeAll(async () => {
	tenant = await startTenant();
});
beforeEach(async () => {
	orders = await fillOrders(tenant);
});
afterAll(() => tenant.close());

const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");
const pkce = { code_challenge: CHALLENGE, code_challenge_method: "S256" };
const basic = (id: string, secret: string) => ({ Authorization: `Basic ${btoa(`${id}:${secret}`)}` });

describe("a code", () => {
	it("buys an access token for the resource, as PingOne describes it", async () => {
		const answer = await redeem(orders, await freshCode(orders));
		expect(answer.status).toBe(200);
		expect(answer.headers).toMatchObject({ "cache-control": "no-store", pragma: "no-cache" });
		expect(answer.data).toEqual({
			access_token: expect.any(String),
			token_type: "Bearer",
			expires_in: 7200,
			scope: "orders:read",
		});
		const keys = createLocalJWKSet((await get(`${orders.base}/as/jwks`)).data);
		const currentDate = new Date(orders.clock.now());
		const { payload, protectedHeader } = await jwtVerify(answer.data.access_token, keys, { currentDate });
		expect(protectedHeader).toEqual({ alg: "RS256", kid: "default" });
		const now = Math.floor(orders.clock.now() / 1000);
		expect(payload).toEqual({
			client_id: orders.applicationId,
			iss: `${orders.base}/as`,
			jti: expect.any(String),
			iat: now,
			exp: now + 7200,
			aud: [AUDIENCE],
			scope: "orders:read",
			sub: orders.userId,
			sid: expect.any(String),
			auth_time: now,
			acr: orders.policyName,
			env: orders.environmentId,
			org: expect.any(String),
			"p1.userId": orders.userId,
			"p1.rid": payload.jti,
		});
	});

	it("buys an ID token as well when openid was granted", async () => {
		const code = await freshCode(orders, { scope: "orders:read openid", nonce: "n-1" });
		const { data } = await redeem(orders, code);
		const now = Math.floor(orders.clock.now() / 1000);
		const { sid } = claimsOf(data.access_token);
		expect(claimsOf(data.id_token)).toMatchObject({
			iss: `${orders.base}/as`,
			sub: orders.userId,
			aud: orders.applicationId,
			nonce: "n-1",
			acr: orders.policyName,
			amr: ["pwd"],
			exp: now + 3600,
			sid,
		});
		expect(claimsOf(data.access_token)).toMatchObject({ aud: [AUDIENCE], scope: "orders:read openid" });
	});

	it("with openid alone buys a token for PingOne's API", async () => {
		const { data } = await redeem(orders, await freshCode(orders, { scope: "openid" }));
		expect(data.expires_in).toBe(3600);
		expect(claimsOf(data.access_token).aud).toEqual(["https://api.pingone.com"]);
	});

	it("says in the answer which scopes were dropped", async () => {
		const { data } = await redeem(orders, await freshCode(orders, { scope: "orders:read admin" }));
		expect([data.scope, claimsOf(data.access_token).scope]).toEqual(["orders:read", "orders:read"]);
	});

	it("is worth nothing twice, and then neither is what it bought", async () => {
		const code = await freshCode(orders);
		const first = await redeem(orders, code);
		expect((await introspect(orders, first.data.access_token)).data.active).toBe(true);
		const second = await redeem(orders, code);
		expect([second.status, second.data.error]).toEqual([400, "invalid_grant"]);
		expect((await introspect(orders, first.data.access_token)).data).toEqual({ active: false });
	});

	it("is redeemed once by fifty parallel requests", async () => {
		const code = await freshCode(orders);
		const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(orders, code)));
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
		expect(answers.filter(({ data }) => data.error === "invalid_grant")).toHaveLength(49);
	});

	it("lives for ten minutes", async () => {
		const late = await freshCode(orders);
		orders.clock.advance(600_000);
		expect((await redeem(orders, late)).data.error).toBe("invalid_grant");
		const timely = await freshCode(orders);
		orders.clock.advance(599_999);
		expect((await redeem(orders, timely)).status).toBe(200);
	});

	it.each([
		["another code", { code: "11111111-1111-4111-8111-111111111111" }, "invalid_grant"],
		["no code", { code: undefined }, "invalid_request"],
		["another redirect_uri", { redirect_uri: `${REDIRECT_URI}/` }, "invalid_grant"],
		["no redirect_uri", { redirect_uri: undefined }, "invalid_grant"],
		["a verifier that nothing asked for", { code_verifier: VERIFIER }, "invalid_grant"],
		["no grant_type", { grant_type: undefined }, "invalid_request"],
		["an unknown grant_type", { grant_type: "password" }, "unsupported_grant_type"],
		["a grant_type that is not enabled", { grant_type: "client_credentials" }, "unauthorized_client"],
	])("is refused with %s", async (_, changes, error) => {
		const answer = await redeem(orders, await freshCode(orders), changes);
		expect([answer.status, answer.data.error]).toEqual([400, error]);
		const correlationId = answer.headers["correlation-id"];
		expect(answer.data.error_description).toMatch(new RegExp(` \\(Correlation ID: ${correlationId}\\)$`));
	});

	it.each([
		"urn:ietf:params:oauth:grant-type:device_code",
		"urn:ietf:params:oauth:grant-type:token-exchange",
		"urn:openid:params:grant-type:ciba",
	])("cannot be had by %s, which is PingOne's and not emulated", async (grant_type) => {
		const { status, data } = await redeem(orders, "x", { grant_type });
		expect([status, data.error]).toEqual([400, "unsupported_grant_type"]);
		expect(data.error_description).toContain("is not emulated");
	});

	it("belongs to its application", async () => {
		const code = await freshCode(orders);
		const other = await fillOrders(tenant);
		expect((await redeem(other, code)).data.error).toBe("invalid_grant");
		expect((await redeem(orders, code)).status).toBe(200);
	});

	it("buys nothing once its user or resource is gone", async () => {
		const code = await freshCode(orders);
		await orders.remove(`users/${orders.userId}`);
		expect((await redeem(orders, code)).data.error).toBe("invalid_grant");
		const other = await fillOrders(tenant);
		const otherCode = await freshCode(other);
		await other.remove(`resources/${other.resourceId}`);
		expect((await redeem(other, otherCode)).data.error).toBe("invalid_grant");
	});
});

describe("the scope of a request", () => {
	/** Grants the application all scopes of that name of a built-in resource. */
	const grantBuiltIn = async (own: Orders, resourceName: string, scopeName: string) => {
		const list = async (path: string, key: string, name: string) => {
			const { _embedded } = (await own.read(path)) as { _embedded: Record<string, { id: string; name: string }[]> };
			return { id: String(_embedded[key]?.find((object) => object.name === name)?.id) };
		};
		const resource = await list("resources", "resources", resourceName);
		const scope = await list(`resources/${resource.id}/scopes`, "scopes", scopeName);
		await own.create(`applications/${own.applicationId}/grants`, { resource, scopes: [scope] });
	};
	const grantStock = async (own: Orders) => {
		const resource = { id: await own.create("resources", { name: `Stock of ${own.policyName}` }) };
		const scopes = [{ id: await own.create(`resources/${resource.id}/scopes`, { name: "stock:read" }) }];
		await own.create(`applications/${own.applicationId}/grants`, { resource, scopes });
	};
	const asked = async (own: Orders, scope: string | undefined) => {
		const { data } = await redeem(own, await freshCode(own, { scope }));
		return { aud: claimsOf(data.access_token).aud, scope: data.scope };
	};
	const refused = async (own: Orders, scope: string | undefined) => {
		const { searchParams } = locationOf(await get(authorizeUrl(own, { scope })));
		return [searchParams.get("error"), searchParams.get("error_description")];
	};
	const MIXED = ["invalid_scope", "May not request scopes for multiple resources"];

	it("is of one custom resource, with those of OpenID Connect riding along", async () => {
		await grantBuiltIn(orders, "openid", "email");
		await grantStock(orders);
		expect(await asked(orders, "email orders:read openid")).toEqual({
			aud: [AUDIENCE],
			scope: "email orders:read openid",
		});
		expect(await refused(orders, "orders:read stock:read")).toEqual(MIXED);
		expect((await asked(orders, "stock:read")).aud).toEqual([`Stock of ${orders.policyName}`]);
	});

	it("never mixes PingOne's API with a custom resource, even where resources may be mixed", async () => {
		const own = await fillOrders(tenant, { requestScopesForMultipleResourcesEnabled: true });
		await grantBuiltIn(own, "PingOne API", "p1:read:user");
		await grantStock(own);
		expect(await refused(own, "p1:read:user orders:read")).toEqual(MIXED);
		expect(await asked(own, "p1:read:user openid")).toEqual({
			aud: ["https://api.pingone.com"],
			scope: "p1:read:user openid",
		});
		expect(await asked(own, "orders:read stock:read")).toEqual({
			aud: [AUDIENCE, `Stock of ${own.policyName}`],
			scope: "orders:read stock:read",
		});
	});

	it("is, where none is sent, all that is granted of the only custom resource", async () => {
		await grantBuiltIn(orders, "openid", "email");
		expect(await asked(orders, undefined)).toEqual({ aud: [AUDIENCE], scope: "orders:read" });
		await grantStock(orders);
		expect((await refused(orders, undefined))[0]).toBe("invalid_scope");
	});

	it("is nothing without a grant, whatever the resource has", async () => {
		await orders.remove(`applications/${orders.applicationId}/grants/${orders.grantId}`);
		expect(await refused(orders, "orders:read")).toEqual(["invalid_scope", "At least one scope must be granted"]);
		expect(await asked(orders, "openid orders:read")).toEqual({ aud: ["https://api.pingone.com"], scope: "openid" });
	});
});

describe("PKCE", () => {
	it("accepts the verifier of the challenge", async () => {
		expect((await redeem(orders, await freshCode(orders, pkce), { code_verifier: VERIFIER })).status).toBe(200);
		const plain = await freshCode(orders, { code_challenge: VERIFIER });
		expect((await redeem(orders, plain, { code_verifier: VERIFIER })).status).toBe(200);
	});

	it.each([
		["another verifier", VERIFIER.toLowerCase()],
		["the challenge itself", CHALLENGE],
		["none", undefined],
	])("refuses %s, and the code is dead", async (_, code_verifier) => {
		const code = await freshCode(orders, pkce);
		const wrong = await redeem(orders, code, { code_verifier });
		expect([wrong.status, wrong.data.error]).toEqual([400, "invalid_grant"]);
		expect((await redeem(orders, code, { code_verifier: VERIFIER })).data.error).toBe("invalid_grant");
	});
});

describe("attribute mappings", () => {
	it("fill claims of the resource's tokens, sub included", async () => {
		const attributes = `resources/${orders.resourceId}/attributes`;
		await orders.create(attributes, { name: "email", value: `\${user.email}` });
		await orders.create(attributes, { name: "greeting", value: `Hello \${user.name.given}` });
		await orders.create(attributes, { name: "nick", value: `\${user.nickname}` });
		await orders.create(attributes, { name: "place", value: `\${user.lastSignOn.remoteIp}` });
		const list = (await orders.read(attributes)) as { _embedded?: { attributes?: { id: string; name: string }[] } };
		const sub = list._embedded?.attributes?.find(({ name }) => name === "sub");
		await orders.replace(`${attributes}/${sub?.id}`, { name: "sub", value: `\${user.username}` });
		const { data } = await redeem(orders, await freshCode(orders));
		const claims = claimsOf(data.access_token);
		expect(claims).toMatchObject({ sub: orders.username, email: "ines@example.com", greeting: "Hello Ines" });
		expect(claims.place).toBe("127.0.0.1");
		expect(claims).not.toHaveProperty("nick");
		expect((await introspect(orders, data.access_token)).data.sub).toBe(orders.username);
	});
});

describe("a required attribute", () => {
	it("without a value blocks the token, and says which it is", async () => {
		const attributes = `resources/${orders.resourceId}/attributes`;
		const attribute = { name: "nick", value: `\${user.nickname}`, required: true };
		const id = await orders.create(attributes, attribute);
		expect(await orders.read(`${attributes}/${id}`)).toMatchObject(attribute);
		const { status, data } = await redeem(orders, await freshCode(orders));
		expect([status, data.error]).toEqual([400, "invalid_grant"]);
		expect(data.error_description).toMatch(/^Request failed: The required attribute nick has no value /);
		const user = await orders.read(`users/${orders.userId}`);
		await orders.replace(`users/${orders.userId}`, { ...user, nickname: "Ini" });
		const { access_token } = (await redeem(orders, await freshCode(orders))).data;
		expect(claimsOf(access_token).nick).toBe("Ini");
	});
});

describe("a required attribute of the application", () => {
	it("without a value blocks the ID token, and an access token alone is none of its business", async () => {
		const attribute = { name: "nick", value: `\${user.nickname}`, required: true };
		await orders.create(`applications/${orders.applicationId}/attributes`, attribute);
		const scope = "orders:read openid";
		const { status, data } = await redeem(orders, await freshCode(orders, { scope }));
		expect([status, data.error]).toEqual([400, "invalid_grant"]);
		expect((await redeem(orders, await freshCode(orders))).status).toBe(200);
		const user = await orders.read(`users/${orders.userId}`);
		await orders.replace(`users/${orders.userId}`, { ...user, nickname: "Ini" });
		const { id_token } = (await redeem(orders, await freshCode(orders, { scope }))).data;
		expect(claimsOf(id_token).nick).toBe("Ini");
	});
});

describe("client authentication", () => {
	type Proof = (own: Orders) => { form?: Record<string, string>; headers?: Record<string, string> };
	const inForm: Proof = (own) => ({ form: clientSecretPost(own) });
	const wrongInForm: Proof = (own) => ({ form: { ...clientSecretPost(own), client_secret: "wrong" } });
	const inHeader: Proof = (own) => ({ headers: basic(own.applicationId, own.secret) });
	const wrongInHeader: Proof = (own) => ({ headers: basic(own.applicationId, "wrong") });
	const nameOnly: Proof = (own) => ({ form: { client_id: own.applicationId } });
	const nothing: Proof = () => ({});
	const headerAndName: Proof = (own) => ({ ...inHeader(own), ...nameOnly(own) });
	const headerAndForm: Proof = (own) => ({ ...inHeader(own), ...inForm(own) });
	const UNSUPPORTED = /^Request denied: Unsupported authentication method \(Correlation ID: /;

	/** Redeems a code at an application of that method with that proof. */
	const redeemAs = async (tokenEndpointAuthMethod: string, proof: Proof) => {
		const own = await fillOrders(tenant, { tokenEndpointAuthMethod });
		const { form, headers } = proof(own);
		const grant = { grant_type: "authorization_code", code: await freshCode(own), redirect_uri: REDIRECT_URI };
		return postForm(`${own.base}/as/token`, { ...grant, ...form }, headers);
	};

	it.each([
		["CLIENT_SECRET_POST", inForm],
		["CLIENT_SECRET_BASIC", inHeader],
		["CLIENT_SECRET_BASIC", headerAndName],
		["NONE", nameOnly],
	])("accepts exactly the application's method: %s", async (method, proof) => {
		expect((await redeemAs(method, proof)).status).toBe(200);
	});

	it.each([
		["CLIENT_SECRET_BASIC", inForm, undefined],
		["CLIENT_SECRET_POST", inHeader, 'Basic realm="PingOne"'],
		["CLIENT_SECRET_POST", nameOnly, undefined],
		["CLIENT_SECRET_POST", nothing, undefined],
		["NONE", inForm, undefined],
	])("refuses every other method, right secret or not: %s", async (method, proof, challenge) => {
		const { status, data, headers } = await redeemAs(method, proof);
		expect([status, data.error, headers["www-authenticate"]]).toEqual([401, "invalid_client", challenge]);
		expect(data.error_description).toMatch(UNSUPPORTED);
	});

	it("refuses a wrong secret, with a challenge where Basic was used", async () => {
		const post = await redeemAs("CLIENT_SECRET_POST", wrongInForm);
		expect([post.status, post.data.error, post.headers["www-authenticate"]]).toEqual([
			401,
			"invalid_client",
			undefined,
		]);
		const header = await redeemAs("CLIENT_SECRET_BASIC", wrongInHeader);
		expect([header.status, header.data.error]).toEqual([401, "invalid_client"]);
		expect(header.headers["www-authenticate"]).toBe('Basic realm="PingOne"');
	});

	it("refuses two methods at once", async () => {
		const answer = await redeemAs("CLIENT_SECRET_POST", headerAndForm);
		expect([answer.status, answer.data.error]).toEqual([400, "invalid_request"]);
	});

	it("refuses an unknown client as PingOne does", async () => {
		const answer = await redeem(orders, "x", { client_id: "11111111-1111-4111-8111-111111111111" });
		expect([answer.status, answer.data.error]).toEqual([401, "invalid_client"]);
		expect(answer.data.error_description).toMatch(UNSUPPORTED);
	});

	it("refuses a disabled application", async () => {
		const code = await freshCode(orders);
		const off = orderPortal({ name: orders.policyName, enabled: false });
		await orders.replace(`applications/${orders.applicationId}`, off);
		const answer = await redeem(orders, code);
		expect([answer.status, answer.data.error]).toEqual([401, "invalid_client"]);
	});

	it("accepts the previous secret until it expires", async () => {
		const expiresAt = new Date(orders.clock.now() + 120_000).toISOString();
		await orders.create(`applications/${orders.applicationId}/secret`, { previous: { expiresAt } });
		expect((await redeem(orders, await freshCode(orders))).status).toBe(200);
		orders.clock.advance(120_000);
		expect((await redeem(orders, await freshCode(orders))).status).toBe(401);
	});

	it("says when the previous secret was used last, by whatever method", async () => {
		const expiresAt = new Date(orders.clock.now() + 120_000).toISOString();
		const rotated = { previous: { expiresAt } };
		const lastUsed = async (path: string) => {
			const { previous } = await orders.read(`${path}/secret`);
			return (previous as { lastUsed?: string }).lastUsed;
		};
		const application = `applications/${orders.applicationId}`;
		await orders.create(`${application}/secret`, rotated);
		await introspect({ ...orders, secret: await orders.secretOf(application) }, "x");
		expect(await lastUsed(application)).toBeUndefined();
		orders.clock.advance(1000);
		await introspect(orders, "x");
		expect(await lastUsed(application)).toBe(new Date(orders.clock.now()).toISOString());

		const resource = `resources/${orders.resourceId}`;
		const before = await orders.secretOf(resource);
		await orders.create(`${resource}/secret`, rotated);
		orders.clock.advance(1000);
		await postForm(`${orders.base}/as/introspect`, { token: "x" }, basic(orders.resourceId, before));
		expect(await lastUsed(resource)).toBe(new Date(orders.clock.now()).toISOString());
	});
});

describe("the token endpoint", () => {
	it("takes POST only", async () => {
		const answer = await get(`${orders.base}/as/token?grant_type=client_credentials`);
		expect([answer.status, answer.headers.allow]).toEqual([405, "POST"]);
	});

	it("takes a form only", async () => {
		const body = { grant_type: "authorization_code", code: await freshCode(orders), ...clientSecretPost(orders) };
		const answer = await axios.post(`${orders.base}/as/token`, body, { validateStatus: null, proxy: false });
		expect([answer.status, answer.data.error]).toEqual([400, "invalid_request"]);
	});

	it("refuses a repeated parameter, and a secret in the URL", async () => {
		const form = new URLSearchParams({ grant_type: "authorization_code", code: "x", ...clientSecretPost(orders) });
		const repeated = await postForm(`${orders.base}/as/token`, `${form}&code=y`);
		expect([repeated.status, repeated.data.error]).toEqual([400, "invalid_request"]);
		const { client_secret, ...rest } = { grant_type: "authorization_code", code: "x", ...clientSecretPost(orders) };
		const inUrl = await postForm(`${orders.base}/as/token?client_secret=${client_secret}`, rest);
		expect([inUrl.status, inUrl.data.error]).toEqual([400, "invalid_request"]);
	});

	it("is unknown in an unknown environment", async () => {
		const answer = await redeem({ ...orders, base: orders.base.replace(orders.environmentId, orders.userId) }, "x");
		expect([answer.status, answer.data.code]).toEqual([404, "NOT_FOUND"]);
	});
});

describe("client credentials", () => {
	const ask = (id: string, secret: string, form: Record<string, string> = {}) =>
		postForm(`${tenant.base}/as/token`, { grant_type: "client_credentials", ...form }, basic(id, secret));

	const create = async (changes: Record<string, string | boolean>) => {
		const id = await tenant.create("applications", {
			...orderPortal({ name: JSON.stringify(changes) }),
			grantTypes: ["CLIENT_CREDENTIALS"],
			responseTypes: ["TOKEN"],
			tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC",
			...changes,
		});
		return { id, secret: await tenant.secretOf(`applications/${id}`) };
	};

	it("give a worker a token for PingOne's API, with nobody in it", async () => {
		const { clientId, clientSecret } = tenant.worker;
		const answer = await ask(clientId, clientSecret);
		expect(answer.status).toBe(200);
		expect(answer.data).toEqual({ access_token: expect.any(String), token_type: "Bearer", expires_in: 3600 });
		const claims = claimsOf(answer.data.access_token);
		expect(claims).toEqual({
			client_id: clientId,
			iss: `${tenant.base}/as`,
			jti: expect.any(String),
			iat: expect.any(Number),
			exp: Number(claims.iat) + 3600,
			aud: ["https://api.pingone.com"],
			env: tenant.environmentId,
			org: expect.any(String),
			"p1.rid": claims.jti,
		});
	});

	it("refuse a worker without roles, and a wrong secret", async () => {
		const { id, secret } = await create({ type: "WORKER", assignActorRoles: false });
		expect((await ask(id, secret)).data.error).toBe("unauthorized_client");
		expect((await ask(id, "wrong")).data.error).toBe("invalid_client");
		const grant = { resource: { id: orders.resourceId }, scopes: [{ id: orders.scopeId }] };
		await tenant.create(`applications/${id}/grants`, grant);
		expect((await ask(id, secret, { scope: "orders:read" })).data.error).toBe("unauthorized_client");
	});

	it("give a worker a token once a role is assigned to it", async () => {
		const { id, secret } = await create({ type: "WORKER", assignActorRoles: false, description: "assigned" });
		await tenant.create(`applications/${id}/roleAssignments`, {
			role: { id: await tenant.roleId("Identity Data Admin") },
			scope: { id: tenant.environmentId, type: "ENVIRONMENT" },
		});
		const answer = await ask(id, secret);
		expect(claimsOf(answer.data.access_token).aud).toEqual(["https://api.pingone.com"]);
	});

	it.each(["WORKER", "SERVICE"])(
		"of a %s without a scope are for its only custom resource, or nothing",
		async (type) => {
			const { id, secret } = await create({ type, description: "scopes" });
			const grant = async (own: Orders, scopeId = own.scopeId) =>
				tenant.create(`applications/${id}/grants`, { resource: { id: own.resourceId }, scopes: [{ id: scopeId }] });
			await grant(orders);
			const one = await ask(id, secret);
			expect(one.data).toMatchObject({ scope: "orders:read", expires_in: 7200 });
			expect(claimsOf(one.data.access_token).aud).toEqual([AUDIENCE]);

			const other = await fillOrders(tenant);
			const stock = await tenant.create(`resources/${other.resourceId}/scopes`, { name: "stock:read" });
			await grant(other, stock);
			const several = await ask(id, secret);
			expect([several.status, several.data.error]).toEqual([400, "invalid_scope"]);
			expect((await ask(id, secret, { scope: "stock:read" })).data.scope).toBe("stock:read");
			const both = await ask(id, secret, { scope: "stock:read orders:read" });
			expect(both.data).toMatchObject({
				error: "invalid_scope",
				error_description: expect.stringContaining("May not request scopes for multiple resources"),
			});
		},
	);

	it("have a sub where the resource maps it to static text, and no claim that is the user's", async () => {
		const { id, secret } = await create({ type: "SERVICE", description: "sub" });
		const attributes = `resources/${orders.resourceId}/attributes`;
		await tenant.create(attributes, { name: "mail", value: `\${user.email}` });
		await tenant.create(attributes, { name: "kind", value: "machine" });
		const list = (await orders.read(attributes)) as { _embedded?: { attributes?: { id: string; name: string }[] } };
		const sub = list._embedded?.attributes?.find(({ name }) => name === "sub");
		await orders.replace(`${attributes}/${sub?.id}`, { name: "sub", value: "orders-service" });
		const grant = { resource: { id: orders.resourceId }, scopes: [{ id: orders.scopeId }] };
		await tenant.create(`applications/${id}/grants`, grant);
		const claims = claimsOf((await ask(id, secret)).data.access_token);
		expect(claims).toMatchObject({ sub: "orders-service", kind: "machine" });
		expect(claims).not.toHaveProperty("mail");
	});

	it("give a service a token for the resource it is granted", async () => {
		const { id, secret } = await create({ type: "SERVICE" });
		expect((await ask(id, secret)).data.error).toBe("invalid_scope");
		const grant = { resource: { id: orders.resourceId }, scopes: [{ id: orders.scopeId }] };
		await tenant.create(`applications/${id}/grants`, grant);
		const answer = await ask(id, secret, { scope: "orders:read" });
		expect(answer.data).toMatchObject({ expires_in: 7200, scope: "orders:read" });
		expect(claimsOf(answer.data.access_token)).toMatchObject({ aud: [AUDIENCE], client_id: id, scope: "orders:read" });
		expect(claimsOf(answer.data.access_token)).not.toHaveProperty("sub");
		expect((await ask(id, secret)).data.scope).toBe("orders:read");
		expect((await ask(id, secret, { scope: "openid" })).data.error).toBe("invalid_scope");
	});
});

describe("refresh tokens", () => {
	const grantTypes = ["AUTHORIZATION_CODE", "REFRESH_TOKEN"];
	const refresh = (own: Orders, token: string, changes: Record<string, string> = {}) =>
		postForm(`${own.base}/as/token`, {
			grant_type: "refresh_token",
			refresh_token: token,
			...clientSecretPost(own),
			...changes,
		});
	const signedOn = async (application: object = {}, changes: Record<string, string> = {}) => {
		const own = await fillOrders(tenant, { grantTypes, ...application });
		return { own, first: (await redeem(own, await freshCode(own, changes))).data };
	};

	it("roll: each is good once and gives the next", async () => {
		const { own, first } = await signedOn({}, { scope: "orders:read openid" });
		const second = (await refresh(own, first.refresh_token)).data;
		expect(second).toMatchObject({ scope: "orders:read openid", expires_in: 7200, id_token: expect.any(String) });
		expect(second.refresh_token).not.toBe(first.refresh_token);
		const { jti: before, ...old } = claimsOf(first.access_token);
		const { jti: after, ...renewed } = claimsOf(second.access_token);
		expect(after).not.toBe(before);
		expect({ ...renewed, "p1.rid": 0 }).toEqual({ ...old, "p1.rid": 0 });
		expect((await refresh(own, second.refresh_token)).status).toBe(200);
	});

	it("stay good when a refresh is refused, whatever refused it", async () => {
		const { own, first } = await signedOn();
		const attributes = `resources/${own.resourceId}/attributes`;
		await own.create(attributes, { name: "nick", value: `\${user.nickname}`, required: true });
		const refused = await refresh(own, first.refresh_token);
		expect([refused.status, refused.data.error]).toEqual([400, "invalid_grant"]);
		const user = await own.read(`users/${own.userId}`);
		await own.replace(`users/${own.userId}`, { ...user, nickname: "Ini" });
		const { status, data } = await refresh(own, first.refresh_token);
		expect([status, claimsOf(data.access_token).nick]).toEqual([200, "Ini"]);
		expect((await introspect(own, first.access_token)).data.active).toBe(true);
	});

	it("give ID tokens without the nonce of the sign-on", async () => {
		const { own, first } = await signedOn({}, { scope: "orders:read openid", nonce: "n" });
		expect(claimsOf(first.id_token).nonce).toBe("n");
		const { id_token } = (await refresh(own, first.refresh_token)).data;
		expect(claimsOf(id_token)).toMatchObject({ sub: own.userId, sid: claimsOf(first.id_token).sid });
		expect(claimsOf(id_token)).not.toHaveProperty("nonce");
	});

	it("end the whole chain when one is used again", async () => {
		const { own, first } = await signedOn();
		const second = (await refresh(own, first.refresh_token)).data;
		expect((await refresh(own, first.refresh_token)).data.error).toBe("invalid_grant");
		expect((await refresh(own, second.refresh_token)).data.error).toBe("invalid_grant");
		expect((await introspect(own, second.access_token)).data).toEqual({ active: false });
	});

	it("are exchanged once by ten parallel requests", async () => {
		const { own, first } = await signedOn({ additionalRefreshTokenReplayProtectionEnabled: false });
		const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(own, first.refresh_token)));
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
		expect(answers.filter(({ data }) => data.error === "invalid_grant")).toHaveLength(9);
	});

	it("may be used again within the grace period", async () => {
		const { own, first } = await signedOn({ refreshTokenRollingGracePeriodDuration: 30 });
		expect((await refresh(own, first.refresh_token)).status).toBe(200);
		own.clock.advance(29_000);
		expect((await refresh(own, first.refresh_token)).status).toBe(200);
		expect((await introspect(own, first.refresh_token)).data.active).toBe(true);
		own.clock.advance(1_000);
		expect((await introspect(own, first.refresh_token)).data.active).toBe(false);
		expect((await refresh(own, first.refresh_token)).data.error).toBe("invalid_grant");
	});

	it("live for their duration, and their chain for the rolling one", async () => {
		const { own, first } = await signedOn({ refreshTokenDuration: 60, refreshTokenRollingDuration: 90 });
		own.clock.advance(59_000);
		const second = (await refresh(own, first.refresh_token)).data;
		own.clock.advance(31_000);
		expect((await refresh(own, second.refresh_token)).data.error).toBe("invalid_grant");
	});

	it("can be narrowed, never widened, and belong to their application", async () => {
		const { own, first } = await signedOn({}, { scope: "orders:read openid" });
		const narrowed = (await refresh(own, first.refresh_token, { scope: "orders:read" })).data;
		expect(narrowed.scope).toBe("orders:read");
		expect(narrowed).not.toHaveProperty("id_token");
		expect((await refresh(own, narrowed.refresh_token, { scope: "admin" })).data.error).toBe("invalid_scope");
		const other = await fillOrders(tenant, { grantTypes });
		expect((await refresh(other, narrowed.refresh_token)).data.error).toBe("invalid_grant");
	});

	it("outlive a replay where the application has no replay protection", async () => {
		const { own, first } = await signedOn({ additionalRefreshTokenReplayProtectionEnabled: false });
		const second = (await refresh(own, first.refresh_token)).data;
		expect((await refresh(own, first.refresh_token)).data.error).toBe("invalid_grant");
		expect((await introspect(own, second.access_token)).data.active).toBe(true);
		expect((await refresh(own, second.refresh_token)).status).toBe(200);
	});

	it("live thirty days where the application does not say", async () => {
		const { own, first } = await signedOn();
		own.clock.advance(2_592_000_000 - 1_000);
		const second = (await refresh(own, first.refresh_token)).data;
		own.clock.advance(2_592_000_000);
		expect((await refresh(own, second.refresh_token)).data.error).toBe("invalid_grant");
	});

	it("roll on for ever where the application sets no end", async () => {
		const { own, first } = await signedOn({ refreshTokenDuration: 60 });
		let token = first.refresh_token;
		for (let renewal = 0; renewal < 5; renewal++) {
			own.clock.advance(59_000);
			token = (await refresh(own, token)).data.refresh_token;
		}
		expect(token).toEqual(expect.any(String));
	});

	it("give tokens for the resources of the scopes that are left", async () => {
		const { own, first, stock } = await forTwoResources();
		expect(claimsOf(first.access_token)).toMatchObject({
			aud: [AUDIENCE, stock],
			scope: "orders:read stock:read openid",
		});
		expect(first.expires_in).toBe(300);
		const narrowed = (await refresh(own, first.refresh_token, { scope: "orders:read" })).data;
		expect(claimsOf(narrowed.access_token).aud).toEqual([AUDIENCE]);
		expect(narrowed.expires_in).toBe(7200);
		const openid = (await refresh(own, narrowed.refresh_token, { scope: "openid" })).data;
		expect(claimsOf(openid.access_token).aud).toEqual(["https://api.pingone.com"]);
		const whole = (await refresh(own, openid.refresh_token)).data;
		expect(claimsOf(whole.access_token).aud).toEqual([AUDIENCE, stock]);
	});

	it("give no scope that the application has and the user's sign-on had not", async () => {
		const { own, first } = await signedOn({}, { scope: "orders:read" });
		for (const scope of ["openid", "orders:read openid"]) {
			expect((await refresh(own, first.refresh_token, { scope })).data.error).toBe("invalid_scope");
		}
		expect((await refresh(own, first.refresh_token)).data.scope).toBe("orders:read");
	});

	it("give no scope whose grant is gone", async () => {
		const { own, first } = await forTwoResources();
		await own.remove(`applications/${own.applicationId}/grants/${own.grantId}`);
		const rest = (await refresh(own, first.refresh_token)).data;
		expect(rest.scope).toBe("stock:read openid");
		expect((await refresh(own, rest.refresh_token, { scope: "orders:read" })).data.error).toBe("invalid_scope");
	});

	it.each<[string, (own: Orders) => Promise<unknown>, (own: Orders) => Promise<unknown>]>([
		[
			"disabled",
			(own) => own.replace(`users/${own.userId}/enabled`, { enabled: false }),
			(own) => own.replace(`users/${own.userId}/enabled`, { enabled: true }),
		],
		["locked", (own) => own.lock(own.userId), (own) => own.lock(own.userId, false)],
	])("are worth nothing while the user is %s, and as much as before afterwards", async (_, stop, go) => {
		const { own, first } = await signedOn();
		await stop(own);
		expect((await refresh(own, first.refresh_token)).data.error).toBe("invalid_grant");
		await go(own);
		expect((await refresh(own, first.refresh_token)).status).toBe(200);
	});

	it("are worth nothing once the user is deleted", async () => {
		const { own, first } = await signedOn();
		await own.remove(`users/${own.userId}`);
		expect((await refresh(own, first.refresh_token)).data.error).toBe("invalid_grant");
	});

	it("are not asked for by offline_access where no grant contains it", async () => {
		const { first } = await signedOn({}, { scope: "orders:read offline_access" });
		expect(first).toMatchObject({ scope: "orders:read", refresh_token: expect.any(String) });
	});

	/** A sign-on of an application that may mix the scopes of two resources. */
	async function forTwoResources() {
		const own = await fillOrders(tenant, { grantTypes, requestScopesForMultipleResourcesEnabled: true });
		const stock = "https://api.stock.example.com";
		const body = { name: `Stock of ${own.policyName}`, audience: stock, accessTokenValiditySeconds: 300 };
		const resource = { id: await own.create("resources", body) };
		const scopes = [{ id: await own.create(`resources/${resource.id}/scopes`, { name: "stock:read" }) }];
		await own.create(`applications/${own.applicationId}/grants`, { resource, scopes });
		const code = await freshCode(own, { scope: "orders:read stock:read openid" });
		return { own, stock, first: (await redeem(own, code)).data };
	}

	it("are not issued without the grant type", async () => {
		expect((await redeem(orders, await freshCode(orders))).data).not.toHaveProperty("refresh_token");
		expect((await refresh(orders, "x")).data.error).toBe("unauthorized_client");
	});

	it("need offline_access only where a grant contains it", async () => {
		const own = await fillOrders(tenant, { grantTypes });
		const resources = (await own.read("resources")) as { _embedded?: { resources?: { id: string; name: string }[] } };
		const openid = resources._embedded?.resources?.find(({ name }) => name === "openid");
		const scopes = (await own.read(`resources/${openid?.id}/scopes`)) as {
			_embedded?: { scopes?: { id: string; name: string }[] };
		};
		const offline = scopes._embedded?.scopes?.find(({ name }) => name === "offline_access");
		const grant = { resource: { id: String(openid?.id) }, scopes: [{ id: String(offline?.id) }] };
		await own.create(`applications/${own.applicationId}/grants`, grant);
		expect((await redeem(own, await freshCode(own))).data).not.toHaveProperty("refresh_token");
		const asked = await freshCode(own, { scope: "orders:read offline_access" });
		expect((await redeem(own, asked)).data).toHaveProperty("refresh_token");
	});
});
