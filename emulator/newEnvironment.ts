import { PINGONE_AUDIENCE } from "./audience.ts";
import type { JsonObject } from "./json.ts";
import { OPENID_CLAIMS } from "./openidClaims.ts";

/** What a new environment of PingOne holds, as bodies of its objects. */

/** The first step of both sign-on policies. */
export const LOGIN = { type: "LOGIN", priority: 1, recovery: { enabled: true } };

/** The population of users for whom none is named. */
export const DEFAULT_POPULATION = { name: "Default", description: "Automatically created population.", default: true };

const ALL_CHARACTERS = {
	length: { min: 8, max: 255 },
	minCharacters: {
		"~!@#$%^&*()-_=+[]{}|;:,.<>/?": 1,
		"0123456789": 1,
		ABCDEFGHIJKLMNOPQRSTUVWXYZ: 1,
		abcdefghijklmnopqrstuvwxyz: 1,
	},
};

const CHANGED_IN_TIME = { history: { count: 6, retentionDays: 365 }, maxAgeDays: 182, minAgeDays: 1 };

const LOCKOUT = { lockout: { failureCount: 5, durationSeconds: 900 } };

/** PingOne API, "Password policies": those of a new environment, with the values of "Read All Password Policies". */
export const PASSWORD_POLICIES: readonly JsonObject[] = [
	{
		name: "Standard",
		description: "A standard policy that incorporates industry best practices",
		default: true,
		...ALL_CHARACTERS,
		...CHANGED_IN_TIME,
		...LOCKOUT,
		minUniqueCharacters: 5,
		maxRepeatedCharacters: 2,
		excludesCommonlyUsed: true,
		excludesProfileData: true,
		notSimilarToCurrent: true,
	},
	{
		name: "Passphrase",
		description: "A policy that encourages the use of passphrases",
		...CHANGED_IN_TIME,
		...LOCKOUT,
		minComplexity: 7,
		excludesCommonlyUsed: true,
		excludesProfileData: true,
		notSimilarToCurrent: true,
	},
	{
		name: "Basic",
		description: "A relaxed standard policy to allow for maximum customer flexibility",
		...ALL_CHARACTERS,
		...LOCKOUT,
		excludesCommonlyUsed: true,
		excludesProfileData: false,
		notSimilarToCurrent: false,
	},
];

/** The scopes of OpenID Connect Core 5.4 and 11. */
export const OPENID_SCOPES = ["openid", "profile", "email", "address", "phone", "offline_access"];

/** PingOne API, "Resource Attributes": what the OpenID Connect resource of a new environment maps. */
export const OPENID_ATTRIBUTES: readonly JsonObject[] = Object.values(OPENID_CLAIMS)
	.flatMap((claims) => Object.entries(claims))
	.map(([name, value]) => ({ name, value, type: "PREDEFINED", idToken: true, userInfo: true }));

/** PingOne's own API, as the resource that stands for it. */
export const API_RESOURCE = { audience: PINGONE_AUDIENCE, accessTokenValiditySeconds: 3600 };

/** The scopes about a user's own profile open all of it until they are narrowed. */
const USER_SCOPE = /^p1:(read|update):user$/;
const ALL_ATTRIBUTES = { schemaAttributes: ["*"] };

/** Its scopes, which a user's token may have. */
export const API_SCOPES: readonly JsonObject[] = [
	"p1:read:user",
	"p1:update:user",
	"p1:create:device",
	"p1:read:device",
	"p1:update:device",
	"p1:delete:device",
	"p1:read:userPassword",
	"p1:reset:userPassword",
	"p1:validate:userPassword",
	"p1:read:userLinkedAccounts",
	"p1:delete:userLinkedAccounts",
	"p1:update:userMfaEnabled",
].map((name) => ({ name, ...(USER_SCOPE.test(name) && ALL_ATTRIBUTES) }));

