import { hash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { AxiosResponse } from "axios";
import { Browser, get, locationOf } from "./browser.ts";
import { authorizeUrl, checkPassword, fillOrders, type Orders, orderPortal, redeem } from "./orders.ts";
import { REDIRECT_URI, startTenant, type Tenant } from "./tenant.ts";

let tenant: Tenant;
let orders: Orders;
let browser: Browser;
beforeAll(async () => {
	tenant = await startTenant();
	orders = await fillOrders(tenant, {
		grantTypes: ["AUTHORIZATION_CODE", "IMPLICIT"],
		responseTypes: ["CODE", "TOKEN", "ID_TOKEN"],
		redirectUris: [REDIRECT_URI, `${REDIRECT_URI}?app=1`],
	});
});
beforeEach(() => {
	browser = new Browser();
});
afterAll(() => tenant.close());

type Answer = Record<string, string | undefined>;

/** What each mode hands to the client, wherever it stands in the answer. */
const READ: Record<string, (answer: AxiosResponse) => Answer> = {
	query: (answer) => {
		const target = locationOf(answer);
		expect([target.origin + target.pathname, target.hash]).toEqual([REDIRECT_URI, ""]);
		return Object.fromEntries(target.searchParams);
	},
	fragment: (answer) => {
		const target = locationOf(answer);
		expect([target.origin + target.pathname, target.search]).toEqual([REDIRECT_URI, ""]);
		return Object.fromEntries(new URLSearchParams(target.hash.slice(1)));
	},
	form_post: (answer) => {
		expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/html; charset=UTF-8"]);
		const html = String(answer.data);
		expect(html).toContain(`<form method="post" action="${REDIRECT_URI}">`);
		const script = /<script>(.*)<\/script>/.exec(html)?.[1] ?? "";
		const policy = `default-src 'none'; script-src 'sha256-${hash("sha256", script, "base64")}'; base-uri 'none'`;
		expect(answer.headers["content-security-policy"]).toBe(policy);
		const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
		return Object.fromEntries(Array.from(inputs, ([, name, value]) => [name, value]));
	},
	"pi.flow": (answer) => {
		expect(answer.status).toBe(200);
		return answer.data.authorizeResponse;
	},
};

/** Begins a flow in that mode; pi.flow answers with it, the others send the browser to it. */
async function begin(changes: Record<string, string | undefined>) {
	const answer = await browser.get(authorizeUrl(orders, changes));
	const flowId = answer.status === 200 ? answer.data.id : locationOf(answer).searchParams.get("flowId");
	return { flowUrl: `${orders.base}/flows/${flowId}`, resumeUrl: `${orders.base}/as/resume?flowId=${flowId}` };
}

const MODES = Object.keys(READ);
const read = (mode: string, answer: AxiosResponse): Answer => READ[mode]?.(answer) ?? {};

describe.each(MODES)("response_mode=%s", (response_mode) => {
	it("brings the code and the state", async () => {
		const { flowUrl, resumeUrl } = await begin({ response_mode });
		await checkPassword(orders, browser, flowUrl);
		const answer = await browser.get(resumeUrl);
		expect(answer.headers["cache-control"]).toBe("no-store");
		const sent = read(response_mode, answer);
		expect(sent).toEqual({ code: expect.any(String), state: "xyz" });
		expect((await redeem(orders, String(sent.code))).status).toBe(200);
	});

	it("brings no state where none was sent", async () => {
		const { flowUrl, resumeUrl } = await begin({ response_mode, state: undefined });
		await checkPassword(orders, browser, flowUrl);
		expect(Object.keys(read(response_mode, await browser.get(resumeUrl)))).toEqual(["code"]);
	});

	it("brings the refusal of a request", async () => {
		const answer = await get(authorizeUrl(orders, { response_mode, scope: "admin" }));
		const expected = { error: "invalid_scope", error_description: "At least one scope must be granted", state: "xyz" };
		if (response_mode === "pi.flow") expect([answer.status, answer.data]).toEqual([400, expected]);
		else expect(read(response_mode, answer)).toEqual(expected);
	});

	it("brings the failure of a flow", async () => {
		const mfa = { priority: 2, type: "PINGID_AUTHENTICATION" };
		const path = `signOnPolicies/${orders.policyId}/actions`;
		const id = await orders.create(path, mfa);
		const { flowUrl, resumeUrl } = await begin({ response_mode });
		await checkPassword(orders, browser, flowUrl);
		await orders.remove(`${path}/${id}`);
		expect(read(response_mode, await browser.get(resumeUrl))).toEqual({
			error: "access_denied",
			error_description: expect.stringContaining("PINGID_AUTHENTICATION"),
			state: "xyz",
		});
		expect((await browser.get(resumeUrl)).status).toBe(404);
	});

	it.each(["id_token", "token", "token id_token", "code id_token", "code token", "code token id_token"])(
		"brings the members of %s, but never in a query",
		async (response_type) => {
			const request = { response_mode, response_type, scope: "openid orders:read", nonce: "n" };
			if (response_mode === "query") {
				const refused = read("fragment", await get(authorizeUrl(orders, request)));
				expect([refused.error, refused.state]).toEqual(["invalid_request", "xyz"]);
				return;
			}
			const { flowUrl, resumeUrl } = await begin(request);
			await checkPassword(orders, browser, flowUrl);
			const sent = read(response_mode, await browser.get(resumeUrl));
			const types = response_type.split(" ");
			const token = ["access_token", "token_type", "expires_in", "scope"];
			const members = types.flatMap((type) => (type === "token" ? token : [type]));
			expect(Object.keys(sent).sort()).toEqual([...members, "state"].sort());
		},
	);
});

describe("without response_mode", () => {
	it("a code comes in the query, anything with a token in the fragment, and so does its refusal", async () => {
		for (const response_type of ["code", "token", "code token"]) {
			const mode = response_type === "code" ? "query" : "fragment";
			const refused = read(mode, await get(authorizeUrl(orders, { response_type, scope: "admin" })));
			expect(refused.error).toBe("invalid_scope");
			const { flowUrl, resumeUrl } = await begin({ response_type });
			await checkPassword(orders, browser, flowUrl);
			expect(read(mode, await browser.get(resumeUrl)).state).toBe("xyz");
		}
	});

	it("what the redirect URI's own query says is kept", async () => {
		const { flowUrl, resumeUrl } = await begin({ redirect_uri: `${REDIRECT_URI}?app=1` });
		await checkPassword(orders, browser, flowUrl);
		const target = locationOf(await browser.get(resumeUrl));
		expect([...target.searchParams.keys()]).toEqual(["app", "code", "state"]);
	});
});

describe("pi.flow", () => {
	it("answers an unfinished resume with the flow", async () => {
		const { resumeUrl } = await begin({ response_mode: "pi.flow" });
		const { status, data } = await browser.get(resumeUrl);
		expect([status, data.status]).toEqual([200, "USERNAME_PASSWORD_REQUIRED"]);
		expect(data).not.toHaveProperty("authorizeResponse");
	});
});

describe("an application with a page of its own", () => {
	const loginPageUrl = "https://login.example.com/page";

	it("shows its errors there, and its unfinished flows", async () => {
		const applicationId = await orders.create("applications", orderPortal({ name: "Page", loginPageUrl }));
		const own = { ...orders, applicationId };
		const shown = locationOf(await get(authorizeUrl(own, { redirect_uri: "https://evil.example" })));
		expect(shown.origin + shown.pathname).toBe(loginPageUrl);
		expect(shown.searchParams.get("environmentId")).toBe(orders.environmentId);
		expect(shown.searchParams.has("flowId")).toBe(false);
		// As the vendor's own page reads it, to which a + is no space.
		const raw = /[?&]error=([^&]*)/.exec(shown.search)?.[1] ?? "";
		expect(JSON.parse(decodeURIComponent(raw)).message).toMatch(/^The request could not be completed\. /);
		expect(JSON.parse(shown.searchParams.get("error") ?? "")).toMatchObject({
			...{ id: expect.any(String), code: "INVALID_REQUEST" },
			details: [{ code: "INVALID_VALUE", target: "redirect_uri", message: "Redirect URI mismatch" }],
		});
		const page = locationOf(await browser.get(authorizeUrl(own, { scope: "openid" })));
		const back = locationOf(await browser.get(`${orders.base}/as/resume?flowId=${page.searchParams.get("flowId")}`));
		expect(back.href).toBe(page.href);
	});
});
