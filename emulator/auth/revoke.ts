import type { Context } from "hono";
import type { World } from "../world.ts";
import { revokeAuthorization } from "./authorization.ts";
import { authenticateApplication } from "./clientAuthentication.ts";
import { oauthEndpoint } from "./endpoint.ts";
import { formOf, required } from "./parameters.ts";
import { serverOf } from "./server.ts";
import { activeToken, findRefreshToken, revokeToken } from "./tokens.ts";

/** `POST /as/revoke` (RFC 7009): 200 also for tokens that are unknown or another client's, which stay as they are. */
export const revoke = (world: World, c: Context): Promise<Response> =>
	oauthEndpoint(c, async () => {
		const server = serverOf(world, c);
		const form = await formOf(c);
		const { id } = await authenticateApplication(world, c, server, form);
		const token = required(form, "token");
		const issued = activeToken(world, token);
		if (issued?.clientId === id) revokeToken(world, token, issued);
		const refresh = findRefreshToken(world, token);
		// RFC 7009 section 2.1: with a refresh token go the access tokens of the same grant.
		if (refresh?.authorization.clientId === id) revokeAuthorization(world, refresh.authorization.id);
		return c.body(null, 200);
	});
