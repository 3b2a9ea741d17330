import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { JsonObject } from "../../../emulator/json.ts";
import { Browser, get, locationOf } from "./browser.ts";
import {
	authorizeUrl,
	beginFlow,
	checkPassword,
	claimsOf,
	fillOrders,
	freshCode,
	type Orders,
	redeem,
	signOn,
} from "./orders.ts";
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

const MINUTE = 60_000;
const later = (minutes: number) => new Date(orders.clock.now() + minutes * MINUTE).toISOString();

const KNOWN = "the user";
const withKnownUser = (body: Record<string, string | undefined>) =>
	body.username === KNOWN ? { ...body, username: orders.username } : body;

describe("a flow", () => {
	it("shows where it stands and what may be done", async () => {
		const { flowId, flowUrl, resumeUrl } = await beginFlow(orders, browser);
		const answer = await browser.get(flowUrl);
		expect(answer.status).toBe(200);
		expect(answer.headers["cache-control"]).toBe("no-store");
		expect(answer.data).toEqual({
			_links: {
				self: { href: flowUrl },
				signOnPage: { href: `${orders.base}/signon/?flowId=${flowId}` },
				"usernamePassword.check": { href: flowUrl },
				"session.reset": { href: flowUrl },
			},
			id: flowId,
			environment: { id: orders.environmentId },
			resumeUrl,
			status: "USERNAME_PASSWORD_REQUIRED",
			createdAt: later(0),
			expiresAt: later(15),
			_embedded: { application: { name: expect.stringMatching(/^Orders/) } },
		});
	});

	it("completes with the right password, whatever the case of the username", async () => {
		const { flowUrl } = await beginFlow(orders, browser);
		const before = await browser.jar.getCookieString(orders.base);
		const answer = await browser.act(flowUrl, "usernamePassword.check", {
			username: orders.username.toUpperCase(),
			password: PASSWORD,
		});
		expect(answer.status).toBe(200);
		expect(answer.data).toMatchObject({
			status: "COMPLETED",
			_embedded: {
				user: { id: orders.userId, username: orders.username, name: { given: "Ines", family: "Prado" } },
			},
		});
		expect(await browser.jar.getCookieString(orders.base)).not.toBe(before);
	});

	it("leaves the time and place of the sign-on with the user, whose profile stays as it was", async () => {
		const { lastSignOn, ...before } = await orders.read(`users/${orders.userId}`);
		expect(lastSignOn).toBeUndefined();
		tenant.clock.advance(MINUTE);
		const { flowUrl } = await beginFlow(orders, browser);
		await checkPassword(orders, browser, flowUrl);
		const signedOn = { ...before, lastSignOn: { at: later(0), remoteIp: "127.0.0.1" } };
		expect(await orders.read(`users/${orders.userId}`)).toEqual(signedOn);
		const list = (await orders.read(`users?filter=id eq "${orders.userId}"`)) as {
			_embedded?: { users?: JsonObject[] };
		};
		expect(list._embedded?.users?.[0]?.lastSignOn).toEqual(signedOn.lastSignOn);
		await orders.replace(`users/${orders.userId}`, { ...before, nickname: "Ini" });
		expect((await orders.read(`users/${orders.userId}`)).lastSignOn).toEqual(signedOn.lastSignOn);
	});

	it.each([
		["a wrong password", { username: KNOWN, password: "wrong" }, "INVALID_CREDENTIALS", undefined],
		["an unknown user", { username: "nobody", password: PASSWORD }, "INVALID_CREDENTIALS", undefined],
		["no password", { username: KNOWN }, "REQUIRED_VALUE", "password"],
		["an empty password", { username: KNOWN, password: "" }, "EMPTY_VALUE", "password"],
		["no username", { password: PASSWORD }, "REQUIRED_VALUE", "username"],
		["an empty username", { username: "", password: PASSWORD }, "EMPTY_VALUE", "username"],
	])("refuses %s and can be tried again", async (_, body, code, target) => {
		const { flowUrl } = await beginFlow(orders, browser);
		const answer = await browser.act(flowUrl, "usernamePassword.check", withKnownUser(body));
		expect(answer.status).toBe(400);
		expect(answer.data).toMatchObject({ code: "INVALID_DATA", details: [{ code }] });
		expect(answer.data.details[0].target).toBe(target);
		expect((await checkPassword(orders, browser, flowUrl)).data.status).toBe("COMPLETED");
	});

	it("tells an unknown user and a wrong password with the same words", async () => {
		const { flowUrl } = await beginFlow(orders, browser);
		const wrong = await checkPassword(orders, browser, flowUrl, "wrong");
		const unknown = await browser.act(flowUrl, "usernamePassword.check", { username: "nobody", password: "wrong" });
		expect({ ...unknown.data, id: 0 }).toEqual({ ...wrong.data, id: 0 });
	});

	it("locks the user out after five failures, for fifteen minutes", async () => {
		const { flowUrl } = await beginFlow(orders, browser);
		for (let failure = 0; failure < 5; failure++) await checkPassword(orders, browser, flowUrl, "wrong");
		const locked = await checkPassword(orders, browser, flowUrl);
		expect(locked.status).toBe(400);
		expect(locked.data.details[0]).toMatchObject({
			code: "PASSWORD_LOCKED_OUT",
			innerError: { secondsUntilUnlock: 900 },
		});
		orders.clock.advance(14 * MINUTE);
		const later = await checkPassword(orders, browser, flowUrl);
		expect(later.data.details[0].innerError).toEqual({ secondsUntilUnlock: 60 });
		orders.clock.advance(MINUTE);
		expect((await checkPassword(orders, browser, flowUrl)).data.status).toBe("COMPLETED");
	});

	it("refuses a disabled user, after the right password only", async () => {
		await orders.replace(`users/${orders.userId}/enabled`, { enabled: false });
		const { flowUrl } = await beginFlow(orders, browser);
		expect((await checkPassword(orders, browser, flowUrl, "wrong")).data.details[0].code).toBe("INVALID_CREDENTIALS");
		expect((await checkPassword(orders, browser, flowUrl)).data.details[0].code).toBe("ACCOUNT_NOT_USABLE");
	});

	it("refuses a user whom an administrator has locked, until unlocked", async () => {
		await orders.lock(orders.userId);
		const { flowUrl } = await beginFlow(orders, browser);
		expect((await checkPassword(orders, browser, flowUrl)).data.details[0].code).toBe("ACCOUNT_NOT_USABLE");
		await orders.lock(orders.userId, false);
		expect((await checkPassword(orders, browser, flowUrl)).data.status).toBe("COMPLETED");
	});

	it("refuses a user whom an administrator has locked until a time, until then", async () => {
		const unlockAt = new Date(orders.clock.now() + MINUTE).toISOString();
		await orders.lock(orders.userId, true, unlockAt);
		const { flowUrl } = await beginFlow(orders, browser);
		orders.clock.advance(MINUTE - 1);
		expect((await checkPassword(orders, browser, flowUrl)).data.details[0].code).toBe("ACCOUNT_NOT_USABLE");
		orders.clock.advance(1);
		expect((await checkPassword(orders, browser, flowUrl)).data.status).toBe("COMPLETED");
	});

	it("locks out by the policy of the user's population", async () => {
		const standard = { ...{ excludesCommonlyUsed: false, excludesProfileData: false, notSimilarToCurrent: false } };
		const lockout = { failureCount: 2, durationSeconds: 60 };
		const policy = { name: `Strict ${orders.policyName}`, ...standard, lockout };
		const passwordPolicy = { id: await orders.create("passwordPolicies", policy) };
		const id = await orders.create("populations", { name: orders.policyName, passwordPolicy });
		await orders.replace(`users/${orders.userId}/population`, { id });
		const { flowUrl } = await beginFlow(orders, browser);
		for (let failure = 0; failure < 2; failure++) await checkPassword(orders, browser, flowUrl, "wrong");
		orders.clock.advance(30_000);
		expect((await checkPassword(orders, browser, flowUrl)).data.details[0]).toMatchObject({
			...{ code: "PASSWORD_LOCKED_OUT", innerError: { secondsUntilUnlock: 30 } },
		});
		orders.clock.advance(30_000);
		expect((await checkPassword(orders, browser, flowUrl)).data.status).toBe("COMPLETED");
	});

	it("counts failures over all flows of the user, and forgets them after a success", async () => {
		for (let failure = 0; failure < 4; failure++) {
			const { flowUrl } = await beginFlow(orders, new Browser());
			await checkPassword(orders, browser, flowUrl, "wrong");
		}
		const { flowUrl } = await beginFlow(orders, browser);
		expect((await checkPassword(orders, browser, flowUrl)).data.status).toBe("COMPLETED");
		const next = await beginFlow(orders, browser, { prompt: "login" });
		for (let failure = 0; failure < 4; failure++) await checkPassword(orders, browser, next.flowUrl, "wrong");
		expect((await checkPassword(orders, browser, next.flowUrl)).data.status).toBe("COMPLETED");
	});

	it("refuses a user who has no password", async () => {
		await orders.create("users", { username: `new-${orders.username}`, email: "new@example.com" });
		const { flowUrl } = await beginFlow(orders, browser);
		const answer = await browser.act(flowUrl, "usernamePassword.check", {
			username: `new-${orders.username}`,
			password: PASSWORD,
		});
		expect(answer.data.details[0].code).toBe("INVALID_CREDENTIALS");
	});

	it("expires fifteen minutes after its last use", async () => {
		const { flowUrl, resumeUrl } = await beginFlow(orders, browser);
		orders.clock.advance(14 * MINUTE);
		expect((await browser.get(flowUrl)).data.expiresAt).toBe(later(15));
		orders.clock.advance(14 * MINUTE);
		expect((await checkPassword(orders, browser, flowUrl, "wrong")).status).toBe(400);
		orders.clock.advance(14 * MINUTE);
		expect((await browser.get(flowUrl)).status).toBe(200);
		orders.clock.advance(15 * MINUTE);
		for (const answer of [
			await browser.get(flowUrl),
			await checkPassword(orders, browser, flowUrl),
			await browser.get(resumeUrl),
		]) {
			expect(answer.status).toBe(404);
			expect(answer.data.code).toBe("NOT_FOUND");
		}
	});

	it("is unknown under another id or another environment", async () => {
		const { flowId } = await beginFlow(orders, browser);
		expect((await browser.get(`${orders.base}/flows/${orders.userId}`)).status).toBe(404);
		const { base: other } = await tenant.createEnvironment();
		for (const path of [`flows/${flowId}`, `as/resume?flowId=${flowId}`, `signon/?flowId=${flowId}`]) {
			expect([path, (await browser.get(`${other}/${path}`)).status]).toEqual([path, 404]);
		}
		const elsewhere = orders.base.replace(orders.environmentId, orders.userId);
		expect((await browser.get(`${elsewhere}/flows/${flowId}`)).status).toBe(404);
	});
});

