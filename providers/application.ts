import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { JsonObject } from "./api/client.ts";
import { type EnvironmentArgs, type Outputs, PingOneObject } from "./base.ts";
import { id } from "./check.ts";
import { defineKind, type Failure, isKnown, type Properties, plainBody } from "./kind.ts";

type In<T> = pulumi.Input<T>;

export type ApplicationType = "WEB_APP" | "NATIVE_APP" | "SINGLE_PAGE_APP" | "WORKER" | "SERVICE" | "CUSTOM_APP";
export type GrantType =
	| "AUTHORIZATION_CODE"
	| "IMPLICIT"
	| "REFRESH_TOKEN"
	| "CLIENT_CREDENTIALS"
	| "DEVICE_CODE"
	| "TOKEN_EXCHANGE"
	| "CIBA";
export type ResponseType = "CODE" | "TOKEN" | "ID_TOKEN";
export type TokenEndpointAuthMethod =
	| "NONE"
	| "CLIENT_SECRET_BASIC"
	| "CLIENT_SECRET_POST"
	| "CLIENT_SECRET_JWT"
	| "PRIVATE_KEY_JWT";

/** An OpenID Connect application (PingOne API, "Application Operations"). Its id is the OAuth `client_id`. */
export interface ApplicationArgs extends EnvironmentArgs {
	/** Unique in the environment; the Pulumi name when not given. */
	name?: In<string>;
	/** A disabled application gets no tokens. Default true. */
	enabled?: In<boolean>;
	description?: In<string>;
	/** A change replaces the application. */
	type: In<ApplicationType>;
	/** What the application may ask the token endpoint for. Order does not matter. */
	grantTypes: In<In<GrantType>[]>;
	/** What the application may ask the authorize endpoint for. Default: what fits the grant types. */
	responseTypes?: In<In<ResponseType>[]>;
	/** Exact redirect URIs: https, a custom scheme, or http for localhost. Needed for AUTHORIZATION_CODE and IMPLICIT. */
	redirectUris?: In<In<string>[]>;
	/** Lets redirect URIs hold `*`. Default false. */
	allowWildcardInRedirectUris?: In<boolean>;
	/** Where a sign-off may return to. */
	postLogoutRedirectUris?: In<In<string>[]>;
	/** How the application proves itself at the token endpoint. Default NONE for native and single-page, else CLIENT_SECRET_BASIC. */
	tokenEndpointAuthMethod?: In<TokenEndpointAuthMethod>;
	/** Whether authorization requests need PKCE (RFC 7636). Default OPTIONAL. */
	pkceEnforcement?: In<"OPTIONAL" | "REQUIRED" | "S256_REQUIRED">;
	/** Seconds, 60 to 2147483647. The service's default is 2592000. Cannot be unset once set. */
	refreshTokenDuration?: In<number>;
	/** Seconds, 60 to 2147483647, not less than refreshTokenDuration. Cannot be unset once set. */
	refreshTokenRollingDuration?: In<number>;
	/** Seconds, 0 to 86400, in which a rolled refresh token still works. */
	refreshTokenRollingGracePeriodDuration?: In<number>;
	refreshTokenType?: In<"OPAQUE_TOKEN" | "JSON_WEB_TOKEN">;
	/** Default true. */
	additionalRefreshTokenReplayProtectionEnabled?: In<boolean>;
	/** Lets one request ask for scopes of several custom resources. Default false. */
	requestScopesForMultipleResourcesEnabled?: In<boolean>;
	/** Whether authorization requests must be pushed (RFC 9126). Default OPTIONAL. */
	parRequirement?: In<"OPTIONAL" | "REQUIRED">;
	/** Seconds a pushed request lives, 1 to 600. Default 60. */
	parTimeout?: In<number>;
	supportUnsignedRequestObject?: In<boolean>;
	requireSignedRequestObject?: In<boolean>;
	/** Public keys as a JSON text, for PRIVATE_KEY_JWT. */
	jwks?: In<string>;
	/** Where the public keys are, https, for PRIVATE_KEY_JWT. */
	jwksUrl?: In<string>;
	/** Own sign-on page instead of PingOne's: https, or http for localhost. */
	loginPageUrl?: In<string>;
	initiateLoginUri?: In<string>;
	targetLinkUri?: In<string>;
	homePageUrl?: In<string>;
	/** An uploaded image. */
	icon?: In<{ id: In<string>; href: In<string> }>;
	/** Default for a WORKER, as the service's own: only users with an administrator role. */
	accessControl?: In<{
		role?: In<{ type: In<"ADMIN_USERS_ONLY"> }>;
		group?: In<{ type: In<"ANY_GROUP" | "ALL_GROUPS">; groups: In<In<{ id: In<string> }>[]> }>;
	}>;
	/** Default false. */
	hiddenFromAppPortal?: In<boolean>;
	/** Gives a new WORKER the roles of whoever creates it; a change replaces the application. Default false. */
	assignActorRoles?: In<boolean>;
	corsSettings?: In<{ behavior: In<"ALLOW_NO_ORIGINS" | "ALLOW_SPECIFIC_ORIGINS">; origins?: In<In<string>[]> }>;
	/** Lets a sign-off work with only an ID token. Default false. */
	idpSignoff?: In<boolean>;
	/** Adds `x5t` to token headers. Default false. */
	includeX5t?: In<boolean>;
	/** Adds `session_state` to answers. Default false. */
	opSessionCheckEnabled?: In<boolean>;
	/** Signs tokens with that key rotation policy instead of the environment's default key. */
	signing?: In<{ keyRotationPolicy: In<{ id: In<string> }> }>;
	devicePathId?: In<string>;
	deviceCustomVerificationUri?: In<string>;
	/** Seconds, 1 to 3600. */
	deviceTimeout?: In<number>;
	/** Seconds, 1 to 60. */
	devicePollingInterval?: In<number>;
	/** NATIVE_APP only; a change of the four app identifiers replaces the application. */
	mobile?: In<Record<string, unknown>>;
	/** NATIVE_APP only. */
	kerberos?: In<{ key: In<{ id: In<string> }> }>;
	/** WORKER only. */
	tags?: In<In<"PING_FED_CONNECTION_INTEGRATION">[]>;
}

