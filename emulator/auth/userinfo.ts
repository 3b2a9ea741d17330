import type { Context } from "hono";
import { withHint } from "../hint.ts";
import type { World } from "../world.ts";
import { applyCorsSettingsOf } from "./cors.ts";
import { oauthEndpoint } from "./endpoint.ts";
import { profileClaims } from "./profile.ts";
import { OAuthRefusal } from "./refusal.ts";
import { findUser } from "./registered.ts";
import { serverOf } from "./server.ts";
import { activeToken, type IssuedToken, tokenState } from "./tokens.ts";

/** `GET|POST /as/userinfo` (OpenID Connect Core 5.3). */
export const userinfo = (world: World, c: Context): Promise<Response> =>
	oauthEndpoint(c, async () => {
		const server = serverOf(world, c);
		const { claims, clientId } = await bearerToken(world, c, server.environment.id);
		applyCorsSettingsOf(world, c, server.environment.id, clientId);
		const scopes = String(claims.scope ?? "").split(" ");
		if (!scopes.includes("openid")) throw bearerRefusal("insufficient_scope", "The token does not have scope openid");
		const user = findUser(world, String(claims["p1.userId"] ?? ""));
		if (!user) throw bearerRefusal("invalid_token", "The user no longer exists");
		return c.json(profileClaims(world, { user, clientId, scopes }, "userInfo"));
	});

async function bearerToken(world: World, c: Context, environment: string): Promise<IssuedToken> {
	const header = c.req.header("authorization");
	// RFC 6750 section 3.1: a request without any credentials is told only the scheme.
	if (header === undefined) throw new OAuthRefusal("invalid_token", "An access token is required", 401, "Bearer");
	const sent = /^Bearer +(\S+)$/i.exec(header)?.[1] ?? "";
	const token = activeToken(world, sent);
	if (token?.use === "access" && token.claims.env === environment) return token;
	const hint = token ? "It is an ID token, or of another environment." : await tokenState(world, sent);
	throw withHint(bearerRefusal("invalid_token", "The access token is invalid or expired"), hint);
}

const bearerRefusal = (error: "invalid_token" | "insufficient_scope", description: string) =>
	new OAuthRefusal(
		error,
		description,
		error === "invalid_token" ? 401 : 403,
		`Bearer error="${error}", error_description="${description}"`,
	);
