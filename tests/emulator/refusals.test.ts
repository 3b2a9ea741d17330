import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ManualClock } from "../../emulator/index.ts";
import {
	type Answer,
	type Body,
	type Client,
	connect,
	passwordPolicy,
	startWithClient,
	user,
	webApp,
} from "./client.ts";
import { START } from "./world.ts";

let client: Client;
const clock = new ManualClock(START);
const ids: Record<string, string> = {};

/** `{name}` in a path or body stands for the id of an object made here. */
beforeAll(async () => {
	client = await startWithClient({ clock });
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
	await made("native", "/applications", { ...webApp("Native"), ...NATIVE });
	await made("saml", "/applications", SAML);
	await made("link", "/applications", LINK);
	await made("machine", "/applications", { ...webApp("Machine"), ...WORKER });
	await made("mixed", "/applications", { ...webApp("Mixed"), ...mixed("AUTHORIZATION_CODE") });
	await made("refreshing", "/applications", { ...webApp("Refreshing"), ...mixed("REFRESH_TOKEN") });
	await made("refreshingWorker", "/applications", { ...webApp("W"), ...mixed("REFRESH_TOKEN"), type: "WORKER" });
	await made("administered", "/applications", { ...webApp("Administered"), type: "WORKER" });
	await made("implicit", "/applications", { ...webApp("Implicit"), ...IMPLICIT, type: "WORKER" });
	await made("selfManaged", "/applications", { ...webApp("Self-managed"), type: "CUSTOM_APP" });
	await made("selfManagement", "/applications/{selfManaged}/grants", SELF_MANAGEMENT);
	await made("resource", "/resources", { name: "Api" });
	await made("other", "/resources", { name: "Other" });
	await made("scope", "/resources/{resource}/scopes", { name: "read" });
	await made("free", "/resources/{resource}/scopes", { name: "free" });
	await made("sameName", "/resources/{other}/scopes", { name: "read" });
	await made("grant", "/applications/{app}/grants", { resource: { id: "{resource}" }, scopes: [{ id: "{scope}" }] });
	await made("shirt", "/resources/{openid}/attributes", { name: "shirt", value: "x" });
	await made("shirts", "/resources/{openid}/scopes", { name: "shirts", mappedClaims: ["{shirt}"] });
	await made("policy", "/signOnPolicies", { name: "Assigned" });
	await made("action", "/signOnPolicies/{policy}/actions", { type: "LOGIN", priority: 1 });
	await made("assignment", "/applications/{app}/signOnPolicyAssignments", ASSIGNMENT);
	await made("passwordPolicy", "/passwordPolicies", passwordPolicy("Used"));
	await made("population", "/populations", { name: "Pop", passwordPolicy: { id: "{passwordPolicy}" } });
	await made("registering", "/populations", { name: "Registering" });
	await made("user", "/users", { ...user("taken"), population: { id: "{population}" } });
	await made("passwordless", "/users", user("passwordless"));
	await made("strict", "/users", user("strict"));
	const set = await client.put(filled("/users/{strict}/password"), { value: "Current-1st" }, SET_PASSWORD);
	if (set.status !== 200) throw new Error(JSON.stringify(set.body));
	await made("group", "/groups", { name: "Members" });
	await made("joined", "/users/{user}/memberOfGroups", { id: "{group}" });
	ids.theme = (await client.get("/themes")).body._embedded.themes?.[0]?.id ?? "";
	ids.license = ((await client.get("")).body.license as { id: string }).id;
	ids.organization = ((await client.get("")).body.organization as { id: string }).id;
	await made("elsewhere", "/../../environments", { ...ENVIRONMENT, name: "Elsewhere" });
	await made("elsewhereApi", "/../{elsewhere}/resources", { name: "Elsewhere" });
	await made("register", "/signOnPolicies/{policy}/actions", REGISTER);
	const firstOf = async (path: string): Promise<string> =>
		(Object.values((await client.get(filled(path))).body._embedded)[0] ?? [])[0]?.id ?? "";
	ids.sub = await firstOf("/resources/{resource}/attributes");
	ids.schema = await firstOf("/schemas");
	ids.idAttribute = await firstOf("/schemas/{schema}/attributes");
	await made("tags", "/schemas/{schema}/attributes", { ...ATTRIBUTE, name: "tags", multiValued: true });
	ids.signingKey = await firstOf("/keys");
	await made("disabledAgreement", "/agreements", { name: "Disabled", enabled: false });
	await made("agreement", "/agreements", { name: "Enabled", enabled: true });
	await made("consent", "/signOnPolicies/{policy}/actions", { ...CONSENT, agreement: { id: "{agreement}" } });
	await made("idp", "/identityProviders", { name: "Idp", type: "SAML" });
	ids.usernameMapping = await firstOf("/identityProviders/{idp}/attributes");
});

afterAll(() => client.emulator.close());

const SET_PASSWORD = "application/vnd.pingidentity.password.set+json";
const SAML = {
	name: "Saml",
	enabled: true,
	protocol: "SAML",
	type: "WEB_APP",
	acsUrls: ["u"],
	assertionDuration: 1,
	spEntityId: "s",
};
/** The ids of a native application, by which no other may go. */
const MOBILE = { bundleId: "b", packageName: "p", huaweiAppId: "h", huaweiPackageName: "hp" };
const NATIVE = { type: "NATIVE_APP", devicePathId: "device", mobile: MOBILE };
const WS_FED = {
	name: "Federated",
	enabled: true,
	protocol: "WS_FED",
	type: "WEB_APP",
	domainName: "d",
	replyUrl: "r",
	idpSigning: { key: { id: "00000000-0000-4000-8000-000000000000" }, algorithm: "SHA256withRSA" },
};
const cors = (...origins: string[]) => ({ behavior: "ALLOW_SPECIFIC_ORIGINS", origins });
const LINK = {
	name: "Link",
	enabled: true,
	protocol: "EXTERNAL_LINK",
	type: "PORTAL_LINK_APP",
	homePageUrl: "https://h",
};
const WORKER = { type: "WORKER", grantTypes: ["CLIENT_CREDENTIALS"], responseTypes: ["TOKEN"], redirectUris: [] };
const mixed = (grantType: string) => ({
	...{ type: "CUSTOM_APP", grantTypes: ["CLIENT_CREDENTIALS", grantType], responseTypes: [] },
});
const IMPLICIT = { grantTypes: ["IMPLICIT"], responseTypes: ["TOKEN"] };
const SELF_MANAGEMENT = { resource: { id: "{api}" }, scopes: [{ id: "{readUser}" }] };
const ASSIGNMENT = { signOnPolicy: { id: "{policy}" }, priority: 1 };
const REGISTER = { type: "LOGIN", priority: 2, registration: { enabled: true, population: { id: "{registering}" } } };
const GROUPS = { group: { type: "ANY_GROUP", groups: [{ id: "00000000-0000-4000-8000-000000000000" }] } };
const SIGNING = { keyRotationPolicy: { id: "00000000-0000-4000-8000-000000000000" } };
const KEY = {
	...{ name: "Key", algorithm: "RSA", keyLength: 2048, signatureAlgorithm: "SHA256withRSA" },
	...{ subjectDN: "CN=k", usageType: "SIGNING", validityPeriod: 1 },
};
const EC = { algorithm: "EC" };
const ENVIRONMENT = { name: "Next", type: "SANDBOX", region: "NA", license: { id: "{license}" } };
const SAVED = passwordPolicy("Policy");
const GRANT = { resource: { id: "{other}" }, scopes: [{ id: "{sameName}" }] };
const NOBODY = "00000000-0000-4000-8000-000000000000";
const RISKS = {
	anonymousNetwork: { anonymousNetwork: ["10.0.0.0/8"], valid: "${flow.request.http.remoteIp}" },
	geoVelocity: {
		geoVelocity: "${flow.request.http.remoteIp}",
		valid: { previousSuccessfulAuthenticationIp: "i", previousSuccessfulAuthenticationTime: "t" },
	},
	ipRisk: { ipRisk: { minScore: 80, maxScore: 100 }, valid: "${flow.request.http.remoteIp}" },
};
const PROFILING = {
	...{ type: "PROGRESSIVE_PROFILING", priority: 2, attributes: [{ name: "email", required: true }] },
	...{ preventMultiplePromptsPerFlow: true, promptIntervalSeconds: 1, promptText: "t" },
};
const WINDOWS = {
	...{ type: "PINGID_WINLOGIN_PASSWORDLESS_AUTHENTICATION", priority: 2, offlineMode: { enabled: false } },
	uniqueUserAttribute: { name: "username" },
};
const CONSENT = { type: "AGREEMENT", priority: 3 };
const ATTRIBUTE = { name: "floor", type: "STRING", enabled: true, unique: false };
/** Claims that the service sets itself, in every token. */
const RESERVED = ["acr", "amr", "aud", "auth_time", "client_id", "exp", "iat", "iss", "jti", "org", "scope", "sid"];
const IDP_ATTRIBUTE = { name: "email", value: "x", update: "ALWAYS" };
const DISCOVERY = { condition: { contains: "@a", value: "${identifier}" }, identityProvider: { id: NOBODY } };
const FROM_OUTSIDE = { contains: "${flow.request.http.remoteIp}", ipRange: ["10.0.0.0/8"] };
const OF_USER = { value: "${user.population.id}", equals: "x" };

const filled = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => ids[name] ?? whole);

const send = (method: string, path: string, body: unknown) =>
	client.send(method, filled(path), {
		...(body !== undefined && {
			body: typeof body === "string" ? body : filled(JSON.stringify(body)),
			headers: { "content-type": "application/json" },
		}),
	});

/**
 * Why, the body, what the answer says, and `inferred` where the reference does not say it but lets it be deduced. The
 * outcome is a detail code and its target, with the top-level code before it where that is not INVALID_DATA, and for
 * other statuses than 400 the status alone.
 */
type Row = [why: string, body: unknown, outcome: string, source?: "inferred"];

/** What an outcome that is a status alone stands for. */
const STATUSES: Record<string, string> = {
	403: "403 ACCESS_FAILED INSUFFICIENT_PERMISSIONS",
	404: "404 NOT_FOUND",
	405: "405 METHOD_NOT_ALLOWED",
	415: "415 INVALID_REQUEST INVALID_VALUE Content-Type",
	501: "501 NOT_EMULATED",
};

const whole = (outcome: string): string =>
	STATUSES[outcome] ?? (outcome.startsWith("INVALID_REQUEST ") ? `400 ${outcome}` : `400 INVALID_DATA ${outcome}`);

/** A user of whose profile one attribute is `value`. */
function profile(path: string, value: unknown): object {
	const [outer = "", inner] = path.split(".");
	return { ...user("a"), [outer]: inner === undefined ? value : { [inner]: value } };
}

/** Over environments and populations; its id is the same in all of PingOne. */
const IDENTITY_DATA_ADMIN = "0bd9c966-7664-4ac1-b059-0ff9293908e2";

/** Attributes of a profile that are texts, and how long they may be. */
const PROFILE_TEXTS: readonly [string, number][] = [
	["nickname", 256],
	["title", 256],
	["type", 256],
	["locale", 256],
	["externalId", 1024],
	["primaryPhone", 32],
	["mobilePhone", 32],
	["name.given", 256],
	["name.middle", 256],
	["name.family", 256],
	["name.formatted", 256],
	["address.streetAddress", 256],
	["address.locality", 256],
	["address.region", 256],
	["address.postalCode", 40],
];

const INTEGRITY = "mobile.integrityDetection";
const INTERNAL = { verificationType: "INTERNAL", decryptionKey: "d", verificationKey: "v" };

/** A native application whose devices are checked, on iOS alone. */
const detecting = (changes: object) =>
	app({
		type: "NATIVE_APP",
		mobile: {
			integrityDetection: {
				...{ mode: "ENABLED", cacheDuration: { amount: 48, units: "HOURS" }, excludedPlatforms: ["GOOGLE"] },
				...changes,
			},
		},
	});

const app = (changes: object) => ({ ...webApp("New"), ...changes });

