import { epochSeconds } from "../clock.ts";
import type { World } from "../world.ts";
import type { Authorization } from "./authorization.ts";
import type { GrantRequest } from "./grants/grantRequest.ts";
import { type Application, grantedResources } from "./registered.ts";
import type { RefreshToken } from "./tokens.ts";

/** PingOne API, "Application Operations": `refreshTokenDuration`. */
const DEFAULT_DURATION = 2_592_000;

/** A refresh token that nobody has yet, for `keepRefreshToken`. */
export interface NewRefreshToken {
	value: string;
	record: RefreshToken;
}

/** The first refresh token of an authorization, if the application and the granted scopes call for one. */
export async function newRefreshToken(
	request: GrantRequest,
	authorization: Authorization,
): Promise<NewRefreshToken | undefined> {
	const { world, application } = request;
	if (!wantsRefresh(world, application, authorization)) return undefined;
	const rolling = application.body.refreshTokenRollingDuration;
	const chainEndsAt = rolling === undefined ? undefined : epochSeconds(world.clock.now()) + rolling;
	return nextRefreshToken(request, authorization, chainEndsAt);
}

/** Whether a token was not exchanged yet, or just now: its successor may have been lost on the way. */
export const isGood = (world: World, { body }: Application, { usedAt }: RefreshToken): boolean =>
	usedAt === undefined || world.clock.now() - usedAt < (body.refreshTokenRollingGracePeriodDuration ?? 0) * 1000;

/** A further token of the chain, which ends no later than the chain does. */
export async function nextRefreshToken(
	request: GrantRequest,
	authorization: Authorization,
	chainEndsAt: number | undefined,
): Promise<NewRefreshToken> {
	const { world, application } = request;
	const issuedAt = epochSeconds(world.clock.now());
	const own = issuedAt + (application.body.refreshTokenDuration ?? DEFAULT_DURATION);
	const expiresAt = Math.min(own, chainEndsAt ?? own);
	const record: RefreshToken = { authorization, issuedAt, expiresAt, chainEndsAt };
	return { value: await newValue(request, record), record };
}

/** PingOne API, "Application Operations": `refreshTokenType`. Either form is only a reference to what is kept here. */
async function newValue({ world, server, application }: GrantRequest, token: RefreshToken): Promise<string> {
	if (application.body.refreshTokenType !== "JSON_WEB_TOKEN") return world.ids.secret(64);
	return world.keys.sign({
		iss: server.issuer,
		aud: `${server.issuer}/token`,
		client_id: application.id,
		sub: token.authorization.userId,
		sid: token.authorization.sessionId,
		iat: token.issuedAt,
		exp: token.expiresAt,
		jti: world.ids.uuid(),
		env: server.environment.id,
	});
}

/**
 * Where a grant contains `offline_access` it must have been asked for; where none does, an application with the
 * REFRESH_TOKEN grant always gets a refresh token (PingOne docs, "Authorization").
 */
function wantsRefresh(world: World, application: Application, { scopes }: Authorization): boolean {
	if (application.body.grantTypes?.includes("REFRESH_TOKEN") !== true) return false;
	const offered = grantedResources(world, application).some((granted) => granted.scopes.includes("offline_access"));
	return !offered || scopes.includes("offline_access");
}
