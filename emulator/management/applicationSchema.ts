import { z } from "zod";
import { base, corsSettings, template } from "./applicationFields.ts";
import { saml, wsFed } from "./federatedSchema.ts";
import { type Context, imported, integer, isLocalHttp, reference, refuse, text, url } from "./fields.ts";
import { mobile } from "./mobileSchema.ts";

/** What a client may write on an application (PingOne API, "Application Operations"), by protocol and type. */

const tokenEndpointAuthMethod = z.enum([
	"NONE",
	"CLIENT_SECRET_BASIC",
	"CLIENT_SECRET_POST",
	"CLIENT_SECRET_JWT",
	"PRIVATE_KEY_JWT",
]);

/** Such a URI leads to no client: what it holds would run on the page that it is opened from, which is the service's own. */
const isContent = (uri: string): boolean => /^(?:javascript|data|vbscript|blob):/i.test(uri);
const LEADS_NOWHERE = "must lead to the application: javascript:, data:, vbscript: and blob: do not";

const pkceEnforcement = z.enum(["OPTIONAL", "REQUIRED", "S256_REQUIRED"]);

const oidc = z
	.object({
		...base,
		...imported,
		protocol: z.literal("OPENID_CONNECT"),
		type: z.enum(["WEB_APP", "NATIVE_APP", "SINGLE_PAGE_APP", "WORKER", "SERVICE", "CUSTOM_APP", "TEMPLATE_APP"]),
		tokenEndpointAuthMethod,
		grantTypes: z
			.array(
				z.enum([
					"AUTHORIZATION_CODE",
					"IMPLICIT",
					"REFRESH_TOKEN",
					"CLIENT_CREDENTIALS",
					"DEVICE_CODE",
					"TOKEN_EXCHANGE",
					"CIBA",
				]),
			)
			.min(1),
		responseTypes: z.array(z.enum(["CODE", "TOKEN", "ID_TOKEN"])).optional(),
		redirectUris: z.array(text).optional(),
		allowWildcardInRedirectUris: z.boolean().optional(),
		postLogoutRedirectUris: z.array(text.refine((uri) => !isContent(uri), LEADS_NOWHERE)).optional(),
		pkceEnforcement: pkceEnforcement.optional(),
		refreshTokenDuration: integer(60).optional(),
		refreshTokenRollingDuration: integer(60).optional(),
		refreshTokenRollingGracePeriodDuration: integer(0, 86_400).optional(),
		refreshTokenType: z.enum(["OPAQUE_TOKEN", "JSON_WEB_TOKEN"]).optional(),
		additionalRefreshTokenReplayProtectionEnabled: z.boolean().optional(),
		requestScopesForMultipleResourcesEnabled: z.boolean().optional(),
		skipTokenSessionValidation: z.boolean().optional(),
		parRequirement: z.enum(["OPTIONAL", "REQUIRED"]).optional(),
		parTimeout: integer(1, 600).optional(),
		supportUnsignedRequestObject: z.boolean().optional(),
		requireSignedRequestObject: z.boolean().optional(),
		jwks: text.optional(),
		jwksUrl: z.url({ protocol: /^https$/, error: "must be an https URL" }).optional(),
		initiateLoginUri: url.optional(),
		targetLinkUri: url.optional(),
		assignActorRoles: z.boolean().optional(),
		corsSettings: corsSettings(40).optional(),
		idpSignoff: z.boolean().optional(),
		includeTyp: z.boolean().optional(),
		includeX5t: z.boolean().optional(),
		opSessionCheckEnabled: z.boolean().optional(),
		signing: z.object({ keyRotationPolicy: reference }).optional(),
		devicePathId: z
			.string()
			.regex(/^[a-zA-Z0-9_-]{1,50}$/)
			.optional(),
		deviceCustomVerificationUri: url.optional(),
		deviceTimeout: integer(1, 3600).optional(),
		devicePollingInterval: integer(1, 60).optional(),
		mobile: mobile.optional(),
		kerberos: z.object({ key: reference }).optional(),
		tags: z.array(z.enum(["PING_FED_CONNECTION_INTEGRATION"])).optional(),
		template: template.optional(),
	})
	.superRefine((app, ctx) => {
		checkClientAuthentication(app, ctx);
		checkResponseTypes(app, ctx);
		checkRedirectUris(app, ctx);
		checkTypeSettings(app, ctx);
	});

