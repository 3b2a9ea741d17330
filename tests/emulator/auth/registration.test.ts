import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { Browser, locationOf } from "./browser.ts";
import { type Mailbox, openMailbox } from "./mailbox.ts";
import { beginFlow, fillOrders, type Orders } from "./orders.ts";
import { PASSWORD, startTenant, type Tenant } from "./tenant.ts";

let tenant: Tenant;
let orders: Orders;
let browser: Browser;
let populationId: string;
let mailbox: Mailbox;
let count = 0;
beforeAll(async () => {
	tenant = await startTenant();
});
beforeEach(async () => {
	orders = await fillOrders(tenant);
	browser = new Browser();
	mailbox = openMailbox();
	populationId = await orders.create("populations", { name: `Registered ${++count}` });
	await orders.replace(`signOnPolicies/${orders.policyId}/actions/${orders.actionId}`, {
		priority: 1,
		type: "LOGIN",
		registration: { enabled: true, population: { id: populationId } },
	});
});
afterAll(() => tenant.close());

const newcomer = () => ({ username: `kofi.mensah${count}`, email: "kofi@example.com", password: PASSWORD });
const register = (flowUrl: string, changes: object = {}) =>
	browser.act(flowUrl, "user.register", { ...newcomer(), ...changes });
const verify = (flowUrl: string, verificationCode: string) => browser.act(flowUrl, "user.verify", { verificationCode });

async function registered() {
	const flow = await beginFlow(orders, browser);
	const answer = await register(flow.flowUrl);
	expect(answer.data.status).toBe("VERIFICATION_CODE_REQUIRED");
	return { ...flow, answer, userId: String(answer.data._embedded.user.id) };
}

