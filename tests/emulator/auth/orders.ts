import { makeAccess, PASSWORD, REDIRECT_URI } from "../../../bench/access.ts";
import type { JsonObject } from "../../../emulator/json.ts";
import { Browser, locationOf, postForm } from "./browser.ts";
import type { Tenant } from "./tenant.ts";

export { AUDIENCE, portal as orderPortal } from "../../../bench/access.ts";

/** The workflow "Get a token for custom resource access" up to step 11: an application, an API and a user. */
export interface Orders extends Tenant {
	applicationId: string;
	secret: string;
	resourceId: string;
	scopeId: string;
	grantId: string;
	policyId: string;
	actionId: string;
	userId: string;
	username: string;
	policyName: string;
}

let count = 0;

/** Fills a running tenant once more; names are new each time. */
export async function fillOrders(tenant: Tenant, application: JsonObject = {}): Promise<Orders> {
	const name = `Orders${++count}`;
	const made = await makeAccess(tenant.ask, {
		name,
		username: `ines.prado${count}`,
		application,
		resource: { accessTokenValiditySeconds: 7200 },
		user: { email: "ines@example.com", name: { given: "Ines", family: "Prado" } },
	});
	const secret = await tenant.secretOf(`applications/${made.applicationId}`);
	return { ...tenant, ...made, secret };
}

/** URL of an authorization request; a parameter set to undefined is left out. */
export function authorizeUrl(orders: Orders, changes: Record<string, string | undefined> = {}): string {
	const parameters = {
		response_type: "code",
		client_id: orders.applicationId,
		redirect_uri: REDIRECT_URI,
		scope: "orders:read",
		state: "xyz",
		...changes,
	};
	const sent = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
	return `${orders.base}/as/authorize?${new URLSearchParams(sent)}`;
}

/** Begins a flow; what the sign-on page would be given. */
export async function beginFlow(orders: Orders, browser: Browser, changes: Record<string, string | undefined> = {}) {
	const flowId = locationOf(await browser.get(authorizeUrl(orders, changes))).searchParams.get("flowId");
	if (flowId === null) throw new Error("authorize began no flow");
	return { flowId, flowUrl: `${orders.base}/flows/${flowId}`, resumeUrl: `${orders.base}/as/resume?flowId=${flowId}` };
}

export const checkPassword = (orders: Orders, browser: Browser, flowUrl: string, password = PASSWORD) =>
	browser.act(flowUrl, "usernamePassword.check", { username: orders.username, password });

/** Signs the user on and returns where the browser is sent in the end. */
export async function signOn(
	orders: Orders,
	changes: Record<string, string | undefined> = {},
	browser = new Browser(),
) {
	const { flowUrl, resumeUrl } = await beginFlow(orders, browser, changes);
	const answer = await checkPassword(orders, browser, flowUrl);
	if (answer.data.status !== "COMPLETED") throw new Error(JSON.stringify(answer.data));
	return locationOf(await browser.get(resumeUrl));
}

/** A fresh authorization code. */
export async function freshCode(orders: Orders, changes: Record<string, string | undefined> = {}): Promise<string> {
	const code = (await signOn(orders, changes)).searchParams.get("code");
	if (code === null) throw new Error("no code");
	return code;
}

export const clientSecretPost = ({ applicationId, secret }: Orders) => ({
	client_id: applicationId,
	client_secret: secret,
});

/** Redeems a code as the application does; a member set to undefined is left out. */
export function redeem(orders: Orders, code: string, changes: Record<string, string | undefined> = {}) {
	const form = {
		grant_type: "authorization_code",
		code,
		redirect_uri: REDIRECT_URI,
		...clientSecretPost(orders),
		...changes,
	};
	const sent = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
	return postForm(`${orders.base}/as/token`, Object.fromEntries(sent));
}

export const introspect = (orders: Orders, token: string) =>
	postForm(`${orders.base}/as/introspect`, { token, ...clientSecretPost(orders) });

/** The claims of a JWT, unverified. */
export const claimsOf = (jwt: string): Record<string, unknown> =>
	JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString());