const BUILT_IN = {
	enabled: true,
	hiddenFromAppPortal: false,
	protocol: "OPENID_CONNECT",
	tokenEndpointAuthMethod: "NONE",
	pkceEnforcement: "OPTIONAL",
};

/** The applications that clients can neither make nor delete. */
export const BUILT_IN_APPLICATIONS: readonly JsonObject[] = [
	{
		...BUILT_IN,
		name: "PingOne Self-Service - MyAccount",
		description: "The self-service application where users can manage profile details, passwords, MFA devices, etc.",
		type: "PING_ONE_SELF_SERVICE",
		applyDefaultTheme: true,
		enableDefaultThemeFooter: true,
	},
	{
		...BUILT_IN,
		name: "PingOne Application Portal",
		description: "The application portal where users can view and access their applications.",
		type: "PING_ONE_PORTAL",
		applyDefaultTheme: true,
	},
	{
		...BUILT_IN,
		name: "PingOne Admin Console",
		description:
			"The admin console application which is used to manage this environment's configuration and identity data.",
		type: "PING_ONE_ADMIN_CONSOLE",
		accessControl: { role: { type: "ADMIN_USERS_ONLY" } },
	},
];

/** PingOne API, "Key Rotation Policies": the defaults of its data model; what the service names it is not known. */
export const KEY_ROTATION_POLICY = {
	name: "Default Key Rotation Policy",
	default: true,
	algorithm: "RSA",
	dn: "CN=Default Key Rotation Policy, O=Ping Identity, C=US",
	keyLength: 2048,
	rotationPeriod: 90,
	signatureAlgorithm: "SHA256withRSA",
	usageType: "SIGNING",
	validityPeriod: 365,
};

/** The theme of populations that name none. */
export const DEFAULT_THEME = {
	default: true,
	template: "default",
	configuration: { name: "Ping Default", logoType: "NONE" },
};

/** PingOne API, "Certificate Management": the key that a new environment signs with. */
export const signingKey = (environment: string): JsonObject => ({
	name: `PingOne SSO Certificate for ${environment} environment`,
	algorithm: "RSA",
	keyLength: 2048,
	signatureAlgorithm: "SHA256withRSA",
	subjectDN: `C=US,O=Ping Identity,OU=Ping Identity,CN=PingOne SSO Certificate for ${environment} environment`,
	usageType: "SIGNING",
	validityPeriod: 365,
	default: true,
});

const attributesOf = (schemaType: string, type: string, names: readonly string[]): JsonObject[] =>
	names.map((name) => ({
		...{ name, displayName: titleOf(name), type, schemaType, ldapAttribute: name },
		enabled: true,
		required: name === "username" || name === "email",
		unique: name === "username",
		multiValued: name.startsWith("memberOf"),
	}));

/** `preferredLanguage` as "Preferred Language", `memberOfGroupIDs` as "Member Of Group IDs". */
const titleOf = (name: string): string =>
	name.charAt(0).toUpperCase() + name.slice(1).replace(/(?<=[a-z])(?=[A-Z])/g, " ");

/** PingOne API, "Schemas": the attributes that every user has. */
export const USER_ATTRIBUTES: readonly JsonObject[] = [
	...attributesOf("CORE", "STRING", [
		"id",
		"username",
		"verifyStatus",
		"createdAt",
		"updatedAt",
		"memberOfGroupIDs",
		"memberOfGroupNames",
	]),
	...attributesOf("CORE", "BOOLEAN", ["enabled", "mfaEnabled", "emailVerified"]),
	...attributesOf("CORE", "COMPLEX", [
		"account",
		"environment",
		"identityProvider",
		"lastSignOn",
		"lifecycle",
		"population",
	]),
	...attributesOf("STANDARD", "STRING", [
		"accountId",
		"email",
		"externalId",
		"locale",
		"mobilePhone",
		"nickname",
		"preferredLanguage",
		"primaryPhone",
		"timezone",
		"title",
		"type",
	]),
	...attributesOf("STANDARD", "COMPLEX", ["address", "name", "photo"]),
];
