import type { Json, JsonObject } from "../json.ts";
import { OPENID_CLAIMS } from "../openidClaims.ts";
import type { World } from "../world.ts";
import { mappedClaims } from "./claims.ts";
import { mappedValue } from "./mapping.ts";
import {
	type ApplicationAttribute,
	type Attribute,
	applicationAttributesOf,
	attributesOf,
	mappableUser,
	openidResource,
	scopeNames,
	scopesOf,
	type User,
} from "./registered.ts";

/** Where the claims will be read; attributes of the `openid` resource can be meant for one place only. */
export type ProfilePlace = "idToken" | "userInfo";

/** Whom claims are about, whom they are told, and what that application was granted. */
export interface ProfileRequest {
	user: User;
	clientId: string;
	scopes: readonly string[];
}

/** What is told: what was granted, and where it will be read. */
export interface Release {
	scopes: readonly string[];
	place: ProfilePlace;
}

/** What the granted OpenID Connect scopes and the application's own mappings tell about a user; `sub` is always among it. */
export function profileClaims(
	world: World,
	{ user, clientId, scopes }: ProfileRequest,
	place: ProfilePlace,
): JsonObject {
	const release = { scopes, place };
	const source = mappableUser(world, user);
	const openid = openidResource(world, user.environment);
	const attributes = openid ? attributesOf(world, openid.id) : [];
	const custom = attributes.filter((one) => isCustomTold(world, one, release));
	const { sub, ...own } = mappedClaims(toldAttributes(world, clientId, release), source);
	const subject = typeof sub === "string" && sub !== "" ? sub : user.id;
	return { ...standardClaims(source, attributes, release), ...mappedClaims(custom, source), ...own, sub: subject };
}

/** The application's own mappings that are told. */
export const toldAttributes = (world: World, clientId: string, release: Release): ApplicationAttribute[] =>
	applicationAttributesOf(world, clientId).filter((one) => isTold(world, one, release));

/** The claims of the granted scopes, as the `openid` resource maps them by now. In a data file of an earlier version it maps none. */
function standardClaims(user: JsonObject, attributes: readonly Attribute[], { scopes, place }: Release): JsonObject {
	const mappings = new Map(attributes.map(({ body }) => [body.name, body]));
	const claims: Record<string, Json> = {};
	for (const [name, first] of scopes.flatMap((scope) => Object.entries(OPENID_CLAIMS[scope] ?? {}))) {
		const { value: template = first, [place]: told = true } = mappings.get(name) ?? {};
		const value = told && template !== "" ? mappedValue(template, user) : undefined;
		if (value !== undefined) setClaim(claims, name, value);
	}
	return claims;
}

/** `address.country` is a member of the claim `address` (OpenID Connect Core 5.1.1). */
function setClaim(claims: Record<string, Json>, name: string, value: Json): void {
	const [claim = "", member] = name.split(".");
	claims[claim] = member === undefined ? value : { ...(claims[claim] as JsonObject | undefined), [member]: value };
}

/** "Available for exclusively": a mapping that names scopes is for grants that hold one of them. */
function isTold(world: World, { body }: ApplicationAttribute, { scopes, place }: Release): boolean {
	const { oidcScopes = [] } = body;
	const ids = oidcScopes.map((id) => ({ id }));
	return body[place] !== false && (ids.length === 0 || scopeNames(world, ids).some((name) => scopes.includes(name)));
}

/**
 * Attributes that were added to the `openid` resource come by a scope that has them among its `mappedClaims`; one that no
 * scope has comes with `openid`. `sub` and the standard claims are not theirs to change.
 */
function isCustomTold(world: World, { id, parent, body }: Attribute, { scopes, place }: Release): boolean {
	if (body.type !== "CUSTOM" || body[place] === false) return false;
	const having = scopesOf(world, parent).filter((scope) => scope.body.mappedClaims?.includes(id));
	return having.length === 0 || having.some((scope) => scopes.includes(scope.body.name));
}
