import { withHint } from "../../hint.ts";
import type { JsonObject } from "../../json.ts";
import type { World } from "../../world.ts";
import { type Authorization, revokeAuthorization } from "../authorization.ts";
import { grantScope } from "../checks/scope.ts";
import { required } from "../parameters.ts";
import { isGood, nextRefreshToken } from "../refresh.ts";
import { invalidGrant, invalidScope } from "../refusal.ts";
import { type Application, grantedResources } from "../registered.ts";
import { findRefreshToken, keepRefreshToken, type RefreshToken } from "../tokens.ts";
import type { GrantRequest } from "./grantRequest.ts";
import { userTokens } from "./userTokens.ts";

/** `grant_type=refresh_token` (RFC 6749 section 6): each token is good once, then its successor is. */
export async function refreshToken(request: GrantRequest): Promise<JsonObject> {
	const { world, application, form } = request;
	const value = required(form, "refresh_token");
	const token = usableToken(world, application, value);
	const authorization = narrowed(world, application, token.authorization, form.get("scope"));
	// OpenID Connect Core 12.2: the nonce was for the sign-on; a refreshed ID token should have none.
	const tokens = await userTokens(request, { ...authorization, nonce: undefined });
	const next = await nextRefreshToken(request, token.authorization, token.chainEndsAt);
	// Only now, when nothing refuses any more; and found again, because another request may have used it meanwhile.
	const { usedAt = world.clock.now() } = usableToken(world, application, value);
	world.store.transaction(() => {
		keepRefreshToken(world, value, { ...token, usedAt });
		keepRefreshToken(world, next.value, next.record);
	});
	return { ...tokens, refresh_token: next.value };
}

function usableToken(world: World, application: Application, value: string): RefreshToken {
	const token = findRefreshToken(world, value);
	if (token?.authorization.clientId !== application.id) {
		throw withHint(invalidGrant("The refresh token is invalid or expired"), tokenHint(token));
	}
	if (isGood(world, application, token)) return token;
	throw replayed(world, application, token);
}

const tokenHint = (token: RefreshToken | undefined): string =>
	token
		? `it was issued to application ${token.authorization.clientId}`
		: "no such token is known: it was never issued here, has expired, or was revoked";

/** A second use means that a thief and the client both hold the token: the chain ends (RFC 9700 section 4.14.2). */
function replayed(world: World, { body }: Application, { authorization }: RefreshToken) {
	if (body.additionalRefreshTokenReplayProtectionEnabled === true) revokeAuthorization(world, authorization.id);
	return invalidGrant("The refresh token was already used");
}

/** RFC 6749 section 6: a refresh can ask for less than was granted, never for more; nor for a scope whose grant is gone. */
function narrowed(
	world: World,
	application: Application,
	authorization: Authorization,
	requested = authorization.scopes.join(" "),
): Authorization {
	if (!requested.split(" ").every((scope) => authorization.scopes.includes(scope))) {
		throw invalidScope("The scope exceeds what the refresh token was granted");
	}
	// Which resources may be mixed was judged when the user signed on.
	const allowance = { severalResources: true, userPresent: true };
	return { ...authorization, ...grantScope(requested, grantedResources(world, application), allowance) };
}