describe("self-registration", () => {
	it("is offered only where the action enables it", async () => {
		const { flowUrl } = await beginFlow(orders, browser);
		expect((await browser.get(flowUrl)).data._links).toHaveProperty(["user.register"]);
		expect((await browser.get(flowUrl)).data._embedded.passwordPolicy).toMatchObject({ name: "Standard" });
		const other = await fillOrders(tenant);
		const closed = await beginFlow(other, browser);
		expect((await browser.get(closed.flowUrl)).data._embedded).not.toHaveProperty("passwordPolicy");
		expect((await browser.get(closed.flowUrl)).data._links).not.toHaveProperty(["user.register"]);
		const refused = await register(closed.flowUrl);
		expect([refused.status, refused.data.code]).toEqual([400, "INVALID_REQUEST"]);
	});

	it("is offered by an identifier-first action as well", async () => {
		const path = `signOnPolicies/${orders.policyId}/actions`;
		const registration = { enabled: true, population: { id: populationId } };
		await orders.create(path, { priority: 2, type: "IDENTIFIER_FIRST", registration });
		await orders.remove(`${path}/${orders.actionId}`);
		const { flowUrl, resumeUrl } = await beginFlow(orders, browser);
		const answer = await register(flowUrl);
		expect(answer.data.status).toBe("VERIFICATION_CODE_REQUIRED");
		expect((await verify(flowUrl, mailbox.code())).data.status).toBe("COMPLETED");
		expect(locationOf(await browser.get(resumeUrl)).searchParams.get("code")).toBeTruthy();
	});

	it("makes a user of that population, who is signed on once the address is verified", async () => {
		const { flowUrl, resumeUrl, answer, userId } = await registered();
		expect(Object.keys(answer.data._links).sort()).toEqual([
			"self",
			"session.reset",
			"signOnPage",
			"user.sendVerificationCode",
			"user.verify",
		]);
		expect(await orders.read(`users/${userId}`)).toMatchObject({
			...{ username: newcomer().username, email: "kofi@example.com", enabled: true },
			population: { id: populationId },
			lifecycle: { status: "VERIFICATION_REQUIRED" },
		});
		expect(locationOf(await browser.get(resumeUrl)).searchParams.has("code")).toBe(false);
		expect(mailbox.received()).toEqual([
			expect.objectContaining({ userId, recipient: "kofi@example.com", purpose: "VERIFICATION" }),
		]);
		expect((await verify(flowUrl, mailbox.code())).data.status).toBe("COMPLETED");
		expect(await orders.read(`users/${userId}`)).toMatchObject({
			lifecycle: { status: "ACCOUNT_OK" },
			emailVerified: true,
			population: { id: populationId },
		});
		expect(locationOf(await browser.get(resumeUrl)).searchParams.get("code")).toBeTruthy();
	});

	it("verifies nobody who has been disabled since, whose code stays good", async () => {
		const { flowUrl, userId } = await registered();
		await orders.replace(`users/${userId}/enabled`, { enabled: false });
		expect((await verify(flowUrl, mailbox.code())).data.details[0].code).toBe("ACCOUNT_NOT_USABLE");
		expect(await orders.read(`users/${userId}`)).toMatchObject({ lifecycle: { status: "VERIFICATION_REQUIRED" } });
		await orders.replace(`users/${userId}/enabled`, { enabled: true });
		expect((await verify(flowUrl, mailbox.code())).data.status).toBe("COMPLETED");
	});

	it("refuses a wrong code, and sends another", async () => {
		const { flowUrl } = await registered();
		const first = mailbox.code();
		const wrong = await verify(flowUrl, "00000000");
		expect(wrong.data.details[0]).toMatchObject({ code: "INVALID_VALUE", target: "verificationCode" });
		expect((await browser.act(flowUrl, "user.sendVerificationCode", {})).status).toBe(200);
		expect((await verify(flowUrl, first)).status).toBe(400);
		expect((await verify(flowUrl, mailbox.code())).data.status).toBe("COMPLETED");
	});

	it("is finished by a later sign-on of somebody who left before", async () => {
		await registered();
		const sent = mailbox.received().length;
		const { flowUrl } = await beginFlow(orders, browser);
		const { username, password } = newcomer();
		const answer = await browser.act(flowUrl, "usernamePassword.check", { username, password });
		expect(answer.data.status).toBe("VERIFICATION_CODE_REQUIRED");
		expect(mailbox.received()).toHaveLength(sent);
		expect((await verify(flowUrl, mailbox.code())).data.status).toBe("COMPLETED");
	});

	it.each<[string, object, string, string]>([
		["a taken username", { username: "TAKEN" }, "UNIQUENESS_VIOLATION", "username"],
		["no username", { username: undefined }, "REQUIRED_VALUE", "username"],
		["an empty username", { username: "" }, "EMPTY_VALUE", "username"],
		["no email", { email: undefined }, "REQUIRED_VALUE", "email"],
		["a bad email", { email: "kofi" }, "INVALID_VALUE", "email"],
		["no password", { password: undefined }, "REQUIRED_VALUE", "password"],
		["a weak password", { password: "short" }, "INVALID_VALUE", "password"],
	])("refuses %s and leaves nobody behind", async (_, changes, code, target) => {
		const { flowUrl } = await beginFlow(orders, browser);
		const taken = "username" in changes && changes.username === "TAKEN";
		const answer = await register(flowUrl, taken ? { username: orders.username.toUpperCase() } : changes);
		expect(answer.status).toBe(400);
		expect(answer.data.details).toEqual([expect.objectContaining({ code, target })]);
		expect((await browser.get(flowUrl)).data.status).toBe("USERNAME_PASSWORD_REQUIRED");
		expect((await register(flowUrl)).data.status).toBe("VERIFICATION_CODE_REQUIRED");
	});

	it("lets nobody choose more than username, email and password", async () => {
		const { flowUrl } = await beginFlow(orders, browser);
		const more = { lifecycle: { status: "ACCOUNT_OK" }, population: { id: orders.userId }, mfaEnabled: true };
		const answer = await register(flowUrl, more);
		expect(answer.data.status).toBe("VERIFICATION_CODE_REQUIRED");
		expect(await orders.read(`users/${answer.data._embedded.user.id}`)).toMatchObject({
			population: { id: populationId },
			lifecycle: { status: "VERIFICATION_REQUIRED" },
			mfaEnabled: false,
		});
	});
});
