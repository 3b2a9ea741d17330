import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { JsonObject } from "../../../emulator/json.ts";
import { Browser, get, locationOf, postForm } from "./browser.ts";
import {
	authorizeUrl,
	beginFlow,
	checkPassword,
	claimsOf,
	clientSecretPost,
	fillOrders,
	introspect,
	type Orders,
	redeem,
	signOn,
} from "./orders.ts";
import { PASSWORD, startTenant, type Tenant } from "./tenant.ts";

const LAST_PASSWORD_SIGN_ON = `\${session.lastSignOn.withAuthenticator.pwd.at}`;
const TEN_MINUTES = { secondsSince: LAST_PASSWORD_SIGN_ON, greater: 600 };

let tenant: Tenant;
let orders: Orders;
let browser: Browser;
beforeAll(async () => {
	tenant = await startTenant();
});
beforeEach(async () => {
	orders = await sparing();
	browser = new Browser();
});
afterAll(() => tenant.close());

const setLogin = (own: Orders, more: JsonObject) =>
	own.replace(`signOnPolicies/${own.policyId}/actions/${own.actionId}`, { priority: 1, type: "LOGIN", ...more });

/** An application whose policy spares a user who gave the password ten minutes ago. */
async function sparing(): Promise<Orders> {
	const own = await fillOrders(tenant);
	await setLogin(own, { condition: TEN_MINUTES });
	return own;
}

/** The code of a user who has just signed on in that browser. */
const codeIn = async (browser: Browser): Promise<string> =>
	(await signOn(orders, {}, browser)).searchParams.get("code") ?? "";

/** What the browser gets at once: "flow" for a user who is asked, else the query of the redirect URI. */
async function outcome(own: Orders, changes: Record<string, string> = {}) {
	const { searchParams } = locationOf(await browser.get(authorizeUrl(own, changes)));
	if (searchParams.has("flowId")) return "flow";
	return searchParams.get("error") ?? (searchParams.has("code") ? "code" : "nothing");
}

describe("a session", () => {
	it("spares the user while the condition of the action is not met", async () => {
		await signOn(orders, {}, browser);
		expect(await outcome(orders)).toBe("code");
		expect(await outcome(orders, { prompt: "none" })).toBe("code");
		orders.clock.advance(600_000);
		expect(await outcome(orders)).toBe("code");
		orders.clock.advance(1);
		expect(await outcome(orders)).toBe("flow");
		expect(await outcome(orders, { prompt: "none" })).toBe("login_required");
	});

	it("spares nobody where the action has no condition", async () => {
		await setLogin(orders, {});
		await signOn(orders, {}, browser);
		expect(await outcome(orders)).toBe("flow");
		expect(await outcome(orders, { prompt: "none" })).toBe("login_required");
	});

	it("is one for all applications of the environment", async () => {
		const other = await sparing();
		const first = (await redeem(orders, (await signOn(orders, {}, browser)).searchParams.get("code") ?? "")).data;
		orders.clock.advance(60_000);
		const silent = locationOf(await browser.get(authorizeUrl(other)));
		const second = (await redeem(other, silent.searchParams.get("code") ?? "")).data;
		const [before, after] = [first, second].map(({ access_token }) => claimsOf(access_token));
		expect(after).toMatchObject({ sid: before?.sid, auth_time: before?.auth_time, sub: orders.userId });
		expect(after).toMatchObject({ client_id: other.applicationId, acr: other.policyName });
	});

	it("is one of its environment: its cookie is worth nothing in another", async () => {
		await signOn(orders, {}, browser);
		const Cookie = await browser.jar.getCookieString(orders.base);
		const elsewhere = await fillOrders(await tenant.createEnvironment());
		await setLogin(elsewhere, { condition: TEN_MINUTES });
		const asked = async (own: Orders) =>
			locationOf(await get(authorizeUrl(own, { prompt: "none" }), { Cookie })).searchParams.get("error");
		expect(await asked(elsewhere)).toBe("login_required");
		await get(`${elsewhere.base}/as/signoff`, { Cookie });
		expect(await asked(orders)).toBeNull();
	});

	it("is the browser's own", async () => {
		await signOn(orders, {}, browser);
		browser = new Browser();
		expect(await outcome(orders)).toBe("flow");
	});

	it.each<[string, Record<string, string>]>([
		["prompt=login", { prompt: "login" }],
		["max_age=0, in the same instant", { max_age: "0" }],
		["a login_hint for somebody else", { login_hint: "another" }],
	])("does not answer %s", async (_, changes) => {
		const another = { username: "another", email: "another@example.com" };
		if (changes.login_hint) await orders.create("users", another);
		await signOn(orders, {}, browser);
		expect(await outcome(orders, changes)).toBe("flow");
		if (!changes.prompt) expect(await outcome(orders, { ...changes, prompt: "none" })).toBe("login_required");
	});

	it("answers a max_age that it is young enough for", async () => {
		await signOn(orders, {}, browser);
		orders.clock.advance(60_000);
		expect(await outcome(orders, { max_age: "60" })).toBe("code");
		orders.clock.advance(1_000);
		expect(await outcome(orders, { max_age: "60" })).toBe("flow");
		const again = await signOn(orders, { max_age: "60" }, browser);
		const { access_token } = (await redeem(orders, again.searchParams.get("code") ?? "")).data;
		expect(claimsOf(access_token).auth_time).toBe(Math.floor(orders.clock.now() / 1000));
	});

	it.each([{}, { prompt: "none" }])("answers pi.flow with the code at once: %j", async (changes) => {
		const { sid } = claimsOf((await redeem(orders, await codeIn(browser))).data.access_token);
		const answer = await browser.get(authorizeUrl(orders, { ...changes, response_mode: "pi.flow" }));
		expect([answer.status, answer.data.status, answer.data.session]).toEqual([200, "COMPLETED", { id: sid }]);
		expect(answer.data.authorizeResponse).toEqual({ code: expect.any(String), state: "xyz" });
		expect((await redeem(orders, answer.data.authorizeResponse.code)).status).toBe(200);
	});

	it("becomes another when another user signs on", async () => {
		const { access_token } = (await redeem(orders, await codeIn(browser))).data;
		const { sid } = claimsOf(access_token);
		const before = await browser.jar.getCookieString(orders.base);
		const other = await sparing();
		const { flowUrl, resumeUrl } = await beginFlow(other, browser, { prompt: "login" });
		await checkPassword(other, browser, flowUrl);
		const code = locationOf(await browser.get(resumeUrl)).searchParams.get("code") ?? "";
		const claims = claimsOf((await redeem(other, code)).data.access_token);
		expect(claims.sub).toBe(other.userId);
		expect(claims.sid).not.toBe(sid);
		const silent = locationOf(await browser.get(authorizeUrl(orders))).searchParams.get("code") ?? "";
		expect(claimsOf((await redeem(orders, silent)).data.access_token).sub).toBe(other.userId);
		// The session that was there before is over, for whoever still has its cookie and for its tokens.
		expect((await introspect(orders, access_token)).data).toEqual({ active: false });
		expect(locationOf(await get(authorizeUrl(orders), { Cookie: before })).searchParams.has("flowId")).toBe(true);
	});

	it.each<[string, (own: Orders) => Promise<unknown>]>([
		["is disabled", (own) => own.replace(`users/${own.userId}/enabled`, { enabled: false })],
		["is locked", (own) => own.lock(own.userId)],
		["is deleted", (own) => own.remove(`users/${own.userId}`)],
	])("spares no user who %s", async (_, change) => {
		await signOn(orders, {}, browser);
		await change(orders);
		expect(await outcome(orders)).toBe("flow");
		expect(await outcome(orders, { prompt: "none" })).toBe("login_required");
	});
});