const REFUSALS: Record<string, Row[]> = {
	"POST /applications": [
		["no name", app({ name: undefined }), "REQUIRED_VALUE name"],
		["null name", app({ name: null }), "REQUIRED_VALUE name"],
		["empty name", app({ name: "" }), "EMPTY_VALUE name"],
		["name of a wrong type", app({ name: 5 }), "INVALID_REQUEST INVALID_VALUE name"],
		["name taken", app({ name: "App" }), "UNIQUENESS_VIOLATION name", "inferred"],
		["no protocol", app({ protocol: undefined }), "REQUIRED_VALUE protocol"],
		["unknown protocol", app({ protocol: "X" }), "INVALID_VALUE protocol"],
		["unknown type", app({ type: "DEVICE" }), "INVALID_VALUE type"],
		["built-in type", app({ type: "PING_ONE_PORTAL" }), "INVALID_VALUE type", "inferred"],
		["protocol that is a number", app({ protocol: 5 }), "INVALID_REQUEST INVALID_VALUE protocol"],
		["type that is a number", app({ type: 5 }), "INVALID_REQUEST INVALID_VALUE type"],
		["grant type that is a number", app({ grantTypes: [5] }), "INVALID_REQUEST INVALID_VALUE grantTypes[0]"],
		["PKCE mode that is true", app({ pkceEnforcement: true }), "INVALID_REQUEST INVALID_VALUE pkceEnforcement"],
		["no grant type", app({ grantTypes: [] }), "EMPTY_VALUE grantTypes"],
		["unknown grant type", app({ grantTypes: ["PASSWORD"] }), "INVALID_VALUE grantTypes[0]"],
		["response type without its grant", app({ responseTypes: ["TOKEN"] }), "INVALID_VALUE responseTypes", "inferred"],
		["no redirect URI", app({ redirectUris: undefined }), "REQUIRED_VALUE redirectUris", "inferred"],
		["plain http", app({ redirectUris: ["https://a", "http://a"] }), "INVALID_VALUE redirectUris[1]"],
		["relative redirect URI", app({ redirectUris: ["/cb"] }), "INVALID_VALUE redirectUris[0]", "inferred"],
		[
			"redirect URI with fragment",
			app({ redirectUris: ["https://a/#b"] }),
			"INVALID_VALUE redirectUris[0]",
			"inferred",
		],
		["wildcard", app({ redirectUris: ["https://*.a"] }), "INVALID_VALUE redirectUris[0]"],
		["redirect URI that runs", app({ redirectUris: ["JavaScript:x()"] }), "INVALID_VALUE redirectUris[0]", "inferred"],
		["redirect URI of data", app({ redirectUris: ["data:text/html,x"] }), "INVALID_VALUE redirectUris[0]", "inferred"],
		["redirect URI of VBScript", app({ redirectUris: ["vbscript:x"] }), "INVALID_VALUE redirectUris[0]", "inferred"],
		[
			"redirect URI of a blob",
			app({ redirectUris: ["blob:https://a/x"] }),
			"INVALID_VALUE redirectUris[0]",
			"inferred",
		],
		[
			"post-logout URI that runs",
			app({ postLogoutRedirectUris: ["https://a", "javascript:x()"] }),
			"INVALID_VALUE postLogoutRedirectUris[1]",
			"inferred",
		],
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
			"inferred",
		],
		["refresh out of range", app({ refreshTokenDuration: 59 }), "OUT_OF_RANGE refreshTokenDuration", "inferred"],
		[
			"specific origins without any",
			app({ corsSettings: { behavior: "ALLOW_SPECIFIC_ORIGINS" } }),
			"EMPTY_VALUE corsSettings.origins",
			"inferred",
		],
		["mobile of a web app", app({ mobile: {} }), "INVALID_VALUE mobile", "inferred"],
		[
			"both request object settings",
			app({ supportUnsignedRequestObject: true, requireSignedRequestObject: true }),
			"INVALID_VALUE requireSignedRequestObject",
			"inferred",
		],
		["login page over http", app({ loginPageUrl: "http://a.example" }), "INVALID_VALUE loginPageUrl"],
		["login page that is no URL", app({ loginPageUrl: "https://[" }), "INVALID_VALUE loginPageUrl"],
		["client id of its own", app({ clientId: "chosen-by-me" }), "CONSTRAINT_VIOLATION clientId", "inferred"],
		[
			"client secret of its own",
			app({ clientSecret: "chosen-by-me" }),
			"CONSTRAINT_VIOLATION clientSecret",
			"inferred",
		],
		["client id too short", app({ clientId: "sevench" }), "SIZE_LIMIT_EXCEEDED clientId", "inferred"],
		["client secret too short", app({ clientSecret: "sevench" }), "SIZE_LIMIT_EXCEEDED clientSecret", "inferred"],
		["shortest client id", app({ clientId: "eightcha" }), "CONSTRAINT_VIOLATION clientId", "inferred"],
		["shortest client secret", app({ clientSecret: "eightcha" }), "CONSTRAINT_VIOLATION clientSecret", "inferred"],
		[
			"client id and secret of its own",
			app({ clientSecret: "chosen-by-me", clientId: "chosen-by-me" }),
			"CONSTRAINT_VIOLATION clientId",
			"inferred",
		],
		["client id that is a number", app({ clientId: 12345678 }), "INVALID_REQUEST INVALID_VALUE clientId", "inferred"],
		...[
			...["http://localhost.evil.example/", "http://127.0.0.1.evil.example"],
			...["http://localhost.example/cb", "http://127.0.0.10/cb", "http://localhost@a.example"],
		].map(
			(uri): Row => [`plain http to ${uri}`, app({ redirectUris: [uri] }), "INVALID_VALUE redirectUris[0]", "inferred"],
		),
		...["http://localhost.example", "https://", "ftp://localhost", "localhost"].map(
			(loginPageUrl): Row => [`login page at ${loginPageUrl}`, app({ loginPageUrl }), "INVALID_VALUE loginPageUrl"],
		),
		["unknown image", app({ icon: { id: NOBODY, href: "https://i" } }), "INVALID_VALUE icon.id", "inferred"],
		["unknown group", app({ accessControl: GROUPS }), "INVALID_VALUE accessControl.group.groups", "inferred"],
		[
			"unknown key rotation policy",
			app({ signing: SIGNING }),
			"INVALID_VALUE signing.keyRotationPolicy.id",
			"inferred",
		],
		[
			"unknown Kerberos key",
			app({ type: "NATIVE_APP", kerberos: { key: { id: NOBODY } } }),
			"INVALID_VALUE kerberos.key.id",
			"inferred",
		],
		["no enabled", app({ enabled: undefined }), "REQUIRED_VALUE enabled"],
		["enabled as text", app({ enabled: "true" }), "INVALID_REQUEST INVALID_VALUE enabled"],
		["no authentication method", app({ tokenEndpointAuthMethod: undefined }), "REQUIRED_VALUE tokenEndpointAuthMethod"],
		["unknown authentication method", app({ tokenEndpointAuthMethod: "X" }), "INVALID_VALUE tokenEndpointAuthMethod"],
		["PAR timeout 0", app({ parTimeout: 0 }), "OUT_OF_RANGE parTimeout", "inferred"],
		["PAR timeout 601", app({ parTimeout: 601 }), "OUT_OF_RANGE parTimeout", "inferred"],
		[
			"grace period too long",
			app({ refreshTokenRollingGracePeriodDuration: 86_401 }),
			"OUT_OF_RANGE refreshTokenRollingGracePeriodDuration",
			"inferred",
		],
		["keys over http", app({ jwksUrl: "http://a.example" }), "INVALID_VALUE jwksUrl", "inferred"],
		["tags of a web app", app({ tags: ["PING_FED_CONNECTION_INTEGRATION"] }), "INVALID_VALUE tags", "inferred"],
		["redirect URI that is a number", app({ redirectUris: [1] }), "INVALID_REQUEST INVALID_VALUE redirectUris[0]"],
		["grant types as text", app({ grantTypes: "CODE" }), "INVALID_REQUEST INVALID_VALUE grantTypes"],
		["device timeout too long", app({ deviceTimeout: 3601 }), "OUT_OF_RANGE deviceTimeout", "inferred"],
		[
			"refresh that the service fills in, longer than rolling",
			app({ grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"], refreshTokenRollingDuration: 1000 }),
			"INVALID_VALUE refreshTokenDuration",
			"inferred",
		],
		["origin with a path", app({ corsSettings: cors("https://a.example/x") }), "INVALID_VALUE corsSettings.origins[0]"],
		[
			"origin of a port too high",
			app({ corsSettings: cors("https://a:443000") }),
			"INVALID_VALUE corsSettings.origins[0]",
		],
		["origin of another scheme", app({ corsSettings: cors("ftp://a") }), "INVALID_VALUE corsSettings.origins[0]"],
		[
			"wildcard for a host",
			app({ corsSettings: cors("https://*") }),
			"INVALID_VALUE corsSettings.origins[0]",
			"inferred",
		],
		[
			"origins by the dozen",
			app({ corsSettings: cors(...Array(41).fill("https://a")) }),
			"SIZE_LIMIT_EXCEEDED corsSettings.origins",
			"inferred",
		],
		[
			"origins where none are allowed",
			app({ corsSettings: { ...cors("https://a"), behavior: "ALLOW_NO_ORIGINS" } }),
			"INVALID_VALUE corsSettings.origins",
			"inferred",
		],
		["unknown CORS behaviour", app({ corsSettings: { behavior: "ALLOW_ALL" } }), "INVALID_VALUE corsSettings.behavior"],
		[
			"template of numbers",
			app({ template: { configuration: { a: 1 } } }),
			"INVALID_REQUEST INVALID_VALUE template.configuration.a",
		],
		[
			"template without integration",
			app({ template: { configuration: {}, version: { id: "v" } } }),
			"REQUIRED_VALUE template.integration",
		],
		[
			"unknown integrity platform",
			app({ type: "NATIVE_APP", mobile: { integrityDetection: { excludedPlatforms: ["WINDOWS"] } } }),
			"INVALID_VALUE mobile.integrityDetection.excludedPlatforms[0]",
		],
		["integrity without a cache", detecting({ cacheDuration: undefined }), `REQUIRED_VALUE ${INTEGRITY}.cacheDuration`],
		[
			"integrity with a cache of no time",
			detecting({ cacheDuration: { units: "HOURS" } }),
			`REQUIRED_VALUE ${INTEGRITY}.cacheDuration`,
			"inferred",
		],
		...[
			{ amount: 0, units: "MINUTES" },
			{ amount: 49, units: "HOURS" },
			{ amount: 2881, units: "MINUTES" },
		].map(
			(cacheDuration): Row => [
				`integrity cached for ${cacheDuration.amount} ${cacheDuration.units}`,
				detecting({ cacheDuration }),
				`OUT_OF_RANGE ${INTEGRITY}.cacheDuration.amount`,
				"inferred",
			],
		),
		["integrity of Google alone", detecting({ excludedPlatforms: ["IOS"] }), `REQUIRED_VALUE ${INTEGRITY}.googlePlay`],
		...["decryptionKey", "verificationKey"].map(
			(name): Row => [
				`Google's verdicts read without ${name}`,
				detecting({ googlePlay: { ...INTERNAL, [name]: undefined } }),
				`REQUIRED_VALUE ${INTEGRITY}.googlePlay.${name}`,
			],
		),
		[
			"Google's verdicts asked for without an account",
			detecting({ googlePlay: { verificationType: "GOOGLE" } }),
			`REQUIRED_VALUE ${INTEGRITY}.googlePlay.serviceAccountCredentials`,
		],
		[
			"virtual servers that are none",
			{ ...SAML, name: "Virtual", spEntityId: "v", virtualServerIdSettings: { enabled: true } },
			"REQUIRED_VALUE virtualServerIdSettings.virtualServerIds",
		],
		[
			"passcode too long",
			app({ type: "NATIVE_APP", mobile: { passcodeRefreshDuration: { duration: 61, timeUnit: "SECONDS" } } }),
			"OUT_OF_RANGE mobile.passcodeRefreshDuration.duration",
			"inferred",
		],
		[
			"passcode too short",
			app({ type: "NATIVE_APP", mobile: { passcodeRefreshDuration: { duration: 29, timeUnit: "SECONDS" } } }),
			"OUT_OF_RANGE mobile.passcodeRefreshDuration.duration",
			"inferred",
		],
		...[0, 11].map(
			(passcodeGracePeriod): Row => [
				`grace period ${passcodeGracePeriod}`,
				app({ type: "NATIVE_APP", mobile: { passcodeGracePeriod } }),
				"OUT_OF_RANGE mobile.passcodeGracePeriod",
				"inferred",
			],
		),
		...Object.entries(MOBILE).map(
			([name, value]): Row => [
				`${name} taken`,
				app({ type: "NATIVE_APP", mobile: { [name]: value } }),
				`UNIQUENESS_VIOLATION mobile.${name}`,
				"inferred",
			],
		),
		["device path taken", app({ devicePathId: "device" }), "UNIQUENESS_VIOLATION devicePathId", "inferred"],
		["device path that is no word", app({ devicePathId: "a b" }), "INVALID_VALUE devicePathId"],
		["polling every 0 s", app({ devicePollingInterval: 0 }), "OUT_OF_RANGE devicePollingInterval", "inferred"],
		["polling every 61 s", app({ devicePollingInterval: 61 }), "OUT_OF_RANGE devicePollingInterval", "inferred"],
		["device timeout 0", app({ deviceTimeout: 0 }), "OUT_OF_RANGE deviceTimeout", "inferred"],
		["device path too long", app({ devicePathId: "a".repeat(51) }), "INVALID_VALUE devicePathId"],
		[
			"rolling too short",
			app({ refreshTokenRollingDuration: 59 }),
			"OUT_OF_RANGE refreshTokenRollingDuration",
			"inferred",
		],
		[
			"grace period below 0",
			app({ refreshTokenRollingGracePeriodDuration: -1 }),
			"OUT_OF_RANGE refreshTokenRollingGracePeriodDuration",
			"inferred",
		],
		["ID token by a code", app({ responseTypes: ["ID_TOKEN"] }), "INVALID_VALUE responseTypes", "inferred"],
		[
			"code by the implicit grant",
			app({ grantTypes: ["IMPLICIT"], responseTypes: ["CODE"] }),
			"INVALID_VALUE responseTypes",
			"inferred",
		],
		[
			"implicit grant without a redirect URI",
			app({ grantTypes: ["IMPLICIT"], responseTypes: ["TOKEN"], redirectUris: [] }),
			"REQUIRED_VALUE redirectUris",
			"inferred",
		],
		["Kerberos of a web app", app({ kerberos: { key: { id: "{signingKey}" } } }), "INVALID_VALUE kerberos", "inferred"],
		[
			"signing of a service",
			app({ ...WORKER, type: "SERVICE", signing: SIGNING }),
			"INVALID_VALUE signing",
			"inferred",
		],
		...["https://a.example:123456", "https://a.*", "https://", "https://user@a.example", "https://a.example/"].map(
			(origin): Row => [
				`origin ${origin}`,
				app({ corsSettings: cors("https://a", origin) }),
				"INVALID_VALUE corsSettings.origins[1]",
				"inferred",
			],
		),
		["start page that is no URL", app({ initiateLoginUri: "home" }), "INVALID_VALUE initiateLoginUri", "inferred"],
		["icon without link", app({ icon: { id: NOBODY } }), "REQUIRED_VALUE icon.href"],
		[
			"access by no groups",
			app({ accessControl: { group: { type: "ANY_GROUP", groups: [] } } }),
			"EMPTY_VALUE accessControl.group.groups",
			"inferred",
		],
		[
			"access by groups of no kind",
			app({ accessControl: { group: { ...GROUPS.group, type: "X" } } }),
			"INVALID_VALUE accessControl.group.type",
		],
		["SAML without its URLs", { ...SAML, acsUrls: undefined }, "REQUIRED_VALUE acsUrls"],
		["SAML without any URL", { ...SAML, acsUrls: [] }, "EMPTY_VALUE acsUrls"],
		["SAML without entity", { ...SAML, spEntityId: undefined }, "REQUIRED_VALUE spEntityId"],
		["SAML entity taken", { ...SAML, name: "Saml 2" }, "UNIQUENESS_VIOLATION spEntityId", "inferred"],
		["SAML without duration", { ...SAML, assertionDuration: null }, "REQUIRED_VALUE assertionDuration"],
		["SAML duration as text", { ...SAML, assertionDuration: "1" }, "INVALID_REQUEST INVALID_VALUE assertionDuration"],
		["SAML of a native app", { ...SAML, type: "NATIVE_APP" }, "INVALID_VALUE type"],
		["SAML signing as text", { ...SAML, assertionSigned: "yes" }, "INVALID_REQUEST INVALID_VALUE assertionSigned"],
		["unknown logout binding", { ...SAML, sloBinding: "HTTP_PUT" }, "INVALID_VALUE sloBinding"],
		[
			"unknown signing algorithm",
			{ ...SAML, idpSigning: { key: { id: NOBODY }, algorithm: "MD5" } },
			"INVALID_VALUE idpSigning.algorithm",
		],
		[
			"unknown signing key",
			{ ...SAML, spEntityId: "s2", name: "Saml 2", idpSigning: { key: { id: NOBODY } } },
			"INVALID_VALUE idpSigning.key.id",
			"inferred",
		],
		[
			"unknown encryption certificate",
			{
				...SAML,
				spEntityId: "s2",
				name: "Saml 2",
				spEncryption: { algorithm: "AES_128", certificate: { id: NOBODY } },
			},
			"INVALID_VALUE spEncryption.certificate.id",
			"inferred",
		],
		[
			"unknown verification certificate",
			{ ...SAML, spEntityId: "s2", name: "Saml 2", spVerification: { certificates: [{ id: NOBODY }] } },
			"INVALID_VALUE spVerification.certificates",
			"inferred",
		],
		[
			"WS-Fed with 21 origins",
			{ ...WS_FED, corsSettings: cors(...Array(21).fill("https://a")) },
			"SIZE_LIMIT_EXCEEDED corsSettings.origins",
			"inferred",
		],
		["WS-Fed without domain", { ...WS_FED, domainName: undefined }, "REQUIRED_VALUE domainName"],
		["WS-Fed without signing", { ...WS_FED, idpSigning: undefined }, "REQUIRED_VALUE idpSigning"],
		["WS-Fed assertion too short", { ...WS_FED, assertionDuration: 299 }, "OUT_OF_RANGE assertionDuration", "inferred"],
		[
			"WS-Fed assertion too long",
			{ ...WS_FED, assertionDuration: 3_932_101 },
			"OUT_OF_RANGE assertionDuration",
			"inferred",
		],
		["WS-Fed of another trust", { ...WS_FED, wsTrustVersion: "1.1" }, "INVALID_VALUE wsTrustVersion"],
		["WS-Fed with unknown key", WS_FED, "INVALID_VALUE idpSigning.key.id", "inferred"],
		[
			"WS-Fed with unknown gateway",
			{
				...{ ...WS_FED, idpSigning: { ...WS_FED.idpSigning, key: { id: "{signingKey}" } } },
				kerberos: { gateways: [{ id: NOBODY, type: "LDAP", userType: { id: NOBODY } }] },
			},
			"INVALID_VALUE kerberos.gateways",
			"inferred",
		],
		[
			"WS-Fed with another gateway",
			{ ...WS_FED, kerberos: { gateways: [{ id: "g", type: "X", userType: { id: "u" } }] } },
			"INVALID_VALUE kerberos.gateways[0].type",
		],
		["link to nowhere", { ...LINK, homePageUrl: undefined }, "REQUIRED_VALUE homePageUrl"],
		["link that is no URL", { ...LINK, homePageUrl: "home" }, "INVALID_VALUE homePageUrl", "inferred"],
		["link of another type", { ...LINK, type: "WEB_APP" }, "INVALID_VALUE type"],
	],
	"POST /applications/{app}/attributes": [
		["no scope at all", { name: "a", value: "x", required: false, oidcScopes: [] }, "EMPTY_VALUE oidcScopes"],
		...["at_hash", "azp", "nbf", "nonce", ...RESERVED].map(
			(name): Row => [`reserved name ${name}`, { name, value: "x", required: false }, "INVALID_VALUE name"],
		),
		["no value", { name: "a", required: false }, "REQUIRED_VALUE value"],
		["empty value", { name: "a", value: "", required: false }, "EMPTY_VALUE value"],
		["no word on being required", { name: "a", value: "x" }, "REQUIRED_VALUE required"],
		["subject again", { name: "SUB", value: "x", required: false }, "UNIQUENESS_VIOLATION name", "inferred"],
	],
	"PUT /applications/{app}": [
		["type changed", { ...webApp("App"), type: "NATIVE_APP" }, "INVALID_VALUE type", "inferred"],
		["protocol changed", { ...LINK, name: "App" }, "INVALID_VALUE protocol", "inferred"],
		[
			"device path taken",
			{ ...webApp("App"), devicePathId: NATIVE.devicePathId },
			"UNIQUENESS_VIOLATION devicePathId",
			"inferred",
		],
	],
	"PUT /applications/{saml}": [["another SAML entity", { ...SAML, spEntityId: "other" }, "INVALID_VALUE spEntityId"]],
	"PUT /applications/{native}": [
		...Object.keys(MOBILE).map(
			(name): Row => [
				`${name} changed`,
				{ ...webApp("Native"), ...NATIVE, mobile: { ...MOBILE, [name]: "c" } },
				`INVALID_VALUE mobile.${name}`,
				"inferred",
			],
		),
		[
			"bundle id left out with all of mobile",
			{ ...webApp("Native"), type: "NATIVE_APP" },
			"INVALID_VALUE mobile.bundleId",
			"inferred",
		],
	],
	"DELETE /applications/{portal}": [["built-in application", undefined, "CONSTRAINT_VIOLATION type", "inferred"]],
	[`GET /applications/${NOBODY}`]: [["unknown application", undefined, "404"]],
	"GET /applications/no-uuid": [["malformed id", undefined, "404", "inferred"]],
	"GET /applications/{resource}": [["id of another kind", undefined, "404", "inferred"]],
	"GET /applications/{saml}/secret": [["secret of a SAML application", undefined, "404"]],
	"POST /applications/{link}/secret": [["secret of a link", {}, "404", "inferred"]],
	"GET /../{elsewhere}/applications/{app}/secret": [["secret of another environment", undefined, "404"]],
	"POST /../{elsewhere}/resources/{resource}/secret": [["secret of another environment", {}, "404", "inferred"]],
	"DELETE /../{elsewhere}/applications/{app}/secret": [["secret of another environment", undefined, "404", "inferred"]],
	"GET /applications/{resource}/secret": [["secret of another kind", undefined, "404", "inferred"]],
	"GET /resources/{app}/secret": [["secret of another kind", undefined, "404", "inferred"]],
	"GET /resources/{openid}/secret": [["secret of a built-in resource", undefined, "404"]],
	"POST /applications/{app}/secret": [
		["expiry that is no time", { previous: { expiresAt: "soon" } }, "INVALID_VALUE previous.expiresAt", "inferred"],
		["expiry left out", { previous: {} }, "REQUIRED_VALUE previous.expiresAt", "inferred"],
		[
			"expiry too near",
			{ previous: { expiresAt: "2020-01-01T00:00:00Z" } },
			"OUT_OF_RANGE previous.expiresAt",
			"inferred",
		],
	],
	"POST /resources/{resource}/secret": [
		[
			"expiry too far",
			{ previous: { expiresAt: "2099-01-01T00:00:00Z" } },
			"OUT_OF_RANGE previous.expiresAt",
			"inferred",
		],
	],
	"POST /resources": [
		["resource without name", {}, "REQUIRED_VALUE name"],
		["null name", { name: null }, "REQUIRED_VALUE name"],
		["empty name", { name: "" }, "EMPTY_VALUE name"],
		["name that is a number", { name: 5 }, "INVALID_REQUEST INVALID_VALUE name"],
		["description that is a number", { name: "a", description: 5 }, "INVALID_REQUEST INVALID_VALUE description"],
		["audience that is a number", { name: "a", audience: 5 }, "INVALID_REQUEST INVALID_VALUE audience"],
		["empty audience", { name: "a", audience: "" }, "EMPTY_VALUE audience", "inferred"],
		["audience of the vendor", { name: "a", audience: "urn:pingidentity:x" }, "INVALID_VALUE audience", "inferred"],
		["name of the vendor for an audience", { name: "pingone orders" }, "INVALID_VALUE audience", "inferred"],
		["unknown type", { name: "a", type: "OWN" }, "INVALID_VALUE type"],
		["client id too short", { name: "a", clientId: "short" }, "SIZE_LIMIT_EXCEEDED clientId", "inferred"],
		["client secret too short", { name: "a", clientSecret: "short" }, "SIZE_LIMIT_EXCEEDED clientSecret", "inferred"],
		[
			"client secret of its own",
			{ name: "a", clientSecret: "eightcha" },
			"CONSTRAINT_VIOLATION clientSecret",
			"inferred",
		],
		[
			"permissions as text",
			{ name: "a", applicationPermissionsSettings: { claimEnabled: "yes" } },
			"INVALID_REQUEST INVALID_VALUE applicationPermissionsSettings.claimEnabled",
		],
		["client id of its own", { name: "a", clientId: "chosen-by-me" }, "CONSTRAINT_VIOLATION clientId", "inferred"],
		[
			"validity as text",
			{ name: "a", accessTokenValiditySeconds: "1h" },
			"INVALID_REQUEST INVALID_VALUE accessTokenValiditySeconds",
		],
		[
			"unknown method",
			{ name: "a", introspectEndpointAuthMethod: "X" },
			"INVALID_VALUE introspectEndpointAuthMethod",
			"inferred",
		],
		["resource name taken", { name: "openid" }, "UNIQUENESS_VIOLATION name", "inferred"],
		[
			"audience of the vendor",
			{ name: "a", audience: "https://api.PingOne.com" },
			"INVALID_VALUE audience",
			"inferred",
		],
		["audience with fragment", { name: "a", audience: "https://a#b" }, "INVALID_VALUE audience", "inferred"],
		[
			"validity too short",
			{ name: "a", accessTokenValiditySeconds: 299 },
			"OUT_OF_RANGE accessTokenValiditySeconds",
			"inferred",
		],
		[
			"validity too long",
			{ name: "a", accessTokenValiditySeconds: 2_592_001 },
			"OUT_OF_RANGE accessTokenValiditySeconds",
			"inferred",
		],
		["built-in resource type", { name: "a", type: "PINGONE_API" }, "INVALID_VALUE type", "inferred"],
	],
	"PUT /resources/{other}": [
		["PUT without name", { audience: "x" }, "REQUIRED_VALUE name"],
		["name of another", { name: "Api" }, "UNIQUENESS_VIOLATION name", "inferred"],
		["built-in type", { name: "Other", type: "OPENID_CONNECT" }, "INVALID_VALUE type", "inferred"],
		[
			"validity too short",
			{ name: "Other", accessTokenValiditySeconds: 0 },
			"OUT_OF_RANGE accessTokenValiditySeconds",
			"inferred",
		],
	],
	"DELETE /resources/{openid}": [["built-in resource", undefined, "CONSTRAINT_VIOLATION type", "inferred"]],
	"PUT /resources/{api}": [["built-in resource", { name: "PingOne API" }, "CONSTRAINT_VIOLATION type", "inferred"]],
	"POST /resources/{resource}/scopes": [
		["scope name taken", { name: "read" }, "UNIQUENESS_VIOLATION name", "inferred"],
		["no name", { description: "d" }, "REQUIRED_VALUE name"],
		["null name", { name: null }, "REQUIRED_VALUE name"],
		["empty name", { name: "" }, "EMPTY_VALUE name"],
		["name that is a number", { name: 5 }, "INVALID_REQUEST INVALID_VALUE name"],
		...["read orders", "lire:été", 'a"b', "a\\b"].map(
			(name): Row => [`name that is no scope token: ${name}`, { name }, "INVALID_VALUE name", "inferred"],
		),
		["description that is a list", { name: "s", description: [] }, "INVALID_REQUEST INVALID_VALUE description"],
		[
			"schema attributes as text",
			{ name: "s", schemaAttributes: "*" },
			"INVALID_REQUEST INVALID_VALUE schemaAttributes",
		],
		...["s", "p1:read:user"].map(
			(name): Row => [
				`schema attributes of ${name}`,
				{ name, schemaAttributes: ["email"] },
				"INVALID_VALUE schemaAttributes",
				"inferred",
			],
		),
		["claim of another resource", { name: "s", mappedClaims: ["{shirt}"] }, "INVALID_VALUE mappedClaims", "inferred"],
	],
	"POST /resources/{api}/scopes": [
		["mapped claims", { name: "p1:read:user:x", mappedClaims: ["{shirt}"] }, "INVALID_VALUE mappedClaims", "inferred"],
		["scope in the PingOne API", { name: "orders" }, "INVALID_VALUE name", "inferred"],
		["scope of another verb", { name: "p1:delete:user:x" }, "INVALID_VALUE name", "inferred"],
		["scope with a space", { name: "p1:read:user:a b" }, "INVALID_VALUE name", "inferred"],
		["built-in scope again", { name: "p1:read:user" }, "UNIQUENESS_VIOLATION name", "inferred"],
		[
			"an attribute that no user has",
			{ name: "p1:read:user:x", schemaAttributes: ["email", "nobody.has"] },
			"INVALID_VALUE schemaAttributes",
			"inferred",
		],
		[
			"star with others",
			{ name: "p1:read:user:x", schemaAttributes: ["*", "email"] },
			"INVALID_VALUE schemaAttributes",
			"inferred",
		],
	],
	"POST /resources/{openid}/scopes": [
		["unknown mapped claim", { name: "s", mappedClaims: [NOBODY] }, "INVALID_VALUE mappedClaims", "inferred"],
		["claim of another resource", { name: "s", mappedClaims: ["{sub}"] }, "INVALID_VALUE mappedClaims", "inferred"],
		[
			"claim of another resource besides an own",
			{ name: "s", mappedClaims: ["{shirt}", "{sub}"] },
			"INVALID_VALUE mappedClaims",
			"inferred",
		],
		["empty mapped claim", { name: "s", mappedClaims: [""] }, "EMPTY_VALUE mappedClaims[0]", "inferred"],
		["schema attributes", { name: "s", schemaAttributes: ["email"] }, "INVALID_VALUE schemaAttributes", "inferred"],
	],
	"DELETE /resources/{openid}/attributes/{shirt}": [
		["attribute that a scope maps", undefined, "CONSTRAINT_VIOLATION id", "inferred"],
	],
	"DELETE /resources/{openid}/scopes/{email}": [["built-in scope", undefined, "CONSTRAINT_VIOLATION name", "inferred"]],
	"PUT /resources/{openid}/scopes/{email}": [
		["built-in scope renamed", { name: "mail" }, "CONSTRAINT_VIOLATION name", "inferred"],
	],
	"PUT /resources/{openid}/scopes/{shirts}": [
		["mapped claim of nobody", { name: "shirts", mappedClaims: [NOBODY] }, "INVALID_VALUE mappedClaims", "inferred"],
		["name of a built-in one", { name: "email" }, "UNIQUENESS_VIOLATION name", "inferred"],
	],
	"DELETE /resources/{api}/scopes/{readUser}": [
		["built-in API scope", undefined, "CONSTRAINT_VIOLATION name", "inferred"],
	],
	"DELETE /resources/{resource}/scopes/{scope}": [["granted scope", undefined, "CONSTRAINT_VIOLATION id", "inferred"]],
	"GET /resources/{other}/scopes/{scope}": [["scope of another resource", undefined, "404", "inferred"]],
	[`GET /resources/${NOBODY}/scopes`]: [["scopes of no resource", undefined, "404"]],
	"POST /resources/{resource}/attributes": [
		["core attribute again", { name: "sub", value: "x" }, "UNIQUENESS_VIOLATION name", "inferred"],
		["attribute without value", { name: "a" }, "REQUIRED_VALUE value"],
		["attribute without name", { value: "x" }, "REQUIRED_VALUE name"],
		["empty name", { name: "", value: "x" }, "EMPTY_VALUE name"],
		["null value", { name: "a", value: null }, "REQUIRED_VALUE value"],
		["empty value", { name: "a", value: "" }, "EMPTY_VALUE value", "inferred"],
		["placeholder of no attribute", { name: "a", value: "${user.nobody}" }, "INVALID_VALUE value"],
		[
			"placeholder of no attribute inside of a text",
			{ name: "a", value: "${user.email} or ${user.constructor.name}" },
			"INVALID_VALUE value",
		],
		...["${ user.nobody }", "${\tuser.nobody.given }", "${user.email-x}", "${user.nobody.a-b.c}"].map(
			(value): Row => [`placeholder of no attribute as ${value}`, { name: "a", value }, "INVALID_VALUE value"],
		),
		["value that is a number", { name: "a", value: 5 }, "INVALID_REQUEST INVALID_VALUE value"],
		["flag as text", { name: "a", value: "x", idToken: "yes" }, "INVALID_REQUEST INVALID_VALUE idToken"],
	],
	"PUT /resources/{resource}/attributes/{sub}": [
		["core attribute renamed", { name: "s", value: "x" }, "INVALID_VALUE name", "inferred"],
	],
	"DELETE /resources/{resource}/attributes/{sub}": [
		["core attribute", undefined, "CONSTRAINT_VIOLATION type", "inferred"],
	],
	"POST /resources/{openid}/attributes": [
		...["p1.x", "env", "sub", ...RESERVED].map(
			(name): Row => [`reserved name ${name}`, { name, value: "x" }, "INVALID_VALUE name"],
		),
		["predefined attribute again", { name: "email", value: "x" }, "UNIQUENESS_VIOLATION name", "inferred"],
		[
			"claim that goes nowhere",
			{ name: "a", value: "x", idToken: false, userInfo: false },
			"INVALID_VALUE idToken",
			"inferred",
		],
	],
	"POST /resources/{api}/attributes": [
		["attribute of the PingOne API", { name: "a", value: "x" }, "CONSTRAINT_VIOLATION", "inferred"],
	],
	"POST /applications/{app}/grants": [
		[
			"second grant of a resource",
			{ resource: { id: "{resource}" }, scopes: [{ id: "{free}" }] },
			"UNIQUENESS_VIOLATION resource",
			"inferred",
		],
		[
			"second grant of a resource, with the same scope",
			{ resource: { id: "{resource}" }, scopes: [{ id: "{free}" }, { id: "{scope}" }] },
			"UNIQUENESS_VIOLATION resource",
			"inferred",
		],
		["scope names twice", GRANT, "UNIQUENESS_VIOLATION scopes", "inferred"],
	],
	"POST /applications/{native}/grants": [
		["no scopes", { ...GRANT, scopes: [] }, "EMPTY_VALUE scopes", "inferred"],
		["null scopes", { ...GRANT, scopes: null }, "REQUIRED_VALUE scopes"],
		["scopes as text", { ...GRANT, scopes: "read" }, "INVALID_REQUEST INVALID_VALUE scopes"],
		["scope as text", { ...GRANT, scopes: ["read"] }, "INVALID_REQUEST INVALID_VALUE scopes[0]"],
		["scope without id", { ...GRANT, scopes: [{}] }, "REQUIRED_VALUE scopes[0].id"],
		["no resource", { ...GRANT, resource: undefined }, "REQUIRED_VALUE resource"],
		["resource without id", { ...GRANT, resource: {} }, "REQUIRED_VALUE resource.id"],
		["resource as text", { ...GRANT, resource: "r" }, "INVALID_REQUEST INVALID_VALUE resource"],
		[
			"resource of another environment",
			{ ...GRANT, resource: { id: "{elsewhereApi}" } },
			"INVALID_VALUE resource",
			"inferred",
		],
		["scopes left out", { ...GRANT, scopes: undefined }, "REQUIRED_VALUE scopes", "inferred"],
		["scope of another resource", { ...GRANT, scopes: [{ id: "{scope}" }] }, "INVALID_VALUE scopes", "inferred"],
		["unknown scope", { ...GRANT, scopes: [{ id: NOBODY }] }, "INVALID_VALUE scopes", "inferred"],
		["unknown resource", { ...GRANT, resource: { id: NOBODY } }, "INVALID_VALUE resource", "inferred"],
	],
	"PUT /applications/{app}/grants/{grant}": [
		["no scopes", { resource: { id: "{resource}" }, scopes: [] }, "EMPTY_VALUE scopes", "inferred"],
		[
			"scope of another",
			{ resource: { id: "{resource}" }, scopes: [{ id: "{sameName}" }] },
			"INVALID_VALUE scopes",
			"inferred",
		],
		["resource changed", GRANT, "INVALID_VALUE resource", "inferred"],
	],
	"POST /applications/{machine}/grants": [
		[
			"OIDC scope for a machine",
			{ resource: { id: "{openid}" }, scopes: [{ id: "{email}" }] },
			"CONSTRAINT_VIOLATION scopes",
			"inferred",
		],
		[
			"API scope for a machine",
			{ resource: { id: "{api}" }, scopes: [{ id: "{readUser}" }] },
			"CONSTRAINT_VIOLATION scopes",
			"inferred",
		],
	],
	"POST /applications/{mixed}/grants": [
		["API scope beside a code", SELF_MANAGEMENT, "CONSTRAINT_VIOLATION scopes", "inferred"],
	],
	"POST /applications/{refreshing}/grants": [
		["API scope beside a refresh token", SELF_MANAGEMENT, "CONSTRAINT_VIOLATION scopes", "inferred"],
	],
	"POST /applications/{refreshingWorker}/grants": [
		[
			"OIDC scope for a machine that refreshes",
			{ resource: { id: "{openid}" }, scopes: [{ id: "{email}" }] },
			"CONSTRAINT_VIOLATION scopes",
			"inferred",
		],
	],
	"POST /applications/{administered}/grants": [
		["custom scope for a worker with users", GRANT, "CONSTRAINT_VIOLATION scopes", "inferred"],
		["API scope for a worker with users", SELF_MANAGEMENT, "CONSTRAINT_VIOLATION scopes", "inferred"],
	],
	"POST /applications/{implicit}/grants": [
		["custom scope for a worker with users", GRANT, "CONSTRAINT_VIOLATION scopes", "inferred"],
		["API scope for a worker with users", SELF_MANAGEMENT, "CONSTRAINT_VIOLATION scopes", "inferred"],
	],
	"PUT /applications/{selfManaged}": [
		[
			"grant type that its API scope forbids",
			{ ...webApp("Self-managed"), ...mixed("AUTHORIZATION_CODE") },
			"CONSTRAINT_VIOLATION grantTypes",
			"inferred",
		],
	],
	"GET /applications/{console}/grants": [["grants of the admin console", undefined, "404"]],
	"POST /applications/{link}/grants": [["grants of a link", GRANT, "404", "inferred"]],
	"POST /signOnPolicies": [
		["policy name taken", { name: "Assigned" }, "UNIQUENESS_VIOLATION name", "inferred"],
		["no name", {}, "REQUIRED_VALUE name"],
		["null name", { name: null }, "REQUIRED_VALUE name"],
		["empty name", { name: "" }, "EMPTY_VALUE name"],
		["name that is a number", { name: 5 }, "INVALID_REQUEST INVALID_VALUE name"],
		["name with an accent", { name: "Políticas" }, "INVALID_VALUE name", "inferred"],
		["name with a colon that is no URI", { name: ":orders" }, "INVALID_VALUE name", "inferred"],
		["default as another text", { name: "a", default: "yes" }, "INVALID_REQUEST INVALID_VALUE default"],
		["description that is a number", { name: "a", description: 5 }, "INVALID_REQUEST INVALID_VALUE description"],
		["policy name with a slash", { name: "a/b" }, "INVALID_VALUE name", "inferred"],
	],
	"PUT /signOnPolicies/{policy}": [
		["PUT without name", {}, "REQUIRED_VALUE name"],
		["name of another", { name: "Single_Factor" }, "UNIQUENESS_VIOLATION name", "inferred"],
	],
	"DELETE /signOnPolicies/{single}": [["default policy", undefined, "CONSTRAINT_VIOLATION default"]],
	"DELETE /signOnPolicies/{policy}": [["assigned policy", undefined, "CONSTRAINT_VIOLATION id", "inferred"]],
	"POST /signOnPolicies/{policy}/actions": [
		["unknown type", { type: "X", priority: 1 }, "INVALID_VALUE type"],
		[
			"unknown agreement",
			{ type: "AGREEMENT", priority: 2, agreement: { id: NOBODY } },
			"INVALID_VALUE agreement.id",
			"inferred",
		],
		[
			"disabled agreement",
			{ ...CONSENT, agreement: { id: "{disabledAgreement}" } },
			"INVALID_VALUE agreement.id",
			"inferred",
		],
		[
			"profile attribute that no user has",
			{ ...PROFILING, attributes: [...PROFILING.attributes, { name: "shoe.size", required: true }] },
			"INVALID_VALUE attributes[1].name",
			"inferred",
		],
		[
			"unique attribute that no user has",
			{ ...WINDOWS, uniqueUserAttribute: { name: "badge" } },
			"INVALID_VALUE uniqueUserAttribute.name",
			"inferred",
		],
		["agreement left out", { type: "AGREEMENT", priority: 2 }, "REQUIRED_VALUE agreement", "inferred"],
		[
			"unknown identity provider",
			{ type: "LOGIN", priority: 2, socialProviders: [{ id: NOBODY }] },
			"INVALID_VALUE socialProviders",
			"inferred",
		],
		["recovery without enabled", { type: "LOGIN", priority: 2, recovery: {} }, "REQUIRED_VALUE recovery.enabled"],
		["priority as text", { type: "LOGIN", priority: "1" }, "INVALID_REQUEST INVALID_VALUE priority"],
		["fraction", { type: "LOGIN", priority: 1.5 }, "INVALID_REQUEST INVALID_VALUE priority"],
		["priority 0", { type: "LOGIN", priority: 0 }, "OUT_OF_RANGE priority", "inferred"],
		["no priority", { type: "LOGIN" }, "REQUIRED_VALUE priority"],
		["no type", { priority: 1 }, "REQUIRED_VALUE type"],
		[
			"user condition first",
			{ type: "LOGIN", priority: 1, condition: { not: OF_USER } },
			"INVALID_VALUE condition",
			"inferred",
		],
		...["and", "or"].map(
			(junction): Row => [
				`user condition first, under ${junction}`,
				{ type: "LOGIN", priority: 1, condition: { [junction]: [FROM_OUTSIDE, OF_USER] } },
				"INVALID_VALUE condition",
				"inferred",
			],
		),
		...["anonymousNetwork", "geoVelocity", "ipRisk"].map(
			(name): Row => [
				`${name} of a sign-on`,
				{ type: "LOGIN", priority: 2, condition: { not: RISKS[name as keyof typeof RISKS] } },
				"INVALID_VALUE condition",
			],
		),
		[
			"score as text",
			{ type: "MULTI_FACTOR_AUTHENTICATION", priority: 2, condition: { ipRisk: { minScore: "1" }, valid: "v" } },
			"INVALID_VALUE condition",
			"inferred",
		],
		[
			"unknown mode without devices",
			{ type: "MULTI_FACTOR_AUTHENTICATION", priority: 2, noDevicesMode: "ASK" },
			"INVALID_VALUE noDevicesMode",
		],
		[
			"unknown MFA policy",
			{ type: "MULTI_FACTOR_AUTHENTICATION", priority: 2, deviceAuthenticationPolicy: { id: NOBODY } },
			"INVALID_VALUE deviceAuthenticationPolicy.id",
			"inferred",
		],
		[
			"unknown native application",
			{ type: "MULTI_FACTOR_AUTHENTICATION", priority: 2, applications: [{ id: NOBODY }] },
			"INVALID_VALUE applications",
			"inferred",
		],
		[
			"unknown extra verification",
			{
				...{ type: "MULTI_FACTOR_AUTHENTICATION", priority: 2 },
				applications: [{ id: "{app}", deviceAuthorization: { extraVerification: "some" } }],
			},
			"INVALID_VALUE applications[0].deviceAuthorization.extraVerification",
		],
		["no identity provider", { type: "IDENTITY_PROVIDER", priority: 2 }, "REQUIRED_VALUE identityProvider"],
		["profiling without attributes", { ...PROFILING, attributes: [] }, "EMPTY_VALUE attributes", "inferred"],
		[
			"profiling every 0 s",
			{ ...PROFILING, promptIntervalSeconds: 0 },
			"OUT_OF_RANGE promptIntervalSeconds",
			"inferred",
		],
		["profiling without text", { ...PROFILING, promptText: undefined }, "REQUIRED_VALUE promptText"],
		[
			"too many discovery rules",
			{ type: "IDENTIFIER_FIRST", priority: 2, discoveryRules: Array(101).fill(DISCOVERY) },
			"SIZE_LIMIT_EXCEEDED discoveryRules",
			"inferred",
		],
		[
			"discovery of an unknown provider",
			{ type: "IDENTIFIER_FIRST", priority: 2, discoveryRules: [DISCOVERY] },
			"INVALID_VALUE discoveryRules",
			"inferred",
		],
		["condition as text", { type: "LOGIN", priority: 2, condition: "x" }, "INVALID_REQUEST INVALID_VALUE condition"],
		[
			"condition of no shape",
			{ type: "LOGIN", priority: 2, condition: { x: 1 } },
			"INVALID_VALUE condition",
			"inferred",
		],
		[
			"external registration while enabled",
			{ ...REGISTER, registration: { ...REGISTER.registration, external: { href: "h" } } },
			"INVALID_VALUE registration.external.href",
			"inferred",
		],
		[
			"registration into nowhere",
			{ ...REGISTER, registration: { enabled: true, population: { id: NOBODY } } },
			"INVALID_VALUE registration.population.id",
			"inferred",
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
		["type changed", { type: "PINGID_AUTHENTICATION", priority: 1 }, "INVALID_VALUE type", "inferred"],
	],
	"POST /applications/{app}/signOnPolicyAssignments": [
		["policy assigned twice", ASSIGNMENT, "UNIQUENESS_VIOLATION signOnPolicy", "inferred"],
		[
			"priority of another",
			{ priority: 1, signOnPolicy: { id: "{single}" } },
			"UNIQUENESS_VIOLATION priority",
			"inferred",
		],
		["unknown policy", { priority: 2, signOnPolicy: { id: NOBODY } }, "INVALID_VALUE signOnPolicy.id", "inferred"],
		["no policy", { priority: 2 }, "REQUIRED_VALUE signOnPolicy"],
		["policy without id", { priority: 2, signOnPolicy: {} }, "REQUIRED_VALUE signOnPolicy.id"],
		["no priority", { signOnPolicy: { id: "{single}" } }, "REQUIRED_VALUE priority"],
		["null priority", { ...ASSIGNMENT, priority: null }, "REQUIRED_VALUE priority"],
		["priority as text", { ...ASSIGNMENT, priority: "2" }, "INVALID_REQUEST INVALID_VALUE priority"],
		["priority 0", { ...ASSIGNMENT, priority: 0 }, "OUT_OF_RANGE priority", "inferred"],
	],
	"PUT /applications/{app}/signOnPolicyAssignments/{assignment}": [
		["fraction", { ...ASSIGNMENT, priority: 1.1 }, "INVALID_REQUEST INVALID_VALUE priority"],
		["another policy", { priority: 1, signOnPolicy: { id: "{single}" } }, "INVALID_VALUE signOnPolicy.id"],
	],
	"POST /passwordPolicies": [
		["policy without its flags", { name: "a" }, "REQUIRED_VALUE excludesCommonlyUsed"],
		["no name", { ...SAVED, name: undefined }, "REQUIRED_VALUE name"],
		["empty name", { ...SAVED, name: "" }, "EMPTY_VALUE name"],
		["name taken", passwordPolicy("Standard"), "UNIQUENESS_VIOLATION name", "inferred"],
		["null flag", { ...SAVED, excludesProfileData: null }, "REQUIRED_VALUE excludesProfileData"],
		["no similarity flag", { ...SAVED, notSimilarToCurrent: undefined }, "REQUIRED_VALUE notSimilarToCurrent"],
		["flag as text", { ...SAVED, excludesCommonlyUsed: "yes" }, "INVALID_REQUEST INVALID_VALUE excludesCommonlyUsed"],
		["length too long", { ...SAVED, length: { min: 33 } }, "OUT_OF_RANGE length.min", "inferred"],
		["another maximum", { ...SAVED, length: { max: 254 } }, "OUT_OF_RANGE length.max", "inferred"],
		["length as a number", { ...SAVED, length: 8 }, "INVALID_REQUEST INVALID_VALUE length"],
		["unique characters", { ...SAVED, minUniqueCharacters: 4 }, "OUT_OF_RANGE minUniqueCharacters", "inferred"],
		["repeated characters", { ...SAVED, maxRepeatedCharacters: 3 }, "OUT_OF_RANGE maxRepeatedCharacters", "inferred"],
		["complexity", { ...SAVED, minComplexity: 6 }, "OUT_OF_RANGE minComplexity", "inferred"],
		["complexity as text", { ...SAVED, minComplexity: "7" }, "INVALID_REQUEST INVALID_VALUE minComplexity"],
		["history of none", { ...SAVED, history: { count: 0 } }, "OUT_OF_RANGE history.count"],
		["history of no days", { ...SAVED, history: { retentionDays: 0 } }, "OUT_OF_RANGE history.retentionDays"],
		["lockout at once", { ...SAVED, lockout: { failureCount: 0 } }, "OUT_OF_RANGE lockout.failureCount"],
		["lockout for no time", { ...SAVED, lockout: { durationSeconds: 0 } }, "OUT_OF_RANGE lockout.durationSeconds"],
		["maximum age 0", { ...SAVED, maxAgeDays: 0 }, "OUT_OF_RANGE maxAgeDays"],
		["minimum age 0", { ...SAVED, minAgeDays: 0 }, "OUT_OF_RANGE minAgeDays"],
		[
			"sequence of one letter",
			{ ...SAVED, alphabetSequenceRule: { maxLength: 1 } },
			"OUT_OF_RANGE alphabetSequenceRule.maxLength",
		],
		[
			"sequence of four keys",
			{ ...SAVED, qwertySequenceRule: { maxLength: 4 } },
			"OUT_OF_RANGE qwertySequenceRule.maxLength",
		],
		[
			"sequence of no length",
			{ ...SAVED, numberSequenceRule: {} },
			"REQUIRED_VALUE numberSequenceRule.maxLength",
			"inferred",
		],
		...[-1, 6].map(
			(count): Row => [
				`${count} of a character set`,
				{ ...SAVED, minCharacters: { "0123456789": count } },
				"OUT_OF_RANGE minCharacters.0123456789",
				"inferred",
			],
		),
		["six unique characters", { ...SAVED, minUniqueCharacters: 6 }, "OUT_OF_RANGE minUniqueCharacters", "inferred"],
		[
			"one repeated character",
			{ ...SAVED, maxRepeatedCharacters: 1 },
			"OUT_OF_RANGE maxRepeatedCharacters",
			"inferred",
		],
		["higher complexity", { ...SAVED, minComplexity: 8 }, "OUT_OF_RANGE minComplexity", "inferred"],
		["longer maximum", { ...SAVED, length: { max: 256 } }, "OUT_OF_RANGE length.max", "inferred"],
		["maximum age within the warning", { ...SAVED, maxAgeDays: 21 }, "OUT_OF_RANGE maxAgeDays", "inferred"],
		...[
			["alphabetSequenceRule", 4],
			["numberSequenceRule", 1],
			["numberSequenceRule", 4],
			["qwertySequenceRule", 2],
			["shiftedNumberRowSequenceRule", 2],
			["shiftedNumberRowSequenceRule", 4],
		].map(
			([rule, maxLength]): Row => [
				`${rule} of ${maxLength}`,
				{ ...SAVED, [`${rule}`]: { maxLength } },
				`OUT_OF_RANGE ${rule}.maxLength`,
				"inferred",
			],
		),
		["length too short", { ...SAVED, length: { min: 7 } }, "OUT_OF_RANGE length.min", "inferred"],
		["unknown character set", { ...SAVED, minCharacters: { abc: 1 } }, "INVALID_VALUE minCharacters", "inferred"],
		["maximum age too short", { ...SAVED, maxAgeDays: 22, minAgeDays: 1 }, "OUT_OF_RANGE maxAgeDays", "inferred"],
	],
	"DELETE /passwordPolicies/{standard}": [["default password policy", undefined, "CONSTRAINT_VIOLATION default"]],
	"DELETE /passwordPolicies/{passwordPolicy}": [
		["used password policy", undefined, "CONSTRAINT_VIOLATION id", "inferred"],
	],
	"POST /populations": [
		["population without name", { description: "d" }, "REQUIRED_VALUE name"],
		["null name", { name: null }, "REQUIRED_VALUE name"],
		["empty name", { name: "" }, "EMPTY_VALUE name"],
		["name that is a number", { name: 5 }, "INVALID_REQUEST INVALID_VALUE name"],
		["description that is a number", { name: "a", description: 5 }, "INVALID_REQUEST INVALID_VALUE description"],
		["policy without id", { name: "a", passwordPolicy: {} }, "REQUIRED_VALUE passwordPolicy.id"],
		["policy as text", { name: "a", passwordPolicy: "p" }, "INVALID_REQUEST INVALID_VALUE passwordPolicy"],
		["theme as text", { name: "a", theme: "t" }, "INVALID_REQUEST INVALID_VALUE theme"],
		[
			"language that is a number",
			{ name: "a", preferredLanguage: 5 },
			"INVALID_REQUEST INVALID_VALUE preferredLanguage",
		],
		["empty language", { name: "a", preferredLanguage: "" }, "EMPTY_VALUE preferredLanguage", "inferred"],
		[
			"identifiers as text",
			{ name: "a", alternativeIdentifiers: "b" },
			"INVALID_REQUEST INVALID_VALUE alternativeIdentifiers",
		],
		[
			"identifier that is a number",
			{ name: "a", alternativeIdentifiers: [5] },
			"INVALID_REQUEST INVALID_VALUE alternativeIdentifiers[0]",
		],
		["default as text", { name: "a", default: "yes" }, "INVALID_REQUEST INVALID_VALUE default"],
		["unknown theme", { name: "a", theme: { id: NOBODY } }, "INVALID_VALUE theme.id", "inferred"],
		["population name taken", { name: "pOp" }, "UNIQUENESS_VIOLATION name", "inferred"],
		[
			"unknown password policy",
			{ name: "a", passwordPolicy: { id: NOBODY } },
			"INVALID_VALUE passwordPolicy.id",
			"inferred",
		],
	],
	"PUT /populations/{registering}": [
		["PUT without name", { description: "d" }, "REQUIRED_VALUE name"],
		["name of another", { name: "Pop" }, "UNIQUENESS_VIOLATION name", "inferred"],
		["unknown theme", { name: "Registering", theme: { id: NOBODY } }, "INVALID_VALUE theme.id", "inferred"],
	],
	"DELETE /populations/{population}": [["population with users", undefined, "CONSTRAINT_VIOLATION users", "inferred"]],
	"DELETE /populations/{defaultPopulation}": [
		["default population", undefined, "CONSTRAINT_VIOLATION default", "inferred"],
	],
	"DELETE /populations/{registering}": [
		["population of an action", undefined, "CONSTRAINT_VIOLATION registration.population.id", "inferred"],
	],
	"POST /users": [
		...PROFILE_TEXTS.flatMap(([path, maximum]): Row[] => [
			[`${path} that is a number`, profile(path, 5), `INVALID_REQUEST INVALID_VALUE ${path}`],
			[`${path} that is empty`, profile(path, ""), `EMPTY_VALUE ${path}`, "inferred"],
			[`${path} that is too long`, profile(path, "1".repeat(maximum + 1)), `SIZE_LIMIT_EXCEEDED ${path}`, "inferred"],
		]),
		...["name.formatted", "name.family", "address.streetAddress"].map(
			(path): Row => [`${path} with a sign`, profile(path, "a+b"), `INVALID_VALUE ${path}`, "inferred"],
		),
		...["title", "locale", "type", "name.given", "name.middle", "address.region", "address.postalCode"].map(
			(path): Row => [`${path} with a line break`, profile(path, "a\nb"), `INVALID_VALUE ${path}`, "inferred"],
		),
		["null username", { ...user("a"), username: null }, "REQUIRED_VALUE username"],
		["null email", { ...user("a"), email: null }, "REQUIRED_VALUE email"],
		["email that is a number", { ...user("a"), email: 5 }, "INVALID_REQUEST INVALID_VALUE email"],
		["username with a line break", { ...user("a"), username: "a\nb" }, "INVALID_VALUE username", "inferred"],
		...["a..b@x.example", ".a@x.example", "a@", "a@-x.example", "a b@x.example", "a@x..example"].map(
			(email): Row => [`email ${email}`, { ...user("a"), email }, "INVALID_VALUE email", "inferred"],
		),
		...["en_US", "x", "english!"].map(
			(locale): Row => [`locale ${locale}`, { ...user("a"), locale }, "INVALID_VALUE locale", "inferred"],
		),
		...["en;q=2", "en,,fr", "é"].map(
			(preferredLanguage): Row => [
				`language ${preferredLanguage}`,
				{ ...user("a"), preferredLanguage },
				"INVALID_VALUE preferredLanguage",
				"inferred",
			],
		),
		["name as text", { ...user("a"), name: "Ana" }, "INVALID_REQUEST INVALID_VALUE name"],
		["address as a list", { ...user("a"), address: [] }, "INVALID_REQUEST INVALID_VALUE address"],
		["population as text", { ...user("a"), population: "p" }, "INVALID_REQUEST INVALID_VALUE population"],
		["population without id", { ...user("a"), population: {} }, "REQUIRED_VALUE population.id"],
		["photo without link", { ...user("a"), photo: {} }, "REQUIRED_VALUE photo.href"],
		["MFA flag as text", { ...user("a"), mfaEnabled: "no" }, "INVALID_REQUEST INVALID_VALUE mfaEnabled"],
		["phone that is a number", { ...user("a"), mobilePhone: 351 }, "INVALID_REQUEST INVALID_VALUE mobilePhone"],
		["mobile phone without digits", { ...user("a"), mobilePhone: "none" }, "INVALID_VALUE mobilePhone", "inferred"],
		["time zone that is a number", { ...user("a"), timezone: 1 }, "INVALID_REQUEST INVALID_VALUE timezone"],
		[
			"country that is a number",
			profile("address.countryCode", 33),
			"INVALID_REQUEST INVALID_VALUE address.countryCode",
		],
		["no username", { email: "a@example.com" }, "REQUIRED_VALUE username"],
		["empty username", { ...user("a"), username: "" }, "EMPTY_VALUE username"],
		["username of a wrong type", { ...user("a"), username: 1 }, "INVALID_REQUEST INVALID_VALUE username"],
		["time zone", { ...user("a"), timezone: "Lisbon" }, "INVALID_VALUE timezone", "inferred"],
		["time zone and more", { ...user("a"), timezone: "Europe/Lisbon/x" }, "INVALID_VALUE timezone", "inferred"],
		["family name", { ...user("a"), name: { family: "<b>" } }, "INVALID_VALUE name.family", "inferred"],
		[
			"unknown identity provider",
			{ ...user("a"), identityProvider: { id: NOBODY } },
			"INVALID_VALUE identityProvider.id",
			"inferred",
		],
		["username taken in another case", user("TAKEN"), "UNIQUENESS_VIOLATION username", "inferred"],
		["no email", { username: "a" }, "REQUIRED_VALUE email"],
		["bad email", { username: "a", email: "no" }, "INVALID_VALUE email"],
		["long username", { ...user("a"), username: "a".repeat(129) }, "SIZE_LIMIT_EXCEEDED username", "inferred"],
		["control character", { ...user("a"), nickname: "a\u0000" }, "INVALID_VALUE nickname", "inferred"],
		["country", { ...user("a"), address: { countryCode: "fra" } }, "INVALID_VALUE address.countryCode", "inferred"],
		[
			"country in small letters",
			{ ...user("a"), address: { countryCode: "fr" } },
			"INVALID_VALUE address.countryCode",
			"inferred",
		],
		["phone without digits", { ...user("a"), primaryPhone: "none" }, "INVALID_VALUE primaryPhone", "inferred"],
		["photo", { ...user("a"), photo: { href: "ftp://a" } }, "INVALID_VALUE photo.href", "inferred"],
		["unknown population", { ...user("a"), population: { id: NOBODY } }, "INVALID_VALUE population.id", "inferred"],
		["no JSON", "{", "INVALID_REQUEST INVALID_VALUE"],
		["an array", "[]", "INVALID_REQUEST INVALID_VALUE", "inferred"],
		["deep nesting", `{"x":${"[".repeat(9999)}${"]".repeat(9999)}}`, "INVALID_REQUEST INVALID_VALUE", "inferred"],
	],
	"PATCH /users/{user}": [["username cleared", { username: null }, "REQUIRED_VALUE username"]],
	"PUT /users/{user}": [
		["PUT without email", { username: "taken" }, "REQUIRED_VALUE email"],
		["a text", '"x"', "INVALID_REQUEST INVALID_VALUE"],
	],
	"PUT /users/{user}/population": [["move to nowhere", { id: NOBODY }, "INVALID_VALUE id", "inferred"]],
	"PUT /users/{user}/identityProvider": [
		["provider of nobody", { id: NOBODY }, "INVALID_VALUE id", "inferred"],
		["provider that is a number", { id: 5 }, "INVALID_REQUEST INVALID_VALUE id", "inferred"],
	],
	"PUT /populations/{registering}/defaultIdentityProvider": [
		["default provider of nobody", { id: NOBODY }, "INVALID_VALUE id", "inferred"],
		["default provider that is empty", { id: "" }, "EMPTY_VALUE id", "inferred"],
	],
	"PUT /users/{user}/enabled": [["enabled as text", { enabled: "yes" }, "INVALID_REQUEST INVALID_VALUE enabled"]],
	[`GET /users/${NOBODY}/enabled`]: [["state of nobody", undefined, "404"]],
	"GET /users?limit=1001": [["limit too high", undefined, "INVALID_PARAMETER limit", "inferred"]],
	"GET /users?limit=0": [["limit 0", undefined, "INVALID_PARAMETER limit", "inferred"]],
	...Object.fromEntries(
		["1e2", "1.5", "+1", "-1", "x", ""].map((limit): [string, Row[]] => [
			`GET /users?limit=${encodeURIComponent(limit)}`,
			[["limit that is no number of digits", undefined, "INVALID_PARAMETER limit", "inferred"]],
		]),
	),
	"GET /users?cursor=zzz": [["cursor of nobody", undefined, "INVALID_PARAMETER cursor", "inferred"]],
	...Object.fromEntries(
		["-1", "1x", " 1", "1".repeat(16), ""].map((place): [string, Row[]] => [
			`GET /users?cursor=${Buffer.from(place).toString("base64url")}`,
			[[`cursor that stands for ${JSON.stringify(place)}`, undefined, "INVALID_PARAMETER cursor", "inferred"]],
		]),
	),
	'GET /users?filter=username co "a"': [["filter operator", undefined, "INVALID_FILTER filter"]],
	'GET /keys?filter=name eq "a"': [["filter attribute of keys", undefined, "INVALID_FILTER filter"]],
	'GET /keys?filter=status sw "V"': [["filter operator of keys", undefined, "INVALID_FILTER filter"]],
	'GET /groups?filter=sourceId sw "a"': [["filter operator of groups", undefined, "INVALID_FILTER filter"]],
	"GET /users/{user}/memberOfGroups?limit=0": [["no memberships", undefined, "INVALID_PARAMETER limit", "inferred"]],
	"GET /users/{user}/memberOfGroups?limit=1x": [["strange limit", undefined, "INVALID_PARAMETER limit", "inferred"]],
	"GET /users/{user}/memberOfGroups?cursor=x": [["strange cursor", undefined, "INVALID_PARAMETER cursor", "inferred"]],
	'GET /populations?filter=description eq "a"': [["filter attribute", undefined, "INVALID_FILTER filter"]],
	"POST /users/{user}": [["lock by application/json", {}, "415"]],
	"PUT /users/{user}/password": [["password set by application/json", { value: "x" }, "415"]],
	"DELETE /users": [["collection deleted", undefined, "405", "inferred"]],
	"PATCH /applications": [["collection patched", {}, "405", "inferred"]],
	"POST /applications/{app}": [["object posted to", {}, "405", "inferred"]],
	"PUT /applications/{app}/secret": [["secret put", {}, "405", "inferred"]],
	"GET /users/{user}/devices": [["devices", undefined, "501"]],
	"POST /alertChannels": [["alert channels", {}, "501"]],
	"PUT /users/{user}/verifyStatus": [
		["no status", {}, "REQUIRED_VALUE verifyStatus", "inferred"],
		["unknown status", { verifyStatus: "DONE" }, "INVALID_VALUE verifyStatus", "inferred"],
	],
	"GET /users/{user}/verifyStatus": [["verify status read alone", undefined, "405", "inferred"]],
	"POST /users/{user}/memberOfGroups": [
		["no group", {}, "REQUIRED_VALUE id", "inferred"],
		["unknown group", { id: NOBODY }, "INVALID_VALUE id", "inferred"],
		["group joined already", { id: "{group}" }, "UNIQUENESS_VIOLATION id", "inferred"],
	],
	[`DELETE /users/{user}/memberOfGroups/${NOBODY}`]: [["group of nobody", undefined, "404", "inferred"]],
	"POST /groups": [
		["no name", {}, "REQUIRED_VALUE name"],
		["empty name", { name: "" }, "EMPTY_VALUE name"],
		["name of a wrong type", { name: 1 }, "INVALID_REQUEST INVALID_VALUE name"],
		["name taken", { name: "Members" }, "UNIQUENESS_VIOLATION name", "inferred"],
		["text for a body", '"x"', "INVALID_REQUEST INVALID_VALUE", "inferred"],
		["nothing for a body", "", "REQUIRED_VALUE name", "inferred"],
		["blanks for a body", " \n\t ", "REQUIRED_VALUE name", "inferred"],
		["null for a body", " null ", "REQUIRED_VALUE name", "inferred"],
		["half a surrogate pair", { name: "a\ud800" }, "INVALID_REQUEST INVALID_VALUE name", "inferred"],
		[
			"half of one inside of a list",
			{ name: "G", customData: { list: ["", { x: "\udc00" }] } },
			"INVALID_REQUEST INVALID_VALUE customData.list[1].x",
			"inferred",
		],
		["half of one as a name", { name: "G", "\ud800": 1 }, "INVALID_REQUEST INVALID_VALUE", "inferred"],
	],
	"POST /identityProviders": [["null name", { name: null }, "REQUIRED_VALUE name"]],
	"POST /languages": [["locale taken", { locale: "en" }, "UNIQUENESS_VIOLATION locale", "inferred"]],
	"POST /themes": [
		["no configuration", {}, "REQUIRED_VALUE configuration", "inferred"],
		["theme without name", { configuration: {} }, "REQUIRED_VALUE configuration.name", "inferred"],
	],
	"PUT /themes/{theme}/default": [
		["default of a wrong type", { default: 1 }, "INVALID_REQUEST INVALID_VALUE default", "inferred"],
	],
	"POST /keys": [
		["no algorithm", { ...KEY, algorithm: undefined }, "REQUIRED_VALUE algorithm"],
		["unknown usage", { ...KEY, usageType: "X" }, "INVALID_VALUE usageType"],
		["validity 0", { ...KEY, validityPeriod: 0 }, "OUT_OF_RANGE validityPeriod", "inferred"],
		["RSA key of another length", { ...KEY, keyLength: 1024 }, "INVALID_VALUE keyLength"],
		["RSA key that signs as EC", { ...KEY, signatureAlgorithm: "SHA256withECDSA" }, "INVALID_VALUE signatureAlgorithm"],
		["EC key of another length", { ...KEY, ...EC, keyLength: 2048 }, "INVALID_VALUE keyLength"],
		["EC key that signs as RSA", { ...KEY, ...EC, keyLength: 256 }, "INVALID_VALUE signatureAlgorithm"],
		["revocation list over https", { ...KEY, customCRL: "https://a" }, "INVALID_VALUE customCRL", "inferred"],
	],
	"POST /images": [["JSON for an image", {}, "415", "inferred"]],
	"PUT /keys/{signingKey}": [
		[
			"default key of another usage",
			{ default: true, usageType: "ENCRYPTION" },
			"CONSTRAINT_VIOLATION usageType",
			"inferred",
		],
	],
	"PUT /agreements/{agreement}": [
		["used agreement disabled", { name: "Enabled", enabled: false }, "CONSTRAINT_VIOLATION enabled", "inferred"],
	],
	"POST /identityProviders/{idp}/attributes": [
		...["name", "value", "update"].map(
			(name): Row => [`no ${name}`, { ...IDP_ATTRIBUTE, [name]: undefined }, `REQUIRED_VALUE ${name}`],
		),
		["unknown update", { ...IDP_ATTRIBUTE, update: "NEVER" }, "INVALID_VALUE update"],
		...["account", "id", "created", "updated", "lifecycle", "mfaEnabled", "enabled"].map(
			(name): Row => [`attribute ${name}`, { ...IDP_ATTRIBUTE, name }, "INVALID_VALUE name"],
		),
	],
	"PUT /identityProviders/{idp}/attributes/{usernameMapping}": [
		["update of the username", { ...IDP_ATTRIBUTE, name: "username" }, "INVALID_VALUE update", "inferred"],
	],
	"POST /schemas/{schema}/attributes": [
		...["name", "enabled", "unique"].map(
			(name): Row => [`no ${name}`, { ...ATTRIBUTE, [name]: null }, `REQUIRED_VALUE ${name}`],
		),
		...["enabled", "unique", "required", "multiValued"].map(
			(name): Row => [`${name} as text`, { ...ATTRIBUTE, [name]: "true" }, `INVALID_REQUEST INVALID_VALUE ${name}`],
		),
		["long name", { ...ATTRIBUTE, name: "a".repeat(257) }, "SIZE_LIMIT_EXCEEDED name"],
		...["1st", "-a", "shoe_size", "it's", "_links", "_embedded"].map(
			(name): Row => [`name ${name}`, { ...ATTRIBUTE, name }, "INVALID_VALUE name"],
		),
		...["memberOfGroups", "password"].map(
			(name): Row => [`member ${name}`, { ...ATTRIBUTE, name }, "INVALID_VALUE name", "inferred"],
		),
		...["population", "memberOfGroupIDs", "tags"].map(
			(name): Row => [`taken name ${name}`, { ...ATTRIBUTE, name }, "UNIQUENESS_VIOLATION name"],
		),
		...["NUMBER", "BOOLEAN", "COMPLEX"].map(
			(type): Row => [`type ${type}`, { ...ATTRIBUTE, type }, "INVALID_VALUE type"],
		),
		["empty description", { ...ATTRIBUTE, description: "" }, "EMPTY_VALUE description"],
		["description with a symbol", { ...ATTRIBUTE, description: "a < b" }, "INVALID_VALUE description"],
		["empty display name", { ...ATTRIBUTE, displayName: "" }, "EMPTY_VALUE displayName"],
		["display name with a comma", { ...ATTRIBUTE, displayName: "a, b" }, "INVALID_VALUE displayName"],
		[
			"sub-attributes of a text",
			{ ...ATTRIBUTE, subAttributes: [{ name: "a", type: "STRING" }] },
			"INVALID_VALUE subAttributes",
		],
		[
			"too many values",
			{ ...ATTRIBUTE, enumeratedValues: Array.from({ length: 101 }, (_, n) => ({ value: `${n}` })) },
			"SIZE_LIMIT_EXCEEDED enumeratedValues",
		],
		[
			"values that differ by case",
			{ ...ATTRIBUTE, enumeratedValues: [{ value: "xl" }, { value: "XL" }] },
			"UNIQUENESS_VIOLATION enumeratedValues[1].value",
		],
		[
			"a value without one",
			{ ...ATTRIBUTE, enumeratedValues: [{ archived: false }] },
			"REQUIRED_VALUE enumeratedValues[0].value",
		],
		[
			"pattern without requirements",
			{ ...ATTRIBUTE, regexValidation: { pattern: "a" } },
			"REQUIRED_VALUE regexValidation.requirements",
		],
		[
			"pattern besides values",
			{ ...ATTRIBUTE, enumeratedValues: [{ value: "a" }], regexValidation: { pattern: "a", requirements: "a" } },
			"INVALID_VALUE regexValidation",
		],
	],
	"PUT /schemas/{schema}/attributes/{tags}": [
		["one value instead of many", { ...ATTRIBUTE, name: "tags", multiValued: false }, "INVALID_VALUE multiValued"],
		["many values left out", { ...ATTRIBUTE, name: "tags" }, "INVALID_VALUE multiValued", "inferred"],
		[
			"attribute made required",
			{ ...ATTRIBUTE, name: "tags", multiValued: true, required: true },
			"INVALID_VALUE required",
		],
	],
	"PUT /schemas/{schema}/attributes/{idAttribute}": [
		["core attribute disabled", { ...ATTRIBUTE, name: "id", enabled: false }, "INVALID_VALUE enabled", "inferred"],
	],
	"PUT /agreements": [["agreements put", {}, "405", "inferred"]],
	"DELETE ": [["environment of the worker", undefined, "CONSTRAINT_VIOLATION id", "inferred"]],
	"PUT ": [
		["no name", { ...ENVIRONMENT, name: undefined }, "REQUIRED_VALUE name"],
		["name of another", { ...ENVIRONMENT, name: "Elsewhere" }, "UNIQUENESS_VIOLATION name", "inferred"],
		["unknown licence", { ...ENVIRONMENT, license: { id: NOBODY } }, "INVALID_VALUE license.id", "inferred"],
		["type changed", { ...ENVIRONMENT, type: "PRODUCTION" }, "INVALID_VALUE type", "inferred"],
		["region changed", { ...ENVIRONMENT, region: "EU" }, "INVALID_VALUE region", "inferred"],
	],
	"PUT /status": [
		["unknown environment status", { status: "GONE" }, "INVALID_VALUE status"],
		["no status", {}, "REQUIRED_VALUE status"],
		["active without licence", { status: "ACTIVE" }, "REQUIRED_VALUE license.id", "inferred"],
		[
			"active with an unknown licence",
			{ status: "ACTIVE", license: { id: NOBODY } },
			"INVALID_VALUE license.id",
			"inferred",
		],
	],
	"PUT /type": [["unknown environment type", { type: "TRIAL" }, "INVALID_VALUE type", "inferred"]],
	"PUT /billOfMaterials": [
		["no products", {}, "REQUIRED_VALUE products"],
		["products as text", { products: "all" }, "INVALID_REQUEST INVALID_VALUE products"],
		["product without type", { products: [{}] }, "REQUIRED_VALUE products[0].type"],
		[
			"console without link",
			{ products: [{ type: "PING_ID", console: {} }] },
			"REQUIRED_VALUE products[0].console.href",
		],
		["unknown tag", { products: [{ type: "PING_ID", tags: ["X"] }] }, "INVALID_VALUE products[0].tags[0]"],
		["unknown solution", { products: [], solutionType: "X" }, "INVALID_VALUE solutionType"],
		[
			"bookmark with a long name",
			{ products: [{ type: "PING_ID", bookmarks: [{ name: "b".repeat(51), href: "https://b" }] }] },
			"SIZE_LIMIT_EXCEEDED products[0].bookmarks[0].name",
			"inferred",
		],
		["unknown product", { products: [{ type: "X" }] }, "INVALID_VALUE products[0].type", "inferred"],
		[
			"bookmarks of one name",
			{ products: [{ type: "PING_ID", bookmarks: Array(2).fill({ name: "b", href: "https://b" }) }] },
			"UNIQUENESS_VIOLATION products[0].bookmarks[1].name",
		],
		[
			"too many bookmarks",
			{ products: [{ type: "PING_ID", bookmarks: Array(6).fill({ name: "b", href: "https://b" }) }] },
			"SIZE_LIMIT_EXCEEDED products[0].bookmarks",
			"inferred",
		],
	],
	"POST /../../environments": [
		["no name", { ...ENVIRONMENT, name: undefined }, "REQUIRED_VALUE name"],
		["empty name", { ...ENVIRONMENT, name: "" }, "EMPTY_VALUE name"],
		["name that is a number", { ...ENVIRONMENT, name: 5 }, "INVALID_REQUEST INVALID_VALUE name"],
		["unknown type", { ...ENVIRONMENT, type: "TRIAL" }, "INVALID_VALUE type"],
		["licence as text", { ...ENVIRONMENT, license: "l" }, "INVALID_REQUEST INVALID_VALUE license"],
		["no licence", { ...ENVIRONMENT, license: null }, "REQUIRED_VALUE license"],
		["products without list", { ...ENVIRONMENT, billOfMaterials: {} }, "REQUIRED_VALUE billOfMaterials.products"],
		["no type", { ...ENVIRONMENT, type: undefined }, "REQUIRED_VALUE type"],
		["no region", { ...ENVIRONMENT, region: undefined }, "REQUIRED_VALUE region"],
		["unknown region", { ...ENVIRONMENT, region: "XX" }, "INVALID_VALUE region"],
		["licence without id", { ...ENVIRONMENT, license: {} }, "REQUIRED_VALUE license.id"],
		["unknown licence", { ...ENVIRONMENT, license: { id: NOBODY } }, "INVALID_VALUE license.id", "inferred"],
		["environment name taken", { ...ENVIRONMENT, name: "emulated-sandbox" }, "UNIQUENESS_VIOLATION name", "inferred"],
	],
	'GET /../../environments?filter=type eq "SANDBOX"': [["environments by type", undefined, "INVALID_FILTER filter"]],
	[`GET /../../organizations/${NOBODY}`]: [["unknown organization", undefined, "404"]],
	"GET /../../organizations/{organization}/licenses/no-uuid": [["unknown licence", undefined, "404", "inferred"]],
	"PUT /../../organizations/{organization}/licenses/{license}/name": [
		["no name", {}, "REQUIRED_VALUE name"],
		["empty name", { name: "" }, "EMPTY_VALUE name"],
		["name that is a number", { name: 5 }, "INVALID_REQUEST INVALID_VALUE name"],
		["long name", { name: "a".repeat(256) }, "SIZE_LIMIT_EXCEEDED name", "inferred"],
		["name with a sign", { name: "a+b" }, "INVALID_VALUE name", "inferred"],
	],
	'GET /../../organizations/{organization}/licenses?filter=name sw "E"': [
		["filter operator of licences", undefined, "INVALID_FILTER filter"],
	],
	'GET /../../organizations/{organization}/licenses?filter=beginsAt ge "soon"': [
		["filter by no time", undefined, "INVALID_FILTER filter"],
	],
	"POST /../../organizations": [["organization made", {}, "405", "inferred"]],
	[`GET /../../roles/${NOBODY}`]: [["unknown role", undefined, "404", "inferred"]],
	"POST /applications/{machine}/roleAssignments": [
		[
			"unknown role",
			{ role: { id: NOBODY }, scope: { id: "{app}", type: "APPLICATION" } },
			"INVALID_VALUE role.id",
			"inferred",
		],
		[
			"scope of no type",
			{ role: { id: NOBODY }, scope: { id: "{app}", type: "X" } },
			"INVALID_VALUE scope.type",
			"inferred",
		],
		[
			"scope that is nowhere",
			{ role: { id: IDENTITY_DATA_ADMIN }, scope: { id: NOBODY, type: "ENVIRONMENT" } },
			"INVALID_VALUE scope.id",
			"inferred",
		],
	],
	"POST /groups/{group}/roleAssignments": [
		["no role", { scope: { id: "{app}", type: "APPLICATION" } }, "REQUIRED_VALUE role", "inferred"],
		["no scope", { role: { id: IDENTITY_DATA_ADMIN } }, "REQUIRED_VALUE scope", "inferred"],
		[
			"scope of an empty id",
			{ role: { id: IDENTITY_DATA_ADMIN }, scope: { id: "", type: "ENVIRONMENT" } },
			"EMPTY_VALUE scope.id",
			"inferred",
		],
		[
			"group that is nowhere",
			{ role: { id: IDENTITY_DATA_ADMIN }, scope: { id: NOBODY, type: "GROUP" } },
			"INVALID_VALUE scope.id",
			"inferred",
		],
		[
			"scope of another type than it says",
			{ role: { id: IDENTITY_DATA_ADMIN }, scope: { id: "{group}", type: "POPULATION" } },
			"INVALID_VALUE scope.id",
			"inferred",
		],
	],
	"POST /applications/{app}/roleAssignments": [
		[
			"group for an application",
			{ role: { id: IDENTITY_DATA_ADMIN }, scope: { id: "{group}", type: "GROUP" } },
			"INVALID_VALUE scope.type",
			"inferred",
		],
	],
	"GET /../{elsewhere}/users/{user}": [["user of another environment", undefined, "404"]],
	"GET /../{elsewhere}/applications/{app}": [["application of another environment", undefined, "404"]],
	"PUT /../{elsewhere}/populations/{population}": [["population of another environment", { name: "x" }, "404"]],
	"DELETE /../{elsewhere}/resources/{resource}": [["resource of another environment", undefined, "404"]],
};

describe.each(Object.entries(REFUSALS))("%s is refused", (request, rows) => {
	it.each(rows.map(([why, body, outcome, source = "documented"]) => ({ why, body, outcome, source })))(
		"with $why ($source)",
		async ({ body, outcome }) => {
			const [method = "", path = ""] = request.split(/ (.*)/);
			const answer = await send(method, path, body);
			expect(outcomeOf(answer)).toBe(whole(outcome));
			expect(answer.body.id).toBe(answer.headers.get("correlation-id"));
			expect(answer.body.message).toEqual(expect.any(String));
		},
	);
});

function outcomeOf({ status, body }: Answer): string {
	const [detail] = (body.details ?? []) as { code: string; target?: string }[];
	return [status, body.code, detail?.code, detail?.target].filter((part) => part !== undefined).join(" ");
}

it("the tables have at least 450 rows, three times what was promised", () => {
	expect([REFUSALS, BY_MEDIA_TYPE].flatMap((table) => Object.values(table)).flat().length).toBeGreaterThanOrEqual(450);
});

const unknownPath = (path: string) => [{ op: "replace", path, value: "x" }];

/** Requests whose media type chooses what they do. The outcome of a refusal by policy is that of its attribute. */
const BY_MEDIA_TYPE: Record<string, Row[]> = {
	"PUT /users/{strict}/password password.set": [
		["no value", {}, "REQUIRED_VALUE value"],
		["null value", { value: null }, "REQUIRED_VALUE value"],
		["no value and no gateway", { external: {} }, "REQUIRED_VALUE value"],
		["empty value", { value: "" }, "EMPTY_VALUE value"],
		["value that is a number", { value: 12345678 }, "INVALID_REQUEST INVALID_VALUE value"],
		[
			"forced change as text",
			{ value: "2FederateM0re!", forceChange: "no" },
			"INVALID_REQUEST INVALID_VALUE forceChange",
		],
		["bypass as text", { value: "2FederateM0re!", bypassPolicy: "no" }, "INVALID_REQUEST INVALID_VALUE bypassPolicy"],
		["weak password", { value: "weak" }, "INVALID_VALUE password", "inferred"],
		[
			"unknown gateway",
			{ value: "2FederateM0re!", external: { gateway: { id: NOBODY } } },
			"INVALID_VALUE external.gateway.id",
			"inferred",
		],
		["no JSON", "{", "INVALID_REQUEST INVALID_VALUE"],
	],
	"PUT /users/{strict}/password password.reset": [
		["empty current password", { currentPassword: "", newPassword: "x" }, "EMPTY_VALUE currentPassword", "inferred"],
		["no new password", { currentPassword: "2FederateM0re!" }, "REQUIRED_VALUE newPassword"],
		[
			"wrong current password",
			{ currentPassword: "no", newPassword: "2FederateM0re!" },
			"INVALID_VALUE currentPassword",
		],
		["weak new password", { currentPassword: "Current-1st", newPassword: "weak" }, "INVALID_VALUE newPassword"],
		["same password", { currentPassword: "Current-1st", newPassword: "Current-1st" }, "INVALID_VALUE newPassword"],
	],
	"PUT /users/{strict}/password password.setValue": [
		["empty value", { value: "" }, "EMPTY_VALUE value", "inferred"],
		["weak value", { value: "weak" }, "INVALID_VALUE password", "inferred"],
	],
	"POST /users/{strict}/password password.check": [
		["no password", {}, "REQUIRED_VALUE password"],
		["empty password", { password: "" }, "EMPTY_VALUE password"],
		["wrong password", { password: "no" }, "INVALID_VALUE password"],
		["password that is a number", { password: 5 }, "INVALID_REQUEST INVALID_VALUE password"],
	],
	"POST /users/{strict}/password password.recover": [
		["no code", { newPassword: "2FederateM0re!" }, "REQUIRED_VALUE recoveryCode", "inferred"],
		["no new password", { recoveryCode: "x" }, "REQUIRED_VALUE newPassword", "inferred"],
		["empty code", { recoveryCode: "", newPassword: "2FederateM0re!" }, "EMPTY_VALUE recoveryCode", "inferred"],
		["empty new password", { recoveryCode: "x", newPassword: "" }, "EMPTY_VALUE newPassword", "inferred"],
		["wrong code", { recoveryCode: "x", newPassword: "2FederateM0re!" }, "INVALID_VALUE recoveryCode", "inferred"],
	],
	"POST /users/{passwordless}/password password.check": [
		["no password to check", { password: "x" }, "NO_PASSWORD", "inferred"],
	],
	"POST /users/{passwordless}/password password.forceChange": [
		["no password to change", {}, "NO_PASSWORD", "inferred"],
	],
	"POST /users/{passwordless}/password password.unlock": [["no password to unlock", {}, "NO_PASSWORD", "inferred"]],
	"POST /users/{passwordless}/password password.sendRecoveryCode": [
		["no password to recover", {}, "NO_PASSWORD", "inferred"],
	],
	"PUT /users/{user}/password password.check": [["check by PUT", { password: "x" }, "415", "inferred"]],
	"PUT /users/{user}/password password.unlock": [["unlock by PUT", {}, "415", "inferred"]],
	"PUT /users/{user}/password password.sendRecoveryCode": [["recovery code by PUT", {}, "415", "inferred"]],
	"PUT /users/{user}/password password.recover": [["recovery by PUT", {}, "415", "inferred"]],
	"POST /users/{user}/password password.reset": [["reset by POST", { newPassword: "x" }, "415", "inferred"]],
	"POST /users/{user}/password password.setValue": [["value by POST", { value: "x" }, "415", "inferred"]],
	"POST /users/{user}/password password.setGateway": [["gateway by POST", {}, "415", "inferred"]],
	"PUT /users/{passwordless}/password password.forceChange": [
		["no password to change by PUT", {}, "NO_PASSWORD", "inferred"],
	],
	"POST /users/{user}/password password.unheardOf": [["unknown action", {}, "415"]],
	[`PUT /users/${NOBODY}/password password.set`]: [["password of nobody", { value: "x" }, "404"]],
	[`PUT /users/${NOBODY}/password password.unheardOf`]: [["unknown action for nobody", {}, "404", "inferred"]],
	[`PATCH /users/${NOBODY} user.unheardOf`]: [["unknown change of nobody", {}, "404", "inferred"]],
	...Object.fromEntries(
		[
			...["enabled", "mfaEnabled", "verifyStatus", "population", "identityProvider"].map(
				(part) => `/users/${NOBODY}/${part}`,
			),
			`/populations/${NOBODY}/defaultIdentityProvider`,
			`/../../environments/${NOBODY}`,
			`/../../organizations/{organization}/licenses/${NOBODY}/name`,
		].map((path): [string, Row[]] => [`PUT ${path} x.unheardOf`, [["unknown type for nobody", {}, "404", "inferred"]]]),
	),
	...Object.fromEntries(
		["type", "status", "billOfMaterials"].map((part): [string, Row[]] => [
			`PUT /../../environments/${NOBODY}/${part} x.unheardOf`,
			[["unknown type for no environment", {}, "403", "inferred"]],
		]),
	),
	[`POST /users/${NOBODY} account.unheardOf`]: [["unknown account action for nobody", {}, "404", "inferred"]],
	[`PUT /populations/${NOBODY} population.unheardOf`]: [["unknown type for no population", {}, "404", "inferred"]],
	[`POST /resources/${NOBODY}/scopes scope.unheardOf`]: [["scope of no resource", {}, "404", "inferred"]],
	"POST /users/{user} account.unheardOf": [["unknown account action", {}, "415"]],
	"POST /users/{user} user.verify": [
		["no verification code", {}, "REQUIRED_VALUE verificationCode", "inferred"],
		["empty verification code", { verificationCode: "" }, "EMPTY_VALUE verificationCode", "inferred"],
		["wrong verification code", { verificationCode: "x" }, "INVALID_VALUE verificationCode", "inferred"],
	],
	"POST /users/{user} account.lock": [
		["lock until no time", { unlockAt: "soon" }, "INVALID_VALUE unlockAt", "inferred"],
		["lock until a number", { unlockAt: 5 }, "INVALID_REQUEST INVALID_VALUE unlockAt", "inferred"],
	],
	"PATCH /users/{user} user.scim.patch": [
		["no operations", {}, "REQUIRED_VALUE Operations", "inferred"],
		["an empty list", { Operations: [] }, "EMPTY_VALUE Operations", "inferred"],
		["an object", { Operations: {} }, "INVALID_REQUEST INVALID_VALUE Operations", "inferred"],
		["an operation that is null", { Operations: [null] }, "INVALID_REQUEST INVALID_VALUE Operations[0]", "inferred"],
		["no op", { Operations: [{ path: "title" }] }, "REQUIRED_VALUE Operations[0].op", "inferred"],
		["unknown op", { Operations: [{ op: "move", path: "title" }] }, "INVALID_VALUE Operations[0].op", "inferred"],
		["no value", { Operations: [{ op: "add", path: "title" }] }, "REQUIRED_VALUE Operations[0].value", "inferred"],
		["remove of nothing", { Operations: [{ op: "remove" }] }, "REQUIRED_VALUE Operations[0].path", "inferred"],
		["a text for all", { Operations: [{ op: "add", value: "x" }] }, "INVALID_VALUE Operations[0].value", "inferred"],
		[
			"unknown path behind a known one",
			{ Operations: [{ op: "remove", path: "title" }, ...unknownPath("name.unheardOf")] },
			"INVALID_VALUE Operations[1].path",
			"inferred",
		],
		["filter path", { Operations: unknownPath('emails[type eq "work"].value') }, "INVALID_VALUE Operations[0].path"],
		["inherited path", { Operations: unknownPath("__proto__") }, "INVALID_VALUE Operations[0].path", "inferred"],
		["path that is only read", { Operations: unknownPath("enabled") }, "INVALID_VALUE Operations[0].path", "inferred"],
		["required removed", { Operations: [{ op: "remove", path: "username" }] }, "REQUIRED_VALUE username", "inferred"],
		[
			"value that the attribute does not take",
			{ Operations: [{ op: "replace", path: "address.countryCode", value: "fra" }] },
			"INVALID_VALUE address.countryCode",
			"inferred",
		],
	],
	[`POST /users/${NOBODY} account.lock`]: [["lock of nobody", {}, "404"]],
	"POST /users user.import": [
		["weak password", { ...user("weak"), password: { value: "weak" } }, "INVALID_VALUE password"],
		["empty password", { ...user("weak"), password: { value: "" } }, "EMPTY_VALUE password.value", "inferred"],
		["password as text", { ...user("weak"), password: "x" }, "INVALID_REQUEST INVALID_VALUE password"],
		[
			"forced change as text",
			{ ...user("weak"), password: { forceChange: "x" } },
			"INVALID_REQUEST INVALID_VALUE password.forceChange",
		],
		["unknown lifecycle", { ...user("weak"), lifecycle: { status: "NEW" } }, "INVALID_VALUE lifecycle.status"],
		[
			"unknown gateway",
			{ ...user("weak"), password: { external: { gateway: { id: NOBODY } } } },
			"INVALID_VALUE password.external.gateway.id",
			"inferred",
		],
		["username taken", user("taken"), "UNIQUENESS_VIOLATION username", "inferred"],
		["unknown population", { ...user("weak"), population: { id: NOBODY } }, "INVALID_VALUE population.id", "inferred"],
	],
};

describe.each(Object.entries(BY_MEDIA_TYPE))("%s is refused", (request, rows) => {
	it.each(rows.map(([why, body, outcome, source = "documented"]) => ({ why, body, outcome, source })))(
		"with $why ($source)",
		async ({ body, outcome }) => {
			const [method = "", path = "", action = ""] = request.split(" ");
			const answer = await client.send(method, filled(path), {
				body: typeof body === "string" ? body : JSON.stringify(body),
				headers: { "content-type": `application/vnd.pingidentity.${action}+json` },
			});
			expect(outcomeOf(answer)).toBe(whole(outcome));
		},
	);
});

/** Every collection, with an object that another environment has not. */
const COLLECTIONS: readonly [collection: string, object: string][] = [
	["/applications", "{app}"],
	["/applications/{app}/grants", "{grant}"],
	["/applications/{app}/signOnPolicyAssignments", "{assignment}"],
	["/applications/{app}/roleAssignments", NOBODY],
	["/resources", "{resource}"],
	["/resources/{resource}/scopes", "{scope}"],
	["/resources/{resource}/attributes", "{sub}"],
	["/signOnPolicies", "{policy}"],
	["/signOnPolicies/{policy}/actions", "{action}"],
	["/passwordPolicies", "{passwordPolicy}"],
	["/populations", "{population}"],
	["/users", "{user}"],
	["/groups", "{group}"],
	["/themes", "{theme}"],
	["/identityProviders", "{idp}"],
	["/agreements", "{agreement}"],
	["/languages", NOBODY],
	["/gateways", NOBODY],
	["/deviceAuthenticationPolicies", NOBODY],
	["/keys", "{signingKey}"],
	["/keyRotationPolicies", NOBODY],
];

describe.each(COLLECTIONS)("%s refuses", (collection, object) => {
	const post = (body: string, headers: Record<string, string> = { "content-type": "application/json" }) =>
		client.send("POST", filled(collection), { body, headers });

	it.each([
		["malformed JSON", '{"name":', "INVALID_REQUEST INVALID_VALUE"],
		["a list", "[]", "INVALID_REQUEST INVALID_VALUE"],
		["a number", "5", "INVALID_REQUEST INVALID_VALUE"],
	])("%s", async (_what, body, outcome) => {
		expect(outcomeOf(await post(body))).toBe(whole(outcome));
	});

	it.each(["text/plain", "application/xml", "application/hal+json", "application/vnd.pingidentity.x+json"])(
		"a body of type %s",
		async (type) => expect(outcomeOf(await post("{}", { "content-type": type }))).toBe(whole("415")),
	);

	it("a request without token or with a wrong one, read or write", async () => {
		for (const method of ["GET", "POST"]) {
			for (const headers of [{}, { authorization: "Bearer x" }]) {
				const answer = await fetch(client.url + filled(collection), { method, headers });
				const body = (await answer.json()) as Body;
				expect([answer.status, body.code, body.details]).toMatchObject([
					401,
					"ACCESS_FAILED",
					[{ code: "INVALID_TOKEN" }],
				]);
			}
		}
	});

	it("an object of another environment, one that is not there, and what is no id", async () => {
		const paths = [`/../{elsewhere}${collection}/${object}`, `${collection}/${NOBODY}`, `${collection}/no-uuid`];
		for (const path of paths) {
			for (const [method, body] of [
				["GET", undefined],
				["PUT", {}],
				["DELETE", undefined],
			] as const) {
				const { status, body: answer } = await send(method, path, body);
				// A role assignment cannot be replaced.
				expect([path, method, status, answer.code]).toEqual(
					method === "PUT" && collection.endsWith("roleAssignments")
						? [path, method, 405, "METHOD_NOT_ALLOWED"]
						: [path, method, 404, "NOT_FOUND"],
				);
			}
		}
	});

	it("a method that it does not have, naming those that it has", async () => {
		const answer = await send("PATCH", collection, {});
		expect([answer.status, answer.body.code, answer.headers.get("allow")]).toEqual([
			405,
			"METHOD_NOT_ALLOWED",
			"GET, POST",
		]);
	});
});

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
			{
				message: `Population with ID '${NOBODY}' in Environment '${client.emulator.environmentId}' does not exist`,
				innerError: { referencedValues: [NOBODY] },
			},
		]);
		expect(await detailsOf("POST", "/passwordPolicies", { ...SAVED, length: { min: 33 } })).toMatchObject([
			{ innerError: { rangeMaximumValue: 32 } },
		]);
		expect(await detailsOf("POST", "/users", profile("nickname", "a".repeat(257)))).toMatchObject([
			{ innerError: { maximumValue: 256 } },
		]);
	});

	it("names what a collection can be filtered by", async () => {
		expect(await detailsOf("GET", '/populations?filter=description eq "a"')).toEqual([
			{
				code: "INVALID_FILTER",
				target: "filter",
				message: "Invalid filter: 'description eq' is not supported",
				innerError: { supportedAttributes: ["id", "name"], supportedOperators: ["eq", "sw"] },
			},
		]);
	});

	it("gives the pattern as such, not as a literal of a programming language", async () => {
		expect(await detailsOf("POST", "/users", profile("address.countryCode", "fra"))).toMatchObject([
			{ innerError: { allowedPattern: "^[A-Z]{2}$" } },
		]);
		expect(await detailsOf("POST", "/users", profile("name.family", "<b>"))).toMatchObject([
			{ innerError: { allowedPattern: "^[\\p{L}\\p{M}\\p{N}' .-]*$" } },
		]);
		expect(await detailsOf("POST", "/resources/{api}/scopes", { name: "orders" })).toMatchObject([
			{ innerError: { allowedPattern: "^p1:(read|update):user(:[!#-[\\]-~]+)*$" } },
		]);
	});

	it.each([
		["DELETE", "/signOnPolicies/{single}", "delete a default policy"],
		["DELETE", "/passwordPolicies/{standard}", "Default Password Policy can not be deleted"],
	])("in the words that clients look for: %s %s", async (method, path, message) => {
		expect(await detailsOf(method, path)).toMatchObject([{ message: expect.stringContaining(message) }]);
	});

	it.each<[method: string, path: string, body: object | undefined, message: string]>([
		["POST", "/applications", app({ type: "PING_ONE_PORTAL" }), "Built-in applications cannot be created"],
		["DELETE", "/applications/{portal}", undefined, "Built-in applications cannot be deleted"],
		["PUT", "/applications/{app}", { ...webApp("App"), type: "NATIVE_APP" }, "cannot be changed"],
		["PUT", "/applications/{native}", { ...webApp("Native"), type: "NATIVE_APP" }, "cannot be changed once it is set"],
		[
			"POST",
			"/applications",
			app({ refreshTokenDuration: 99, refreshTokenRollingDuration: 98 }),
			"must not be greater than refreshTokenRollingDuration",
		],
	])("in words of why an application cannot be so: %s %s", async (method, path, body, message) => {
		expect(await detailsOf(method, path, body)).toMatchObject([{ message }]);
	});

	it("in the words of applications for one that is missing", async () => {
		const { message } = (await client.get(`/applications/${NOBODY}`)).body;
		expect(message).toBe(
			`Unable to find Application with ID: '${NOBODY}' in Environment '${client.emulator.environmentId}'`,
		);
	});

	it("names the feature that is not emulated, and the methods that a path has", async () => {
		expect((await client.get("/alertChannels")).body.message).toMatch(
			"Alerting (GET /v1/environments/{id}/alertChannels) is not emulated",
		);
		expect((await client.delete("/populations")).headers.get("allow")).toBe("GET, POST");
		const allowed = async (path: string) => (await send("OPTIONS", path, undefined)).headers.get("allow");
		expect(await allowed("/users/{user}")).toBe("GET, PUT, DELETE, PATCH, POST");
		expect(await allowed("/users/{user}/password")).toBe("GET, PUT, POST");
		expect(await allowed("/applications/{app}")).toBe("GET, PUT, DELETE");
		expect(await allowed("/users/{user}/roleAssignments/x")).toBe("GET, DELETE");
	});

	it.each([
		["PUT", ["set+json", "setValue+json", "setGateway+json", "reset+json", "forceChange+json", "forceChange"]],
		[
			"POST",
			[
				...["set+json", "forceChange+json", "forceChange", "check+json", "unlock+json", "unlock"],
				...["sendRecoveryCode+json", "sendRecoveryCode", "recover+json"],
			],
		],
	])("names the media types by which %s of a password chooses what it does", async (method, names) => {
		const types = names.map((name) => `application/vnd.pingidentity.password.${name}`);
		expect(await detailsOf(method, "/users/{user}/password", {})).toMatchObject([
			{ message: `Content type 'application/json' is not supported; use ${types.join(" or ")}` },
		]);
	});

	it("in the words that were observed for an e-mail address", async () => {
		expect((await send("POST", "/users", { username: "a", email: "no" })).body).toMatchObject({
			code: "INVALID_DATA",
			message: "Validation Error : [email must be a well-formed email address]",
			details: [{ code: "INVALID_VALUE", target: "email", message: "must be a well-formed email address" }],
		});
	});

	it("lists every attribute at fault", async () => {
		const details = await detailsOf("POST", "/users", { username: "" });
		expect(details).toMatchObject([{ target: "username" }, { target: "email" }]);
	});
});

