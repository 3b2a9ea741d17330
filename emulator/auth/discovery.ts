import type { Context } from "hono";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import { serverOf } from "./server.ts";

/** `GET /as/.well-known/openid-configuration`: PingOne's document less what this emulator does not do. */
export function discovery(world: World, c: Context): Response {
	const { issuer } = serverOf(world, c);
	return c.json(metadata(issuer));
}

const metadata = (issuer: string): JsonObject => ({
	issuer,
	authorization_endpoint: `${issuer}/authorize`,
	pushed_authorization_request_endpoint: `${issuer}/par`,
	token_endpoint: `${issuer}/token`,
	userinfo_endpoint: `${issuer}/userinfo`,
	jwks_uri: `${issuer}/jwks`,
	end_session_endpoint: `${issuer}/signoff`,
	ping_end_idp_session_endpoint: `${issuer}/idpSignoff`,
	introspection_endpoint: `${issuer}/introspect`,
	revocation_endpoint: `${issuer}/revoke`,
	claims_parameter_supported: false,
	request_parameter_supported: true,
	request_uri_parameter_supported: false,
	require_pushed_authorization_requests: false,
	scopes_supported: ["openid", "profile", "email", "address", "phone", "offline_access"],
	response_types_supported: [
		"code",
		"id_token",
		"token id_token",
		"code id_token",
		"code token",
		"code token id_token",
	],
	response_modes_supported: ["pi.flow", "query", "fragment", "form_post"],
	grant_types_supported: ["authorization_code", "implicit", "client_credentials", "refresh_token"],
	subject_types_supported: ["public"],
	id_token_signing_alg_values_supported: ["RS256"],
	userinfo_signing_alg_values_supported: ["none"],
	request_object_signing_alg_values_supported: ["none", "HS256", "HS384", "HS512", "RS256", "RS384", "RS512"],
	token_endpoint_auth_methods_supported: [
		"client_secret_basic",
		"client_secret_post",
		"client_secret_jwt",
		"private_key_jwt",
	],
	token_endpoint_auth_signing_alg_values_supported: ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512"],
	claim_types_supported: ["normal"],
	claims_supported: [
		"sub",
		"iss",
		"auth_time",
		"acr",
		"name",
		"given_name",
		"family_name",
		"middle_name",
		"preferred_username",
		"profile",
		"picture",
		"zoneinfo",
		"phone_number",
		"updated_at",
		"address",
		"email",
		"locale",
	],
	code_challenge_methods_supported: ["plain", "S256"],
});
