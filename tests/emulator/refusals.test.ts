import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Answer, type Client, passwordPolicy, startWithClient, user, webApp } from "./client.ts";

let client: Client;
const ids: Record<string, string> = {};

/** `{name}` in a path or body stands for the id of an object made here. */
beforeAll(async () => {
	client = await startWithClient();
	const made = async (name: string, path: string, body: object) => {
		const answer = await client.post(filled(path), JSON.parse(filled(JSON.stringify(body))));
		if (answer.status !== 201) throw new Error(`${name}: ${JSON.stringify(answer.body)}`);
		ids[name] = answer.body.id;
	};
	for (const [name, list, key, value] of [
		["openid", "resources", "name", "openid"],
		["api", "resources", "name", "PingOne API"],
		["single", "signOnPolicies", "name", "Single_Factor"],
		["defaultPopulation", "populations", "default", true],
		["standard", "passwordPolicies", "name", "Standard"],
		["portal", "applications", "type", "PING_ONE_PORTAL"],
		["console", "applications", "type", "PING_ONE_ADMIN_CONSOLE"],
	] as const) {
		const found = (await client.get(`/${list}`)).body._embedded[list]?.find((item) => item[key] === value);
		ids[name] = found?.id ?? "";
	}
	const scopesOf = async (resource: string) =>
		(await client.get(filled(`/resources/{${resource}}/scopes`))).body._embedded.scopes ?? [];
	ids.email = (await scopesOf("openid")).find(({ name }) => name === "email")?.id ?? "";
	ids.readUser = (await scopesOf("api")).find(({ name }) => name === "p1:read:user")?.id ?? "";
	await made("app", "/applications", webApp("App"));
	await made("native", "/applications", { ...webApp("Native"), type: "NATIVE_APP", mobile: { bundleId: "b" } });
	await made("saml", "/applications", SAML);
	await made("link", "/applications", LINK);
	await made("machine", "/applications", { ...webApp("Machine"), ...WORKER });
	await made("resource", "/resources", { name: "Api" });
	await made("other", "/resources", { name: "Other" });
	await made("scope", "/resources/{resource}/scopes", { name: "read" });
	await made("free", "/resources/{resource}/scopes", { name: "free" });
	await made("sameName", "/resources/{other}/scopes", { name: "read" });
	await made("grant", "/applications/{app}/grants", { resource: { id: "{resource}" }, scopes: [{ id: "{scope}" }] });
	await made("policy", "/signOnPolicies", { name: "Assigned" });
	await made("action", "/signOnPolicies/{policy}/actions", { type: "LOGIN", priority: 1 });
	await made("assignment", "/applications/{app}/signOnPolicyAssignments", ASSIGNMENT);
	await made("passwordPolicy", "/passwordPolicies", passwordPolicy("Used"));
	await made("population", "/populations", { name: "Pop", passwordPolicy: { id: "{passwordPolicy}" } });
	await made("registering", "/populations", { name: "Registering" });
	await made("user", "/users", { ...user("taken"), population: { id: "{population}" } });
	await made("register", "/signOnPolicies/{policy}/actions", REGISTER);
	ids.sub = (await client.get(filled("/resources/{resource}/attributes"))).body._embedded.attributes?.[0]?.id ?? "";
});

afterAll(() => client.emulator.close());

const SAML = {
	name: "Saml",
	enabled: true,
	protocol: "SAML",
	type: "WEB_APP",
	acsUrls: ["u"],
	assertionDuration: 1,
	spEntityId: "s",
};
const LINK = {
	name: "Link",
	enabled: true,
	protocol: "EXTERNAL_LINK",
	type: "PORTAL_LINK_APP",
	homePageUrl: "https://h",
};
const WORKER = { type: "WORKER", grantTypes: ["CLIENT_CREDENTIALS"], responseTypes: ["TOKEN"], redirectUris: [] };
const ASSIGNMENT = { signOnPolicy: { id: "{policy}" }, priority: 1 };
const REGISTER = { type: "LOGIN", priority: 2, registration: { enabled: true, population: { id: "{registering}" } } };
const SAVED = passwordPolicy("Policy");
const GRANT = { resource: { id: "{other}" }, scopes: [{ id: "{sameName}" }] };
const NOBODY = "00000000-0000-4000-8000-000000000000";
const OF_USER = { value: "${user.population.id}", equals: "x" };

const filled = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => ids[name] ?? whole);

