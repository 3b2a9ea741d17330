import type { Context, MiddlewareHandler } from "hono";
import type { JWTPayload } from "jose";
import { PINGONE_AUDIENCE } from "../audience.ts";
import type { Authorized } from "../authorized.ts";
import { insufficientPermissions, invalidToken } from "../errors.ts";
import { withHint } from "../hint.ts";
import type { StoredObject } from "../store.ts";
import { hasRoles, usableWorker } from "../worker.ts";
import type { World } from "../world.ts";
import { isRevokedToken, tokenState } from "./tokens.ts";

/**
 * Lets a request pass that carries a worker application's access token (RFC 6750; PingOne API, "API requests").
 * 401 for no token, a bad one, or one whose application is gone or disabled; 403 for one without administrator roles.
 */
export function bearer(world: World): MiddlewareHandler<Authorized> {
	const claimsOf = rememberingVerify(world);
	return async (c, next) => {
		const token = tokenOf(c);
		const claims = await claimsOf(token);
		if (!claims || isRevokedToken(world, String(claims.jti))) {
			throw withHint(invalidToken("The access token is not valid or has expired"), await tokenState(world, token));
		}
		c.set("worker", requireWorker(world, claims));
		await next();
	};
}

/** A client sends the same token for an hour; its signature is checked once, its expiry each time. */
function rememberingVerify({ keys, clock }: World): (token: string) => Promise<JWTPayload | undefined> {
	const known = new Map<string, JWTPayload>();
	return async (token) => {
		const remembered = known.get(token);
		if (remembered) return Number(remembered.exp) * 1000 > clock.now() ? remembered : undefined;
		const claims = await keys.verify(token);
		if (known.size >= 100) known.clear();
		if (claims) known.set(token, claims);
		return claims;
	};
}

function tokenOf(c: Context): string {
	const [, token] = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
	if (token === undefined) throw invalidToken("The request has no bearer access token");
	return token;
}

function requireWorker(world: World, claims: JWTPayload): StoredObject {
	if (typeof claims.client_id !== "string") throw invalidToken("The token is not an access token");
	if (![claims.aud].flat().includes(PINGONE_AUDIENCE))
		throw insufficientPermissions("The token is for another resource");
	const application = usableWorker(world, claims.client_id);
	// A user's token has that user's roles, and users have none here.
	if (application.body.type !== "WORKER" || claims.sub !== undefined) {
		throw insufficientPermissions("The token is not that of a worker application");
	}
	if (!hasRoles(world, application)) throw insufficientPermissions("The worker application has no role assignments");
	return application;
}
