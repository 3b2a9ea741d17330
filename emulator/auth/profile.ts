import type { Json, JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import { mappableUser, mappedClaims } from "./claims.ts";
import { mappedValue } from "./mapping.ts";
import { PREDEFINED_CLAIMS } from "./predefinedClaims.ts";
import { type Attribute, attributesOf, openidResource, type User } from "./registered.ts";

/** Where the claims will be read; attributes of the `openid` resource can be meant for one place only. */
export type ProfilePlace = "idToken" | "userInfo";

/** What the granted OpenID Connect scopes tell about a user: predefined claims by scope, and what a client added. */
export function profileClaims(world: World, user: User, scopes: readonly string[], place: ProfilePlace): JsonObject {
	const resource = openidResource(world, user.environment);
	const attributes = resource ? attributesOf(world, resource.id) : [];
	const custom = attributes.filter(({ body }) => body.type === "CUSTOM" && body[place] !== false);
	return { ...predefinedClaims(attributes, user, scopes, place), ...mappedClaims(custom, user) };
}

function predefinedClaims(
	attributes: readonly Attribute[],
	user: User,
	scopes: readonly string[],
	place: ProfilePlace,
): JsonObject {
	const changed = new Map(attributes.map(({ body }) => [body.name, body]));
	const source = { ...mappableUser(user), updatedAt: Math.floor(Date.parse(user.updatedAt) / 1000) };
	const values = scopes
		.flatMap((scope) => Object.entries(PREDEFINED_CLAIMS[scope] ?? {}))
		.filter(([name]) => changed.get(name)?.[place] !== false)
		.map(([name, mapping]) => [name, mappedValue(changed.get(name)?.value ?? mapping, source)] as const);
	return nested(values);
}

/** `address.region` is a member of the claim `address` (OpenID Connect Core 5.1.1); a claim without value is left out. */
function nested(values: readonly (readonly [string, Json | undefined])[]): JsonObject {
	const set = values.filter(([, value]) => value !== undefined);
	const own = Object.fromEntries(set.filter(([name]) => !name.startsWith(ADDRESS)));
	const address = set.filter(([name]) => name.startsWith(ADDRESS));
	if (address.length === 0) return own;
	return { ...own, address: Object.fromEntries(address.map(([name, value]) => [name.slice(ADDRESS.length), value])) };
}

const ADDRESS = "address.";
