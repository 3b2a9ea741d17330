import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { type Mailbox, openMailbox } from "../emulator/auth/mailbox.ts";
import { authorizeUrl, claimsOf, fillOrders, type Orders, redeem } from "../emulator/auth/orders.ts";
import { PASSWORD, startTenant, type Tenant } from "../emulator/auth/tenant.ts";
import { choose, describeInChromium, fillIn, focusedName, launchChromium } from "./chromium.ts";
import { type Site, startSite } from "./site.ts";

const TEMPORARY = "Temporary-31-Lantern";
const NEXT = "Another-77-Harbour";
const FORGOT = "Forgot your password?";
const REGISTER = "Create an account";

describeInChromium("the hosted sign-on page, by keyboard alone", () => {
	let browser: Browser;
	let site: Site;
	let tenant: Tenant;
	let orders: Orders;
	let page: Page;
	let mailbox: Mailbox;
	let complaints: string[];
	beforeAll(async () => {
		[browser, site, tenant] = await Promise.all([launchChromium(), startSite(), startTenant()]);
	});
	afterAll(() => Promise.all([browser.close(), site.close(), tenant.close()]));
	beforeEach(async () => {
		orders = await fillOrders(tenant, { redirectUris: [redirectUri()] });
		mailbox = openMailbox();
		page = await browser.newPage();
		complaints = [];
		page.on("console", (message) => {
			// What it only informs of, such as an autofocus that a fast typist forestalled, depends on how busy the machine is.
			if (message.type() !== "info") complaints.push(`${message.type()}: ${message.text()}`);
		});
	});
	afterEach(async () => {
		await page.close();
		// Chromium writes down each page that is answered by an error; all else it would say is a fault of the page.
		expect(complaints.filter((complaint) => !complaint.startsWith("error: Failed to load resource"))).toEqual([]);
	});

	const redirectUri = () => `${site.origin}/cb`;
	const open = (changes: Record<string, string> = {}) =>
		page.goto(authorizeUrl(orders, { redirect_uri: redirectUri(), ...changes }));
	const heading = () => page.getByRole("heading", { level: 1 }).textContent();
	const alert = () => page.getByRole("alert").textContent();
	const setAction = (settings: object) =>
		orders.replace(`signOnPolicies/${orders.policyId}/actions/${orders.actionId}`, { priority: 1, ...settings });

	/** What the client is handed, once the browser is back there. */
	async function handedBack(): Promise<URLSearchParams> {
		await page.waitForURL(`${redirectUri()}?*`);
		return new URL(page.url()).searchParams;
	}

	/** Whose token the client gets for what it was handed. */
	async function signedOnAs(): Promise<unknown> {
		const answer = await handedBack();
		expect(answer.get("state")).toBe("xyz");
		const { data } = await redeem(orders, answer.get("code") ?? "", { redirect_uri: redirectUri() });
		return claimsOf(data.access_token).sub;
	}

	it("signs a user on and hands the client a code that it can redeem", async () => {
		await open();
		expect(await heading()).toBe("Sign on");
		expect(await page.locator("main").textContent()).toContain(`to continue to Orders`);
		expect(await focusedName(page)).toBe("Username");
		await fillIn(page, { Username: orders.username, Password: PASSWORD });
		expect(await signedOnAs()).toBe(orders.userId);
	});

	it("has the browser post the code to a client that asked for that", async () => {
		await open({ response_mode: "form_post" });
		const posted = page.waitForRequest(redirectUri());
		await fillIn(page, { Username: orders.username, Password: PASSWORD });
		const answer = new URLSearchParams((await posted).postData() ?? "");
		expect([(await posted).method(), answer.get("state")]).toEqual(["POST", "xyz"]);
		const { data } = await redeem(orders, answer.get("code") ?? "", { redirect_uri: redirectUri() });
		expect(claimsOf(data.access_token).sub).toBe(orders.userId);
	});

	it("says what was wrong, keeps the username and waits in the password", async () => {
		await open();
		await fillIn(page, { Username: orders.username, Password: "wrong" });
		expect(await alert()).toBe("The provided credentials were invalid");
		expect(await page.title()).toBe("Error: Sign on");
		expect(await page.getByLabel("Username").inputValue()).toBe(orders.username);
		expect(await page.getByLabel("Password").inputValue()).toBe("");
		expect(await focusedName(page)).toBe("Password");
		await fillIn(page, { Password: PASSWORD });
		expect(await signedOnAs()).toBe(orders.userId);
	});

	it("tells a user who is locked out when to come back", async () => {
		await open();
		for (let failure = 0; failure < 5; failure++) {
			await fillIn(page, { Username: orders.username, Password: "wrong" });
		}
		await fillIn(page, { Password: PASSWORD });
		expect(await alert()).toContain("Try again in 15 minutes.");
	});

	it("has a password replaced that must change, and lists what a new one lacks", async () => {
		await orders.setPassword(orders.userId, TEMPORARY, true);
		await open();
		await fillIn(page, { Username: orders.username, Password: TEMPORARY });
		expect(await heading()).toBe("Choose a new password");
		expect(await focusedName(page)).toBe("Current password");
		await fillIn(page, { "Current password": TEMPORARY, "New password": "short" });
		expect(await alert()).toContain("shorter than the minimum required length of 8 characters.");
		expect(await focusedName(page)).toBe("New password");
		await fillIn(page, { "Current password": TEMPORARY, "New password": NEXT });
		expect(await signedOnAs()).toBe(orders.userId);
	});

	it("recovers a forgotten password by a code", async () => {
		await setAction({ type: "LOGIN", recovery: { enabled: true } });
		await open();
		await choose(page, FORGOT);
		await fillIn(page, { Username: orders.username });
		expect(await heading()).toBe("Recover your account");
		await fillIn(page, { Code: "00000000", "New password": NEXT });
		expect(await alert()).toBe("The recovery code is invalid or has expired.");
		await choose(page, "Send another code");
		expect(await page.getByRole("alert").count()).toBe(0);
		expect(await page.getByRole("status").textContent()).toContain("Another code was sent.");
		await page.reload();
		expect(mailbox.received()).toHaveLength(2);
		const [inspector] = await Promise.all([
			page.waitForEvent("popup"),
			page.getByRole("link", { name: "on its own page" }).click(),
		]);
		expect(await inspector.locator("main").innerText()).toContain(mailbox.code());
		await fillIn(page, { Code: mailbox.code(), "New password": NEXT });
		expect(await signedOnAs()).toBe(orders.userId);
	});

	it("registers a newcomer and verifies the address", async () => {
		const population = await orders.create("populations", { name: `Newcomers of ${orders.policyName}` });
		await setAction({ type: "LOGIN", registration: { enabled: true, population: { id: population } } });
		await open();
		await choose(page, REGISTER);
		await fillIn(page, { Username: orders.username, Email: "kofi@example.com", Password: PASSWORD });
		expect(await alert()).toBe("Username is already taken.");
		expect(await focusedName(page)).toBe("Username");
		await fillIn(page, { Username: `kofi.${orders.username}`, Password: PASSWORD });
		expect(await heading()).toBe("Verify your email");
		expect(await page.locator("main").textContent()).toContain("A code was sent to kofi@example.com.");
		await fillIn(page, { Code: mailbox.code() });
		expect(await signedOnAs()).toBe(mailbox.received()[0]?.userId);
	});

	it("asks for the username first where the policy does, and lets another user start again", async () => {
		await orders.create(`signOnPolicies/${orders.policyId}/actions`, { priority: 2, type: "IDENTIFIER_FIRST" });
		await orders.remove(`signOnPolicies/${orders.policyId}/actions/${orders.actionId}`);
		await open();
		await fillIn(page, { Username: "somebody" });
		expect(await page.locator("main").textContent()).toContain("as somebody to continue to");
		await choose(page, "Start again");
		await fillIn(page, { Username: orders.username });
		await fillIn(page, { Password: PASSWORD });
		expect(await signedOnAs()).toBe(orders.userId);
	});

	it("takes a form that is sent twice for one", async () => {
		await open();
		await page.route("**/signon/?*", async (route) => {
			const request = route.request();
			// The browser has not waited for this answer, nor the session secret in it, as by a double click.
			await fetch(request.url(), {
				...{ method: request.method(), headers: await request.allHeaders(), body: request.postData() },
				redirect: "manual",
			});
			await route.continue();
		});
		await fillIn(page, { Username: orders.username, Password: PASSWORD });
		expect(await signedOnAs()).toBe(orders.userId);
	});

	it("says so where the way back leads to a sign-on that is over", async () => {
		await open();
		await fillIn(page, { Username: orders.username, Password: PASSWORD });
		expect(await signedOnAs()).toBe(orders.userId);
		await page.goBack();
		expect(await alert()).toContain("This sign-on has ended");
	});

	it("takes the reason of a failed flow to the client", async () => {
		await orders.create(`signOnPolicies/${orders.policyId}/actions`, {
			priority: 2,
			type: "MULTI_FACTOR_AUTHENTICATION",
		});
		await open();
		await fillIn(page, { Username: orders.username, Password: PASSWORD });
		const answer = await handedBack();
		expect(answer.get("error")).toBe("access_denied");
		expect(answer.get("error_description")).toContain("MULTI_FACTOR_AUTHENTICATION is not emulated");
	});

	it("says so where a sign-off ends, and else where to go", async () => {
		const signOnPage = `${orders.base}/signon/`;
		const [signedOff, hint] = [
			page.getByText("You have signed off."),
			page.getByText("To sign on, go to an application."),
		];
		await page.goto(`${orders.base}/as/signoff`);
		expect(page.url()).toBe(`${signOnPage}#signedOff`);
		expect([await signedOff.isVisible(), await hint.isVisible()]).toEqual([true, false]);
		await page.goto("about:blank");
		await page.goto(signOnPage);
		expect([await signedOff.isVisible(), await hint.isVisible()]).toEqual([false, true]);
	});

	it("says that a flow has expired", async () => {
		await open();
		orders.clock.advance(15 * 60_000);
		await fillIn(page, { Username: orders.username, Password: PASSWORD });
		expect(await heading()).toBe("Sign-on is not possible");
		expect(await alert()).toContain("has expired");
	});

	it("shows an error that the client must not hear of", async () => {
		await open({ redirect_uri: "https://evil.example/" });
		expect(await alert()).toContain("redirect_uri: Redirect URI mismatch");
	});

	it("needs no script, and fits a narrow window", async () => {
		const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 480 } });
		page = await plain.newPage();
		await open();
		expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
		await fillIn(page, { Username: orders.username, Password: PASSWORD });
		expect(await signedOnAs()).toBe(orders.userId);
		await plain.close();
	});
});
