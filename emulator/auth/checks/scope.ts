import { withHint } from "../../hint.ts";
import { invalidScope } from "../refusal.ts";
import type { GrantedResource } from "../registered.ts";

/** What a token will open. */
export interface GrantedScope {
	/** In the order they were asked for. */
	scopes: readonly string[];
	/** Ids of the custom resources they belong to; none means PingOne's own API. */
	resources: readonly string[];
}

/** Allowances of the application and of the grant type. */
export interface ScopeAllowance {
	/** `requestScopesForMultipleResourcesEnabled`. */
	severalResources: boolean;
	/** Whether a user signs in: `openid` then needs no grant. */
	userPresent: boolean;
}

const OPENID: GrantedResource = { id: "", type: "OPENID_CONNECT", scopes: ["openid"] };

/**
 * Scopes are looked up by name over all grants of the application; those not granted fall away silently while another
 * is granted (PingOne docs, "Resource Scopes" and "Custom scopes").
 */
export function grantScope(
	requested: string | undefined,
	granted: readonly GrantedResource[],
	{ severalResources, userPresent }: ScopeAllowance,
): GrantedScope {
	const owners = userPresent ? [...granted, OPENID] : granted;
	const found = wantedScopes(requested, granted).flatMap((name) => {
		const owner = owners.find(({ scopes }) => scopes.includes(name));
		return owner ? [{ name, owner }] : [];
	});
	if (found.length === 0) throw withHint(invalidScope("At least one scope must be granted"), scopeHint(owners));
	const resources = [...new Set(found.filter(({ owner }) => owner.type === "CUSTOM").map(({ owner }) => owner.id))];
	const ownApi = found.some(({ owner }) => owner.type === "PINGONE_API");
	if ((resources.length > 1 && !severalResources) || (ownApi && resources.length > 0)) {
		throw invalidScope("May not request scopes for multiple resources");
	}
	return { scopes: found.map(({ name }) => name), resources };
}

const scopeHint = (owners: readonly GrantedResource[]): string =>
	`the application's grants open ${owners.flatMap(({ scopes }) => scopes).join(" ") || "no scope"}`;

function wantedScopes(requested: string | undefined, granted: readonly GrantedResource[]): readonly string[] {
	if (requested !== undefined) return [...new Set(requested.split(" "))];
	const custom = granted.filter(({ type }) => type === "CUSTOM");
	if (custom.length > 1) throw invalidScope("A scope is required: scopes of several resources are granted");
	return (custom[0] ?? granted[0])?.scopes ?? [];
}
