import { generateKeyPairSync, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { selfSigned } from "../../emulator/auth/certificate.ts";
import { AUDIENCE, claimsOf, fillOrders, introspect, type Orders } from "../emulator/auth/orders.ts";
import { PASSWORD, startTenant, type Tenant } from "../emulator/auth/tenant.ts";
import { describeInChromium, fillIn, launchChromium } from "./chromium.ts";
import { closed, listening, type Site, startSite } from "./site.ts";

/** Ping Identity's own browser client, in a page of its own origin. It takes an issuer only by https, so one stands in front. */

const PING_OIDC = require.resolve("@pingidentity-developers-experience/ping-oidc-client-sdk");

/** Each load of the page makes a client, as an application does; it redeems a code that stands in the URL. */
const APP = `<!doctype html>
<title>App</title>
<script src="/ping-oidc.js"></script>
<script>
const { issuer, ...options } = JSON.parse(localStorage.getItem("settings") ?? "{}");
const client = issuer && pingOidc.OidcClient.initializeFromOpenIdConfig(issuer, options);
</script>`;

interface Tokens {
	access_token: string;
	id_token: string;
	refresh_token?: string;
	token_type: string;
	expires_in: number;
	scope: string;
	state: string;
}

describeInChromium("@pingidentity-developers-experience/ping-oidc-client-sdk", () => {
	let browser: Browser;
	let site: Site;
	let tenant: Tenant;
	let front: Site;
	let orders: Orders;
	let context: BrowserContext;
	let page: Page;
	beforeAll(async () => {
		const pages = { "/app": APP, "/ping-oidc.js": readFileSync(PING_OIDC, "utf8") };
		[browser, site, tenant] = await Promise.all([launchChromium(), startSite(pages), startTenant()]);
		front = await startFront(new URL(tenant.base).port);
	});
	afterAll(() => Promise.all([browser.close(), site.close(), front.close(), tenant.close()]));
	beforeEach(async () => {
		orders = await fillOrders(tenant, {
			type: "SINGLE_PAGE_APP",
			tokenEndpointAuthMethod: "NONE",
			pkceEnforcement: "S256_REQUIRED",
			grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
			redirectUris: [`${site.origin}/app`],
			postLogoutRedirectUris: [`${site.origin}/bye`],
			corsSettings: { behavior: "ALLOW_SPECIFIC_ORIGINS", origins: [site.origin] },
		});
		context = await browser.newContext({ ignoreHTTPSErrors: true });
		page = await context.newPage();
	});
	afterEach(() => context.close());

	/** Runs one call on the page's client. */
	const call = <T>(expression: string): Promise<T> => page.evaluate<T>(`client.then((client) => client.${expression})`);

	async function signOn(): Promise<Tokens> {
		const settings = {
			issuer: `${front.origin}/${orders.environmentId}/as`,
			client_id: orders.applicationId,
			redirect_uri: `${site.origin}/app`,
			scope: "openid orders:read",
			state: { from: randomUUID() },
		};
		await page.goto(`${site.origin}/app`);
		await page.evaluate(`localStorage.setItem("settings", ${JSON.stringify(JSON.stringify(settings))})`);
		await page.reload();
		await call("authorize()");
		await page.getByRole("heading", { name: "Sign on" }).waitFor();
		await fillIn(page, { Username: orders.username, Password: PASSWORD });
		await page.waitForURL(`${site.origin}/app**`);
		const tokens = await call<Tokens>("getToken()");
		expect(tokens.state).toEqual(settings.state);
		return tokens;
	}

	it("discovers, signs a user on by code and PKCE, and gets tokens for the API", async () => {
		const tokens = await signOn();
		expect(tokens).toMatchObject({ token_type: "Bearer", expires_in: 7200, scope: "openid orders:read" });
		expect(claimsOf(tokens.access_token)).toMatchObject({
			iss: `${front.origin}/${orders.environmentId}/as`,
			aud: [AUDIENCE],
			sub: orders.userId,
		});
		expect(claimsOf(tokens.id_token)).toMatchObject({ aud: orders.applicationId, nonce: expect.any(String) });
		expect(new URL(page.url()).searchParams.has("code")).toBe(false);
	});

	it("fetches the user's claims", async () => {
		await signOn();
		expect(await call("fetchUserInfo()")).toEqual({ sub: orders.userId });
	});

	it("refreshes and revokes", async () => {
		const before = await signOn();
		const after = await call<Tokens>("refreshToken()");
		expect(after.access_token).not.toBe(before.access_token);
		const isActive = async () => (await introspect({ ...orders, secret: "" }, after.access_token)).data.active;
		expect(await isActive()).toBe(true);
		await call("revokeToken()");
		expect(await call("hasToken()")).toBe(false);
		expect(await isActive()).toBe(false);
	});

	it("signs the user off", async () => {
		await signOn();
		await call(`endSession(${JSON.stringify(`${site.origin}/bye`)})`);
		await page.waitForURL(`${site.origin}/bye`);
		await page.goto(`${site.origin}/app`);
		await call("authorize()");
		await page.getByRole("heading", { name: "Sign on" }).waitFor();
	});
});

/** TLS in front of the emulator, as a reverse proxy would stand there. */
async function startFront(port: string): Promise<Site> {
	const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const key = privateKey.export({ type: "pkcs8", format: "pem" });
	const cert = `-----BEGIN CERTIFICATE-----\n${selfSigned(privateKey).x5c}\n-----END CERTIFICATE-----\n`;
	const server = createServer({ key, cert }, (incoming, outgoing) => {
		const forwarded = { "x-forwarded-proto": "https", "x-forwarded-host": incoming.headers.host };
		const { method, url: path } = incoming;
		const headers = { ...incoming.headers, ...forwarded };
		const onward = request({ host: "127.0.0.1", port, method, path, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(outgoing);
		});
		incoming.pipe(onward);
	});
	return { origin: `https://127.0.0.1:${await listening(server)}`, close: () => closed(server) };
}