describe("a token", () => {
	const REFUSED = {
		401: ["ACCESS_FAILED", "INVALID_TOKEN"],
		403: ["ACCESS_FAILED", "INSUFFICIENT_PERMISSIONS"],
	} as const;
	const answerTo = async (authorization: string | undefined) => {
		const answer = await fetch(`${client.url}/users`, {
			headers: authorization === undefined ? {} : { authorization },
		});
		return outcomeOf({ status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer["body"] });
	};
	const refused = (status: keyof typeof REFUSED) => [status, ...REFUSED[status]].join(" ");

	/** The access token of a new application with that body, issued for the resource `other`. */
	async function tokenOf(body: object): Promise<string> {
		const { id } = (await client.post("/applications", body)).body;
		await client.post(`/applications/${id}/grants`, JSON.parse(filled(JSON.stringify(GRANT))));
		const { secret } = (await client.get(`/applications/${id}/secret`)).body;
		const { authUrl, environmentId } = client.emulator;
		const answer = await fetch(`${authUrl}/${environmentId}/as/token`, {
			method: "POST",
			body: new URLSearchParams({ grant_type: "client_credentials", client_id: id, client_secret: String(secret) }),
		});
		return ((await answer.json()) as { access_token: string }).access_token;
	}

	it.each([
		["none", undefined],
		["another scheme", "Basic eDp5"],
		["no token after the scheme", "Bearer "],
		["what is no JWT", "Bearer x"],
		["a JWT that nobody signed", `Bearer ${Buffer.from("{}").toString("base64url")}.e30.x`],
	])("that is %s is refused with 401", async (_what, authorization) => {
		expect(await answerTo(authorization)).toBe(refused(401));
	});

	it("whose signature does not fit is refused with 401", async () => {
		const [header, payload] = client.token.split(".");
		expect(await answerTo(`Bearer ${header}.${payload}.${"A".repeat(342)}`)).toBe(refused(401));
	});

	it("for another audience is refused with 403", async () => {
		const service = { ...webApp("Service"), ...WORKER, type: "SERVICE" };
		expect(await answerTo(`Bearer ${await tokenOf(service)}`)).toBe(refused(403));
	});

	it("that has expired is refused with 401", async () => {
		expect(await answerTo(`Bearer ${client.token}`)).toBe("200");
		clock.advance(3_600_000);
		expect(await answerTo(`Bearer ${client.token}`)).toBe(refused(401));
		client = await connect(client.emulator);
	});
});

describe("an environment that does not exist", () => {
	const BELOW = [`/${NOBODY}/users`, `/${NOBODY}/applications/{app}/secret`, `/${NOBODY}/billOfMaterials`, "/x/users"];

	it("is 404 itself", async () => {
		expect(outcomeOf(await client.send("GET", `/../${NOBODY}`))).toBe("404 NOT_FOUND");
	});

	it("is a lack of permissions to all below it, so that clients have to ask for it itself", async () => {
		for (const path of BELOW) {
			const answer = await client.send("GET", `/..${filled(path)}`);
			expect([path, outcomeOf(answer)]).toEqual([path, "403 ACCESS_FAILED INSUFFICIENT_PERMISSIONS"]);
			expect(answer.body.message).toMatch(/^The actor attempting to perform the request is not authorized\./);
		}
	});

	it.each(["users", "populations", "certificates", "keys", "images"])(
		"is one before a body for its %s is looked at",
		async (path) => {
			expect(outcomeOf(await client.send("POST", `/../${NOBODY}/${path}`, {}))).toBe(
				"403 ACCESS_FAILED INSUFFICIENT_PERMISSIONS",
			);
		},
	);
});