const send = (method: string, path: string, body: unknown) =>
	client.send(method, filled(path), {
		...(body !== undefined && {
			body: typeof body === "string" ? body : filled(JSON.stringify(body)),
			headers: { "content-type": "application/json" },
		}),
	});

/** Why, the body, and what the answer says: "404", or a detail code and its target (400 INVALID_DATA unless named). */
type Row = [why: string, body: unknown, outcome: string];

const CODES: Record<string, string> = {
	404: "NOT_FOUND",
	405: "METHOD_NOT_ALLOWED",
	415: "INVALID_REQUEST",
	501: "NOT_EMULATED",
};

const app = (changes: object) => ({ ...webApp("New"), ...changes });

const REFUSALS: Record<string, Row[]> = {
	"POST /applications": [
		["no name", app({ name: undefined }), "REQUIRED_VALUE name"],
		["null name", app({ name: null }), "REQUIRED_VALUE name"],
		["empty name", app({ name: "" }), "EMPTY_VALUE name"],
		["name of a wrong type", app({ name: 5 }), "INVALID_REQUEST INVALID_VALUE name"],
		["name taken", app({ name: "App" }), "UNIQUENESS_VIOLATION name"],
		["no protocol", app({ protocol: undefined }), "REQUIRED_VALUE protocol"],
		["unknown protocol", app({ protocol: "X" }), "INVALID_VALUE protocol"],
		["unknown type", app({ type: "DEVICE" }), "INVALID_VALUE type"],
		["built-in type", app({ type: "PING_ONE_PORTAL" }), "INVALID_VALUE type"],
		["no grant type", app({ grantTypes: [] }), "EMPTY_VALUE grantTypes"],
		["unknown grant type", app({ grantTypes: ["PASSWORD"] }), "INVALID_VALUE grantTypes[0]"],
		["response type without its grant", app({ responseTypes: ["TOKEN"] }), "INVALID_VALUE responseTypes"],
		["no redirect URI", app({ redirectUris: undefined }), "REQUIRED_VALUE redirectUris"],
		["plain http", app({ redirectUris: ["https://a", "http://a"] }), "INVALID_VALUE redirectUris[1]"],
		["relative redirect URI", app({ redirectUris: ["/cb"] }), "INVALID_VALUE redirectUris[0]"],
		["redirect URI with fragment", app({ redirectUris: ["https://a/#b"] }), "INVALID_VALUE redirectUris[0]"],
		["wildcard", app({ redirectUris: ["https://*.a"] }), "INVALID_VALUE redirectUris[0]"],
		[
			"public client with CLIENT_CREDENTIALS",
			{ ...app(WORKER), tokenEndpointAuthMethod: "NONE" },
			"INVALID_VALUE tokenEndpointAuthMethod",
		],
		["PRIVATE_KEY_JWT without keys", app({ tokenEndpointAuthMethod: "PRIVATE_KEY_JWT" }), "REQUIRED_VALUE jwks"],
		[
			"refresh longer than rolling",
			app({ refreshTokenDuration: 99, refreshTokenRollingDuration: 98 }),
			"INVALID_VALUE refreshTokenDuration",
		],
		["refresh out of range", app({ refreshTokenDuration: 59 }), "OUT_OF_RANGE refreshTokenDuration"],
		[
			"specific origins without any",
			app({ corsSettings: { behavior: "ALLOW_SPECIFIC_ORIGINS" } }),
			"EMPTY_VALUE corsSettings.origins",
		],
		["mobile of a web app", app({ mobile: {} }), "INVALID_VALUE mobile"],
		[
			"both request object settings",
			app({ supportUnsignedRequestObject: true, requireSignedRequestObject: true }),
			"INVALID_VALUE requireSignedRequestObject",
		],
		["login page over http", app({ loginPageUrl: "http://a.example" }), "INVALID_VALUE loginPageUrl"],
		["SAML without its URLs", { ...SAML, acsUrls: undefined }, "REQUIRED_VALUE acsUrls"],
	],
	"PUT /applications/{app}": [
		["type changed", { ...webApp("App"), type: "NATIVE_APP" }, "INVALID_VALUE type"],
		["protocol changed", { ...LINK, name: "App" }, "INVALID_VALUE protocol"],
	],
	"PUT /applications/{native}": [
		[
			"bundle id changed",
			{ ...webApp("Native"), type: "NATIVE_APP", mobile: { bundleId: "c" } },
			"INVALID_VALUE mobile.bundleId",
		],
	],
	"DELETE /applications/{portal}": [["built-in application", undefined, "CONSTRAINT_VIOLATION type"]],
	[`GET /applications/${NOBODY}`]: [["unknown application", undefined, "404"]],
	"GET /applications/no-uuid": [["malformed id", undefined, "404"]],
	"GET /applications/{resource}": [["id of another kind", undefined, "404"]],
	"GET /applications/{saml}/secret": [["secret of a SAML application", undefined, "404"]],
	"POST /applications/{link}/secret": [["secret of a link", {}, "404"]],
	"GET /resources/{openid}/secret": [["secret of a built-in resource", undefined, "404"]],
	"POST /applications/{app}/secret": [
		["expiry that is no time", { previous: { expiresAt: "soon" } }, "INVALID_VALUE previous.expiresAt"],
		["expiry left out", { previous: {} }, "REQUIRED_VALUE previous.expiresAt"],
		["expiry too near", { previous: { expiresAt: "2020-01-01T00:00:00Z" } }, "OUT_OF_RANGE previous.expiresAt"],
	],
	"POST /resources/{resource}/secret": [
		["expiry too far", { previous: { expiresAt: "2099-01-01T00:00:00Z" } }, "OUT_OF_RANGE previous.expiresAt"],
	],
	"POST /resources": [
		["resource name taken", { name: "openid" }, "UNIQUENESS_VIOLATION name"],
		["audience of the vendor", { name: "a", audience: "https://api.PingOne.com" }, "INVALID_VALUE audience"],
		["audience with fragment", { name: "a", audience: "https://a#b" }, "INVALID_VALUE audience"],
		["validity too short", { name: "a", accessTokenValiditySeconds: 299 }, "OUT_OF_RANGE accessTokenValiditySeconds"],
		[
			"validity too long",
			{ name: "a", accessTokenValiditySeconds: 2_592_001 },
			"OUT_OF_RANGE accessTokenValiditySeconds",
		],
		["built-in resource type", { name: "a", type: "PINGONE_API" }, "INVALID_VALUE type"],
	],
	"DELETE /resources/{openid}": [["built-in resource", undefined, "CONSTRAINT_VIOLATION type"]],
	"PUT /resources/{api}": [["built-in resource", { name: "PingOne API" }, "CONSTRAINT_VIOLATION type"]],
	"POST /resources/{resource}/scopes": [
		["scope name taken", { name: "read" }, "UNIQUENESS_VIOLATION name"],
		["schema attributes", { name: "s", schemaAttributes: ["email"] }, "INVALID_VALUE schemaAttributes"],
		["mapped claims", { name: "s", mappedClaims: ["x"] }, "INVALID_VALUE mappedClaims"],
	],
	"POST /resources/{api}/scopes": [
		["scope in the PingOne API", { name: "orders" }, "INVALID_VALUE name"],
		[
			"star with others",
			{ name: "p1:read:user:x", schemaAttributes: ["*", "email"] },
			"INVALID_VALUE schemaAttributes",
		],
	],
	"POST /resources/{openid}/scopes": [
		["unknown mapped claim", { name: "s", mappedClaims: [NOBODY] }, "INVALID_VALUE mappedClaims"],
	],
	"DELETE /resources/{openid}/scopes/{email}": [["built-in scope", undefined, "CONSTRAINT_VIOLATION name"]],
	"PUT /resources/{openid}/scopes/{email}": [["built-in scope renamed", { name: "mail" }, "CONSTRAINT_VIOLATION name"]],
	"DELETE /resources/{api}/scopes/{readUser}": [["built-in API scope", undefined, "CONSTRAINT_VIOLATION name"]],
	"DELETE /resources/{resource}/scopes/{scope}": [["granted scope", undefined, "CONSTRAINT_VIOLATION id"]],
	"GET /resources/{other}/scopes/{scope}": [["scope of another resource", undefined, "404"]],
	[`GET /resources/${NOBODY}/scopes`]: [["scopes of no resource", undefined, "404"]],
	"POST /resources/{resource}/attributes": [
		["core attribute again", { name: "sub", value: "x" }, "UNIQUENESS_VIOLATION name"],
		["attribute without value", { name: "a" }, "REQUIRED_VALUE value"],
	],
	"PUT /resources/{resource}/attributes/{sub}": [
		["core attribute renamed", { name: "s", value: "x" }, "INVALID_VALUE name"],
	],
	"DELETE /resources/{resource}/attributes/{sub}": [["core attribute", undefined, "CONSTRAINT_VIOLATION type"]],
	"POST /resources/{openid}/attributes": [
		["reserved name", { name: "p1.x", value: "x" }, "INVALID_VALUE name"],
		["claim that goes nowhere", { name: "a", value: "x", idToken: false, userInfo: false }, "INVALID_VALUE idToken"],
	],
	"POST /resources/{api}/attributes": [
		["attribute of the PingOne API", { name: "a", value: "x" }, "CONSTRAINT_VIOLATION"],
	],
	"POST /applications/{app}/grants": [
		[
			"second grant of a resource",
			{ resource: { id: "{resource}" }, scopes: [{ id: "{free}" }] },
			"UNIQUENESS_VIOLATION resource",
		],
		["scope names twice", GRANT, "UNIQUENESS_VIOLATION scopes"],
	],
	"POST /applications/{native}/grants": [
		["no scopes", { ...GRANT, scopes: [] }, "EMPTY_VALUE scopes"],
		["scopes left out", { ...GRANT, scopes: undefined }, "REQUIRED_VALUE scopes"],
		["scope of another resource", { ...GRANT, scopes: [{ id: "{scope}" }] }, "INVALID_VALUE scopes"],
		["unknown scope", { ...GRANT, scopes: [{ id: NOBODY }] }, "INVALID_VALUE scopes"],
		["unknown resource", { ...GRANT, resource: { id: NOBODY } }, "INVALID_VALUE resource"],
	],
	"PUT /applications/{app}/grants/{grant}": [["resource changed", GRANT, "INVALID_VALUE resource"]],
	"POST /applications/{machine}/grants": [
		[
			"OIDC scope for a machine",
			{ resource: { id: "{openid}" }, scopes: [{ id: "{email}" }] },
			"CONSTRAINT_VIOLATION scopes",
		],
		[
			"API scope for a machine",
			{ resource: { id: "{api}" }, scopes: [{ id: "{readUser}" }] },
			"CONSTRAINT_VIOLATION scopes",
		],
	],
	"GET /applications/{console}/grants": [["grants of the admin console", undefined, "404"]],
	"POST /applications/{link}/grants": [["grants of a link", GRANT, "404"]],
	"POST /signOnPolicies": [
		["policy name taken", { name: "Assigned" }, "UNIQUENESS_VIOLATION name"],
		["policy name with a slash", { name: "a/b" }, "INVALID_VALUE name"],
	],
	"DELETE /signOnPolicies/{single}": [["default policy", undefined, "CONSTRAINT_VIOLATION default"]],
	"DELETE /signOnPolicies/{policy}": [["assigned policy", undefined, "CONSTRAINT_VIOLATION id"]],
	"POST /signOnPolicies/{policy}/actions": [
		["fraction", { type: "LOGIN", priority: 1.5 }, "INVALID_REQUEST INVALID_VALUE priority"],
		["priority 0", { type: "LOGIN", priority: 0 }, "OUT_OF_RANGE priority"],
		["no priority", { type: "LOGIN" }, "REQUIRED_VALUE priority"],
		["no type", { priority: 1 }, "REQUIRED_VALUE type"],
		["user condition first", { type: "LOGIN", priority: 1, condition: { not: OF_USER } }, "INVALID_VALUE condition"],
		["condition of no shape", { type: "LOGIN", priority: 2, condition: { x: 1 } }, "INVALID_VALUE condition"],
		[
			"external registration while enabled",
			{ ...REGISTER, registration: { ...REGISTER.registration, external: { href: "h" } } },
			"INVALID_VALUE registration.external.href",
		],
		[
			"registration into nowhere",
			{ ...REGISTER, registration: { enabled: true, population: { id: NOBODY } } },
			"INVALID_VALUE registration.population.id",
		],
		[
			"gateway that is not LDAP",
			{
				type: "LOGIN",
				priority: 1,
				newUserProvisioning: { gateways: [{ id: "g", type: "X", userType: { id: "u" } }] },
			},
			"INVALID_VALUE newUserProvisioning.gateways[0].type",
		],
	],
	"PUT /signOnPolicies/{policy}/actions/{action}": [
		["type changed", { type: "PINGID_AUTHENTICATION", priority: 1 }, "INVALID_VALUE type"],
	],
	"POST /applications/{app}/signOnPolicyAssignments": [
		["policy assigned twice", ASSIGNMENT, "UNIQUENESS_VIOLATION signOnPolicy"],
		["unknown policy", { ...ASSIGNMENT, signOnPolicy: { id: NOBODY } }, "INVALID_VALUE signOnPolicy.id"],
	],
	"PUT /applications/{app}/signOnPolicyAssignments/{assignment}": [
		["fraction", { ...ASSIGNMENT, priority: 1.1 }, "INVALID_REQUEST INVALID_VALUE priority"],
	],
	"POST /passwordPolicies": [
		["policy without its flags", { name: "a" }, "REQUIRED_VALUE excludesCommonlyUsed"],
		["length too short", { ...SAVED, length: { min: 7 } }, "OUT_OF_RANGE length.min"],
		["unknown character set", { ...SAVED, minCharacters: { abc: 1 } }, "INVALID_VALUE minCharacters"],
		["maximum age too short", { ...SAVED, maxAgeDays: 22, minAgeDays: 1 }, "OUT_OF_RANGE maxAgeDays"],
	],
	"DELETE /passwordPolicies/{standard}": [["default password policy", undefined, "CONSTRAINT_VIOLATION default"]],
	"DELETE /passwordPolicies/{passwordPolicy}": [["used password policy", undefined, "CONSTRAINT_VIOLATION id"]],
	"POST /populations": [
		["population name taken", { name: "pOp" }, "UNIQUENESS_VIOLATION name"],
		["unknown password policy", { name: "a", passwordPolicy: { id: NOBODY } }, "INVALID_VALUE passwordPolicy.id"],
	],
	"DELETE /populations/{population}": [["population with users", undefined, "CONSTRAINT_VIOLATION users"]],
	"DELETE /populations/{defaultPopulation}": [["default population", undefined, "CONSTRAINT_VIOLATION default"]],
	"DELETE /populations/{registering}": [
		["population of an action", undefined, "CONSTRAINT_VIOLATION registration.population.id"],
	],
	"POST /users": [
		["username taken in another case", user("TAKEN"), "UNIQUENESS_VIOLATION username"],
		["no email", { username: "a" }, "REQUIRED_VALUE email"],
		["bad email", { username: "a", email: "no" }, "INVALID_VALUE email"],
		["long username", { ...user("a"), username: "a".repeat(129) }, "SIZE_LIMIT_EXCEEDED username"],
		["control character", { ...user("a"), nickname: "a\u0000" }, "INVALID_VALUE nickname"],
		["country", { ...user("a"), address: { countryCode: "fra" } }, "INVALID_VALUE address.countryCode"],
		["phone without digits", { ...user("a"), primaryPhone: "none" }, "INVALID_VALUE primaryPhone"],
		["photo", { ...user("a"), photo: { href: "ftp://a" } }, "INVALID_VALUE photo.href"],
		["unknown population", { ...user("a"), population: { id: NOBODY } }, "INVALID_VALUE population.id"],
		["no JSON", "{", "INVALID_REQUEST INVALID_VALUE"],
		["an array", "[]", "INVALID_REQUEST INVALID_VALUE"],
		["deep nesting", `{"x":${"[".repeat(9999)}${"]".repeat(9999)}}`, "INVALID_REQUEST INVALID_VALUE"],
	],
	"PATCH /users/{user}": [["username cleared", { username: null }, "REQUIRED_VALUE username"]],
	"PUT /users/{user}": [
		["PUT without email", { username: "taken" }, "REQUIRED_VALUE email"],
		["a text", '"x"', "INVALID_REQUEST INVALID_VALUE"],
	],
	"PUT /users/{user}/population": [["move to nowhere", { id: NOBODY }, "INVALID_VALUE id"]],
	"PUT /users/{user}/enabled": [["enabled as text", { enabled: "yes" }, "INVALID_REQUEST INVALID_VALUE enabled"]],
	[`GET /users/${NOBODY}/enabled`]: [["state of nobody", undefined, "404"]],
	"GET /users?limit=1001": [["limit too high", undefined, "INVALID_PARAMETER limit"]],
	"GET /users?limit=0": [["limit 0", undefined, "INVALID_PARAMETER limit"]],
	"GET /users?cursor=zzz": [["cursor of nobody", undefined, "INVALID_PARAMETER cursor"]],
	'GET /users?filter=email co "a"': [["filter operator", undefined, "INVALID_FILTER filter"]],
	'GET /populations?filter=description eq "a"': [["filter attribute", undefined, "INVALID_FILTER filter"]],
	"POST /users/{user}": [["lock by application/json", {}, "415"]],
	"PUT /users/{user}/password": [["password set by application/json", { value: "x" }, "415"]],
	"DELETE /users": [["collection deleted", undefined, "405"]],
	"PATCH /applications": [["collection patched", {}, "405"]],
	"POST /applications/{app}": [["object posted to", {}, "405"]],
	"PUT /applications/{app}/secret": [["secret put", {}, "405"]],
	"GET /gateways": [["gateways", undefined, "501"]],
	"DELETE ": [["environment deleted", undefined, "501"]],
	"POST /groups": [["groups", {}, "501"]],
	"PUT /users/{user}/verifyStatus": [["verify status", {}, "501"]],
};

