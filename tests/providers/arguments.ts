import fc from "fast-check";
import type { Json } from "../../providers/api/client.ts";
import type { Properties } from "../../providers/kind.ts";

/** Generators of valid arguments, one a kind: what a user may write and PingOne would take. */

const uuid = fc.uuid({ version: 4 });
const text = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ]{0,20}[a-z]$/);
const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,20}$/);
const optional = (values: Record<string, fc.Arbitrary<Json>>, required: string[]): fc.Arbitrary<Properties> =>
	fc.record(values, { requiredKeys: required });
const set = (value: fc.Arbitrary<Json>, min = 0) => fc.uniqueArray(value, { minLength: min, maxLength: 4 });
const reference = fc.record({ id: uuid });

const redirectUri = word.map((path) => `https://app.example.com/${path}`);

export const argumentsOf: Record<string, fc.Arbitrary<Properties>> = {
	Application: optional(
		{
			name: text,
			enabled: fc.boolean(),
			description: text,
			type: fc.constantFrom("WEB_APP", "NATIVE_APP", "SINGLE_PAGE_APP", "CUSTOM_APP"),
			grantTypes: fc.constantFrom<Json>(
				["AUTHORIZATION_CODE"],
				["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
				["IMPLICIT", "AUTHORIZATION_CODE"],
			),
			redirectUris: set(redirectUri, 1),
			postLogoutRedirectUris: set(redirectUri),
			pkceEnforcement: fc.constantFrom("OPTIONAL", "REQUIRED", "S256_REQUIRED"),
			parTimeout: fc.integer({ min: 1, max: 600 }),
			refreshTokenDuration: fc.integer({ min: 60, max: 1000 }),
			refreshTokenRollingDuration: fc.integer({ min: 1000, max: 5000 }),
			corsSettings: fc.constantFrom<Json>(
				{ behavior: "ALLOW_NO_ORIGINS" },
				{ origins: ["https://b.example", "https://a.example"], behavior: "ALLOW_SPECIFIC_ORIGINS" },
			),
			accessControl: fc.record({ group: fc.record({ type: fc.constant("ANY_GROUP"), groups: set(reference, 1) }) }),
			includeX5t: fc.boolean(),
		},
		["name", "type", "grantTypes", "redirectUris"],
	),
	Resource: optional(
		{
			name: text,
			description: text,
			audience: word.filter((value) => !/pingone|pingidentity/i.test(value)),
			accessTokenValiditySeconds: fc.integer({ min: 300, max: 2592000 }),
			introspectEndpointAuthMethod: fc.constantFrom("NONE", "CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"),
			applicationPermissionsSettings: fc.record({ claimEnabled: fc.boolean() }),
		},
		["name"],
	),
	Scope: optional({ resourceId: uuid, name: word, description: text, mappedClaims: set(uuid) }, ["resourceId", "name"]),
	Grant: fc.record({ applicationId: uuid, resourceId: uuid, scopeIds: set(uuid, 1) }),
	SignOnPolicy: optional({ name: word, description: text, default: fc.constant(true) }, ["name"]),
	SignOnPolicyAction: optional(
		{
			signOnPolicyId: uuid,
			type: fc.constantFrom("LOGIN", "IDENTIFIER_FIRST"),
			priority: fc.integer({ min: 1, max: 20 }),
			recovery: fc.record({ enabled: fc.boolean() }),
			registration: fc.constantFrom<Json>({ enabled: false }),
			socialProviders: set(reference),
			condition: fc.constant<Json>({
				not: { contains: "${flow.request.http.remoteIp}", ipRange: ["10.0.0.0/8", "192.168.0.0/16"] },
			}),
		},
		["signOnPolicyId", "type"],
	),
	SignOnPolicyAssignment: optional(
		{ applicationId: uuid, signOnPolicyId: uuid, priority: fc.integer({ min: 1, max: 50 }) },
		["applicationId", "signOnPolicyId"],
	),
	Population: optional(
		{
			name: text,
			description: text,
			passwordPolicyId: uuid,
			preferredLanguage: fc.constantFrom("en", "fr"),
			alternativeIdentifiers: set(word),
		},
		["name"],
	),
	User: optional(
		{
			username: word,
			email: word.map((name) => `${name.replace(/\.+$|\.(?=\.)/g, "")}@example.com`),
			populationId: uuid,
			password: fc.stringMatching(/^[A-Z][a-z]{5,10}[0-9]{2}-[a-z]{4}$/),
			enabled: fc.boolean(),
			mfaEnabled: fc.boolean(),
			name: fc.record({ given: text, family: text }, { requiredKeys: [] }),
			nickname: text,
			timezone: fc.constant("Europe/Paris"),
			mobilePhone: fc.constant("+33.123456789"),
			photo: fc.constant<Json>({ href: "https://img.example.com/1.png" }),
			address: fc.record({ locality: text, countryCode: fc.constant("FR") }),
		},
		["username", "email"],
	),
};

/** The same JSON with the members of every list and object in another order. */
export const shuffled = (value: Json): fc.Arbitrary<Json> => {
	if (Array.isArray(value)) {
		return value.length === 0
			? fc.constant(value)
			: fc
					.tuple(...value.map(shuffled))
					.chain((members) => fc.shuffledSubarray(members, { minLength: members.length }));
	}
	if (typeof value !== "object" || value === null) return fc.constant(value);
	const names = Object.keys(value);
	return fc
		.tuple(
			fc.shuffledSubarray(names, { minLength: names.length }),
			fc.tuple(...names.map((name) => shuffled(value[name] ?? null))),
		)
		.map(([order, members]) => Object.fromEntries(order.map((name) => [name, members[names.indexOf(name)] ?? null])));
};
