import type { JsonObject } from "../../json.ts";
import { hasRoles } from "../../worker.ts";
import type { World } from "../../world.ts";
import type { GrantedScope } from "../checks/scope.ts";
import { grantScope } from "../checks/scope.ts";
import { issueClientToken } from "../issue.ts";
import { OAuthRefusal } from "../refusal.ts";
import { type Application, type GrantedResource, grantedResources } from "../registered.ts";
import type { GrantRequest } from "./grantRequest.ts";

/** `grant_type=client_credentials` (RFC 6749 section 4.4): for a custom resource, or a worker's token for PingOne's API. */
export async function clientCredentials({ world, server, application, form }: GrantRequest): Promise<JsonObject> {
	requireRoles(world, application);
	const granted = entitlement(application, grantedResources(world, application), form.get("scope"));
	const token = await issueClientToken(world, server, application, granted);
	return {
		access_token: token.value,
		token_type: "Bearer",
		expires_in: token.expiresIn,
		...(granted.scopes.length > 0 && { scope: granted.scopes.join(" ") }),
	};
}

/**
 * Without a scope, a worker that is granted no custom resource means PingOne's API, where roles and not scopes decide
 * (PingOne docs, "Token (client_credentials)").
 */
function entitlement(
	application: Application,
	granted: readonly GrantedResource[],
	scope: string | undefined,
): GrantedScope {
	const custom = granted.filter(({ type }) => type === "CUSTOM");
	if (application.body.type === "WORKER" && scope === undefined && custom.length === 0) {
		return { scopes: [], resources: [] };
	}
	const severalResources = application.body.requestScopesForMultipleResourcesEnabled === true;
	return grantScope(scope, custom, { severalResources, userPresent: false });
}

/** A worker without role assignments gets no token (PingOne docs, "Administrator permissions"). */
function requireRoles(world: World, application: Application): void {
	if (application.body.type !== "WORKER" || hasRoles(world, application)) return;
	throw new OAuthRefusal("unauthorized_client", "The application has no roles");
}
