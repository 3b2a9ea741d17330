import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { authorizeUrl, fillOrders, redeem } from "../emulator/auth/orders.ts";
import { PASSWORD, startTenant, type Tenant } from "../emulator/auth/tenant.ts";
import { describeInChromium, launchChromium, withForeignCookies } from "./chromium.ts";
import { type Site, startSite } from "./site.ts";

/** A sign-on page of the application's own, written as PingOne describes one ("PingOne Flows"): it drives the flow by fetch. */
const LOGIN_PAGE = `<!doctype html>
<title>Own page</title>
<form><input name="username"><input name="password" type="password"><button>Go</button></form>
<output></output>
<script>
const query = new URLSearchParams(location.search);
document.forms[0].onsubmit = async (event) => {
	event.preventDefault();
	const flowUrl = query.get("auth") + "/" + query.get("environmentId") + "/flows/" + query.get("flowId");
	const begun = await (await fetch(flowUrl, { credentials: "include" })).json();
	const response = await fetch(begun._links["usernamePassword.check"].href, {
		method: "POST",
		credentials: "include",
		headers: { "Content-Type": "application/vnd.pingidentity.usernamePassword.check+json" },
		body: JSON.stringify(Object.fromEntries(new FormData(event.target))),
	});
	const flow = await response.json();
	if (flow.status === "COMPLETED") location = flow.resumeUrl;
	else document.querySelector("output").value = flow.details[0].code;
};
</script>`;

describeInChromium("an application's own sign-on page", () => {
	let browser: Browser;
	let site: Site;
	let tenant: Tenant;
	beforeAll(async () => {
		[browser, site, tenant] = await Promise.all([launchChromium(), startSite({ "/login": LOGIN_PAGE }), startTenant()]);
	});
	afterAll(() => Promise.all([browser.close(), site.close(), tenant.close()]));

	/** Signs on by the application's page at `origin`, with a wrong password first. */
	async function signOn(page: Page, origin: string): Promise<void> {
		const redirect_uri = `${origin}/cb`;
		const loginPageUrl = `${origin}/login?auth=${new URL(tenant.base).origin}`;
		const orders = await fillOrders(tenant, { redirectUris: [redirect_uri], loginPageUrl });
		await page.goto(authorizeUrl(orders, { redirect_uri }));
		expect(new URL(page.url()).origin).toBe(origin);
		await page.fill("[name=username]", orders.username);
		await page.fill("[name=password]", "wrong");
		await page.keyboard.press("Enter");
		await page.getByText("INVALID_CREDENTIALS").waitFor();
		await page.fill("[name=password]", PASSWORD);
		await page.keyboard.press("Enter");
		await page.waitForURL(`${redirect_uri}?*`);
		const code = new URL(page.url()).searchParams.get("code") ?? "";
		expect((await redeem(orders, code, { redirect_uri })).status).toBe(200);
	}

	it("reads the flow, runs its actions and goes on, from another origin", async () => {
		await signOn(await browser.newPage(), site.origin);
	});

	it("does so from another site, to a user whose browser allows that", async () => {
		const origin = site.origin.replace("127.0.0.1", "localhost");
		await withForeignCookies(async (context) => signOn(await context.newPage(), origin));
	});
});
