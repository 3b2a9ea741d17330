import { hash } from "node:crypto";
import type { Json, JsonObject } from "../json.ts";
import type { Authorization } from "./authorization.ts";
import { mappedValue } from "./mapping.ts";
import type { Attribute } from "./registered.ts";

/** What all tokens of one issue share. */
export interface Issue {
	issuer: string;
	environmentId: string;
	organizationId: string | undefined;
	region: string;
	/** Seconds since 1970. */
	issuedAt: number;
	/** Seconds. */
	lifetime: number;
	jti: string;
}

/** Whom an access token is for and what it opens. */
export interface Access {
	clientId: string;
	audience: string[];
	scopes: readonly string[];
	/** Attribute mappings of the resources, as claims. */
	mapped: JsonObject;
}

/** Claims of an access token (PingOne docs, "Token claims"). Mapped attributes never replace the token's own claims, except `sub`. */
export function accessTokenClaims(issue: Issue, access: Access, authorization?: Authorization): JsonObject {
	const { sub, ...mapped } = access.mapped;
	return {
		...mapped,
		client_id: access.clientId,
		iss: issue.issuer,
		jti: issue.jti,
		iat: issue.issuedAt,
		exp: issue.issuedAt + issue.lifetime,
		aud: access.audience,
		...(access.scopes.length > 0 && { scope: access.scopes.join(" ") }),
		...subject(sub, authorization),
		env: issue.environmentId,
		...organization(issue),
		"p1.rid": issue.jti,
		...(authorization && userPart(authorization)),
	};
}

/** Without a mapped value `sub` falls back to the user, and a client's own token has none (PingOne docs, "Customizing access tokens"). */
function subject(mapped: JsonObject[string], authorization: Authorization | undefined): JsonObject {
	const sub = typeof mapped === "string" ? mapped : authorization?.userId;
	return sub === undefined ? {} : { sub };
}

const organization = ({ organizationId }: Issue): JsonObject =>
	organizationId === undefined ? {} : { org: organizationId };

const userPart = ({ userId, sessionId, acr, authTime }: Authorization): JsonObject => ({
	sid: sessionId,
	auth_time: authTime,
	acr,
	"p1.userId": userId,
});

/** Claims of an ID token (OpenID Connect Core section 2; PingOne docs, "Token claims"). */
export function idTokenClaims(
	issue: Issue,
	authorization: Authorization,
	beside: { code?: string | undefined; accessToken?: string | undefined },
	profile: JsonObject,
): JsonObject {
	return {
		...profile,
		iss: issue.issuer,
		sub: profile.sub ?? authorization.userId,
		aud: authorization.clientId,
		iat: issue.issuedAt,
		exp: issue.issuedAt + issue.lifetime,
		jti: issue.jti,
		...(authorization.nonce !== undefined && { nonce: authorization.nonce }),
		acr: authorization.acr,
		amr: ["pwd"],
		auth_time: authorization.authTime,
		...(beside.accessToken !== undefined && { at_hash: leftHalfHash(beside.accessToken) }),
		...(beside.code !== undefined && { c_hash: leftHalfHash(beside.code) }),
		sid: authorization.sessionId,
		env: issue.environmentId,
		...organization(issue),
		"p1.region": issue.region,
	};
}

/** OpenID Connect Core 3.1.3.6 and 3.3.2.11, for RS256. */
const leftHalfHash = (value: string): string => hash("sha256", value, "buffer").subarray(0, 16).toString("base64url");

/** Attribute mappings as claims about `user`, if there is one; a mapping whose value is missing is left out. */
export function mappedClaims(attributes: readonly Attribute[], user: JsonObject | undefined): JsonObject {
	const claims: Record<string, Json> = {};
	for (const { body } of attributes) {
		const value = mappedValue(body.value, user);
		if (value !== undefined) claims[body.name] = value;
	}
	return claims;
}
