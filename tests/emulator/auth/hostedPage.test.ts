import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { AxiosResponse } from "axios";
import { Browser, get, locationOf } from "./browser.ts";
import { openMailbox } from "./mailbox.ts";
import { authorizeUrl, fillOrders, type Orders } from "./orders.ts";
import { PASSWORD, REDIRECT_URI, startTenant, type Tenant } from "./tenant.ts";

let tenant: Tenant;
let orders: Orders;
let browser: Browser;
beforeAll(async () => {
	tenant = await startTenant();
});
beforeEach(async () => {
	orders = await fillOrders(tenant);
	browser = new Browser();
});
afterAll(() => tenant.close());

const FORM = "application/x-www-form-urlencoded";
const submit = (url: string, fields: Record<string, string>) =>
	browser.send(url, FORM, new URLSearchParams(fields).toString());
const formIdOf = (page: AxiosResponse) => /name="formId" value="([^"]+)"/.exec(page.data)?.[1] ?? "";
const pageUrl = async () => locationOf(await browser.get(authorizeUrl(orders))).href;

describe("the hosted sign-on page", () => {
	it("signs a user on with nothing but forms and redirects", async () => {
		const url = await pageUrl();
		const form = await browser.get(url);
		expect(form.status).toBe(200);
		expect(form.data).toContain('autocomplete="current-password"');
		const sent = { action: "usernamePassword.check", username: orders.username };
		const wrong = await submit(url, { ...sent, password: "wrong" });
		expect(wrong.status).toBe(400);
		expect(wrong.data).toContain('<p role="alert">The provided credentials were invalid</p>');
		const right = await submit(url, { ...sent, password: PASSWORD });
		expect(right.status).toBe(303);
		const target = locationOf(await browser.get(String(right.headers.location)));
		expect(target.href.startsWith(`${REDIRECT_URI}?code=`)).toBe(true);
	});

	it("goes on once, though its form was sent twice", async () => {
		const url = await pageUrl();
		const formId = formIdOf(await browser.get(url));
		const sent = { action: "usernamePassword.check", username: orders.username, password: PASSWORD };
		const before = browser.copy();
		const resumeUrl = `${orders.base}/as/resume${new URL(url).search}`;
		expect((await submit(url, { ...sent, formId })).headers.location).toBe(resumeUrl);
		// Neither a browser that did not begin the flow nor one that did not read the page is signed on by it.
		browser = new Browser();
		expect((await submit(url, { ...sent, formId })).status).toBe(403);
		browser = before;
		for (const other of [{}, { formId: "" }, { formId: "undefined" }, { formId: orders.userId }]) {
			expect((await submit(url, { ...sent, ...other })).status).toBe(403);
		}
		expect((await browser.get(resumeUrl)).status).toBe(401);
		expect((await submit(url, { ...sent, formId })).headers.location).toBe(resumeUrl);
		expect(locationOf(await browser.get(resumeUrl)).searchParams.has("code")).toBe(true);
	});

	it("sends another code once, though its button was pressed twice", async () => {
		await orders.replace(`signOnPolicies/${orders.policyId}/actions/${orders.actionId}`, {
			...{ type: "LOGIN", priority: 1, recovery: { enabled: true } },
		});
		const url = await pageUrl();
		await submit(url, { action: "password.forgot", username: orders.username });
		const formId = formIdOf(await browser.get(url));
		const again = { action: "password.sendRecoveryCode", formId };
		const mailbox = openMailbox();
		expect((await submit(url, again)).headers.location).toBe(`${url}&sent=again`);
		expect((await submit(url, again)).headers.location).toBe(`${url}&sent=again`);
		expect(mailbox.received()).toHaveLength(1);
	});

	it("sends a flow that cannot go on back to the client, who is told why", async () => {
		const path = `signOnPolicies/${orders.policyId}/actions`;
		await orders.create(path, { priority: 2, type: "PINGID_AUTHENTICATION" });
		await orders.remove(`${path}/${orders.actionId}`);
		const page = await browser.get(await pageUrl());
		expect(page.status).toBe(303);
		const target = locationOf(await browser.get(String(page.headers.location)));
		expect(target.origin + target.pathname).toBe(REDIRECT_URI);
		expect(target.searchParams.get("error_description")).toContain("PINGID_AUTHENTICATION is not emulated");
	});

	it("asks for a new password where one is due", async () => {
		await orders.setPassword(orders.userId, "Temporary-31-Lantern", true);
		const url = await pageUrl();
		const sent = { action: "usernamePassword.check", username: orders.username, password: "Temporary-31-Lantern" };
		const next = await submit(url, sent);
		expect(next.status).toBe(303);
		const page = await browser.get(String(next.headers.location));
		expect(page.data).toContain("Choose a new password");
		expect(page.data).toContain(`The password of ${orders.username} must be changed first.`);
		const change = {
			action: "password.reset",
			currentPassword: "Temporary-31-Lantern",
			newPassword: "Another-77-Harbour",
		};
		expect((await submit(url, change)).status).toBe(303);
	});

	it("cannot be framed, cached or told of", async () => {
		const { headers } = await browser.get(await pageUrl());
		expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
		expect(headers["content-security-policy"]).not.toContain("unsafe");
		expect(headers["x-frame-options"]).toBe("DENY");
		expect(headers["referrer-policy"]).toBe("no-referrer");
		expect(headers["cache-control"]).toBe("no-store");
	});

	it("serves only the browser that began the flow", async () => {
		const url = await pageUrl();
		expect((await get(url)).status).toBe(403);
		browser = new Browser();
		const sent = { action: "usernamePassword.check", username: orders.username, password: PASSWORD };
		expect((await submit(url, sent)).status).toBe(403);
	});

	it("offers recovery and registration where the action does, and remembers what was typed", async () => {
		const url = await pageUrl();
		expect((await browser.get(url)).data).not.toMatch(/Forgot|Create an account/);
		expect((await browser.get(`${url}&form=password.forgot`)).data).toContain("<h1>Sign on</h1>");
		const population = { id: await orders.create("populations", { name: orders.policyName }) };
		await orders.replace(`signOnPolicies/${orders.policyId}/actions/${orders.actionId}`, {
			...{ type: "LOGIN", priority: 1 },
			recovery: { enabled: true },
			registration: { enabled: true, population },
		});
		const open = await pageUrl();
		expect((await browser.get(open)).data).toMatch(/Forgot your password\?.*Create an account/);
		expect((await browser.get(`${open}&form=password.forgot`)).data).toContain("<h1>Forgot your password?</h1>");
		const typed = { action: "user.register", username: '"><script>', email: "kofi@example.com", password: "short" };
		const answer = await submit(open, typed);
		expect(answer.status).toBe(400);
		expect(answer.data).toContain('value="&quot;&gt;&lt;script&gt;"');
		expect(answer.data).toContain('value="kofi@example.com"');
		expect(answer.data).not.toMatch(/<script>|value="short"/);
	});

	it("answers an action that does not fit with the form that does", async () => {
		const url = await pageUrl();
		for (const action of ["password.reset", "user.register", "password.recover"]) {
			const answer = await submit(url, { action });
			expect(answer.status).toBe(400);
			expect(answer.data).toContain("<h1>Sign on</h1>");
			expect(answer.data).toContain("That was already done, or is not possible now. Go on here.");
		}
		expect((await submit(url, { action: "nothing" })).headers.location).toBe(url);
		expect((await submit(`${url}&form=user.register`, {})).headers.location).toBe(url);
	});

	it("shows the error it is given, as text", async () => {
		const error = JSON.stringify({
			id: "<1>",
			message: "No.",
			details: [{ target: "redirect_uri", message: "<b>mismatch</b>" }],
		});
		const answer = await get(`${orders.base}/signon/?${new URLSearchParams({ error })}`);
		expect(answer.status).toBe(400);
		expect(answer.data).toContain("No. redirect_uri: &lt;b&gt;mismatch&lt;/b&gt;");
		expect(answer.data).toContain("Correlation id: &lt;1&gt;");
		for (const odd of ["<script>", "null", "[]", '{"details":7}']) {
			const shown = await get(`${orders.base}/signon/?${new URLSearchParams({ error: odd })}`);
			expect(shown.status).toBe(400);
			expect(shown.data).not.toContain("<script>");
		}
		const unknown = await get(`${orders.base}/signon/?flowId=x`);
		expect(unknown.status).toBe(404);
		expect(unknown.data).toContain(`Correlation id: ${unknown.headers["correlation-id"]}`);
		const elsewhere = await get(`${new URL(orders.base).origin}/00000000-0000-4000-8000-000000000000/signon/?flowId=x`);
		expect([elsewhere.status, elsewhere.data]).toEqual([404, expect.stringContaining("There is no such environment.")]);
	});
});
