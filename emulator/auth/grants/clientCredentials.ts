import type { JsonObject } from "../../json.ts";
import type { GrantedScope } from "../checks/scope.ts";
import { grantScope } from "../checks/scope.ts";
import { issueClientToken } from "../issue.ts";
import { OAuthRefusal } from "../refusal.ts";
import { type Application, type GrantedResource, grantedResources } from "../registered.ts";
import type { GrantRequest } from "./grantRequest.ts";

/** `grant_type=client_credentials` (RFC 6749 section 4.4): for a custom resource, or a worker's token for PingOne's API. */
export async function clientCredentials({ world, server, application, form }: GrantRequest): Promise<JsonObject> {
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
 * A worker without custom grants, or one that asks for no scope while it has several, means PingOne's API, where roles
 * and not scopes decide (PingOne docs, "Token (client_credentials)").
 */
function entitlement(
	application: Application,
	granted: readonly GrantedResource[],
	scope: string | undefined,
): GrantedScope {
	const custom = granted.filter(({ type }) => type === "CUSTOM");
	if (application.body.type === "WORKER" && scope === undefined && custom.length === 0) {
		requireRoles(application);
		return { scopes: [], resources: [] };
	}
	const severalResources = application.body.requestScopesForMultipleResourcesEnabled === true;
	return grantScope(scope, custom, { severalResources, userPresent: false });
}

/** A worker without role assignments gets no token (PingOne docs, "Administrator permissions"). */
function requireRoles({ body }: Application): void {
	if (body.assignActorRoles === false) throw new OAuthRefusal("unauthorized_client", "The application has no roles");
}
