/** Sends one request of the management API below an environment; the answer's body. Throws for a refusal. */
export type Ask = (method: "GET" | "POST" | "PUT", path: string, body?: object, mediaType?: string) => Promise<object>;

/** What may differ between two fillings; members of a body replace those of the documentation's example. */
export interface Differences {
	/** Of the resource, and in front of the other names; unique in an environment. */
	name: string;
	username: string;
	application?: object;
	resource?: object;
	scope?: string;
	policyName?: string;
	user?: object;
	password?: string;
	forceChange?: boolean;
}

export const PASSWORD = "Kestrel-42-Harbour";
export const REDIRECT_URI = "https://portal.example.com/cb";
export const AUDIENCE = "https://api.orders.example.com";
export const PASSWORD_SET = "application/vnd.pingidentity.password.set+json";

/** The application of the workflow; `changes` replace single settings. */
export const portal = (changes: object) => ({
	enabled: true,
	type: "WEB_APP",
	protocol: "OPENID_CONNECT",
	grantTypes: ["AUTHORIZATION_CODE"],
	responseTypes: ["CODE"],
	redirectUris: [REDIRECT_URI],
	tokenEndpointAuthMethod: "CLIENT_SECRET_POST",
	...changes,
});

/** Steps 1 to 11 of PingOne's workflow "Get a token for custom resource access": the ids of what was made. */
export async function makeAccess(ask: Ask, differences: Differences) {
	const { name, username, scope: scopeName = "orders:read", policyName = `${name}_Login` } = differences;
	const make = async (path: string, body: object) => idOf(await ask("POST", path, body));
	const applicationId = await make("applications", portal({ name, ...differences.application }));
	const resourceId = await make("resources", { name, audience: AUDIENCE, ...differences.resource });
	const scopeId = await make(`resources/${resourceId}/scopes`, { name: scopeName });
	const grant = { resource: { id: resourceId }, scopes: [{ id: scopeId }] };
	const grantId = await make(`applications/${applicationId}/grants`, grant);
	const policyId = await make("signOnPolicies", { name: policyName });
	const actionId = await make(`signOnPolicies/${policyId}/actions`, { priority: 1, type: "LOGIN" });
	const assignment = { priority: 1, signOnPolicy: { id: policyId } };
	await make(`applications/${applicationId}/signOnPolicyAssignments`, assignment);
	const populationId = await make("populations", { name });
	const person = { username, email: `${username}@example.com`, population: { id: populationId } };
	const userId = await make("users", { ...person, ...differences.user });
	const { password: value = PASSWORD, forceChange = false } = differences;
	await ask("PUT", `users/${userId}/password`, { value, forceChange }, PASSWORD_SET);
	return {
		applicationId,
		resourceId,
		scopeId,
		grantId,
		policyId,
		policyName,
		actionId,
		populationId,
		userId,
		username,
	};
}

const idOf = (object: object): string => String((object as { id?: unknown }).id);
