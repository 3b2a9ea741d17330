import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { Browser, locationOf } from "./browser.ts";
import { type Mailbox, openMailbox } from "./mailbox.ts";
import { beginFlow, checkPassword, fillOrders, type Orders } from "./orders.ts";
import { startTenant, type Tenant } from "./tenant.ts";

let tenant: Tenant;
let orders: Orders;
let browser: Browser;
let mailbox: Mailbox;
beforeAll(async () => {
	tenant = await startTenant();
});
beforeEach(async () => {
	orders = await fillOrders(tenant);
	browser = new Browser();
	mailbox = openMailbox();
	await setAction({ recovery: { enabled: true } });
});
afterAll(() => tenant.close());

const MINUTE = 60_000;
const NEXT = "Another-77-Harbour";
const setAction = (settings: object) =>
	orders.replace(`signOnPolicies/${orders.policyId}/actions/${orders.actionId}`, {
		priority: 1,
		type: "LOGIN",
		...settings,
	});

/** A flow that waits for a recovery code. */
async function forgotten(username = orders.username) {
	const flow = await beginFlow(orders, browser);
	const answer = await browser.act(flow.flowUrl, "password.forgot", { username });
	return { ...flow, answer };
}

const recover = (flowUrl: string, recoveryCode: string, newPassword = NEXT) =>
	browser.act(flowUrl, "password.recover", { recoveryCode, newPassword });

const codeOf = (data: { details: { code: string; target?: string }[] }) => [
	data.details[0]?.code,
	data.details[0]?.target,
];