describe.each(Object.entries(REFUSALS))("%s is refused", (request, rows) => {
	it.each(rows)("with %s", async (_why, body, outcome) => {
		const [method = "", path = ""] = request.split(/ (.*)/);
		const answer = await send(method, path, body);
		expect(outcomeOf(answer)).toBe(outcome);
		expect(answer.body.id).toBe(answer.headers.get("correlation-id"));
		expect(answer.body.message).toEqual(expect.any(String));
	});
});

function outcomeOf({ status, body }: Answer): string {
	if (CODES[status] === body.code) return String(status);
	const [detail] = (body.details ?? []) as { code: string; target?: string }[];
	const code = status === 400 && body.code === "INVALID_DATA" ? [] : [body.code];
	return [...code, detail?.code, detail?.target].filter((part) => part !== undefined).join(" ");
}

describe("a refusal explains itself", () => {
	const detailsOf = async (method: string, path: string, body?: unknown) =>
		(await send(method, path, body)).body.details;

	it("names the object that holds a unique value", async () => {
		const details = await detailsOf("POST", "/users", user("taken"));
		expect(details).toMatchObject([{ innerError: { existingId: ids.user } }]);
	});

	it("names the range, the values, the references", async () => {
		expect(await detailsOf("POST", "/resources", { name: "a", accessTokenValiditySeconds: 1 })).toMatchObject([
			{ innerError: { rangeMinimumValue: 300 } },
		]);
		expect(await detailsOf("POST", "/applications", app({ pkceEnforcement: "NO" }))).toMatchObject([
			{ innerError: { allowedValues: ["OPTIONAL", "REQUIRED", "S256_REQUIRED"] } },
		]);
		expect(await detailsOf("PUT", "/users/{user}/population", { id: NOBODY })).toMatchObject([
			{ innerError: { referencedValues: [NOBODY] } },
		]);
	});

	it.each([
		["DELETE", "/signOnPolicies/{single}", "delete a default policy"],
		["DELETE", "/passwordPolicies/{standard}", "Default Password Policy can not be deleted"],
	])("in the words that clients look for: %s %s", async (method, path, message) => {
		expect(await detailsOf(method, path)).toMatchObject([{ message: expect.stringContaining(message) }]);
	});

	it("in the words of applications for one that is missing", async () => {
		const { message } = (await client.get(`/applications/${NOBODY}`)).body;
		expect(message).toBe(
			`Unable to find Application with ID: '${NOBODY}' in Environment '${client.emulator.environmentId}'`,
		);
	});

	it("names the feature that is not emulated, and the methods that a path has", async () => {
		expect((await client.get("/gateways")).body.message).toMatch("GET /v1/environments/{id}/gateways is not emulated");
		expect((await client.delete("/populations")).headers.get("allow")).toBe("GET, POST");
	});

	it("lists every attribute at fault", async () => {
		const details = await detailsOf("POST", "/users", { username: "" });
		expect(details).toMatchObject([{ target: "username" }, { target: "email" }]);
	});
});

describe("an environment that does not exist", () => {
	it("is 404, with all below it", async () => {
		for (const path of [`/${NOBODY}`, `/${NOBODY}/users`, `/${NOBODY}/applications/${ids.app}/secret`, "/x/users"]) {
			const answer = await client.send("GET", `/..${path}`);
			expect([path, answer.status, answer.body.code]).toEqual([path, 404, "NOT_FOUND"]);
		}
	});
});