const GRANT_TYPES = [
	"AUTHORIZATION_CODE",
	"IMPLICIT",
	"REFRESH_TOKEN",
	"CLIENT_CREDENTIALS",
	"DEVICE_CODE",
	"TOKEN_EXCHANGE",
	"CIBA",
] as const;
const AUTH_METHODS = [
	"NONE",
	"CLIENT_SECRET_BASIC",
	"CLIENT_SECRET_POST",
	"CLIENT_SECRET_JWT",
	"PRIVATE_KEY_JWT",
] as const;

const isLoopback = (host: string) => host === "localhost" || host === "127.0.0.1";

/** Leads to no application: a browser that is sent there runs or shows what the URI itself holds. */
const isContent = (uri: string) => /^(?:javascript|data|vbscript|blob):/i.test(uri);

/** https anywhere, http only on this machine, or a custom scheme such as `org.acme.app://callback`. */
export function isRedirectUri(text: string): boolean {
	const scheme = /^([a-z][a-z0-9+.-]*):\/\/?(.+)$/i.exec(text)?.[1]?.toLowerCase();
	if (scheme === undefined || /\s|#/.test(text) || isContent(text)) return false;
	if (scheme === "https") return true;
	return scheme !== "http" || isLoopback(/^http:\/\/([^/:?]+)/i.exec(text)?.[1] ?? "");
}

const redirectUri = z
	.string()
	.refine(isRedirectUri, "must be an https URL, an http URL on localhost, or a custom scheme, without a fragment");
const postLogoutRedirectUri = z
	.string()
	.min(1)
	.refine((uri) => !isContent(uri), "must not be a javascript:, data:, vbscript: or blob: URI");
const pageUrl = z
	.string()
	.refine((text) => URL.canParse(text) && isRedirectUri(text), "must be an https URL, or http on localhost");
const reference = z.strictObject({ id: id() });
const duration = z.int().min(60).max(2147483647);

export const application = defineKind<Omit<ApplicationArgs, keyof EnvironmentArgs>>()({
	name: "Application",
	named: true,
	shape: {
		name: z.string().min(1),
		enabled: z.boolean().default(true),
		description: z.string().optional(),
		type: z.enum(["WEB_APP", "NATIVE_APP", "SINGLE_PAGE_APP", "WORKER", "SERVICE", "CUSTOM_APP"]),
		grantTypes: z.array(z.enum(GRANT_TYPES)).min(1),
		responseTypes: z.array(z.enum(["CODE", "TOKEN", "ID_TOKEN"])).optional(),
		redirectUris: z.array(redirectUri).optional(),
		allowWildcardInRedirectUris: z.boolean().default(false),
		postLogoutRedirectUris: z.array(postLogoutRedirectUri).optional(),
		tokenEndpointAuthMethod: z.enum(AUTH_METHODS).optional(),
		pkceEnforcement: z.enum(["OPTIONAL", "REQUIRED", "S256_REQUIRED"]).default("OPTIONAL"),
		refreshTokenDuration: duration.optional(),
		refreshTokenRollingDuration: duration.optional(),
		refreshTokenRollingGracePeriodDuration: z.int().min(0).max(86400).optional(),
		refreshTokenType: z.enum(["OPAQUE_TOKEN", "JSON_WEB_TOKEN"]).optional(),
		additionalRefreshTokenReplayProtectionEnabled: z.boolean().default(true),
		requestScopesForMultipleResourcesEnabled: z.boolean().default(false),
		parRequirement: z.enum(["OPTIONAL", "REQUIRED"]).default("OPTIONAL"),
		parTimeout: z.int().min(1).max(600).default(60),
		supportUnsignedRequestObject: z.boolean().default(false),
		requireSignedRequestObject: z.boolean().default(false),
		jwks: z.string().min(1).optional(),
		jwksUrl: z.string().startsWith("https://", "must be an https URL").optional(),
		loginPageUrl: pageUrl.optional(),
		initiateLoginUri: pageUrl.optional(),
		targetLinkUri: pageUrl.optional(),
		homePageUrl: pageUrl.optional(),
		icon: z.strictObject({ id: id(), href: z.string().min(1) }).optional(),
		accessControl: z
			.strictObject({
				role: z.strictObject({ type: z.literal("ADMIN_USERS_ONLY") }).optional(),
				group: z
					.strictObject({ type: z.enum(["ANY_GROUP", "ALL_GROUPS"]), groups: z.array(reference).min(1) })
					.optional(),
			})
			.optional(),
		hiddenFromAppPortal: z.boolean().default(false),
		assignActorRoles: z.boolean().default(false),
		corsSettings: z
			.strictObject({
				behavior: z.enum(["ALLOW_NO_ORIGINS", "ALLOW_SPECIFIC_ORIGINS"]),
				origins: z.array(z.string().min(1)).max(40).optional(),
			})
			.optional(),
		idpSignoff: z.boolean().default(false),
		includeX5t: z.boolean().default(false),
		opSessionCheckEnabled: z.boolean().default(false),
		signing: z.strictObject({ keyRotationPolicy: reference }).optional(),
		devicePathId: z.string().min(1).optional(),
		deviceCustomVerificationUri: pageUrl.optional(),
		deviceTimeout: z.int().min(1).max(3600).optional(),
		devicePollingInterval: z.int().min(1).max(60).optional(),
		mobile: z.record(z.string(), z.unknown()).optional(),
		kerberos: z.strictObject({ key: reference }).optional(),
		tags: z.array(z.literal("PING_FED_CONNECTION_INTEGRATION")).optional(),
	},
	path: () => "/applications",
	embedded: "applications",
	immutable: [
		"type",
		"assignActorRoles",
		"mobile.bundleId",
		"mobile.packageName",
		"mobile.huaweiAppId",
		"mobile.huaweiPackageName",
	],
	deleteBeforeReplace: true,
	unreadable: ["assignActorRoles"],
	filled: [
		"refreshTokenDuration",
		"refreshTokenRollingDuration",
		"refreshTokenType",
		"deviceTimeout",
		"devicePollingInterval",
		"mobile",
		"signing",
	],
	secrets: ["secret"],
	defaults: (inputs) => ({ ...responseTypesFor(inputs), ...authMethodFor(inputs), ...accessControlFor(inputs) }),
	rules: (inputs) => [...grantRules(inputs), ...uriRules(inputs), ...refreshTokenRules(inputs), ...corsRules(inputs)],
	body: openIdConnectBody,
	isSame: (answer, inputs) => answer.name === inputs.name,
	unique: true,
	computed: async (client, url) => ({ secret: (await client.get(`${url}/secret`)).secret ?? null }),
});

function openIdConnectBody(inputs: Properties): JsonObject {
	return { ...plainBody(application, inputs), protocol: "OPENID_CONNECT" };
}

function responseTypesFor({ grantTypes, responseTypes }: Properties): Properties {
	if (responseTypes !== undefined || !Array.isArray(grantTypes) || !isKnown(grantTypes)) return {};
	const fitting = [
		...(grantTypes.includes("AUTHORIZATION_CODE") ? ["CODE"] : []),
		...(grantTypes.includes("IMPLICIT") ? ["TOKEN", "ID_TOKEN"] : []),
	];
	return fitting.length > 0 ? { responseTypes: fitting } : {};
}

function authMethodFor({ type, tokenEndpointAuthMethod }: Properties): Properties {
	if (tokenEndpointAuthMethod !== undefined || !isKnown(type)) return {};
	return {
		tokenEndpointAuthMethod: type === "NATIVE_APP" || type === "SINGLE_PAGE_APP" ? "NONE" : "CLIENT_SECRET_BASIC",
	};
}

/** Were it left to the service, one that is taken out of the program would stay there unseen. */
function accessControlFor({ type }: Properties): Properties {
	return type === "WORKER" ? { accessControl: { role: { type: "ADMIN_USERS_ONLY" } } } : {};
}

const has = (list: unknown, member: string): boolean => Array.isArray(list) && list.includes(member);

function grantRules({ grantTypes, responseTypes, tokenEndpointAuthMethod, jwks, jwksUrl }: Properties): Failure[] {
	const failures: Failure[] = [];
	if (has(grantTypes, "CLIENT_CREDENTIALS") && tokenEndpointAuthMethod === "NONE") {
		failures.push({
			property: "tokenEndpointAuthMethod",
			reason: "must not be NONE with grant type CLIENT_CREDENTIALS",
		});
	}
	if (tokenEndpointAuthMethod === "PRIVATE_KEY_JWT" && jwks === undefined && jwksUrl === undefined) {
		failures.push({ property: "tokenEndpointAuthMethod", reason: "PRIVATE_KEY_JWT needs jwks or jwksUrl" });
	}
	if (!isKnown(grantTypes) || !isKnown(responseTypes)) return failures;
	if (has(responseTypes, "CODE") !== has(grantTypes, "AUTHORIZATION_CODE")) {
		failures.push({
			property: "responseTypes",
			reason: "must hold CODE exactly when grantTypes holds AUTHORIZATION_CODE",
		});
	}
	if (has(responseTypes, "ID_TOKEN") && !has(grantTypes, "IMPLICIT")) {
		failures.push({ property: "responseTypes", reason: "must not hold ID_TOKEN without grant type IMPLICIT" });
	}
	return failures;
}

function uriRules({ grantTypes, redirectUris, allowWildcardInRedirectUris }: Properties): Failure[] {
	if (!isKnown(grantTypes) || !isKnown(redirectUris)) return [];
	const uris = Array.isArray(redirectUris) ? redirectUris : [];
	if ((has(grantTypes, "AUTHORIZATION_CODE") || has(grantTypes, "IMPLICIT")) && uris.length === 0) {
		return [{ property: "redirectUris", reason: "needs at least one URI for AUTHORIZATION_CODE and IMPLICIT" }];
	}
	const wildcard = uris.findIndex((uri) => typeof uri === "string" && uri.includes("*"));
	return wildcard >= 0 && allowWildcardInRedirectUris === false
		? [
				{
					property: "redirectUris",
					reason: `redirectUris[${wildcard}] holds * while allowWildcardInRedirectUris is false`,
				},
			]
		: [];
}

function refreshTokenRules({
	refreshTokenDuration,
	refreshTokenRollingDuration,
	supportUnsignedRequestObject,
	requireSignedRequestObject,
}: Properties): Failure[] {
	const failures: Failure[] = [];
	if (
		typeof refreshTokenDuration === "number" &&
		typeof refreshTokenRollingDuration === "number" &&
		refreshTokenDuration > refreshTokenRollingDuration
	) {
		failures.push({
			property: "refreshTokenDuration",
			reason: `must not be more than refreshTokenRollingDuration (${refreshTokenRollingDuration})`,
		});
	}
	if (supportUnsignedRequestObject === true && requireSignedRequestObject === true) {
		failures.push({
			property: "requireSignedRequestObject",
			reason: "must not be true together with supportUnsignedRequestObject",
		});
	}
	return failures;
}

function corsRules({ corsSettings }: Properties): Failure[] {
	if (
		typeof corsSettings !== "object" ||
		corsSettings === null ||
		Array.isArray(corsSettings) ||
		!isKnown(corsSettings)
	)
		return [];
	const listed = Array.isArray(corsSettings.origins) && corsSettings.origins.length > 0;
	return listed === (corsSettings.behavior === "ALLOW_SPECIFIC_ORIGINS")
		? []
		: [
				{
					property: "corsSettings",
					reason: "corsSettings.origins must be given exactly with behavior ALLOW_SPECIFIC_ORIGINS",
				},
			];
}

export interface Application
	extends Outputs<
		ApplicationArgs,
		| "name"
		| "enabled"
		| "allowWildcardInRedirectUris"
		| "tokenEndpointAuthMethod"
		| "pkceEnforcement"
		| "additionalRefreshTokenReplayProtectionEnabled"
		| "requestScopesForMultipleResourcesEnabled"
		| "parRequirement"
		| "parTimeout"
		| "supportUnsignedRequestObject"
		| "requireSignedRequestObject"
		| "hiddenFromAppPortal"
		| "assignActorRoles"
		| "idpSignoff"
		| "includeX5t"
		| "opSessionCheckEnabled"
	> {}

/**
 * An application that signs users in or calls APIs for itself.
 *
 * @example
 * const portal = new pingone.Application("portal", {
 *   type: "WEB_APP", grantTypes: ["AUTHORIZATION_CODE"], redirectUris: ["https://portal.example.com/callback"],
 * });
 * export const clientSecret = portal.secret;
 */
export class Application extends PingOneObject {
	/** The OAuth client secret; a secret output. */
	declare readonly secret: pulumi.Output<string>;

	constructor(name: string, args: ApplicationArgs, opts?: pulumi.CustomResourceOptions) {
		super(application, name, args, opts);
	}
}