describe("the media type of a flow action", () => {
	it.each(["application/json", "application/vnd.pingidentity.nothing+json", "text/plain"])(
		"is refused as %s",
		async (type) => {
			const { flowUrl } = await beginFlow(orders, browser);
			const answer = await browser.send(
				flowUrl,
				type,
				JSON.stringify({ username: orders.username, password: PASSWORD }),
			);
			expect([answer.status, answer.data.code]).toEqual([415, "INVALID_REQUEST"]);
		},
	);

	it.each(["otp.check", "user.update", "user.consent", "deviceAuthGrant.consent"])(
		"names an action that PingOne has and the emulator has not: %s",
		async (action) => {
			const { flowUrl } = await beginFlow(orders, browser);
			const answer = await browser.act(flowUrl, action, {});
			expect([answer.status, answer.data.code]).toEqual([501, "NOT_EMULATED"]);
			expect(answer.data.message).toContain(action);
		},
	);

	it("must fit the status", async () => {
		const { flowUrl } = await beginFlow(orders, browser);
		const reset = { currentPassword: PASSWORD, newPassword: "Another-77-Harbour" };
		const answer = await browser.act(flowUrl, "password.reset", reset);
		expect([answer.status, answer.data.code]).toEqual([400, "INVALID_REQUEST"]);
		expect((await browser.send(flowUrl, MEDIA_TYPE, "{")).data.code).toBe("INVALID_REQUEST");
	});
});

