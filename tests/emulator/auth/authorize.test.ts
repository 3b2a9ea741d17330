import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Browser, get, locationOf, postForm } from "./browser.ts";
import { authorizeUrl, fillOrders, type Orders, orderPortal } from "./orders.ts";
import { REDIRECT_URI, startTenant } from "./tenant.ts";

let orders: Orders;
beforeAll(async () => {
	orders = await fillOrders(await startTenant());
});
afterAll(() => orders.close());

const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

describe("authorize", () => {
	it("sends the browser to the hosted sign-on page with a flow and a session", async () => {
		const answer = await get(authorizeUrl(orders));
		const page = locationOf(answer);
		expect(page.origin + page.pathname).toBe(`${orders.base}/signon/`);
		expect([...page.searchParams.keys()]).toEqual(["flowId"]);
		const [st, stNoSs] = answer.headers["set-cookie"] ?? [];
		const kept = `[0-9a-f-]{36}; Max-Age=2592000; Path=/${orders.environmentId}; HttpOnly`;
		expect(st).toMatch(new RegExp(`^ST=${kept}; Secure; SameSite=None$`));
		expect(stNoSs).toMatch(new RegExp(`^ST-NO-SS=${kept}$`));
	});

	it.each(["localhost:7650", "pingone.localhost", "127.1.2.3:80", "[::1]:7650"])(
		"lets pages of other sites send its cookie to this machine: %s",
		async (Host) => {
			const answer = await get(authorizeUrl(orders), { Host });
			expect(answer.headers["set-cookie"]?.[0]).toMatch(/; Secure; SameSite=None$/);
		},
	);

	it.each(["emulator.internal", "localhost.internal", "127.0.0.1.internal", "10.0.0.7:7650"])(
		"does not where no browser would take it so: %s",
		async (Host) => {
			const answer = await get(authorizeUrl(orders), { Host });
			expect(answer.headers["set-cookie"]?.[0]).toMatch(/; HttpOnly; SameSite=Lax$/);
		},
	);

	it("marks its cookies Secure when it is reached over https", async () => {
		const answer = await get(authorizeUrl(orders), {
			"X-Forwarded-Proto": "https",
			"X-Forwarded-Host": "auth.example",
		});
		expect(locationOf(answer).origin).toBe("https://auth.example");
		expect(answer.headers["set-cookie"]?.[0]).toMatch(/; HttpOnly; Secure; SameSite=None$/);
	});

	it("takes the same parameters as a form", async () => {
		const form = new URL(authorizeUrl(orders)).search.slice(1);
		expect(locationOf(await postForm(`${orders.base}/as/authorize`, form)).searchParams.has("flowId")).toBe(true);
	});

	it("takes them in the query of a POST without a body", async () => {
		const { status, data } = await new Browser().post(authorizeUrl(orders, { response_mode: "pi.flow" }));
		expect([status, data.status]).toEqual([200, "USERNAME_PASSWORD_REQUIRED"]);
	});

	it("takes no other body", async () => {
		const answer = await postForm(`${orders.base}/as/authorize`, "{}", { "Content-Type": "application/json" });
		expect([answer.status, answer.data.code]).toEqual([415, "INVALID_REQUEST"]);
	});

	it("sends the browser to the application's own page where it has one", async () => {
		const loginPageUrl = "https://login.example.com/page?theme=dark";
		const applicationId = await orders.create("applications", orderPortal({ name: "OwnPage", loginPageUrl }));
		const page = locationOf(await get(authorizeUrl({ ...orders, applicationId }, { scope: "openid" })));
		expect(page.origin + page.pathname).toBe("https://login.example.com/page");
		expect(Object.fromEntries(page.searchParams)).toEqual({
			theme: "dark",
			environmentId: orders.environmentId,
			flowId: expect.any(String),
		});
	});

	it("answers pi.flow with the flow itself", async () => {
		const answer = await get(authorizeUrl(orders, { response_mode: "pi.flow" }));
		expect(answer.status).toBe(200);
		expect(answer.data).toMatchObject({ status: "USERNAME_PASSWORD_REQUIRED", id: expect.any(String) });
	});

	it("has no CORS headers: a page may send the browser here, not read the answer", async () => {
		const answer = await get(authorizeUrl(orders), { Origin: "https://evil.example" });
		expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
	});
});

/** The error that the sign-on page is given. */
async function shownError(url: string) {
	const page = locationOf(await get(url));
	expect(page.origin + page.pathname).toBe(`${orders.base}/signon/`);
	expect(page.searchParams.has("flowId")).toBe(false);
	return JSON.parse(page.searchParams.get("error") ?? "null");
}

