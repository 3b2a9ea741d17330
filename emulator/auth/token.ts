import type { Context } from "hono";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import { authenticateApplication } from "./clientAuthentication.ts";
import { oauthEndpoint } from "./endpoint.ts";
import { authorizationCode } from "./grants/authorizationCode.ts";
import { clientCredentials } from "./grants/clientCredentials.ts";
import type { GrantRequest } from "./grants/grantRequest.ts";
import { refreshToken } from "./grants/refreshToken.ts";
import { formOf, required } from "./parameters.ts";
import { OAuthRefusal } from "./refusal.ts";
import type { Application } from "./registered.ts";
import { serverOf } from "./server.ts";

/** `POST /as/token` (PingOne API, "Token"; RFC 6749 section 3.2). */
export const token = (world: World, c: Context): Promise<Response> =>
	oauthEndpoint(c, async () => {
		const server = serverOf(world, c);
		const form = await formOf(c);
		const application = await authenticateApplication(world, c, server, form);
		const grant = enabledGrant(application, required(form, "grant_type"));
		return c.json(await grant({ world, server, application, form }));
	});

interface GrantType {
	/** The application's `grantTypes` value that allows it. */
	enabledBy: string;
	run: (request: GrantRequest) => Promise<JsonObject>;
}

const GRANT_TYPES: Record<string, GrantType> = {
	authorization_code: { enabledBy: "AUTHORIZATION_CODE", run: authorizationCode },
	client_credentials: { enabledBy: "CLIENT_CREDENTIALS", run: clientCredentials },
	refresh_token: { enabledBy: "REFRESH_TOKEN", run: refreshToken },
};

/** Grant types that PingOne has and this emulator does not. */
const NOT_EMULATED: readonly string[] = [
	"urn:ietf:params:oauth:grant-type:device_code",
	"urn:ietf:params:oauth:grant-type:token-exchange",
	"urn:openid:params:grant-type:ciba",
];

function enabledGrant({ body }: Application, name: string): GrantType["run"] {
	const grant = Object.hasOwn(GRANT_TYPES, name) ? GRANT_TYPES[name] : undefined;
	if (!grant) throw unsupported(name);
	if (body.grantTypes?.includes(grant.enabledBy) !== true) {
		throw new OAuthRefusal("unauthorized_client", `Grant type ${name} is not enabled for the application`);
	}
	return grant.run;
}

const unsupported = (name: string): OAuthRefusal =>
	new OAuthRefusal(
		"unsupported_grant_type",
		NOT_EMULATED.includes(name) ? `Grant type ${name} is not emulated` : `Unsupported grant type: ${name}`,
	);