const TEMPORARY = "Temporary-31-Lantern";
const MEDIA_TYPE = "application/vnd.pingidentity.usernamePassword.check+json";

describe("a password that must be replaced", () => {
	const next = "Another-77-Harbour";

	it("stops the flow until password.reset gives one that the policy accepts", async () => {
		await orders.setPassword(orders.userId, TEMPORARY, true);
		const { flowUrl, resumeUrl } = await beginFlow(orders, browser);
		const stopped = await checkPassword(orders, browser, flowUrl, TEMPORARY);
		expect(stopped.status).toBe(200);
		expect(stopped.data).toMatchObject({ status: "MUST_CHANGE_PASSWORD", _embedded: { user: { id: orders.userId } } });
		expect(stopped.data._links).toHaveProperty(["password.reset"]);
		expect(stopped.data._embedded.passwordPolicy).toMatchObject({ length: { min: 8 } });
		expect(locationOf(await browser.get(resumeUrl)).searchParams.has("code")).toBe(false);

		const wrong = await browser.act(flowUrl, "password.reset", { currentPassword: "wrong", newPassword: next });
		expect(wrong.data.details[0]).toMatchObject({ code: "INVALID_VALUE", target: "currentPassword" });
		const weak = await browser.act(flowUrl, "password.reset", { currentPassword: TEMPORARY, newPassword: "short" });
		expect(weak.data.details[0]).toMatchObject({
			target: "newPassword",
			innerError: { unsatisfiedRequirements: expect.arrayContaining(["length"]) },
		});
		const done = await browser.act(flowUrl, "password.reset", { currentPassword: TEMPORARY, newPassword: next });
		expect(done.data.status).toBe("COMPLETED");
		expect(locationOf(await browser.get(resumeUrl)).searchParams.get("code")).toBeTruthy();
	});

	it("is not replaced for a user who has been disabled since", async () => {
		await orders.setPassword(orders.userId, TEMPORARY, true);
		const { flowUrl } = await beginFlow(orders, browser);
		expect((await checkPassword(orders, browser, flowUrl, TEMPORARY)).data.status).toBe("MUST_CHANGE_PASSWORD");
		await orders.replace(`users/${orders.userId}/enabled`, { enabled: false });
		const reset = { currentPassword: TEMPORARY, newPassword: next };
		const refused = await browser.act(flowUrl, "password.reset", reset);
		expect(refused.data.details[0].code).toBe("ACCOUNT_NOT_USABLE");
		await orders.replace(`users/${orders.userId}/enabled`, { enabled: true });
		expect((await browser.act(flowUrl, "password.reset", reset)).data.status).toBe("COMPLETED");
	});

	it("is not replaced by one that was used before, nor by guessing the current one", async () => {
		await orders.setPassword(orders.userId, TEMPORARY, true);
		const { flowUrl } = await beginFlow(orders, browser);
		await checkPassword(orders, browser, flowUrl, TEMPORARY);
		const reset = (newPassword: string, currentPassword = TEMPORARY) =>
			browser.act(flowUrl, "password.reset", { currentPassword, newPassword });
		for (const used of [TEMPORARY, PASSWORD]) {
			expect((await reset(used)).data.details[0]).toMatchObject({
				...{ code: "INVALID_VALUE", target: "newPassword" },
				innerError: { unsatisfiedRequirements: expect.arrayContaining(["history"]) },
			});
		}
		for (let failure = 0; failure < 5; failure++) await reset(next, "wrong");
		expect((await reset(next)).data.details[0]).toMatchObject({
			...{ code: "PASSWORD_LOCKED_OUT", innerError: { secondsUntilUnlock: 900 } },
		});
		orders.clock.advance(900_000 - 1);
		expect((await browser.get(flowUrl)).data.status).toBe("MUST_CHANGE_PASSWORD");
		orders.clock.advance(1);
		expect((await reset(next)).data.status).toBe("COMPLETED");
	});

	it("has expired after the policy's 182 days", async () => {
		orders.clock.advance(183 * 24 * 60 * MINUTE);
		const { flowUrl } = await beginFlow(orders, browser);
		expect((await checkPassword(orders, browser, flowUrl)).data.status).toBe("PASSWORD_EXPIRED");
		const done = await browser.act(flowUrl, "password.reset", { currentPassword: PASSWORD, newPassword: next });
		expect(done.data.status).toBe("COMPLETED");
	});
});

