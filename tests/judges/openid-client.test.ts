import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as client from "openid-client";
import { Browser, locationOf } from "../emulator/auth/browser.ts";
import { AUDIENCE, checkPassword, claimsOf, fillOrders, type Orders } from "../emulator/auth/orders.ts";
import { REDIRECT_URI, startTenant } from "../emulator/auth/tenant.ts";

/** openid-client judges every answer by the OpenID Connect and OAuth specifications. */

let orders: Orders;
beforeAll(async () => {
	// The judge compares times with its own clock.
	const tenant = await startTenant(Date.now());
	orders = await fillOrders(tenant, { grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"] });
});
afterAll(() => orders.close());

const discover = (own: Orders, authentication: client.ClientAuth): Promise<client.Configuration> =>
	client.discovery(new URL(`${own.base}/as`), own.applicationId, undefined, authentication, {
		execute: [client.allowInsecureRequests],
	});

/** Plays the user's browser from the authorization URL to the redirect back. */
async function signOnAt(own: Orders, authorizationUrl: URL): Promise<URL> {
	const browser = new Browser();
	const flowId = locationOf(await browser.get(authorizationUrl.href)).searchParams.get("flowId");
	await checkPassword(own, browser, `${own.base}/flows/${flowId}`);
	return locationOf(await browser.get(`${own.base}/as/resume?flowId=${flowId}`));
}

type Build = (config: client.Configuration, parameters: Record<string, string>) => URL | Promise<URL>;

/** Signs the user on at the URL that `build` makes of a request by PKCE, and redeems the code. */
async function signOn(
	own: Orders,
	config: client.Configuration,
	scope: string,
	build: Build = client.buildAuthorizationUrl,
) {
	const pkceCodeVerifier = client.randomPKCECodeVerifier();
	const expectedState = client.randomState();
	const expectedNonce = client.randomNonce();
	const url = await build(config, {
		redirect_uri: REDIRECT_URI,
		scope,
		state: expectedState,
		nonce: expectedNonce,
		code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
		code_challenge_method: "S256",
	});
	const checks = {
		pkceCodeVerifier,
		expectedState,
		expectedNonce,
		idTokenExpected: scope.includes("openid"),
		maxAge: 60,
	};
	return client.authorizationCodeGrant(config, await signOnAt(own, url), checks);
}

const BYE = "https://portal.example.com/bye";

describe("openid-client", () => {
	it("signs a user on by code and PKCE for a custom resource and openid", async () => {
		const config = await discover(orders, client.ClientSecretPost(orders.secret));
		const tokens = await signOn(orders, config, "orders:read openid");
		expect(tokens.claims()).toMatchObject({ sub: orders.userId, acr: orders.policyName, aud: orders.applicationId });
		expect(claimsOf(tokens.access_token)).toMatchObject({ aud: [AUDIENCE], scope: "orders:read openid" });
		expect(await client.fetchUserInfo(config, tokens.access_token, orders.userId)).toEqual({ sub: orders.userId });
		expect(await client.tokenIntrospection(config, tokens.access_token)).toMatchObject({
			active: true,
			aud: [AUDIENCE],
		});
	});

	it("refreshes and revokes", async () => {
		const config = await discover(orders, client.ClientSecretPost(orders.secret));
		const { refresh_token = "" } = await signOn(orders, config, "orders:read openid");
		const renewed = await client.refreshTokenGrant(config, refresh_token);
		expect(claimsOf(renewed.access_token)).toMatchObject({ sub: orders.userId });
		await client.tokenRevocation(config, renewed.access_token);
		expect(await client.tokenIntrospection(config, renewed.access_token)).toEqual({ active: false });
		await expect(client.refreshTokenGrant(config, refresh_token)).rejects.toMatchObject({ error: "invalid_grant" });
	});

	it("gets a worker's token by Basic", async () => {
		const { clientId, clientSecret } = orders.worker;
		const worker = { ...orders, applicationId: clientId };
		const config = await discover(worker, client.ClientSecretBasic(clientSecret));
		const token = await client.clientCredentialsGrant(config);
		expect(token.expires_in).toBe(3600);
		expect(claimsOf(token.access_token)).toMatchObject({ aud: ["https://api.pingone.com"], client_id: clientId });
	});

	it("is told why its request was refused", async () => {
		const config = await discover(orders, client.ClientSecretPost("wrong"));
		await expect(signOn(orders, config, "orders:read")).rejects.toMatchObject({ error: "invalid_client", status: 401 });
		const url = client.buildAuthorizationUrl(config, { redirect_uri: REDIRECT_URI, scope: "admin" });
		const refused = locationOf(await new Browser().get(url.href));
		await expect(client.authorizationCodeGrant(config, refused)).rejects.toMatchObject({ error: "invalid_scope" });
	});

	it("pushes its request ahead", async () => {
		const own = await fillOrders(orders, { parRequirement: "REQUIRED" });
		const config = await discover(own, client.ClientSecretPost(own.secret));
		const tokens = await signOn(own, config, "orders:read openid", client.buildAuthorizationUrlWithPAR);
		expect(tokens.claims()?.sub).toBe(own.userId);
		await expect(
			client.buildAuthorizationUrlWithPAR(config, { redirect_uri: REDIRECT_URI, scope: "admin" }),
		).rejects.toMatchObject({ error: "invalid_scope" });
	});

	it("authenticates by private_key_jwt at every endpoint", async () => {
		const { publicKey, privateKey } = await crypto.subtle.generateKey(RSA, true, ["sign", "verify"]);
		const jwks = JSON.stringify({ keys: [await crypto.subtle.exportKey("jwk", publicKey)] });
		const own = await fillOrders(orders, {
			...{ tokenEndpointAuthMethod: "PRIVATE_KEY_JWT", jwks, parRequirement: "REQUIRED" },
			grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
		});
		const config = await discover(own, client.PrivateKeyJwt(privateKey));
		const tokens = await signOn(own, config, "orders:read openid", client.buildAuthorizationUrlWithPAR);
		const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
		expect(await client.tokenIntrospection(config, renewed.access_token)).toMatchObject({ active: true });
		await client.tokenRevocation(config, renewed.access_token);
		expect(await client.tokenIntrospection(config, renewed.access_token)).toEqual({ active: false });
		const stranger = await crypto.subtle.generateKey(RSA, true, ["sign", "verify"]);
		const forged = await discover(own, client.PrivateKeyJwt(stranger.privateKey));
		await expect(client.tokenIntrospection(forged, "x")).rejects.toMatchObject({
			error: "invalid_client",
			status: 401,
		});
	});

	it("signs its request", async () => {
		const { publicKey, privateKey } = await crypto.subtle.generateKey(RSA, true, ["sign", "verify"]);
		const jwks = JSON.stringify({ keys: [await crypto.subtle.exportKey("jwk", publicKey)] });
		const own = await fillOrders(orders, { jwks, requireSignedRequestObject: true });
		const config = await discover(own, client.ClientSecretPost(own.secret));
		const signed: Build = (on, parameters) => client.buildAuthorizationUrlWithJAR(on, parameters, privateKey);
		expect((await signOn(own, config, "orders:read openid", signed)).claims()?.sub).toBe(own.userId);
	});

	it("signs a user on by implicit and hybrid response types", async () => {
		const own = await fillOrders(orders, {
			grantTypes: ["AUTHORIZATION_CODE", "IMPLICIT"],
			responseTypes: ["CODE", "ID_TOKEN", "TOKEN"],
		});
		const hybrid = await discover(own, client.ClientSecretPost(own.secret));
		client.useCodeIdTokenResponseType(hybrid);
		expect((await signOn(own, hybrid, "orders:read openid")).claims()?.sub).toBe(own.userId);

		const implicit = await discover(own, client.None());
		client.useIdTokenResponseType(implicit);
		const request = { redirect_uri: REDIRECT_URI, scope: "openid", nonce: "n-1", state: "s-1" };
		const answer = await signOnAt(own, client.buildAuthorizationUrl(implicit, request));
		const claims = await client.implicitAuthentication(implicit, answer, "n-1", { expectedState: "s-1" });
		expect(claims).toMatchObject({ sub: own.userId, acr: own.policyName });
	});

	it("gets a service's token for a custom resource", async () => {
		const service = {
			...{ type: "SERVICE", grantTypes: ["CLIENT_CREDENTIALS"], responseTypes: ["TOKEN"], redirectUris: undefined },
			tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC",
		};
		const own = await fillOrders(orders, service);
		const config = await discover(own, client.ClientSecretBasic(own.secret));
		const token = await client.clientCredentialsGrant(config, { scope: "orders:read" });
		expect(claimsOf(token.access_token)).toMatchObject({ aud: [AUDIENCE], scope: "orders:read" });
		expect(claimsOf(token.access_token)).not.toHaveProperty("sub");
	});

	it("signs out, to where the application registered", async () => {
		const own = await fillOrders(orders, { postLogoutRedirectUris: [BYE] });
		const config = await discover(own, client.ClientSecretPost(own.secret));
		const { id_token = "" } = await signOn(own, config, "openid");
		const parameters = { id_token_hint: id_token, post_logout_redirect_uri: BYE, state: "bye" };
		const url = client.buildEndSessionUrl(config, parameters);
		expect(locationOf(await new Browser().get(url.href)).href).toBe(`${BYE}?state=bye`);
		const nowhere = client.buildEndSessionUrl(config);
		expect(locationOf(await new Browser().get(nowhere.href)).pathname).toBe(`/${orders.environmentId}/signon/`);
	});
});

const RSA = {
	name: "RSASSA-PKCS1-v1_5",
	hash: "SHA-256",
	modulusLength: 2048,
	publicExponent: new Uint8Array([1, 0, 1]),
};
