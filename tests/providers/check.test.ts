import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { checkArguments } from "../../providers/check.ts";
import { type Kind, type Properties, UNKNOWN } from "../../providers/kind.ts";
import { kinds } from "../../providers/kinds.ts";
import { argumentsOf } from "./arguments.ts";

const ENVIRONMENT = "11111111-1111-4111-8111-111111111111";
const ID = "22222222-2222-4222-8222-222222222222";

const kindOf = (name: string): Kind => {
	const kind = kinds.find((known) => known.name === name);
	if (!kind) throw new Error(`no kind ${name}`);
	return kind;
};
const check = (name: string, args: Properties) => checkArguments(kindOf(name), args, ENVIRONMENT);

const APPLICATION = {
	name: "a",
	type: "WEB_APP",
	grantTypes: ["AUTHORIZATION_CODE"],
	redirectUris: ["https://a.example/cb"],
};
const ACTION = { signOnPolicyId: ID, type: "LOGIN" };
const USER = { username: "u", email: "u@example.com" };

describe("defaults", () => {
	it("are the service's own, so that they show in a preview", () => {
		expect(check("Application", APPLICATION).inputs).toMatchObject({
			environmentId: ENVIRONMENT,
			enabled: true,
			responseTypes: ["CODE"],
			tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC",
			pkceEnforcement: "OPTIONAL",
			parTimeout: 60,
		});
		expect(check("Resource", { name: "r" }).inputs).toMatchObject({ audience: "r", accessTokenValiditySeconds: 3600 });
		expect(check("User", USER).inputs).toMatchObject({ enabled: true, mfaEnabled: false });
	});

	it("follow the type: a public client has no secret method", () => {
		expect(check("Application", { ...APPLICATION, type: "SINGLE_PAGE_APP" }).inputs.tokenEndpointAuthMethod).toBe(
			"NONE",
		);
	});

	it("restrict a worker to administrators, as the service does, and no other type", () => {
		const worker = { ...APPLICATION, type: "WORKER" };
		const given = { group: { type: "ANY_GROUP", groups: [{ id: ID }] } };
		expect(check("Application", worker).inputs.accessControl).toEqual({ role: { type: "ADMIN_USERS_ONLY" } });
		expect(check("Application", { ...worker, accessControl: given }).inputs.accessControl).toEqual(given);
		expect(check("Application", APPLICATION).inputs).not.toHaveProperty("accessControl");
		expect(check("Application", { ...APPLICATION, type: UNKNOWN }).inputs).not.toHaveProperty("accessControl");
	});

	it("leave what is given alone, and take null for not given", () => {
		expect(check("Resource", { name: "r", audience: "x", description: null }).inputs).toMatchObject({ audience: "x" });
		expect(check("Resource", { name: "r", description: null }).inputs).not.toHaveProperty("description");
	});
});

describe("valid arguments pass", () => {
	it.each(kinds.map((kind) => [kind.name, kind] as const))("of %s", (name, kind) => {
		fc.assert(
			fc.property(argumentsOf[name] ?? fc.constant({}), (args) => {
				const { inputs, failures } = checkArguments(kind, args, ENVIRONMENT);
				expect(failures).toEqual([]);
				expect(inputs).toMatchObject(args);
				// What was checked once checks again to the same: the engine does so on a replacement.
				expect(checkArguments(kind, inputs, ENVIRONMENT)).toEqual({ inputs, failures: [] });
			}),
		);
	});
});

describe("unknown values of a preview", () => {
	it("are let through wherever they stand", () => {
		expect(check("Grant", { applicationId: UNKNOWN, resourceId: UNKNOWN, scopeIds: [UNKNOWN] }).failures).toEqual([]);
		expect(check("Resource", { name: UNKNOWN, accessTokenValiditySeconds: UNKNOWN }).inputs).toMatchObject({
			audience: UNKNOWN,
		});
		expect(
			check("Application", { ...APPLICATION, redirectUris: UNKNOWN, tokenEndpointAuthMethod: UNKNOWN }).failures,
		).toEqual([]);
	});

	it("do not hide the fault of another property", () => {
		expect(check("Resource", { name: UNKNOWN, accessTokenValiditySeconds: 1 }).failures).toHaveLength(1);
	});
});