describe("session.reset", () => {
	it("forgets the user", async () => {
		await orders.setPassword(orders.userId, TEMPORARY, true);
		const { flowUrl } = await beginFlow(orders, browser);
		await checkPassword(orders, browser, flowUrl, TEMPORARY);
		const answer = await browser.act(flowUrl, "session.reset", {});
		expect(answer.data.status).toBe("USERNAME_PASSWORD_REQUIRED");
		expect(answer.data._embedded).not.toHaveProperty("user");
	});
});

describe("identifier first", () => {
	it("asks for the username, then for the password", async () => {
		await orders.create(`signOnPolicies/${orders.policyId}/actions`, { priority: 2, type: "IDENTIFIER_FIRST" });
		await orders.remove(`signOnPolicies/${orders.policyId}/actions/${orders.actionId}`);
		const { flowUrl } = await beginFlow(orders, browser);
		expect((await browser.get(flowUrl)).data.status).toBe("SIGN_ON_REQUIRED");
		const looked = await browser.act(flowUrl, "user.lookup", { username: orders.username });
		expect(looked.data.status).toBe("PASSWORD_REQUIRED");
		const done = await browser.act(flowUrl, "usernamePassword.check", { password: PASSWORD });
		expect(done.data.status).toBe("COMPLETED");
	});

	it("starts again for somebody else", async () => {
		await orders.create(`signOnPolicies/${orders.policyId}/actions`, { priority: 2, type: "IDENTIFIER_FIRST" });
		await orders.remove(`signOnPolicies/${orders.policyId}/actions/${orders.actionId}`);
		const { flowUrl } = await beginFlow(orders, browser);
		await browser.act(flowUrl, "user.lookup", { username: "nobody" });
		expect((await browser.act(flowUrl, "session.reset", {})).data.status).toBe("SIGN_ON_REQUIRED");
		const early = await browser.act(flowUrl, "usernamePassword.check", { password: PASSWORD });
		expect([early.status, early.data.code]).toEqual([400, "INVALID_REQUEST"]);
		expect((await browser.act(flowUrl, "user.lookup", {})).data.details[0]).toMatchObject({
			...{ code: "REQUIRED_VALUE", target: "username" },
		});
		await browser.act(flowUrl, "user.lookup", { username: orders.username });
		const done = await browser.act(flowUrl, "usernamePassword.check", { password: PASSWORD });
		expect(done.data.status).toBe("COMPLETED");
	});

	it("says so where a rule would send the user to another identity provider", async () => {
		const provider = { name: orders.policyName, type: "OPENID_CONNECT", enabled: true };
		const identityProvider = { id: await orders.create("identityProviders", provider) };
		const condition = { contains: `\${identifier}`, value: "@partner.example" };
		await orders.create(`signOnPolicies/${orders.policyId}/actions`, {
			...{ priority: 2, type: "IDENTIFIER_FIRST", discoveryRules: [{ condition, identityProvider }] },
		});
		await orders.remove(`signOnPolicies/${orders.policyId}/actions/${orders.actionId}`);
		const lookup = async (username: string) => {
			const { flowUrl } = await beginFlow(orders, browser);
			return (await browser.act(flowUrl, "user.lookup", { username })).data;
		};
		expect((await lookup(orders.username)).status).toBe("PASSWORD_REQUIRED");
		expect(await lookup("joe@partner.example")).toMatchObject({
			status: "FAILED",
			error: { code: "NOT_EMULATED", message: expect.stringContaining("identity provider") },
		});
	});

	it("does not tell whether the user exists", async () => {
		await orders.create(`signOnPolicies/${orders.policyId}/actions`, { priority: 2, type: "IDENTIFIER_FIRST" });
		await orders.remove(`signOnPolicies/${orders.policyId}/actions/${orders.actionId}`);
		const { flowUrl } = await beginFlow(orders, browser);
		expect((await browser.act(flowUrl, "user.lookup", { username: "nobody" })).data.status).toBe("PASSWORD_REQUIRED");
		const answer = await browser.act(flowUrl, "usernamePassword.check", { password: PASSWORD });
		expect(answer.data.details[0].code).toBe("INVALID_CREDENTIALS");
	});

	it("is what login_hint amounts to in a LOGIN action", async () => {
		const { flowUrl } = await beginFlow(orders, browser, { login_hint: orders.username });
		const { data } = await browser.get(flowUrl);
		expect(data.status).toBe("PASSWORD_REQUIRED");
		expect(data._embedded).not.toHaveProperty("user");
		const done = await browser.act(flowUrl, "usernamePassword.check", { password: PASSWORD });
		expect(done.data.status).toBe("COMPLETED");
	});
});

