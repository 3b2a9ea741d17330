import type { Context } from "hono";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import { authenticateIntrospector, type Introspector } from "./clientAuthentication.ts";
import { oauthEndpoint } from "./endpoint.ts";
import { formOf, required } from "./parameters.ts";
import { isGood } from "./refresh.ts";
import { type AuthorizationServer, serverOf } from "./server.ts";
import { activeToken, findRefreshToken, type IssuedToken, type RefreshToken } from "./tokens.ts";

/** `POST /as/introspect` (RFC 7662; PingOne API, "Token Introspection"). */
export const introspect = (world: World, c: Context): Promise<Response> =>
	oauthEndpoint(c, async () => {
		const server = serverOf(world, c);
		const form = await formOf(c);
		const caller = await authenticateIntrospector(world, c, server, form);
		return c.json(answerFor(world, server, caller, required(form, "token")));
	});

/** Nothing else is said of a token that is not the caller's business (RFC 7662 section 2.2). */
const INACTIVE: JsonObject = { active: false };

function answerFor(world: World, server: AuthorizationServer, caller: Introspector, token: string): JsonObject {
	const issued = activeToken(world, token);
	if (issued) return concerns(issued, caller) ? describe(issued) : INACTIVE;
	const refresh = findRefreshToken(world, token);
	return refresh && isOwnRefreshToken(world, refresh, caller) ? describeRefresh(server, refresh) : INACTIVE;
}

/** A token is told to the application it was issued to, and an access token to the resource it is for. */
function concerns({ clientId, resources, use }: IssuedToken, caller: Introspector): boolean {
	if ("application" in caller) return caller.application.id === clientId;
	return use === "access" && resources.includes(caller.resource.id);
}

/** RFC 7662 section 2.2 members that are claims of the token, under the same names and with the same values. */
const SHARED = ["scope", "client_id", "exp", "iat", "sub", "aud", "iss", "jti", "p1.permissions"];

function describe({ claims, clientId, use }: IssuedToken): JsonObject {
	const shared = SHARED.filter((name) => claims[name] !== undefined).map((name) => [name, claims[name]]);
	return {
		active: true,
		client_id: clientId,
		...(use === "access" && { token_type: "Bearer" }),
		...Object.fromEntries(shared),
	};
}

const isOwnRefreshToken = (world: World, token: RefreshToken, caller: Introspector): boolean =>
	"application" in caller &&
	caller.application.id === token.authorization.clientId &&
	isGood(world, caller.application, token);

const describeRefresh = ({ issuer }: AuthorizationServer, token: RefreshToken): JsonObject => ({
	active: true,
	scope: token.authorization.scopes.join(" "),
	client_id: token.authorization.clientId,
	exp: token.expiresAt,
	iat: token.issuedAt,
	sub: token.authorization.userId,
	iss: issuer,
});
