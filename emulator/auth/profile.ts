import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import { mappableUser, mappedClaims } from "./claims.ts";
import { valueAt } from "./mapping.ts";
import {
	type ApplicationAttribute,
	applicationAttributesOf,
	attributesOf,
	openidResource,
	scopeNames,
	type User,
} from "./registered.ts";

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
	const source = mappableUser(user);
	const claims: JsonObject = {};
	for (const scope of scopes) {
		for (const [claim, path] of Object.entries(STANDARD_CLAIMS[scope] ?? {})) {
			const value = valueAt(source, path);
			if (value !== undefined) claims[claim] = value;
		}
	}
	if (scopes.includes("profile")) claims.updated_at = Math.floor(Date.parse(user.updatedAt) / 1000);
	if (scopes.includes("address")) Object.assign(claims, addressClaim(source));
	const mapped = applicationAttributesOf(world, clientId).filter((one) => isTold(world, one, scopes, place));
	const { sub, ...own } = mappedClaims(mapped, user);
	const subject = typeof sub === "string" && sub !== "" ? sub : user.id;
	return { ...claims, ...customClaims(world, user, place), ...own, sub: subject };
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
function customClaims(world: World, user: User, place: ProfilePlace): JsonObject {
	const resource = openidResource(world, user.environment);
	if (!resource) return {};
	const custom = attributesOf(world, resource.id).filter(({ body }) => body.type === "CUSTOM" && body[place] !== false);
	return mappedClaims(custom, user);
}
