import { recordsOf } from "../records.ts";
import type { World } from "../world.ts";
import type { CodeChallenge } from "./checks/codeChallenge.ts";
import type { Flow } from "./flow.ts";

/** What a user's sign-on entitles an application to: the source of all tokens that come of it. */
export type Authorization = {
	/** Revoking this id ends every token that came of the sign-on. */
	id: string;
	environment: string;
	clientId: string;
	userId: string;
	sessionId: string;
	scopes: readonly string[];
	/** Ids of the custom resources the scopes belong to. */
	resources: readonly string[];
	/** Seconds since 1970. */
	authTime: number;
	/** Name of the sign-on policy that ran. */
	acr: string;
	nonce?: string | undefined;
};

/** An authorization code and what its redemption must show. */
export type Code = {
	authorization: Authorization;
	redirectUri?: string | undefined;
	codeChallenge?: CodeChallenge | undefined;
	redeemed: boolean;
};

/** Codes by their value. */
export const codes = recordsOf<Code>("code");
const revoked = recordsOf<Record<string, never>>("revokedAuthorization");

/** "An authorization code expires after 10 minutes" (PingOne docs, "Grant types"). */
const CODE_LIFETIME_MS = 600_000;
/** As long as any token can live: that is how many seconds `refreshTokenDuration` may have (PingOne API, "Application Operations"). */
export const LONGEST_TOKEN_MS = 2_147_483_647_000;

/** What a completed flow grants. */
export function authorizationOf(world: World, flow: Flow): Authorization {
	const { request, userId, authenticatedAt, policy } = flow;
	if (userId === undefined || authenticatedAt === undefined || !policy) throw new Error(`flow ${flow.id} has no user`);
	return {
		id: world.ids.uuid(),
		environment: flow.environment,
		clientId: request.clientId,
		userId,
		sessionId: flow.sessionId,
		scopes: request.scopes,
		resources: request.resources,
		authTime: Math.floor(authenticatedAt / 1000),
		acr: policy.name,
		nonce: request.nonce,
	};
}

/** A fresh code for that authorization. */
export function issueCode(world: World, { request }: Flow, authorization: Authorization): string {
	const code = world.ids.uuid();
	const { redirectUri, codeChallenge } = request;
	codes.put(world, code, { authorization, redirectUri, codeChallenge, redeemed: false }, codeExpiry(world));
	return code;
}

const codeExpiry = (world: World): number => world.clock.now() + CODE_LIFETIME_MS;

/** Ends all tokens of an authorization, as after a replayed code (RFC 6749 section 4.1.2). */
export const revokeAuthorization = (world: World, id: string): void =>
	revoked.put(world, id, {}, world.clock.now() + LONGEST_TOKEN_MS);

export const isRevoked = (world: World, id: string): boolean => revoked.find(world, id) !== undefined;
