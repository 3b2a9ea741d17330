import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { JsonObject } from "../../../emulator/json.ts";
import { Browser, get, locationOf } from "./browser.ts";
import { authorizeUrl, beginFlow, checkPassword, fillOrders, type Orders, signOn } from "./orders.ts";
import { startTenant, type Tenant } from "./tenant.ts";

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

const REMOTE = `\${flow.request.http.remoteIp}`;
const outside = (...ipRange: string[]) => ({ not: { contains: REMOTE, ipRange } });
const setLogin = (condition: JsonObject) =>
	orders.replace(`signOnPolicies/${orders.policyId}/actions/${orders.actionId}`, {
		priority: 1,
		type: "LOGIN",
		condition,
	});
const addMfa = (condition: JsonObject) =>
	orders.create(`signOnPolicies/${orders.policyId}/actions`, {
		priority: 2,
		type: "MULTI_FACTOR_AUTHENTICATION",
		condition,
	});

/** The status after the password of a user who comes from that address. */
async function statusFrom(address: string) {
	const page = locationOf(await get(authorizeUrl(orders), { "X-Forwarded-For": address }));
	const flowUrl = `${orders.base}/flows/${page.searchParams.get("flowId")}`;
	return (await checkPassword(orders, browser, flowUrl)).data;
}

describe("the condition of an action", () => {
	it("spares a signed-on user only while it is not met", async () => {
		await setLogin(outside("127.0.0.0/8"));
		await signOn(orders, {}, browser);
		expect(locationOf(await browser.get(authorizeUrl(orders))).searchParams.has("code")).toBe(true);
		await setLogin(outside("10.0.0.0/8"));
		expect(locationOf(await browser.get(authorizeUrl(orders))).searchParams.has("flowId")).toBe(true);
	});

	it("never spares a browser without a session", async () => {
		await setLogin(outside("127.0.0.0/8"));
		const { flowUrl } = await beginFlow(orders, browser);
		expect((await browser.get(flowUrl)).data.status).toBe("USERNAME_PASSWORD_REQUIRED");
	});

	it("decides by the address whether a further action runs", async () => {
		await addMfa(outside("10.0.0.0/8"));
		expect((await statusFrom("10.1.2.3")).status).toBe("COMPLETED");
		expect(await statusFrom("192.0.2.1")).toMatchObject({
			status: "FAILED",
			error: { message: "The sign-on policy action type MULTI_FACTOR_AUTHENTICATION is not emulated." },
		});
	});

	it("decides by the user whether a further action runs", async () => {
		await addMfa({ value: `\${user.username}`, equals: "somebody else" });
		expect((await statusFrom("192.0.2.1")).status).toBe("COMPLETED");
		await addMfa({ value: `\${user.username}`, equals: orders.username });
		expect((await statusFrom("192.0.2.1")).status).toBe("FAILED");
	});

	it("that cannot be judged fails the flow and says so", async () => {
		await setLogin({ secondsSince: `\${session.lastSignOn.withAuthenticator.mfa.at}`, greater: 60 });
		const { flowUrl, resumeUrl } = await beginFlow(orders, browser);
		expect((await browser.get(flowUrl)).data).toMatchObject({
			status: "FAILED",
			error: { message: expect.stringMatching(/condition .*mfa\.at.* is not emulated/) },
		});
		expect(locationOf(await browser.get(resumeUrl)).searchParams.get("error")).toBe("access_denied");
	});

	it("on the risk of an address cannot be judged either", async () => {
		await addMfa({ ipRisk: { minScore: 80, maxScore: 100 }, valid: REMOTE });
		expect(await statusFrom("192.0.2.1")).toMatchObject({
			status: "FAILED",
			error: { message: expect.stringMatching(/condition .*ipRisk.* is not emulated/) },
		});
	});

	it("of all actions cannot let a user in whom none has signed on", async () => {
		await addMfa({ value: `\${user.username}`, equals: "nobody" });
		await orders.remove(`signOnPolicies/${orders.policyId}/actions/${orders.actionId}`);
		const { flowUrl } = await beginFlow(orders, browser);
		expect((await browser.get(flowUrl)).data.status).toBe("FAILED");
	});
});
