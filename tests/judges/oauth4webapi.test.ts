import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { exportJWK } from "jose";
import * as oauth from "oauth4webapi";
import { Browser, locationOf } from "../emulator/auth/browser.ts";
import { AUDIENCE, checkPassword, fillOrders, type Orders } from "../emulator/auth/orders.ts";
import { REDIRECT_URI, startTenant, type Tenant } from "../emulator/auth/tenant.ts";

/** oauth4webapi validates each response, JWT access tokens by RFC 9068 aside, as a resource server and a client would. */

let tenant: Tenant;
let server: oauth.AuthorizationServer;
const insecure = { [oauth.allowInsecureRequests]: true };

beforeAll(async () => {
	// The judge compares times with its own clock.
	tenant = await startTenant(Date.now());
	const issuer = new URL(`${tenant.base}/as`);
	server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
});
afterAll(() => tenant.close());

async function signOn(own: Orders, authentication: oauth.ClientAuth, scope = "orders:read openid") {
	const client: oauth.Client = { client_id: own.applicationId };
	const verifier = oauth.generateRandomCodeVerifier();
	const state = oauth.generateRandomState();
	const url = new URL(String(server.authorization_endpoint));
	const parameters = {
		response_type: "code",
		client_id: own.applicationId,
		redirect_uri: REDIRECT_URI,
		scope,
		state,
		code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
		code_challenge_method: "S256",
	};
	for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
	const callback = oauth.validateAuthResponse(server, client, await signOnAt(own, url), state);
	const response = await oauth.authorizationCodeGrantRequest(
		server,
		client,
		authentication,
		callback,
		REDIRECT_URI,
		verifier,
		insecure,
	);
	const tokens = await oauth.processAuthorizationCodeResponse(server, client, response);
	if (tokens.id_token !== undefined) await oauth.validateApplicationLevelSignature(server, response, insecure);
	return { client, tokens };
}

async function signOnAt(own: Orders, url: URL): Promise<URL> {
	const browser = new Browser();
	const flowId = locationOf(await browser.get(url.href)).searchParams.get("flowId");
	await checkPassword(own, browser, `${own.base}/flows/${flowId}`);
	return locationOf(await browser.get(`${own.base}/as/resume?flowId=${flowId}`));
}

async function introspect(client: oauth.Client, authentication: oauth.ClientAuth, token: string) {
	const response = await oauth.introspectionRequest(server, client, authentication, token, insecure);
	return oauth.processIntrospectionResponse(server, client, response);
}