describe("password recovery", () => {
	it("is offered only where the action enables it", async () => {
		const { flowUrl } = await beginFlow(orders, browser);
		expect((await browser.get(flowUrl)).data._links).toHaveProperty(["password.forgot"]);
		await setAction({});
		const other = await beginFlow(orders, browser);
		expect((await browser.get(other.flowUrl)).data._links).not.toHaveProperty(["password.forgot"]);
		const refused = await browser.act(other.flowUrl, "password.forgot", { username: orders.username });
		expect([refused.status, refused.data.code]).toEqual([400, "INVALID_REQUEST"]);
	});

	it("sets a new password by the code that was sent, and signs the user on", async () => {
		const { flowUrl, resumeUrl, answer } = await forgotten();
		expect(answer.status).toBe(200);
		expect(answer.data.status).toBe("RECOVERY_CODE_REQUIRED");
		expect(Object.keys(answer.data._links).sort()).toEqual([
			"password.recover",
			"password.sendRecoveryCode",
			"self",
			"session.reset",
			"signOnPage",
		]);
		expect(answer.data._embedded).not.toHaveProperty("user");
		expect(mailbox.received()).toEqual([
			expect.objectContaining({
				environment: orders.environmentId,
				userId: orders.userId,
				recipient: "ines@example.com",
				purpose: "RECOVERY",
				code: expect.stringMatching(/^[a-z0-9]{8}$/),
			}),
		]);
		const done = await recover(flowUrl, mailbox.code().toUpperCase());
		expect(done.data).toMatchObject({ status: "COMPLETED", _embedded: { user: { id: orders.userId } } });
		expect(locationOf(await browser.get(resumeUrl)).searchParams.get("code")).toBeTruthy();
		const later = await beginFlow(orders, browser);
		expect((await checkPassword(orders, browser, later.flowUrl, NEXT)).data.status).toBe("COMPLETED");
	});

	it("tells the rules for the new password: those of the user's population", async () => {
		const policies = (await orders.read("passwordPolicies"))._embedded as {
			passwordPolicies: { id: string; default: boolean }[];
		};
		const standard = policies.passwordPolicies.find((policy) => policy.default)?.id;
		const rulesFor = async (username?: string) => (await forgotten(username)).answer.data._embedded.passwordPolicy;
		expect(await rulesFor()).toMatchObject({ id: standard, length: { min: 8 } });
		expect(await rulesFor("nobody")).toMatchObject({ id: standard });
		const { id: _, ...own } = await orders.read(`passwordPolicies/${standard}`);
		const strict = await orders.create("passwordPolicies", { ...own, name: `Own ${orders.username}`, default: false });
		const population = await orders.create("populations", { name: orders.username, passwordPolicy: { id: strict } });
		await orders.replace(`users/${orders.userId}/population`, { id: population });
		expect(await rulesFor()).toMatchObject({ id: strict });
	});

	it("has nobody to write to where a user has no address", async () => {
		const own = await fillOrders(await tenant.createEnvironment());
		const { schemas } = (await own.read("schemas"))._embedded as { schemas: { id: string }[] };
		const path = `schemas/${schemas[0]?.id}/attributes`;
		const { attributes } = (await own.read(path))._embedded as { attributes: { id: string; name: string }[] };
		const email = attributes.find(({ name }) => name === "email");
		await own.replace(`${path}/${email?.id}`, { ...email, enabled: false });
		const userId = await own.create("users", { username: "nowhere" });
		await own.setPassword(userId, NEXT);
		await own.replace(`signOnPolicies/${own.policyId}/actions/${own.actionId}`, {
			...{ priority: 1, type: "LOGIN" },
			recovery: { enabled: true },
		});
		const { flowUrl } = await beginFlow(own, browser);
		const answer = await browser.act(flowUrl, "password.forgot", { username: "nowhere" });
		expect([answer.status, answer.data.status]).toEqual([200, "RECOVERY_CODE_REQUIRED"]);
		expect(mailbox.received()).toEqual([]);
		expect((await recover(flowUrl, "00000000")).status).toBe(400);
	});

	it("answers for an unknown user as for a known one", async () => {
		const known = await forgotten();
		const unknown = await forgotten("nobody");
		const shape = (data: object) => JSON.stringify(data).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id");
		expect(shape(unknown.answer.data)).toBe(shape(known.answer.data));
		expect(mailbox.received()).toHaveLength(1);
		const wrong = await recover(known.flowUrl, "00000000");
		const nobody = await recover(unknown.flowUrl, "00000000");
		expect(shape(nobody.data)).toBe(shape(wrong.data));
		expect(codeOf(wrong.data)).toEqual(["INVALID_VALUE", "recoveryCode"]);
		expect((await browser.act(unknown.flowUrl, "password.sendRecoveryCode", {})).status).toBe(200);
		expect(mailbox.received()).toHaveLength(1);
	});

	it("keeps the code through a password that the policy refuses", async () => {
		const { flowUrl } = await forgotten();
		const weak = await recover(flowUrl, mailbox.code(), "short");
		expect(weak.data.details[0]).toMatchObject({
			code: "INVALID_VALUE",
			target: "newPassword",
			innerError: { unsatisfiedRequirements: expect.arrayContaining(["length"]) },
		});
		expect((await recover(flowUrl, mailbox.code())).data.status).toBe("COMPLETED");
	});

	it("takes each code once, the newest only, and for five minutes", async () => {
		const { flowUrl } = await forgotten();
		const first = mailbox.code();
		await browser.send(flowUrl, "application/vnd.pingidentity.password.sendRecoveryCode", "");
		const second = mailbox.code();
		expect(second).not.toBe(first);
		expect((await recover(flowUrl, first)).status).toBe(400);
		expect((await recover(flowUrl, second)).status).toBe(200);
		const again = await forgotten();
		expect((await recover(again.flowUrl, second, "Yet-Another-78")).status).toBe(400);
		orders.clock.advance(5 * MINUTE);
		expect((await recover(again.flowUrl, mailbox.code(), "Yet-Another-78")).status).toBe(400);
	});

	it("takes a code in one flow only, be it two that wait for it", async () => {
		const first = await forgotten();
		const second = await forgotten();
		const code = mailbox.code();
		expect((await recover(first.flowUrl, code)).data.status).toBe("COMPLETED");
		const again = await recover(second.flowUrl, code, "Yet-Another-78");
		expect([again.status, ...codeOf(again.data)]).toEqual([400, "INVALID_VALUE", "recoveryCode"]);
	});

	it("gives up on a code after five wrong ones, and locks the password out", async () => {
		const { flowUrl } = await forgotten();
		for (let failure = 0; failure < 5; failure++) {
			expect(codeOf((await recover(flowUrl, "00000000")).data)).toEqual(["INVALID_VALUE", "recoveryCode"]);
		}
		const locked = await recover(flowUrl, mailbox.code());
		expect(locked.status).toBe(400);
		expect(locked.data.details[0]).toMatchObject({
			code: "PASSWORD_LOCKED_OUT",
			innerError: { secondsUntilUnlock: 900 },
		});
		expect((await orders.read(`users/${orders.userId}/password`)).status).toBe("PASSWORD_LOCKED_OUT");
	});

	it("changes nothing for a user who has been disabled or locked since", async () => {
		const { flowUrl } = await forgotten();
		await orders.lock(orders.userId);
		expect(codeOf((await recover(flowUrl, mailbox.code())).data)[0]).toBe("ACCOUNT_NOT_USABLE");
		await orders.lock(orders.userId, false);
		const old = await beginFlow(orders, browser);
		expect((await checkPassword(orders, browser, old.flowUrl)).data.status).toBe("COMPLETED");
		expect((await recover(flowUrl, mailbox.code())).data.status).toBe("COMPLETED");
	});

	it("takes no password that is encoded, which no policy could judge", async () => {
		const { flowUrl } = await forgotten();
		const encoded = `{SSHA}${Buffer.from("twenty bytes of digest, salted").toString("base64")}`;
		expect((await recover(flowUrl, mailbox.code(), encoded)).data.status).toBe("COMPLETED");
		const next = await beginFlow(orders, browser, { prompt: "login" });
		expect((await checkPassword(orders, browser, next.flowUrl, encoded)).data.status).toBe("COMPLETED");
	});

	it.each<[string, () => Promise<unknown>]>([
		["a disabled user", () => orders.replace(`users/${orders.userId}/enabled`, { enabled: false })],
		[
			"a locked out user",
			async () => {
				const { flowUrl } = await beginFlow(orders, browser);
				for (let failure = 0; failure < 5; failure++) await checkPassword(orders, browser, flowUrl, "wrong");
			},
		],
		[
			"a user without a password",
			() => {
				orders = { ...orders, username: `${orders.username}.new` };
				return orders.create("users", { username: orders.username, email: "new@example.com" });
			},
		],
	])("sends nothing to %s, and does not say so", async (_, prepare) => {
		await prepare();
		const { answer } = await forgotten();
		expect(answer.data.status).toBe("RECOVERY_CODE_REQUIRED");
		expect(mailbox.received()).toEqual([]);
	});

	it("needs a username, unless the flow knows one", async () => {
		const { flowUrl } = await beginFlow(orders, browser);
		expect(codeOf((await browser.act(flowUrl, "password.forgot", {})).data)).toEqual(["REQUIRED_VALUE", "username"]);
		const hinted = await beginFlow(orders, browser, { login_hint: orders.username });
		expect((await browser.act(hinted.flowUrl, "password.forgot", {})).data.status).toBe("RECOVERY_CODE_REQUIRED");
		expect((await recover(hinted.flowUrl, mailbox.code())).data.status).toBe("COMPLETED");
		expect(codeOf((await browser.act((await forgotten()).flowUrl, "password.recover", {})).data)).toEqual([
			"REQUIRED_VALUE",
			"recoveryCode",
		]);
	});
});
