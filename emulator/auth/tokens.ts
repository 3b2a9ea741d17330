import { hash } from "node:crypto";
import { timestamp } from "../clock.ts";
import type { JsonObject } from "../json.ts";
import { recordsOf } from "../records.ts";
import type { World } from "../world.ts";
import { type Authorization, isRevoked } from "./authorization.ts";
import { findApplication, findUser } from "./registered.ts";
import { hasEnded } from "./session.ts";

/** A JWT that was issued and not taken back. Found by its hash, so answering for it needs no RSA. */
export type IssuedToken = {
	claims: JsonObject;
	clientId: string;
	use: "access" | "id";
	/** Ids of the custom resources whose audience it has. */
	resources: readonly string[];
	/** The authorization it came of, and whose that is; none for a client's own token. The claim `sub` may be mapped. */
	authorizationId?: string;
	userId?: string;
};

/** A refresh token: one link of the chain that began with an authorization. */
export type RefreshToken = {
	authorization: Authorization;
	/** Seconds since 1970: of this token, and the end of the chain where it has one. */
	issuedAt: number;
	expiresAt: number;
	chainEndsAt?: number | undefined;
	/** When it was exchanged for the next one, in ms. */
	usedAt?: number;
};

/** Tokens by their hash: the data file opens nothing. */
export const issued = recordsOf<IssuedToken>("token");
const refreshTokens = recordsOf<RefreshToken>("refreshToken");
const revoked = recordsOf<Record<string, never>>("revokedToken");

const hashOf = (token: string): string => hash("sha256", token, "base64url");

export const keepToken = (world: World, token: string, record: IssuedToken): void =>
	issued.put(world, hashOf(token), record, Number(record.claims.exp) * 1000);

/** The token's record while it is active: issued here, not expired, not taken back. */
export function activeToken(world: World, token: string): IssuedToken | undefined {
	const record = issued.find(world, hashOf(token));
	if (!record) return undefined;
	const { authorizationId, userId, clientId, claims } = record;
	const { env, sid: sessionId } = claims;
	const origin = { authorizationId, userId, clientId, environment: String(env), sessionId };
	return isTakenBack(world, origin) ? undefined : record;
}

/** What is to be said of a JWT as a token of this emulator: whose signature it has, and whether it is active. */
export async function tokenState(world: World, token: string): Promise<string> {
	const claims = await world.keys.verifyExpired(token);
	if (!claims) return "The signature is not by this emulator's key.";
	if (activeToken(world, token)) return "The signature is good, and the token is active.";
	const expired = Number(claims.exp) * 1000 <= world.clock.now();
	return `The signature is good, but the token ${expired ? `expired at ${timestamp(Number(claims.exp) * 1000)}` : "was revoked, or issued before a reset"}.`;
}

/** Takes one token back (RFC 7009). The management API, which knows workers' tokens by their signature, asks for its `jti`. */
export function revokeToken(world: World, token: string, { claims }: IssuedToken): void {
	world.store.transaction(() => {
		issued.remove(world, hashOf(token));
		revoked.put(world, String(claims.jti), {}, Number(claims.exp) * 1000);
	});
}

export const isRevokedToken = (world: World, jti: string): boolean => revoked.find(world, jti) !== undefined;

export const keepRefreshToken = (world: World, token: string, record: RefreshToken): void =>
	refreshTokens.put(world, hashOf(token), record, record.expiresAt * 1000);

/** A refresh token that has not expired, used or not; undefined when its chain was taken back. */
export function findRefreshToken(world: World, token: string): RefreshToken | undefined {
	const record = refreshTokens.find(world, hashOf(token));
	return record && isWithdrawn(world, record.authorization) ? undefined : record;
}

/** Whether nothing can come of an authorization any more: it was revoked, its user is gone, or its session has ended. */
export const isWithdrawn = (world: World, { id: authorizationId, ...origin }: Authorization): boolean =>
	isTakenBack(world, { ...origin, authorizationId });

/** Where a token came from; a client's own comes of no authorization, no session and no user. */
interface Origin {
	environment: string;
	clientId: string;
	authorizationId: string | undefined;
	sessionId: unknown;
	userId: string | undefined;
}

/** Whether what a token came from was revoked, its user is gone, or its session has ended (PingOne docs, "Token validation"). */
function isTakenBack(world: World, { authorizationId, sessionId, userId, ...client }: Origin): boolean {
	if (authorizationId !== undefined && isRevoked(world, authorizationId)) return true;
	if (userId !== undefined && !findUser(world, userId)) return true;
	return typeof sessionId === "string" && hasEnded(world, sessionId) && !skipsSession(world, client);
}

/** An application's tokens may outlive the session where it says so: `skipTokenSessionValidation`. */
const skipsSession = (world: World, { environment, clientId }: Pick<Origin, "environment" | "clientId">): boolean =>
	findApplication(world, environment, clientId)?.body.skipTokenSessionValidation === true;
