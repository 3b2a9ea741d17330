import type { JsonObject } from "../../json.ts";
import type { Authorization } from "../authorization.ts";
import { issueAccessToken, issueIdToken, userGrant } from "../issue.ts";
import type { GrantRequest } from "./grantRequest.ts";

/** The token response for a user's sign-on, without a refresh token (RFC 6749 section 5.1, OpenID Connect Core 3.1.3.3). */
export async function userTokens(
	{ world, server, application }: GrantRequest,
	authorization: Authorization,
): Promise<JsonObject> {
	const grant = userGrant(world, application, authorization);
	const accessToken = await issueAccessToken(world, server, grant);
	const openid = authorization.scopes.includes("openid");
	return {
		access_token: accessToken.value,
		token_type: "Bearer",
		expires_in: accessToken.expiresIn,
		scope: authorization.scopes.join(" "),
		...(openid && {
			id_token: await issueIdToken(world, server, grant, { accessToken: accessToken.value }),
		}),
	};
}
