import { describe, expect, it } from "@jest/globals";
import { startEmulatorForAll, through } from "./provider.ts";

startEmulatorForAll();

/** What a resource's acceptance tests configure: all of it, and no more than is required. */
interface Configured {
	full: Record<string, unknown>;
	minimal: Record<string, unknown>;
	/** Attributes that the service keeps or fills in although a change leaves them out. */
	kept?: readonly string[];
}

const OTP = { failure: { count: 3, coolDown: { duration: 2, timeUnit: "MINUTES" } } };
const OFFLINE = {
	enabled: true,
	pairingDisabled: false,
	otp: { lifeTime: { duration: 30, timeUnit: "MINUTES" }, ...OTP },
};
const METHODS = {
	...{ sms: OFFLINE, voice: OFFLINE, email: OFFLINE, totp: { enabled: true, otp: OTP } },
	mobile: { enabled: true, otp: OTP },
};

const OIDC = {
	...{ name: "oidc", type: "OPENID_CONNECT", clientId: "c", clientSecret: "s", issuer: "https://i" },
	...{ authorizationEndpoint: "https://a", tokenEndpoint: "https://t", jwksEndpoint: "https://j", scopes: ["openid"] },
};

const CONFIGURED: readonly [string, string, Configured][] = [
	[
		"pingone_group",
		"/groups",
		{
			full: {
				name: "full",
				description: "d",
				userFilter: 'email ew "@x"',
				externalId: "e",
				customData: { a: { b: "c" } },
			},
			minimal: { name: "full" },
		},
	],
	[
		"pingone_gateway LDAP",
		"/gateways",
		{
			full: {
				...{ name: "ldap", type: "LDAP", enabled: true, description: "d", bindDN: "dn", bindPassword: "p" },
				...{ connectionSecurity: "TLS", vendor: "Microsoft Active Directory", followReferrals: false },
				...{ serversHostAndPort: ["a:636"], validateTlsCertificates: false },
			},
			minimal: { name: "ldap", type: "LDAP", enabled: false, bindDN: "dn", serversHostAndPort: ["a:636"] },
		},
	],
	[
		"pingone_gateway RADIUS",
		"/gateways",
		{
			full: {
				...{
					name: "radius",
					type: "RADIUS",
					enabled: true,
					defaultSharedSecret: "s",
					davinci: { policy: { id: "p" } },
				},
				radiusClients: [{ ip: "127.0.0.1", sharedSecret: "t" }, { ip: "127.0.0.2" }],
			},
			minimal: { name: "radius", type: "RADIUS", enabled: true, radiusClients: [{ ip: "127.0.0.1" }] },
		},
	],
	[
		"pingone_branding_theme",
		"/themes",
		{
			full: {
				...{ default: false, template: "split" },
				configuration: {
					name: "theme",
					backgroundType: "COLOR",
					backgroundColor: "#FF00F0",
					logoType: "NONE",
					footer: "f",
				},
			},
			minimal: { default: false, template: "slate", configuration: { name: "theme", backgroundType: "NONE" } },
		},
	],
	[
		"pingone_mfa_device_policy",
		"/deviceAuthenticationPolicies",
		{
			full: {
				...{ name: "mfa", default: false, forSignOnPolicy: false, newDeviceNotification: "SMS_THEN_EMAIL", ...METHODS },
				...{
					authentication: { deviceSelection: "DEFAULT_TO_FIRST" },
					fido2: { enabled: true, pairingDisabled: false },
				},
			},
			minimal: { name: "mfa", default: false, forSignOnPolicy: false, ...METHODS },
		},
	],
	[
		"pingone_key_rotation_policy",
		"/keyRotationPolicies",
		{
			full: {
				...{ name: "rotation", algorithm: "RSA", dn: "CN=r", keyLength: 2048, rotationPeriod: 90 },
				...{ signatureAlgorithm: "SHA256withRSA", usageType: "SIGNING", validityPeriod: 365 },
			},
			minimal: { name: "rotation", algorithm: "RSA", dn: "CN=r", usageType: "SIGNING" },
		},
	],
	[
		"pingone_password_policy",
		"/passwordPolicies",
		{
			full: {
				...{
					name: "passwords",
					description: "d",
					default: false,
					excludesCommonlyUsed: true,
					excludesProfileData: true,
				},
				...{ notSimilarToCurrent: true, history: { count: 6, retentionDays: 365 }, length: { min: 8, max: 255 } },
				...{ lockout: { durationSeconds: 900, failureCount: 5 }, minComplexity: 7, maxRepeatedCharacters: 2 },
				...{ minUniqueCharacters: 5, maxAgeDays: 182, minAgeDays: 1, minCharacters: { "0123456789": 1 } },
			},
			minimal: {
				...{ name: "passwords", default: false },
				...{ excludesCommonlyUsed: false, excludesProfileData: false, notSimilarToCurrent: false },
			},
		},
	],
	[
		"pingone_population",
		"/populations",
		{
			full: {
				name: "people",
				description: "d",
				default: false,
				preferredLanguage: "fr",
				alternativeIdentifiers: ["a", "b"],
			},
			minimal: { name: "people" },
			kept: ["default", "preferredLanguage"],
		},
	],
	["pingone_sign_on_policy", "/signOnPolicies", { full: { name: "sop", description: "d" }, minimal: { name: "sop" } }],
	[
		"pingone_identity_provider Google",
		"/identityProviders",
		{
			full: {
				...{ name: "google", description: "d", enabled: true, type: "GOOGLE", clientId: "c", clientSecret: "s" },
				loginButtonIcon: { href: "https://icon" },
			},
			minimal: { name: "google", enabled: false, type: "GOOGLE", clientId: "c", clientSecret: "s" },
		},
	],
	[
		"pingone_identity_provider OpenID Connect",
		"/identityProviders",
		{
			full: {
				...{ ...OIDC, enabled: true },
				...{
					discoveryEndpoint: "https://d",
					userInfoEndpoint: "https://u",
					tokenEndpointAuthMethod: "CLIENT_SECRET_POST",
				},
				pkceMethod: "S256",
			},
			minimal: {
				...{ ...OIDC, enabled: false },
			},
		},
	],
];

describe.each(CONFIGURED)("%s", (_resource, path, { full, minimal, kept = [] }) => {
	it("goes from all to the least and back, and is told as it was configured", async () => {
		const [made, less, more] = await through(path, [full, minimal, full]);
		expect([made, less, more]).toMatchObject([full, minimal, full]);
		const unset = Object.keys(full).filter((name) => !Object.hasOwn(minimal, name) && !kept.includes(name));
		for (const name of unset) expect(less).not.toHaveProperty(name);
	});

	it("goes from the least to all", async () => {
		expect(await through(path, [minimal, full])).toMatchObject([minimal, full]);
	});
});
