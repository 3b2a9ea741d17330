import type { JsonObject } from "../json.ts";

const OF_USERS = ["AUTHORIZATION_CODE", "IMPLICIT"];

/**
 * Why an application cannot be granted scopes of a resource; undefined where it can. Self-management scopes are for
 * users alone (PingOne API, "Access services"); a worker has its roles or, with a grant type for users, those of the
 * user, and then OIDC scopes and no others (PingOne API, "Worker applications").
 */
export function whyNotGrantable(application: JsonObject, resource: JsonObject): string | undefined {
	const grantTypes = (application.grantTypes ?? []) as string[];
	const itself = grantTypes.includes("CLIENT_CREDENTIALS");
	if (resource.type === "PINGONE_API" && itself) {
		return "PingOne API scopes cannot be granted to an application with the grant type CLIENT_CREDENTIALS";
	}
	if (application.type !== "WORKER") return undefined;
	if (resource.type === "OPENID_CONNECT") {
		return itself ? "OIDC scopes cannot be granted to a worker with the grant type CLIENT_CREDENTIALS" : undefined;
	}
	const forUser = grantTypes.find((type) => OF_USERS.includes(type));
	return forUser && `Only OIDC scopes can be granted to a worker with the grant type ${forUser}`;
}