describe("a request that cannot be trusted is refused on the sign-on page, never at the redirect URI", () => {
	const unknown = "11111111-1111-4111-8111-111111111111";
	it.each([
		["an unknown client", { client_id: unknown }, "INVALID_VALUE", "client_id"],
		["no client", { client_id: undefined }, "REQUIRED_VALUE", "client_id"],
		["no redirect URI", { redirect_uri: undefined }, "REQUIRED_VALUE", "redirect_uri"],
		["another redirect URI", { redirect_uri: "https://evil.example/cb" }, "INVALID_VALUE", "redirect_uri"],
		["a longer redirect URI", { redirect_uri: `${REDIRECT_URI}/x` }, "INVALID_VALUE", "redirect_uri"],
	])("%s", async (_, changes, code, target) => {
		expect(await shownError(authorizeUrl(orders, changes))).toMatchObject({
			id: expect.any(String),
			code: "INVALID_REQUEST",
			details: [{ code, target }],
		});
	});

	it("a resource's id is no client", async () => {
		expect(await shownError(authorizeUrl(orders, { client_id: orders.resourceId }))).toMatchObject({
			details: [{ target: "client_id" }],
		});
	});

	it("an application that is no OpenID Connect client, nor is it one at the token endpoint", async () => {
		const saml = { name: "Saml", enabled: true, type: "WEB_APP", protocol: "SAML" };
		const more = { acsUrls: [REDIRECT_URI], assertionDuration: 60, spEntityId: "urn:saml" };
		const client_id = await orders.create("applications", { ...saml, ...more });
		expect(await shownError(authorizeUrl(orders, { client_id }))).toMatchObject({ details: [{ target: "client_id" }] });
		const { status, data } = await postForm(`${orders.base}/as/token`, { grant_type: "refresh_token", client_id });
		expect([status, data.error]).toEqual([401, "invalid_client"]);
		expect(data.error_description).toMatch(/^Request denied: Unsupported authentication method /);
	});

	it("a repeated client or redirect URI", async () => {
		for (const name of ["client_id", "redirect_uri"]) {
			const again = name === "client_id" ? orders.applicationId : REDIRECT_URI;
			const url = `${authorizeUrl(orders)}&${name}=${encodeURIComponent(again)}`;
			expect(await shownError(url)).toMatchObject({ details: [{ code: "INVALID_VALUE", target: name }] });
		}
	});

	it("a disabled application", async () => {
		const id = await orders.create("applications", orderPortal({ name: "Off", enabled: false }));
		expect(await shownError(authorizeUrl(orders, { client_id: id }))).toMatchObject({
			details: [{ target: "client_id", message: "Application is disabled" }],
		});
	});

	it("an unknown environment", async () => {
		const url = authorizeUrl({ ...orders, base: orders.base.replace(orders.environmentId, unknown) });
		const page = locationOf(await get(url));
		expect(page.pathname).toBe(`/${unknown}/signon/`);
		expect(JSON.parse(page.searchParams.get("error") ?? "")).toMatchObject({ code: "NOT_FOUND" });
	});

	it("as JSON when the mode is pi.flow", async () => {
		const answer = await get(authorizeUrl(orders, { redirect_uri: "https://evil.example", response_mode: "pi.flow" }));
		expect(answer.status).toBe(400);
		expect(answer.data).toMatchObject({ code: "INVALID_REQUEST", details: [{ target: "redirect_uri" }] });
	});
});

