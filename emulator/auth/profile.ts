import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import { mappedClaims } from "./claims.ts";
import { valueAt } from "./mapping.ts";
import { attributesOf, mappableUser, openidResource, scopesOf, type User } from "./registered.ts";

/** Claims of each OpenID Connect scope and the user attribute they come from (OpenID Connect Core 5.4). */
const STANDARD_CLAIMS: Record<string, Record<string, string>> = {
	profile: {
		name: "name.formatted",
		given_name: "name.given",
		family_name: "name.family",
		middle_name: "name.middle",
		nickname: "nickname",
		preferred_username: "username",
		picture: "photo.href",
		locale: "locale",
		zoneinfo: "timezone",
	},
	email: { email: "email", email_verified: "emailVerified" },
	phone: { phone_number: "primaryPhone" },
};

/** Where the claims will be read; attributes of the `openid` resource can be meant for one place only. */
export type ProfilePlace = "idToken" | "userInfo";

/** What the granted OpenID Connect scopes tell about a user. */
export function profileClaims(world: World, user: User, scopes: readonly string[], place: ProfilePlace): JsonObject {
	const source = mappableUser(world, user);
	const claims: JsonObject = {};
	for (const scope of scopes) {
		for (const [claim, path] of Object.entries(STANDARD_CLAIMS[scope] ?? {})) {
			const value = valueAt(source, path);
			if (value !== undefined) claims[claim] = value;
		}
	}
	if (scopes.includes("profile")) claims.updated_at = Math.floor(Date.parse(user.updatedAt) / 1000);
	if (scopes.includes("address")) Object.assign(claims, addressClaim(source));
	return { ...claims, ...customClaims(world, user.environment, source, { scopes, place }) };
}

/** The user's address under the names of OpenID Connect Core 5.1.1. */
function addressClaim(user: JsonObject): JsonObject {
	const address = user.address as JsonObject | undefined;
	if (!address) return {};
	const members = {
		street_address: address.streetAddress,
		locality: address.locality,
		region: address.region,
		postal_code: address.postalCode,
		country: address.countryCode,
	};
	return { address: Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) };
}

/** What was granted, and where it will be read. */
interface Release {
	scopes: readonly string[];
	place: ProfilePlace;
}

/** Attributes that were added to the `openid` resource; `sub` and the standard claims are not theirs to change. */
function customClaims(world: World, environment: string, user: JsonObject, { scopes, place }: Release): JsonObject {
	const resource = openidResource(world, environment);
	if (!resource) return {};
	const custom = attributesOf(world, resource.id).filter(({ body }) => body.type === "CUSTOM" && body[place] !== false);
	const released = custom.filter(({ id }) => isReleased(id, scopesOf(world, resource.id), scopes));
	return mappedClaims(released, user);
}

/** By a scope that has it among its `mappedClaims`; an attribute that no scope has comes with `openid`. */
function isReleased(attribute: string, known: ReturnType<typeof scopesOf>, granted: readonly string[]): boolean {
	const having = known.filter(({ body }) => body.mappedClaims?.includes(attribute));
	return having.length === 0 || having.some(({ body }) => granted.includes(body.name));
}