describe("a bad argument is named with its rule", () => {
	it.each<[string, string, Properties, string, RegExp]>([
		["a missing type", "Application", { ...APPLICATION, type: null }, "type", /^is required$/],
		["an unknown type", "Application", { ...APPLICATION, type: "DEVICE" }, "type", /WEB_APP.*CUSTOM_APP/],
		["no grant type", "Application", { ...APPLICATION, grantTypes: [] }, "grantTypes", />=1/],
		[
			"http to the world",
			"Application",
			{ ...APPLICATION, redirectUris: ["https://a.example", "http://a.example"] },
			"redirectUris",
			/^redirectUris\[1\] must be an https URL.*got "http:\/\/a.example"$/,
		],
		[
			"a fragment",
			"Application",
			{ ...APPLICATION, redirectUris: ["https://a.example/#x"] },
			"redirectUris",
			/without a fragment/,
		],
		[
			"a URI that runs where it is opened",
			"Application",
			{ ...APPLICATION, redirectUris: ["JavaScript://a.example/%0Ax()"] },
			"redirectUris",
			/must be an https URL/,
		],
		[
			"a post-logout URI that runs",
			"Application",
			{ ...APPLICATION, postLogoutRedirectUris: ["javascript:x()"] },
			"postLogoutRedirectUris",
			/must not be a javascript:, data:, vbscript: or blob: URI/,
		],
		[
			"a wildcard",
			"Application",
			{ ...APPLICATION, redirectUris: ["https://a.example/*"] },
			"redirectUris",
			/redirectUris\[0\] holds \* while allowWildcardInRedirectUris is false/,
		],
		["no redirect URI", "Application", { ...APPLICATION, redirectUris: null }, "redirectUris", /at least one URI/],
		[
			"a secretless service",
			"Application",
			{ name: "s", type: "SERVICE", grantTypes: ["CLIENT_CREDENTIALS"], tokenEndpointAuthMethod: "NONE" },
			"tokenEndpointAuthMethod",
			/must not be NONE/,
		],
		[
			"PRIVATE_KEY_JWT without keys",
			"Application",
			{ ...APPLICATION, tokenEndpointAuthMethod: "PRIVATE_KEY_JWT" },
			"tokenEndpointAuthMethod",
			/needs jwks or jwksUrl/,
		],
		["CODE missing", "Application", { ...APPLICATION, responseTypes: ["TOKEN"] }, "responseTypes", /must hold CODE/],
		[
			"a refresh token longer than its roll",
			"Application",
			{ ...APPLICATION, refreshTokenDuration: 500, refreshTokenRollingDuration: 400 },
			"refreshTokenDuration",
			/refreshTokenRollingDuration \(400\)/,
		],
		[
			"origins without the behaviour",
			"Application",
			{ ...APPLICATION, corsSettings: { behavior: "ALLOW_NO_ORIGINS", origins: ["https://a.example"] } },
			"corsSettings",
			/ALLOW_SPECIFIC_ORIGINS/,
		],
		[
			"a misspelt property",
			"Application",
			{ ...APPLICATION, redirectUri: "https://a.example" },
			"redirectUri",
			/did you mean redirectUris\?$/,
		],
		[
			"too short a validity",
			"Resource",
			{ name: "r", accessTokenValiditySeconds: 299 },
			"accessTokenValiditySeconds",
			/>=300/,
		],
		[
			"too long a validity",
			"Resource",
			{ name: "r", accessTokenValiditySeconds: 2592001 },
			"accessTokenValiditySeconds",
			/<=2592000/,
		],
		[
			"half a second",
			"Resource",
			{ name: "r", accessTokenValiditySeconds: 300.5 },
			"accessTokenValiditySeconds",
			/int/,
		],
		[
			"a reserved audience",
			"Resource",
			{ name: "r", audience: "https://api.PingOne.com" },
			"audience",
			/must not contain pingone/,
		],
		["an empty name", "Resource", { name: "" }, "name", />=1/],
		["a scope with a space", "Scope", { resourceId: ID, name: "read orders" }, "name", /RFC 6749 section 3.3/],
		[
			"an id that is none",
			"Grant",
			{ applicationId: "portal", resourceId: ID, scopeIds: [ID] },
			"applicationId",
			/must be the id of a PingOne object/,
		],
		["a grant of nothing", "Grant", { applicationId: ID, resourceId: ID, scopeIds: [] }, "scopeIds", />=1/],
		["a policy name with a space", "SignOnPolicy", { name: "Orders Login" }, "name", /acr_values/],
		["priority 0", "SignOnPolicyAction", { ...ACTION, priority: 0 }, "priority", />=1/],
		[
			"another type's property",
			"SignOnPolicyAction",
			{ ...ACTION, agreement: { id: ID } },
			"agreement",
			/belongs to AGREEMENT, not to LOGIN/,
		],
		[
			"what a type needs",
			"SignOnPolicyAction",
			{ signOnPolicyId: ID, type: "AGREEMENT" },
			"agreement",
			/is required for AGREEMENT/,
		],
		[
			"registration without a population",
			"SignOnPolicyAction",
			{ ...ACTION, registration: { enabled: true } },
			"registration",
			/registration.population is required/,
		],
		[
			"a condition on nobody",
			"SignOnPolicyAction",
			{ ...ACTION, condition: { value: "${user.population.id}", equals: ID } },
			"condition",
			/priority 1/,
		],
		["an e-mail that is none", "User", { ...USER, email: "u" }, "email", /e-mail address/],
		["a long username", "User", { ...USER, username: "u".repeat(129) }, "username", /<=128/],
		[
			"a country in lower case",
			"User",
			{ ...USER, address: { countryCode: "fr" } },
			"address",
			/^address\.countryCode must be two upper-case letters; got "fr"$/,
		],
		["an unknown part of a name", "User", { ...USER, name: { first: "U" } }, "name", /first/],
	])("%s (%s)", (_case, kind, args, property, reason) => {
		const { failures } = check(kind, args);
		expect(failures.map((failure) => failure.property)).toContain(property);
		expect(failures.find((failure) => failure.property === property)?.reason).toMatch(reason);
	});

	it("but a secret one is never named by property, for the engine would print its value", () => {
		const { failures } = check("User", { ...USER, password: "" });
		expect(failures).toEqual([{ property: "", reason: expect.stringMatching(/^password /) }]);
	});
});