describe("the sign-on policy", () => {
	const acr = async (changes: Record<string, string> = {}) => {
		const { flowUrl, resumeUrl } = await beginFlow(orders, browser, changes);
		const { status, error } = (await browser.get(flowUrl)).data;
		return { status, error, outcome: locationOf(await browser.get(resumeUrl)).searchParams };
	};

	it("without actions accepts nobody", async () => {
		const empty = await orders.create("signOnPolicies", { name: `Empty_${orders.policyName}` });
		const assignment = { priority: 2, signOnPolicy: { id: empty } };
		await orders.create(`applications/${orders.applicationId}/signOnPolicyAssignments`, assignment);
		const { status, outcome } = await acr({ acr_values: `Empty_${orders.policyName}` });
		expect(status).toBe("FAILED");
		expect(Object.fromEntries(outcome)).toMatchObject({ error: "access_denied", state: "xyz" });
	});

	it("that is deleted while the user signs on lets nobody in", async () => {
		const { flowUrl, resumeUrl } = await beginFlow(orders, browser);
		const path = `applications/${orders.applicationId}/signOnPolicyAssignments`;
		const { signOnPolicyAssignments } = (await orders.read(path))._embedded as Record<string, { id: string }[]>;
		await orders.remove(`${path}/${signOnPolicyAssignments?.[0]?.id}`);
		await orders.remove(`signOnPolicies/${orders.policyId}`);
		const { data } = await checkPassword(orders, browser, flowUrl);
		expect([data.status, data.error.message]).toEqual(["FAILED", "The sign-on policy has no actions."]);
		expect(locationOf(await browser.get(resumeUrl)).searchParams.get("error")).toBe("access_denied");
	});

	it("with an action that is not emulated fails and says so", async () => {
		const action = { priority: 2, type: "PINGID_AUTHENTICATION" };
		await orders.create(`signOnPolicies/${orders.policyId}/actions`, action);
		const { flowUrl, resumeUrl } = await beginFlow(orders, browser);
		const answer = await checkPassword(orders, browser, flowUrl);
		expect(answer.data).toMatchObject({
			status: "FAILED",
			error: { message: expect.stringContaining("PINGID_AUTHENTICATION") },
		});
		expect(locationOf(await browser.get(resumeUrl)).searchParams.get("error")).toBe("access_denied");
	});

	it("is the assigned one of lowest priority, unless acr_values prefers another", async () => {
		const second = await orders.create("signOnPolicies", { name: `Second_${orders.policyName}` });
		await orders.create(`signOnPolicies/${second}/actions`, { priority: 1, type: "LOGIN" });
		const assignment = { priority: 9, signOnPolicy: { id: second } };
		await orders.create(`applications/${orders.applicationId}/signOnPolicyAssignments`, assignment);
		const acrOf = async (changes: Record<string, string>) =>
			claimsOf((await redeem(orders, await freshCode(orders, changes))).data.access_token).acr;
		expect(await acrOf({})).toBe(orders.policyName);
		expect(await acrOf({ acr_values: " " })).toBe(orders.policyName);
		expect(await acrOf({ acr_values: `Second_${orders.policyName} ${orders.policyName}` })).toBe(
			`Second_${orders.policyName}`,
		);
	});

	it("is the one of lowest priority, whichever was assigned first", async () => {
		const path = `applications/${orders.applicationId}/signOnPolicyAssignments`;
		const second = await assign(9, { priority: 1, type: "LOGIN" });
		const { _embedded } = (await orders.read(path)) as { _embedded: Record<string, { id: string }[]> };
		const [first] = _embedded.signOnPolicyAssignments ?? [];
		await orders.replace(`${path}/${first?.id}`, { priority: 10, signOnPolicy: { id: orders.policyId } });
		const { data } = await redeem(orders, await freshCode(orders));
		expect(claimsOf(data.access_token).acr).toBe(second);
	});

	it("runs its actions in the order of their priorities, whichever was made first", async () => {
		const path = `signOnPolicies/${orders.policyId}/actions`;
		await orders.replace(`${path}/${orders.actionId}`, { priority: 5, type: "LOGIN" });
		const { flowUrl } = await beginFlow(orders, browser);
		expect((await browser.get(flowUrl)).data.status).toBe("USERNAME_PASSWORD_REQUIRED");
		await orders.create(path, { priority: 2, type: "IDENTIFIER_FIRST" });
		const later = await beginFlow(orders, browser);
		expect((await browser.get(later.flowUrl)).data.status).toBe("SIGN_ON_REQUIRED");
	});

	/** A further policy of the application with these actions; its name. */
	async function assign(priority: number, ...actions: JsonObject[]): Promise<string> {
		const name = `${orders.policyName}_${priority}`;
		const id = await orders.create("signOnPolicies", { name });
		for (const action of actions) await orders.create(`signOnPolicies/${id}/actions`, action);
		const assignment = { priority, signOnPolicy: { id } };
		await orders.create(`applications/${orders.applicationId}/signOnPolicyAssignments`, assignment);
		return name;
	}
	const SKIPPED_MFA = {
		priority: 1,
		type: "MULTI_FACTOR_AUTHENTICATION",
		condition: { contains: `\${flow.request.http.remoteIp}`, ipRange: ["192.0.2.0/24"] },
	};
	const codeFor = async (acr_values: string) => redeem(orders, await freshCode(orders, { acr_values }));

	it("gives way to the next one when nobody can sign on by it", async () => {
		const empty = await assign(2);
		const skipped = await assign(3, SKIPPED_MFA);
		const { data } = await codeFor(`${empty} ${skipped} ${orders.policyName}`);
		expect(claimsOf(data.access_token).acr).toBe(orders.policyName);
		const { status, error } = await acr({ acr_values: `${empty} ${skipped}` });
		expect([status, error.message]).toEqual(["FAILED", "No sign-on policy action signed the user on."]);
	});

	it("does not give way where it is only the emulator that cannot go on", async () => {
		const { condition: _, ...mfa } = SKIPPED_MFA;
		const factors = await assign(2, mfa);
		const { status, error } = await acr({ acr_values: `${factors} ${orders.policyName}` });
		expect([status, error.code]).toEqual(["FAILED", "NOT_EMULATED"]);
	});

	it("must be assigned, be it one of several that acr_values names", async () => {
		const acr_values = `${orders.policyName} Multi_Factor`;
		const target = locationOf(await browser.get(authorizeUrl(orders, { acr_values })));
		expect(target.searchParams.get("error")).toBe("invalid_request");
	});

	it.each<[string, (own: Orders) => Promise<JsonObject> | JsonObject]>([
		["MULTI_FACTOR_AUTHENTICATION", () => ({})],
		["PINGID_AUTHENTICATION", () => ({})],
		[
			"PINGID_WINLOGIN_PASSWORDLESS_AUTHENTICATION",
			() => ({ uniqueUserAttribute: { name: "username" }, offlineMode: { enabled: false } }),
		],
		[
			"PROGRESSIVE_PROFILING",
			() => ({
				attributes: [{ name: "nickname", required: false }],
				...{ preventMultiplePromptsPerFlow: true, promptIntervalSeconds: 60, promptText: "More" },
			}),
		],
		["PROGRESSIVE_PROFILING_FORM", () => ({ form: { id: "f" } })],
		[
			"IDENTITY_PROVIDER",
			async (own) => ({
				identityProvider: {
					id: await own.create("identityProviders", { name: own.policyName, type: "OPENID_CONNECT", enabled: true }),
				},
			}),
		],
		[
			"AGREEMENT",
			async (own) => ({ agreement: { id: await own.create("agreements", { name: own.policyName, enabled: true }) } }),
		],
	])("keeps an action of type %s, and says in the flow that it is not emulated", async (type, more) => {
		const path = `signOnPolicies/${orders.policyId}/actions`;
		const action = { priority: 2, type, ...(await more(orders)) };
		const id = await orders.create(path, action);
		expect(await orders.read(`${path}/${id}`)).toMatchObject(action);
		const { flowUrl, resumeUrl } = await beginFlow(orders, browser);
		const { data } = await checkPassword(orders, browser, flowUrl);
		const message = `The sign-on policy action type ${type} is not emulated.`;
		expect(data).toMatchObject({ status: "FAILED", error: { code: "NOT_EMULATED", message } });
		expect(Object.fromEntries(locationOf(await browser.get(resumeUrl)).searchParams)).toEqual({
			...{ error: "access_denied", error_description: message },
			state: "xyz",
		});
	});

	it("is the environment's default where none is assigned", async () => {
		const applicationId = await orders.create("applications", {
			name: "Unassigned",
			enabled: true,
			type: "WEB_APP",
			protocol: "OPENID_CONNECT",
			grantTypes: ["AUTHORIZATION_CODE"],
			redirectUris: [REDIRECT_URI],
			tokenEndpointAuthMethod: "NONE",
		});
		const own = { ...orders, applicationId };
		const acrNow = async () => {
			const code = await freshCode(own, { scope: "openid" });
			const { data } = await redeem(own, code, { client_secret: undefined });
			return claimsOf(data.id_token).acr;
		};
		expect(await acrNow()).toBe("Single_Factor");
		const policy = await orders.read(`signOnPolicies/${orders.policyId}`);
		await orders.replace(`signOnPolicies/${orders.policyId}`, { ...policy, default: true });
		expect(await acrNow()).toBe(orders.policyName);
	});
});

