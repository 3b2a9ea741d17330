import { hash } from "node:crypto";
import { timestamp } from "../clock.ts";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import { type Authorization, isRevoked } from "./authorization.ts";
import { recordsOf } from "./records.ts";

/** A JWT that was issued and not taken back. Found by its hash, so answering for it needs no RSA. */
export type IssuedToken = {
	claims: JsonObject;
	clientId: string;
	use: "access" | "id";
	/** Ids of the custom resources whose audience it has. */
	resources: string[];
	/** The authorization it came of; none for a client's own token. */
	authorizationId?: string;
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

const issued = recordsOf<IssuedToken>("token");
const refreshTokens = recordsOf<RefreshToken>("refreshToken");

/** Tokens are kept by hash: the data file opens nothing. */
const hashOf = (token: string): string => hash("sha256", token, "base64url");

export const keepToken = (world: World, token: string, record: IssuedToken): void =>
	issued.put(world, hashOf(token), record, Number(record.claims.exp) * 1000);

/** The token's record while it is active: issued here, not expired, not revoked. */
export function activeToken(world: World, token: string): IssuedToken | undefined {
	const record = issued.find(world, hashOf(token));
	const gone = record?.authorizationId !== undefined && isRevoked(world, record.authorizationId);
	return gone ? undefined : record;
}

/** What is to be said of a JWT as a token of this emulator: whose signature it has, and whether it is active. */
export async function tokenState(world: World, token: string): Promise<string> {
	const claims = await world.keys.verifyExpired(token);
	if (!claims) return "The signature is not by this emulator's key.";
	if (activeToken(world, token)) return "The signature is good, and the token is active.";
	const expired = Number(claims.exp) * 1000 <= world.clock.now();
	return `The signature is good, but the token ${expired ? `expired at ${timestamp(Number(claims.exp) * 1000)}` : "was revoked, or issued before a reset"}.`;
}

export const forgetToken = (world: World, token: string): void => issued.remove(world, hashOf(token));

export const keepRefreshToken = (world: World, token: string, record: RefreshToken): void =>
	refreshTokens.put(world, hashOf(token), record, record.expiresAt * 1000);

/** A refresh token that has not expired, used or not; undefined when its chain was revoked. */
export function findRefreshToken(world: World, token: string): RefreshToken | undefined {
	const record = refreshTokens.find(world, hashOf(token));
	return record && !isRevoked(world, record.authorization.id) ? record : undefined;
}
