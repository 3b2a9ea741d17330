import {
	createLocalJWKSet,
	createRemoteJWKSet,
	decodeJwt,
	type JSONWebKeySet,
	type JWTPayload,
	type JWTVerifyGetKey,
	jwtVerify,
} from "jose";
import { acceptedSecrets } from "../secrets.ts";
import type { World } from "../world.ts";
import { invalidClient } from "./checks/credentials.ts";
import { recordsOf } from "./records.ts";
import type { AuthorizationServer } from "./server.ts";

const HMAC = ["HS256", "HS384", "HS512"];
const ASYMMETRIC = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

/** Seconds by which the clocks of client and server may differ. */
const CLOCK_SKEW = 60;

/** Assertions that were used: each `jti` counts once (RFC 7523 section 3, item 7). */
const used = recordsOf<Record<string, never>>("clientAssertion");

/** Who may prove itself by an assertion: an application, or a resource at the introspection endpoint. */
export interface AssertionClient {
	id: string;
	/** CLIENT_SECRET_JWT or PRIVATE_KEY_JWT. */
	method: string;
	jwks?: string | undefined;
	jwksUrl?: string | undefined;
}

/** The client that an assertion speaks of, before anything is proven. */
export function assertedClientId(assertion: string): string {
	try {
		return decodeJwt(assertion).sub ?? "";
	} catch {
		throw invalidClient("Invalid client assertion", false);
	}
}

/** Accepts a JWT by which the client proves itself (RFC 7523 section 3), once. */
export async function requireAssertion(
	world: World,
	server: AuthorizationServer,
	client: AssertionClient,
	assertion: string,
): Promise<void> {
	const claims = await verifiedClaims(world, server, client, assertion);
	const id = `${client.id} ${claims?.jti}`;
	if (!claims || used.find(world, id)) throw invalidClient("Invalid client assertion", false);
	used.put(world, id, {}, (Number(claims.exp) + CLOCK_SKEW) * 1000);
}

async function verifiedClaims(
	world: World,
	{ issuer }: AuthorizationServer,
	client: AssertionClient,
	assertion: string,
): Promise<JWTPayload | undefined> {
	const options = {
		issuer: client.id,
		subject: client.id,
		// PingOne names the issuer and the token endpoint as audience; clients also name the endpoint itself.
		audience: [issuer, `${issuer}/token`, `${issuer}/par`, `${issuer}/introspect`, `${issuer}/revoke`],
		requiredClaims: ["exp", "jti"],
		currentDate: new Date(world.clock.now()),
		clockTolerance: CLOCK_SKEW,
	};
	for (const { key, algorithms } of keysOf(world, client)) {
		try {
			return (await jwtVerify(assertion, key, { ...options, algorithms })).payload;
		} catch {
			// Another of the client's keys may fit.
		}
	}
	return undefined;
}

interface AcceptedKey {
	key: JWTVerifyGetKey;
	algorithms: string[];
}

function keysOf(world: World, { id, method, jwks, jwksUrl }: AssertionClient): AcceptedKey[] {
	if (method === "CLIENT_SECRET_JWT") {
		return acceptedSecrets(world, id).map((secret) => {
			const key = new TextEncoder().encode(secret);
			return { key: async () => key, algorithms: HMAC };
		});
	}
	if (jwks !== undefined) return publishedKeys(jwks);
	return jwksUrl === undefined ? [] : [{ key: createRemoteJWKSet(new URL(jwksUrl)), algorithms: ASYMMETRIC }];
}

/** The application's `jwks` is text that nobody has judged yet. */
function publishedKeys(jwks: string): AcceptedKey[] {
	try {
		return [{ key: createLocalJWKSet(JSON.parse(jwks) as JSONWebKeySet), algorithms: ASYMMETRIC }];
	} catch {
		return [];
	}
}
