import type { JWTPayload } from "jose";
import { LAST_MOMENT } from "../clock.ts";
import { recordsOf } from "../records.ts";
import type { World } from "../world.ts";
import { invalidClient } from "./checks/credentials.ts";
import { CLOCK_SKEW, type SigningClient, verifyByClient } from "./clientKeys.ts";
import { unverifiedClaims } from "./jwt.ts";
import type { AuthorizationServer } from "./server.ts";

/** Assertions that were used: each `jti` counts once (RFC 7523 section 3, item 7). */
const used = recordsOf<Record<string, never>>("clientAssertion");

/** The client that an assertion speaks of, before anything is proven. */
export function assertedClientId(assertion: string): string {
	const sub = unverifiedClaims(assertion)?.sub;
	if (typeof sub !== "string") throw invalidClient("Invalid client assertion", false);
	return sub;
}

/** Accepts a JWT by which the client proves itself (RFC 7523 section 3), once. */
export async function requireAssertion(
	world: World,
	server: AuthorizationServer,
	client: SigningClient,
	assertion: string,
): Promise<void> {
	const claims = await verifiedClaims(world, server, client, assertion);
	const id = `${client.id} ${claims?.jti}`;
	if (!claims || !isName(claims.jti) || used.find(world, id)) throw invalidClient("Invalid client assertion", false);
	used.put(world, id, {}, usableUntil(Number(claims.exp)));
}

/** RFC 7519 section 4.1.7: a `jti` is a string. One that the store could not tell from another is none. */
const isName = (jti: unknown): boolean => typeof jti === "string" && jti !== "" && jti.isWellFormed();

/** In ms. RFC 7519 section 2: a NumericDate may have a fraction, which lasts its second out, and nothing bounds it. */
const usableUntil = (exp: number): number => Math.min((Math.ceil(exp) + CLOCK_SKEW) * 1000, LAST_MOMENT);

const verifiedClaims = (
	world: World,
	{ issuer }: AuthorizationServer,
	client: SigningClient,
	assertion: string,
): Promise<JWTPayload | undefined> =>
	verifyByClient(world, client, assertion, {
		issuer: client.id,
		subject: client.id,
		// PingOne names the issuer and the token endpoint as audience; clients also name the endpoint itself.
		audience: [issuer, `${issuer}/token`, `${issuer}/par`, `${issuer}/introspect`, `${issuer}/revoke`],
		requiredClaims: ["exp", "jti"],
	});
