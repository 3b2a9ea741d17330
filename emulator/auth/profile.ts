import type { Json, JsonObject } from "../json.ts";
import { OPENID_CLAIMS } from "../openidClaims.ts";
import type { World } from "../world.ts";
import { mappableUser, mappedClaims } from "./claims.ts";
import { mappedValue } from "./mapping.ts";
import {
	type ApplicationAttribute,
	type Attribute,
	applicationAttributesOf,
	attributesOf,
	openidResource,
	scopeNames,
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

/** What the granted OpenID Connect scopes and the application's own mappings tell about a user; `sub` is always among it. */
export function profileClaims(
	world: World,
	{ user, clientId, scopes }: ProfileRequest,
	place: ProfilePlace,
): JsonObject {
	const openid = openidResource(world, user.environment);
	const attributes = openid ? attributesOf(world, openid.id) : [];
	const mapped = applicationAttributesOf(world, clientId).filter((one) => isTold(world, one, scopes, place));
	const { sub, ...own } = mappedClaims(mapped, user);
	const subject = typeof sub === "string" && sub !== "" ? sub : user.id;
	const standard = standardClaims(user, scopes, attributes, place);
	return { ...standard, ...customClaims(user, attributes, place), ...own, sub: subject };
}

/** The claims of the granted scopes, as the `openid` resource maps them by now. In a data file of an earlier version it maps none. */
function standardClaims(
	user: User,
	scopes: readonly string[],
	attributes: readonly Attribute[],
	place: ProfilePlace,
): JsonObject {
	const source = mappableUser(user);
	const mappings = new Map(attributes.map(({ body }) => [body.name, body]));
	const claims: JsonObject = {};
	for (const [name, first] of scopes.flatMap((scope) => Object.entries(OPENID_CLAIMS[scope] ?? {}))) {
		const { value: template = first, [place]: told = true } = mappings.get(name) ?? {};
		const value = told && template !== "" ? mappedValue(template, source) : undefined;
		if (value !== undefined) setClaim(claims, name, value);
	}
	return claims;
}

/** `address.country` is a member of the claim `address` (OpenID Connect Core 5.1.1). */
function setClaim(claims: JsonObject, name: string, value: Json): void {
	const [claim = "", member] = name.split(".");
	claims[claim] = member === undefined ? value : { ...(claims[claim] as JsonObject | undefined), [member]: value };
}

/** "Available for exclusively": a mapping that names scopes is for grants that hold one of them. */
function isTold(
	world: World,
	{ body }: ApplicationAttribute,
	granted: readonly string[],
	place: ProfilePlace,
): boolean {
	const { oidcScopes = [] } = body;
	const names = scopeNames(
		world,
		oidcScopes.map((id) => ({ id })),
	);
	return body[place] !== false && (oidcScopes.length === 0 || names.some((name) => granted.includes(name)));
}

/** Attributes that were added to the `openid` resource; `sub` and the standard claims are not theirs to change. */
const customClaims = (user: User, attributes: readonly Attribute[], place: ProfilePlace): JsonObject =>
	mappedClaims(
		attributes.filter(({ body }) => body.type === "CUSTOM" && body[place] !== false),
		user,
	);