/** Applications that PingOne makes itself; clients may change some settings, never create or delete them. */
const builtIn = z.object({
	...base,
	protocol: z.literal("OPENID_CONNECT"),
	type: z.enum(["PING_ONE_SELF_SERVICE", "PING_ONE_PORTAL", "PING_ONE_ADMIN_CONSOLE"]),
	tokenEndpointAuthMethod: tokenEndpointAuthMethod.optional(),
	pkceEnforcement: pkceEnforcement.optional(),
	applyDefaultTheme: z.boolean().optional(),
	enableDefaultThemeFooter: z.boolean().optional(),
	logoutType: text.optional(),
	manageDevicesViaMyAccountEnabled: z.boolean().optional(),
});

const externalLink = z.object({
	...base,
	protocol: z.literal("EXTERNAL_LINK"),
	type: z.literal("PORTAL_LINK_APP"),
	homePageUrl: url,
	externalId: text.optional(),
});

/** Every application of the service, chosen by `protocol` and, within OpenID Connect, by `type`. */
export const applicationSchema = z.discriminatedUnion("protocol", [
	z.discriminatedUnion("type", [oidc, builtIn]),
	saml,
	wsFed,
	externalLink,
]);

export type Application = z.infer<typeof applicationSchema>;
export type OidcApplication = z.infer<typeof oidc>;

function checkClientAuthentication(app: OidcApplication, ctx: Context): void {
	if (app.tokenEndpointAuthMethod === "NONE" && app.grantTypes.includes("CLIENT_CREDENTIALS")) {
		refuse(ctx, "tokenEndpointAuthMethod", "NONE is not allowed with the CLIENT_CREDENTIALS grant type");
	}
	if (app.tokenEndpointAuthMethod === "PRIVATE_KEY_JWT" && !app.jwks && !app.jwksUrl) {
		refuse(ctx, "jwks", "jwks or jwksUrl is required for PRIVATE_KEY_JWT", "REQUIRED_VALUE");
	}
	if (app.supportUnsignedRequestObject && app.requireSignedRequestObject) {
		refuse(ctx, "requireSignedRequestObject", "cannot be true together with supportUnsignedRequestObject");
	}
}

/** Which grant types make a response type possible (PingOne API, "Applications": grant type and response type). */
const GRANTS_FOR = {
	CODE: ["AUTHORIZATION_CODE"],
	TOKEN: ["IMPLICIT", "CLIENT_CREDENTIALS"],
	ID_TOKEN: ["IMPLICIT"],
} as const;

function checkResponseTypes({ grantTypes, responseTypes = [] }: OidcApplication, ctx: Context): void {
	for (const responseType of responseTypes) {
		const grants = GRANTS_FOR[responseType];
		if (!grants.some((grant) => grantTypes.includes(grant))) {
			refuse(ctx, "responseTypes", `${responseType} needs the grant type ${grants[0]}`);
		}
	}
}

function checkRedirectUris(app: OidcApplication, ctx: Context): void {
	const { redirectUris = [], grantTypes } = app;
	const needed = grantTypes.includes("AUTHORIZATION_CODE") || grantTypes.includes("IMPLICIT");
	if (needed && redirectUris.length === 0) {
		refuse(ctx, "redirectUris", "must not be empty for AUTHORIZATION_CODE and IMPLICIT", "REQUIRED_VALUE");
	}
	redirectUris.forEach((uri, index) => {
		const message = faultOfRedirectUri(uri, app.allowWildcardInRedirectUris === true);
		if (message) refuse(ctx, ["redirectUris", index], message);
	});
}

function faultOfRedirectUri(uri: string, wildcards: boolean): string | undefined {
	if (uri.includes("*") && !wildcards) return "Wildcards are not allowed in redirect URIs.";
	if (!/^[a-z][a-z0-9+.-]*:./i.test(uri)) return "must be an absolute URI";
	if (uri.includes("#")) return "must not include a fragment";
	if (/^http:/i.test(uri) && !isLocalHttp(uri)) return "must use https, except for localhost and 127.0.0.1";
	if (isContent(uri)) return LEADS_NOWHERE;
	return undefined;
}

function checkTypeSettings(app: OidcApplication, ctx: Context): void {
	if (app.mobile && app.type !== "NATIVE_APP") refuse(ctx, "mobile", "is only for applications of type NATIVE_APP");
	if (app.kerberos && app.type !== "NATIVE_APP") refuse(ctx, "kerberos", "is only for applications of type NATIVE_APP");
	if (app.tags && app.type !== "WORKER") refuse(ctx, "tags", "is only for applications of type WORKER");
	if (app.signing && app.type === "SERVICE") refuse(ctx, "signing", "is not for applications of type SERVICE");
}