describe("resume", () => {
	it("hands the code and the state to the redirect URI, once, and keeps them out of caches", async () => {
		const { flowUrl, resumeUrl } = await beginFlow(orders, browser);
		await checkPassword(orders, browser, flowUrl);
		const answer = await browser.get(resumeUrl);
		const target = locationOf(answer);
		expect(target.origin + target.pathname).toBe(REDIRECT_URI);
		expect([...target.searchParams.keys()]).toEqual(["code", "state"]);
		expect(target.searchParams.get("state")).toBe("xyz");
		expect(answer.headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
		expect(answer.data).not.toContain(target.searchParams.get("code"));
		expect((await browser.get(resumeUrl)).status).toBe(404);
	});

	it("sends an unfinished flow back to the sign-on page", async () => {
		const { flowId, resumeUrl } = await beginFlow(orders, browser);
		expect(locationOf(await browser.get(resumeUrl)).href).toBe(`${orders.base}/signon/?flowId=${flowId}`);
	});

	it("answers pi.flow with JSON", async () => {
		const begun = await browser.get(authorizeUrl(orders, { response_mode: "pi.flow" }));
		await checkPassword(orders, browser, begun.data._links.self.href);
		const answer = await browser.get(begun.data.resumeUrl);
		expect(answer.status).toBe(200);
		expect(answer.data).toMatchObject({
			status: "COMPLETED",
			authorizeResponse: { code: expect.any(String), state: "xyz" },
		});
	});

	it("refuses a browser without the session, and another one's", async () => {
		const { flowUrl, resumeUrl } = await beginFlow(orders, browser);
		await checkPassword(orders, browser, flowUrl);
		expect((await get(resumeUrl)).status).toBe(401);
		const other = new Browser();
		await signOn(orders, {}, other);
		expect((await other.get(resumeUrl)).status).toBe(401);
		expect(locationOf(await browser.get(resumeUrl)).searchParams.get("code")).toBeTruthy();
	});

	it("refuses the cookie from before the password was checked", async () => {
		const { flowUrl, resumeUrl } = await beginFlow(orders, browser);
		const before = await browser.jar.getCookieString(flowUrl);
		await checkPassword(orders, browser, flowUrl);
		expect((await get(resumeUrl, { Cookie: before })).status).toBe(401);
	});

	it("gives nothing to the browser that began a flow somebody else finished", async () => {
		const { flowUrl, resumeUrl } = await beginFlow(orders, browser);
		const victim = new Browser();
		expect((await checkPassword(orders, victim, flowUrl)).data.status).toBe("COMPLETED");
		expect((await browser.get(resumeUrl)).status).toBe(401);
	});

	it("works in two tabs of one browser", async () => {
		const first = await beginFlow(orders, browser);
		const second = await beginFlow(orders, browser, { state: "second" });
		await checkPassword(orders, browser, second.flowUrl);
		await checkPassword(orders, browser, first.flowUrl);
		expect(locationOf(await browser.get(second.resumeUrl)).searchParams.get("state")).toBe("second");
		expect(locationOf(await browser.get(first.resumeUrl)).searchParams.get("state")).toBe("xyz");
	});
});