describe("a request of a trusted client is refused at its redirect URI, with its state", () => {
	it.each([
		["no response_type", { response_type: undefined }, "invalid_request"],
		["an unknown response_type", { response_type: "ticket" }, "unsupported_response_type"],
		["implicit, not enabled", { response_type: "token" }, "unauthorized_client"],
		["an ungranted scope only", { scope: "admin" }, "invalid_scope"],
		["a short challenge", { code_challenge: "short", code_challenge_method: "S256" }, "invalid_request"],
		["a method without challenge", { code_challenge_method: "S256" }, "invalid_request"],
		["an unknown method", { code_challenge: CHALLENGE, code_challenge_method: "S512" }, "invalid_request"],
		["an unassigned policy", { acr_values: "Single_Factor" }, "invalid_request"],
		["prompt none without a session", { prompt: "none" }, "login_required"],
		["a strange prompt", { prompt: "dance" }, "invalid_request"],
		["a strange max_age", { max_age: "soon" }, "invalid_request"],
		["a strange response_mode", { response_mode: "cookie" }, "invalid_request"],
	])("%s", async (_, changes, error) => {
		const answer = await get(authorizeUrl(orders, changes));
		const target = locationOf(answer);
		const sent = new URLSearchParams(target.search || target.hash.slice(1));
		expect(target.origin + target.pathname).toBe(REDIRECT_URI);
		expect(sent.get("error")).toBe(error);
		expect(sent.get("error_description")).toBeTruthy();
		expect(sent.get("state")).toBe("xyz");
		expect(sent.has("code")).toBe(false);
		expect(sent.has("iss")).toBe(false);
		expect(answer.headers["set-cookie"]).toBeUndefined();
	});

	it("a repeated parameter", async () => {
		const target = locationOf(await get(`${authorizeUrl(orders)}&nonce=a&nonce=b`));
		expect(Object.fromEntries(target.searchParams)).toMatchObject({ error: "invalid_request", state: "xyz" });
		const repeatedState = locationOf(await get(`${authorizeUrl(orders)}&state=other`));
		expect(repeatedState.searchParams.get("error")).toBe("invalid_request");
		expect(repeatedState.searchParams.has("state")).toBe(false);
	});

	it("whose letters no header holds, where what was encoded stays as it was", async () => {
		const own = await fillOrders(orders, { redirectUris: ["https://portal.example.com/日😀?p=é"] });
		const changes = { redirect_uri: "https://portal.example.com/日😀?p=é", state: "a b&%41", prompt: "none" };
		const { href, searchParams } = locationOf(await get(authorizeUrl(own, changes)));
		// The vendor's clients look for this very text.
		expect(searchParams.get("error_description")).toBe("User authentication is required");
		expect(href).toMatch(/^https:\/\/portal\.example\.com\/%E6%97%A5%F0%9F%98%80\?p=%C3%A9&error=login_required&/);
		expect(searchParams.get("state")).toBe("a b&%41");
	});

	it("in words that RFC 6749 allows, whatever was sent", async () => {
		for (const changes of [{ prompt: 'é"\\\n' }, { acr_values: 'é"\\' }]) {
			const description = locationOf(await get(authorizeUrl(orders, changes))).searchParams.get("error_description");
			expect(description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]*\?{3}/);
		}
	});

	it("in a fragment, a form or JSON where that is the mode", async () => {
		const fragment = locationOf(await get(authorizeUrl(orders, { scope: "admin", response_mode: "fragment" })));
		expect(new URLSearchParams(fragment.hash.slice(1)).get("error")).toBe("invalid_scope");
		const json = await get(authorizeUrl(orders, { scope: "admin", response_mode: "pi.flow" }));
		expect([json.status, json.data.error]).toEqual([400, "invalid_scope"]);
		const form = await get(authorizeUrl(orders, { scope: "admin", response_mode: "form_post", state: '"><script>' }));
		expect(form.status).toBe(200);
		expect(form.data).toContain(`action="${REDIRECT_URI}"`);
		expect(form.data).toContain('name="state" value="&quot;&gt;&lt;script&gt;"');
	});
});

describe("PKCE enforcement", () => {
	it("refuses what the application's setting refuses", async () => {
		const outcome = async (pkceEnforcement: string, changes: Record<string, string>) => {
			const name = `${pkceEnforcement} ${JSON.stringify(changes)}`;
			const id = await orders.create("applications", orderPortal({ name, pkceEnforcement }));
			const target = locationOf(await get(authorizeUrl(orders, { client_id: id, scope: "openid", ...changes })));
			return target.searchParams.get("error") ?? "flow";
		};
		const plain = { code_challenge: CHALLENGE, code_challenge_method: "plain" };
		const s256 = { code_challenge: CHALLENGE, code_challenge_method: "S256" };
		expect(await outcome("OPTIONAL", {})).toBe("flow");
		expect(await outcome("REQUIRED", {})).toBe("invalid_request");
		expect(await outcome("REQUIRED", plain)).toBe("flow");
		expect(await outcome("S256_REQUIRED", plain)).toBe("invalid_request");
		expect(await outcome("S256_REQUIRED", s256)).toBe("flow");
	});

	it("is for codes: a request for tokens alone has nothing to prove", async () => {
		const own = await fillOrders(orders, {
			...{ grantTypes: ["AUTHORIZATION_CODE", "IMPLICIT"], responseTypes: ["CODE", "TOKEN", "ID_TOKEN"] },
			pkceEnforcement: "S256_REQUIRED",
		});
		const request = { scope: "openid", nonce: "n" };
		const begun = locationOf(await get(authorizeUrl(own, { ...request, response_type: "id_token" })));
		expect(begun.searchParams.has("flowId")).toBe(true);
		const hybrid = locationOf(await get(authorizeUrl(own, { ...request, response_type: "code id_token" })));
		expect(new URLSearchParams(hybrid.hash.slice(1)).get("error")).toBe("invalid_request");
	});
});