describe("oauth4webapi", () => {
	it("redeems a code by PKCE, checks the ID token's signature, introspects and revokes", async () => {
		const own = await fillOrders(tenant);
		const authentication = oauth.ClientSecretPost(own.secret);
		const { client, tokens } = await signOn(own, authentication);
		expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ sub: own.userId, acr: own.policyName });
		expect(await introspect(client, authentication, tokens.access_token)).toMatchObject({
			active: true,
			aud: [AUDIENCE],
			scope: "orders:read openid",
			sub: own.userId,
		});
		const userinfo = await oauth.userInfoRequest(server, client, tokens.access_token, insecure);
		expect(await oauth.processUserInfoResponse(server, client, own.userId, userinfo)).toEqual({ sub: own.userId });
		const revoked = await oauth.revocationRequest(server, client, authentication, tokens.access_token, insecure);
		await oauth.processRevocationResponse(revoked);
		expect(await introspect(client, authentication, tokens.access_token)).toEqual({ active: false });
	});

	it("introspects with the resource's own id and secret", async () => {
		const own = await fillOrders(tenant);
		const { tokens } = await signOn(own, oauth.ClientSecretPost(own.secret), "orders:read");
		const resource = { client_id: own.resourceId };
		const secret = oauth.ClientSecretBasic(await own.secretOf(`resources/${own.resourceId}`));
		expect(await introspect(resource, secret, tokens.access_token)).toMatchObject({ active: true, aud: [AUDIENCE] });
	});

	it("introspects as a resource by client_secret_jwt", async () => {
		const own = await fillOrders(tenant);
		const { tokens } = await signOn(own, oauth.ClientSecretPost(own.secret), "orders:read");
		const settings = { audience: AUDIENCE, introspectEndpointAuthMethod: "CLIENT_SECRET_JWT" };
		await own.replace(`resources/${own.resourceId}`, { name: own.policyName, ...settings });
		const secret = await own.secretOf(`resources/${own.resourceId}`);
		const resource = { client_id: own.resourceId };
		expect(await introspect(resource, oauth.ClientSecretJwt(secret), tokens.access_token)).toMatchObject({
			active: true,
		});
		const basic = introspect(resource, oauth.ClientSecretBasic(secret), tokens.access_token);
		await expect(basic).rejects.toMatchObject({ status: 401 });
	});

	it("signs on as a public client", async () => {
		const own = await fillOrders(tenant, { tokenEndpointAuthMethod: "NONE", pkceEnforcement: "S256_REQUIRED" });
		const { tokens } = await signOn(own, oauth.None());
		expect(tokens.token_type).toBe("bearer");
	});

	it("authenticates by client_secret_jwt, each assertion once", async () => {
		const own = await fillOrders(tenant, { tokenEndpointAuthMethod: "CLIENT_SECRET_JWT" });
		const { tokens } = await signOn(own, oauth.ClientSecretJwt(own.secret));
		expect(tokens.expires_in).toBe(7200);
		await expectOneUse(own, oauth.ClientSecretJwt(own.secret));
		await expect(signOn(own, oauth.ClientSecretJwt("wrong".repeat(13)))).rejects.toMatchObject({
			error: "invalid_client",
		});
		await expect(signOn(own, oauth.ClientSecretPost(own.secret))).rejects.toMatchObject({ error: "invalid_client" });
	});

	it("authenticates by private_key_jwt, each assertion once", async () => {
		const mine = await crypto.subtle.generateKey(EC, true, ["sign", "verify"]);
		const stranger = await crypto.subtle.generateKey(EC, true, ["sign", "verify"]);
		const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(mine.publicKey)), use: "sig", kid: "k1" }] });
		const own = await fillOrders(tenant, { tokenEndpointAuthMethod: "PRIVATE_KEY_JWT", jwks });
		const key = { key: mine.privateKey, kid: "k1" };
		expect((await signOn(own, oauth.PrivateKeyJwt(key))).tokens.expires_in).toBe(7200);
		await expectOneUse(own, oauth.PrivateKeyJwt(key));
		const forged = oauth.PrivateKeyJwt({ key: stranger.privateKey, kid: "k1" });
		await expect(signOn(own, forged)).rejects.toMatchObject({ error: "invalid_client" });
	});

	it("refreshes, and is told when a refresh token was used before", async () => {
		const own = await fillOrders(tenant, { grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"] });
		const authentication = oauth.ClientSecretPost(own.secret);
		const { client, tokens } = await signOn(own, authentication);
		const refresh = async () => {
			const token = String(tokens.refresh_token);
			const response = await oauth.refreshTokenGrantRequest(server, client, authentication, token, insecure);
			return oauth.processRefreshTokenResponse(server, client, response);
		};
		const renewed = await refresh();
		expect(renewed).toMatchObject({ scope: "orders:read openid", expires_in: 7200 });
		expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
		expect(oauth.getValidatedIdTokenClaims(renewed)?.sub).toBe(own.userId);
		await expect(refresh()).rejects.toMatchObject({ error: "invalid_grant", status: 400 });
	});

	it("pushes its request ahead", async () => {
		const own = await fillOrders(tenant, { parRequirement: "REQUIRED", parTimeout: 90 });
		const client = { client_id: own.applicationId };
		const authentication = oauth.ClientSecretPost(own.secret);
		const verifier = oauth.generateRandomCodeVerifier();
		const request = {
			...{ response_type: "code", redirect_uri: REDIRECT_URI, scope: "orders:read openid", state: "pushed" },
			code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
			code_challenge_method: "S256",
		};
		const push = async (parameters: Record<string, string>) => {
			const response = await oauth.pushedAuthorizationRequest(server, client, authentication, parameters, insecure);
			return oauth.processPushedAuthorizationResponse(server, client, response);
		};
		const { request_uri, expires_in } = await push(request);
		expect(expires_in).toBe(90);
		const url = new URL(String(server.authorization_endpoint));
		url.search = new URLSearchParams({ ...client, request_uri }).toString();
		const callback = oauth.validateAuthResponse(server, client, await signOnAt(own, url), "pushed");
		const sent = [callback, REDIRECT_URI, verifier, insecure] as const;
		const response = await oauth.authorizationCodeGrantRequest(server, client, authentication, ...sent);
		expect(await oauth.processAuthorizationCodeResponse(server, client, response)).toMatchObject({ expires_in: 7200 });
		await expect(push({ ...request, scope: "admin" })).rejects.toMatchObject({ error: "invalid_scope" });
	});

	it("gets a token for the worker", async () => {
		const client = { client_id: tenant.worker.clientId };
		const authentication = oauth.ClientSecretBasic(tenant.worker.clientSecret);
		const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, {}, insecure);
		expect(await oauth.processClientCredentialsResponse(server, client, response)).toMatchObject({ expires_in: 3600 });
	});
});

const EC = { name: "ECDSA", namedCurve: "P-256" };

/** Sends the same assertion twice; a token that nobody knows does for the rest. */
async function expectOneUse(own: Orders, authentication: oauth.ClientAuth): Promise<void> {
	const client = { client_id: own.applicationId };
	const form = new URLSearchParams({ token: "unknown" });
	await authentication(server, client, form, new Headers());
	const send = () => fetch(String(server.introspection_endpoint), { method: "POST", body: new URLSearchParams(form) });
	expect((await send()).status).toBe(200);
	expect((await send()).status).toBe(401);
}