describe("id_token_hint", () => {
	async function idTokenOf(own: Orders): Promise<string> {
		const changes = { scope: "openid orders:read", prompt: "login" };
		const code = (await signOn(own, changes, browser)).searchParams.get("code") ?? "";
		return (await redeem(own, code)).data.id_token;
	}

	it("of the user who is signed on is answered at once, be the sub mapped or not", async () => {
		expect(await outcome(orders, { id_token_hint: await idTokenOf(orders), prompt: "none" })).toBe("code");
		const path = `applications/${orders.applicationId}/attributes`;
		const { attributes } = (await orders.read(path))._embedded as { attributes: { id: string; name: string }[] };
		const sub = attributes.find(({ name }) => name === "sub")?.id;
		await orders.replace(`${path}/${sub}`, { name: "sub", value: `\${user.username}`, required: true });
		expect(await outcome(orders, { id_token_hint: await idTokenOf(orders), prompt: "none" })).toBe("code");
	});

	it("of another user gets no token of the one who is signed on", async () => {
		const hint = await idTokenOf(orders);
		const username = `other.${orders.username}`;
		await orders.setPassword(await orders.create("users", { username, email: "other@example.com" }), PASSWORD);
		await signOn({ ...orders, username }, { prompt: "login" }, browser);
		expect(await outcome(orders)).toBe("code");
		expect(await outcome(orders, { id_token_hint: hint, prompt: "none" })).toBe("login_required");
		expect(await outcome(orders, { id_token_hint: hint })).toBe("flow");
		const refused = await signOn({ ...orders, username }, { id_token_hint: hint }, browser);
		expect(Object.fromEntries(refused.searchParams)).toMatchObject({ error: "login_required", state: "xyz" });
		expect((await signOn(orders, { id_token_hint: hint }, browser)).searchParams.has("code")).toBe(true);
	});

	it("must be an ID token of the application", async () => {
		const other = await sparing();
		for (const hint of ["x", await idTokenOf(other)]) {
			expect(await outcome(orders, { id_token_hint: hint })).toBe("invalid_request");
		}
	});
});

