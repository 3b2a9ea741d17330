import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { JsonObject } from "../../emulator/json.ts";
import { AUDIENCE, claimsOf, fillOrders, introspect, type Orders } from "../emulator/auth/orders.ts";
import { PASSWORD, startTenant, type Tenant } from "../emulator/auth/tenant.ts";
import { describeInChromium, fillIn, launchChromium } from "./chromium.ts";
import { IMPORT_MAP, moduleAt } from "./modules.ts";
import { type Site, startSite } from "./site.ts";

/** Ping Identity's OIDC client of the Orchestration SDK, which signs on in the background by pi.flow where it can. */

const APP = `<!doctype html>
<title>App</title>
${IMPORT_MAP}
<script type="module">
import { oidc } from "@forgerock/oidc-client";
window.client = async (config) => {
	const made = await oidc({ config });
	if ("error" in made) throw new Error(JSON.stringify(made));
	return made;
};
</script>`;

interface Tokens {
	accessToken: string;
	idToken: string;
}

const SPARING = { secondsSince: `\${session.lastSignOn.withAuthenticator.pwd.at}`, greater: 28_800 };

describeInChromium("@forgerock/oidc-client", () => {
	let browser: Browser;
	let site: Site;
	let tenant: Tenant;
	let orders: Orders;
	let context: BrowserContext;
	let page: Page;
	beforeAll(async () => {
		[browser, site, tenant] = await Promise.all([
			launchChromium(),
			startSite({ "/app": APP }, moduleAt),
			startTenant(),
		]);
		// One for all tests: its cache holds the client, hundreds of modules.
		context = await browser.newContext();
		page = await context.newPage();
	});
	afterAll(() => Promise.all([browser.close(), site.close(), tenant.close()]));
	beforeEach(async () => {
		orders = await fillOrders(tenant, {
			type: "SINGLE_PAGE_APP",
			tokenEndpointAuthMethod: "NONE",
			pkceEnforcement: "S256_REQUIRED",
			grantTypes: ["AUTHORIZATION_CODE", "IMPLICIT", "REFRESH_TOKEN"],
			responseTypes: ["CODE", "ID_TOKEN"],
			redirectUris: [`${site.origin}/app`],
			postLogoutRedirectUris: [`${site.origin}/app`],
			corsSettings: { behavior: "ALLOW_SPECIFIC_ORIGINS", origins: [site.origin] },
			idpSignoff: true,
		});
		const action = { priority: 1, type: "LOGIN", condition: SPARING };
		await orders.replace(`signOnPolicies/${orders.policyId}/actions/${orders.actionId}`, action);
		await page.goto(`${site.origin}/app`);
	});
	afterEach(async () => {
		await context.clearCookies();
		await page.goto(`${site.origin}/app`);
		await page.evaluate("localStorage.clear(); sessionStorage.clear()");
	});

	/** Runs one call on a client that is made for it; the SDK answers with its errors instead of throwing them. */
	const call = <T = JsonObject>(expression: string, changes: JsonObject = {}): Promise<T> => {
		const config = {
			clientId: orders.applicationId,
			redirectUri: `${site.origin}/app`,
			scope: "openid orders:read",
			serverConfig: { wellknown: `${orders.base}/as/.well-known/openid-configuration` },
			log: "none",
			...changes,
		};
		return page.evaluate<T>(`client(${JSON.stringify(config)}).then((client) => client.${expression})`);
	};

	/** Takes the user through the hosted page and redeems the code. */
	async function signOn(changes: JsonObject = {}): Promise<Tokens> {
		await page.goto(await call<string>("authorize.url()", changes));
		await fillIn(page, { Username: orders.username, Password: PASSWORD });
		await page.waitForURL(`${site.origin}/app**`);
		const { searchParams } = new URL(page.url());
		const [code, state] = [searchParams.get("code"), searchParams.get("state")].map((value) => JSON.stringify(value));
		return call<Tokens>(`token.exchange(${code}, ${state})`, changes);
	}

	const isActive = async (token: string) => (await introspect({ ...orders, secret: "" }, token)).data.active;

	it("signs a user on and gets tokens for the API, its own and the user's claims", async () => {
		const tokens = await signOn();
		expect(claimsOf(tokens.accessToken)).toMatchObject({ aud: [AUDIENCE], sub: orders.userId });
		expect(await call("token.get()")).toMatchObject({ accessToken: tokens.accessToken });
		expect(await call("user.info()")).toEqual({ sub: orders.userId });
	});

	it.each([
		["pi.flow", "{}"],
		["an iframe", '{ responseMode: "query" }'],
	])("asks in the background whether there is a session, by %s", async (_, options) => {
		const refused = await call<{ redirectUrl: string }>(`authorize.background(${options})`);
		expect(refused).toMatchObject({
			type: "auth_error",
			error_description: expect.stringContaining("authentication is required"),
		});
		expect(refused.redirectUrl).toContain(`client_id=${orders.applicationId}`);
		await signOn();
		const granted = await call(`authorize.background(${options})`);
		expect(granted).toEqual({ code: expect.any(String), state: expect.any(String) });
	});

	it("renews its tokens without the user", async () => {
		const before = await signOn();
		// The client does not wait until the old token is revoked before it hands out the new one.
		const revoked = page.waitForResponse((response) => response.url().endsWith("/as/revoke"));
		const after = await call<Tokens>("token.get({ backgroundRenew: true, forceRenew: true })");
		expect((await revoked).status()).toBe(200);
		expect(after.accessToken).not.toBe(before.accessToken);
		expect(claimsOf(after.accessToken)).toMatchObject({ sub: orders.userId, sid: claimsOf(before.accessToken).sid });
		expect([await isActive(before.accessToken), await isActive(after.accessToken)]).toEqual([false, true]);
	});

	it("pushes its requests", async () => {
		const pushed = { par: true };
		expect(await call<string>("authorize.url()", pushed)).toContain("request_uri=urn");
		await signOn(pushed);
		const granted = await call('authorize.background({ prompt: "none" })', pushed);
		expect(granted).toEqual({ code: expect.any(String), state: expect.any(String) });
	});

	it("asks by an ID token who is signed on, which needs no PKCE", async () => {
		const session = 'user.session({ responseType: "id_token" })';
		expect(await call(session)).toMatchObject({ error: expect.anything() });
		await signOn();
		expect(await call(session)).not.toHaveProperty("error");
	});

	it("revokes", async () => {
		const { accessToken } = await signOn();
		expect(await isActive(accessToken)).toBe(true);
		expect(await call("token.revoke()")).not.toHaveProperty("error");
		expect(await isActive(accessToken)).toBe(false);
	});

	it("signs the user off by the ID token, in the background", async () => {
		const { accessToken } = await signOn();
		expect(await call("user.logout()")).not.toHaveProperty("error");
		expect(page.url()).toContain(`${site.origin}/app`);
		expect(await isActive(accessToken)).toBe(false);
		expect(await call("authorize.background()")).toHaveProperty("error");
	});
});
