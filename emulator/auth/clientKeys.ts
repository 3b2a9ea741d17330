import type { JSONWebKeySet, JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from "jose";
import { acceptedSecrets, stampPrevious } from "../secrets.ts";
import type { World } from "../world.ts";

const HMAC = ["HS256", "HS384", "HS512"];
const ASYMMETRIC = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

/** Seconds by which the clocks of client and server may differ. */
export const CLOCK_SKEW = 60;

/** A client that signs: an application, or a resource at the introspection endpoint. */
export interface SigningClient {
	id: string;
	/** CLIENT_SECRET_JWT when the secret is the key, PRIVATE_KEY_JWT when it is published. */
	method: string;
	jwks?: string | undefined;
	jwksUrl?: string | undefined;
}

/** The claims of a JWT that one of the client's keys signed, if they also satisfy `options`. */
export async function verifyByClient(
	world: World,
	client: SigningClient,
	jwt: string,
	options: JWTVerifyOptions,
): Promise<JWTPayload | undefined> {
	// Only here, because a start that verifies nothing should not load it.
	const jose = await import("jose");
	const times = { currentDate: new Date(world.clock.now()), clockTolerance: CLOCK_SKEW };
	for (const { key, algorithms, isPrevious } of keysOf(jose, world, client)) {
		const claims = await claimsBy(jose, jwt, key, { ...options, ...times, algorithms });
		if (claims && isPrevious) stampPrevious(world, client.id);
		if (claims) return claims;
	}
	return undefined;
}

type Jose = typeof import("jose");

/** The claims if that key fits; another of the client's keys may. */
async function claimsBy(jose: Jose, jwt: string, key: JWTVerifyGetKey, options: JWTVerifyOptions) {
	try {
		return (await jose.jwtVerify(jwt, key, options)).payload;
	} catch {
		return undefined;
	}
}

interface AcceptedKey {
	key: JWTVerifyGetKey;
	algorithms: string[];
	/** It is the secret that the client had before. */
	isPrevious?: boolean;
}

function keysOf(jose: Jose, world: World, { id, method, jwks, jwksUrl }: SigningClient): AcceptedKey[] {
	if (method === "CLIENT_SECRET_JWT") {
		return acceptedSecrets(world, id).map((secret, position) => {
			const key = new TextEncoder().encode(secret);
			return { key: async () => key, algorithms: HMAC, isPrevious: position > 0 };
		});
	}
	if (jwks !== undefined) return publishedKeys(jose, jwks);
	return jwksUrl === undefined ? [] : [{ key: jose.createRemoteJWKSet(new URL(jwksUrl)), algorithms: ASYMMETRIC }];
}

/** The application's `jwks` is text that nobody has judged yet. */
function publishedKeys(jose: Jose, jwks: string): AcceptedKey[] {
	try {
		return [{ key: jose.createLocalJWKSet(JSON.parse(jwks) as JSONWebKeySet), algorithms: ASYMMETRIC }];
	} catch {
		return [];
	}
}