describe("what changes between the password and the resume", () => {
	it.each<[string, (own: Orders) => Promise<unknown>]>([
		["a disabled user", (own) => own.replace(`users/${own.userId}/enabled`, { enabled: false })],
		["a locked user", (own) => own.lock(own.userId)],
		["a deleted user", (own) => own.remove(`users/${own.userId}`)],
		[
			"a disabled application",
			async (own) => {
				const path = `applications/${own.applicationId}`;
				return own.replace(path, { ...(await own.read(path)), enabled: false });
			},
		],
		["a deleted application", (own) => own.remove(`applications/${own.applicationId}`)],
	])("counts: %s gets no code", async (_, change) => {
		const { flowUrl, resumeUrl } = await beginFlow(orders, browser);
		expect((await checkPassword(orders, browser, flowUrl)).data.status).toBe("COMPLETED");
		await change(orders);
		const target = locationOf(await browser.get(resumeUrl));
		expect(Object.fromEntries(target.searchParams)).toMatchObject({ error: "access_denied", state: "xyz" });
		expect(target.searchParams.has("code")).toBe(false);
	});
});

describe("an application for members of a group", () => {
	it("gives nobody else a code, and ends with the membership", async () => {
		const group = { id: await orders.create("groups", { name: orders.policyName }) };
		const accessControl = { group: { type: "ANY_GROUP", groups: [group] } };
		const own = await fillOrders(tenant, { accessControl, grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"] });
		const refused = await signOn(own, {}, browser);
		expect(Object.fromEntries(refused.searchParams)).toMatchObject({ error: "access_denied", state: "xyz" });
		await own.create(`users/${own.userId}/memberOfGroups`, group);
		const code = (await signOn(own, {}, browser)).searchParams.get("code") ?? "";
		const { refresh_token } = (await redeem(own, code)).data;
		await own.remove(`users/${own.userId}/memberOfGroups/${group.id}`);
		const form = { grant_type: "refresh_token", refresh_token, ...clientSecretPost(own) };
		expect((await postForm(`${own.base}/as/token`, form)).data.error).toBe("invalid_grant");
	});
});

describe("the end of a session", () => {
	/** Tokens of a sign-on whose session has ended since. */
	async function signedOff(application: JsonObject = {}) {
		const own = await fillOrders(tenant, { grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"], ...application });
		const code = (await signOn(own, { scope: "openid orders:read" }, browser)).searchParams.get("code") ?? "";
		const tokens = (await redeem(own, code)).data;
		await browser.get(`${own.base}/as/signoff`);
		const active = async (token: string) =>
			(await browser.send(...formFor(own, "introspect", { token }))).data.active as boolean;
		return { own, tokens, active };
	}

	const formFor = (own: Orders, path: string, form: Record<string, string>) => {
		const sent = new URLSearchParams({ ...form, ...clientSecretPost(own) }).toString();
		return [`${own.base}/as/${path}`, "application/x-www-form-urlencoded", sent] as const;
	};
	const refresh = ({ own, tokens }: Awaited<ReturnType<typeof signedOff>>) =>
		browser.send(...formFor(own, "token", { grant_type: "refresh_token", refresh_token: tokens.refresh_token }));

	it("is the end of its tokens", async () => {
		const signed = await signedOff();
		const { own, tokens, active } = signed;
		expect(await active(tokens.access_token)).toBe(false);
		expect(await active(tokens.refresh_token)).toBe(false);
		const Authorization = `Bearer ${tokens.access_token}`;
		expect((await get(`${own.base}/as/userinfo`, { Authorization })).status).toBe(401);
		expect((await refresh(signed)).data.error).toBe("invalid_grant");
	});

	it("is the end of its codes", async () => {
		const code = (await signOn(orders, {}, browser)).searchParams.get("code") ?? "";
		await browser.get(`${orders.base}/as/signoff`);
		expect((await redeem(orders, code)).data.error).toBe("invalid_grant");
	});

	it("is not where the application skips that validation", async () => {
		const signed = await signedOff({ skipTokenSessionValidation: true });
		expect(await signed.active(signed.tokens.access_token)).toBe(true);
		expect(await signed.active(signed.tokens.refresh_token)).toBe(true);
		expect((await refresh(signed)).status).toBe(200);
	});

	it("stays the end for as long as refresh tokens live", async () => {
		const signed = await signedOff({ refreshTokenDuration: 31_536_000 });
		signed.own.clock.advance(31 * 24 * 3_600_000);
		expect(await signed.active(signed.tokens.refresh_token)).toBe(false);
		expect((await refresh(signed)).data.error).toBe("invalid_grant");
	});

	it("leaves other browsers signed on", async () => {
		await signOn(orders, {}, browser);
		const other = new Browser();
		await signOn(orders, {}, other);
		await browser.get(`${orders.base}/as/signoff`);
		expect(await outcome(orders)).toBe("flow");
		browser = other;
		expect(await outcome(orders)).toBe("code");
		expect((await checkPasswordOf(orders)).data.status).toBe("COMPLETED");
	});
});

async function checkPasswordOf(own: Orders) {
	const { flowUrl } = await beginFlow(own, browser, { prompt: "login" });
	return checkPassword(own, browser, flowUrl, PASSWORD);
}
