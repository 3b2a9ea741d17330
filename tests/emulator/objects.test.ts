import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ManualClock } from "../../emulator/index.ts";
import { type Body, type Client, connect, passwordPolicy, startWithClient, user, webApp } from "./client.ts";
import { START } from "./world.ts";

let client: Client;
const clock = new ManualClock(START);

beforeAll(async () => {
	client = await startWithClient({ clock });
});

afterAll(() => client.emulator.close());

const listed = async (path: string): Promise<Body[]> => {
	const [items = []] = Object.values((await client.get(path)).body._embedded);
	return items;
};

describe("a new environment", () => {
	it("contains what a new one of PingOne does", async () => {
		const names = async (path: string) => (await listed(path)).map(({ name }) => name);
		expect((await client.get("")).body).toMatchObject({ type: "SANDBOX", region: "NA", status: "ACTIVE" });
		expect(await names("/populations")).toEqual(["Default"]);
		expect(await names("/signOnPolicies")).toEqual(["Single_Factor", "Multi_Factor"]);
		expect(await names("/resources")).toEqual(["openid", "PingOne API"]);
		const builtIn = {
			...{ enabled: true, hiddenFromAppPortal: false, protocol: "OPENID_CONNECT" },
			...{ tokenEndpointAuthMethod: "NONE", pkceEnforcement: "OPTIONAL" },
		};
		expect(await listed("/applications")).toMatchObject([
			{ ...builtIn, type: "PING_ONE_SELF_SERVICE", applyDefaultTheme: true, enableDefaultThemeFooter: true },
			{ ...builtIn, type: "PING_ONE_PORTAL", applyDefaultTheme: true },
			{ ...builtIn, type: "PING_ONE_ADMIN_CONSOLE", accessControl: { role: { type: "ADMIN_USERS_ONLY" } } },
			{ type: "WORKER" },
		]);
		const [openid, api] = await listed("/resources");
		expect(await names(`/resources/${openid?.id}/scopes`)).toEqual([
			"openid",
			"profile",
			"email",
			"address",
			"phone",
			"offline_access",
		]);
		expect(await names(`/resources/${api?.id}/scopes`)).toContain("p1:read:user");
		const [single, multi] = await listed("/signOnPolicies");
		const actionsOf = (policy: Body | undefined) => listed(`/signOnPolicies/${policy?.id}/actions`);
		const login = { type: "LOGIN", priority: 1, recovery: { enabled: true } };
		expect([await actionsOf(single), await actionsOf(multi)]).toMatchObject([
			[login],
			[login, { type: "MULTI_FACTOR_AUTHENTICATION", priority: 2 }],
		]);
		expect(await listed("/passwordPolicies")).toMatchObject([
			{
				name: "Standard",
				default: true,
				lockout: { failureCount: 5, durationSeconds: 900 },
				maxAgeDays: 182,
				history: { count: 6 },
			},
			{
				name: "Passphrase",
				...{ default: false, minComplexity: 7, lockout: { failureCount: 5, durationSeconds: 900 } },
				...{ maxAgeDays: 182, minAgeDays: 1, history: { count: 6, retentionDays: 365 } },
				...{ excludesCommonlyUsed: true, excludesProfileData: true, notSimilarToCurrent: true },
			},
			{
				name: "Basic",
				...{ default: false, length: { min: 8, max: 255 }, lockout: { failureCount: 5, durationSeconds: 900 } },
				...{ excludesCommonlyUsed: true, excludesProfileData: false, notSimilarToCurrent: false },
			},
		]);
		const [, passphrase, basic] = await listed("/passwordPolicies");
		for (const name of ["length", "minCharacters", "minUniqueCharacters", "maxRepeatedCharacters"]) {
			expect(passphrase).not.toHaveProperty(name);
		}
		expect(Object.values(basic?.minCharacters ?? {})).toEqual([1, 1, 1, 1]);
		for (const name of ["maxAgeDays", "minAgeDays", "history", "minUniqueCharacters", "maxRepeatedCharacters"]) {
			expect(basic).not.toHaveProperty(name);
		}
	});

	it("has a key to sign with, named after it", async () => {
		expect(await listed("/keys")).toMatchObject([
			{
				name: "PingOne SSO Certificate for emulated-sandbox environment",
				subjectDN: "C=US,O=Ping Identity,OU=Ping Identity,CN=PingOne SSO Certificate for emulated-sandbox environment",
				...{ usageType: "SIGNING", default: true },
			},
		]);
	});

	it("leads to its organization and licence", async () => {
		const { _links, organization, license } = (await client.get("")).body as unknown as {
			_links: Record<string, { href: string }>;
			organization: { id: string };
			license: { id: string };
		};
		const { apiUrl } = client.emulator;
		expect(_links).toMatchObject({
			organization: { href: `${apiUrl}/organizations/${organization.id}` },
			license: { href: `${apiUrl}/organizations/${organization.id}/licenses/${license.id}` },
		});
		for (const link of ["organization", "license"]) {
			const answer = await client.send("GET", `/../..${_links[link]?.href.slice(apiUrl.length)}`);
			expect([link, answer.status]).toEqual([link, 200]);
		}
	});

	it("leads to all that is in it", async () => {
		const _links = (await client.get("")).body._links as unknown as Record<string, { href: string }>;
		const { self, organization: _, license: __, ...inside } = _links;
		expect(self).toEqual({ href: client.url });
		expect(Object.keys(inside).sort()).toEqual([
			...["agreements", "applications", "billOfMaterials", "deviceAuthenticationPolicies", "gateways", "groups"],
			...["identityProviders", "keys", "languages", "passwordPolicies", "populations", "resources", "schemas"],
			...["signOnPolicies", "themes", "users"],
		]);
		for (const [name, { href }] of Object.entries(inside)) {
			expect(href).toBe(`${client.url}/${name}`);
			expect([name, (await client.get(`/${name}`)).status]).toEqual([name, 200]);
		}
	});

	it("is in the list of environments, which can be filtered", async () => {
		const { name, id } = (await client.get("")).body;
		for (const filter of [`name sw "emul"`, `id eq "${id}"`, `name sw "x" or id eq "${id}"`]) {
			const answer = await client.send("GET", `/../../environments?filter=${encodeURIComponent(filter)}`);
			expect(answer.body._embedded.environments).toMatchObject([{ id, name }]);
		}
		expect((await client.send("GET", '/../../environments?filter=name sw "x"')).body.count).toBe(0);
	});
});

describe("an object that is put back as it was read", () => {
	it("stays as it was, of every kind that can be replaced", async () => {
		const own = await startWithClient();
		const all = async (path: string): Promise<Body[]> => Object.values((await own.get(path)).body._embedded)[0] ?? [];
		const made = async (path: string, body: object) => (await own.post(path, body)).body.id;
		const application = await made("/applications", webApp("Echo"));
		const resource = await made("/resources", { name: "Echo" });
		const scope = await made(`/resources/${resource}/scopes`, { name: "echo" });
		await made(`/applications/${application}/grants`, { resource: { id: resource }, scopes: [{ id: scope }] });
		const member = await made("/users", user("echo"));
		await made(`/users/${member}/memberOfGroups`, { id: await made("/groups", { name: "Echo" }) });
		await made("/identityProviders", { name: "Echo", type: "SAML" });
		await made("/gateways", { name: "Echo", type: "LDAP", userTypes: [{ name: "u" }] });
		const agreement = await made("/agreements", { name: "Echo" });
		await made(`/agreements/${agreement}/languages`, { locale: "fr" });
		await made("/keyRotationPolicies", { name: "Echo" });
		const [policy] = await all("/signOnPolicies");
		const assigned = { signOnPolicy: { id: policy?.id }, priority: 1 };
		await made(`/applications/${application}/signOnPolicyAssignments`, assigned);
		const [schema] = await all("/schemas");
		const lists = [
			...["applications", "signOnPolicies", "populations", "users", "passwordPolicies", "groups", "languages"],
			...["identityProviders", "gateways", "agreements", "themes", "deviceAuthenticationPolicies", "keys"],
			...["keyRotationPolicies", `agreements/${agreement}/languages`, `schemas/${schema?.id}/attributes`],
			...[`applications/${application}/grants`, `applications/${application}/signOnPolicyAssignments`],
			...(await all("/resources")).map(({ id }) => `resources/${id}/scopes`),
			...(await all("/resources")).map(({ id }) => `resources/${id}/attributes`),
			...(await all("/signOnPolicies")).map(({ id }) => `signOnPolicies/${id}/actions`),
		];
		for (const list of lists) {
			for (const { id } of await all(`/${list}`)) {
				const { updatedAt: _, _embedded: __, ...before } = (await own.get(`/${list}/${id}`)).body;
				const { status, body } = await own.put(`/${list}/${id}`, before);
				const { updatedAt: ___, ...after } = body;
				expect([list, status, after]).toEqual([list, 200, before]);
			}
		}
		await own.emulator.close();
	});
});

/** PingOne API, "Create public client app (NONE auth)": what its answer has besides what was sent, ids and times. */
const NATIVE = {
	hiddenFromAppPortal: false,
	assignActorRoles: false,
	mobile: {
		integrityDetection: { mode: "DISABLED" },
		passcodeRefreshDuration: { duration: 30, timeUnit: "SECONDS" },
		passcodeGracePeriod: 5,
	},
	requestScopesForMultipleResourcesEnabled: false,
	deviceTimeout: 600,
	idpSignoff: false,
	additionalRefreshTokenReplayProtectionEnabled: true,
	parRequirement: "OPTIONAL",
	devicePollingInterval: 5,
	parTimeout: 60,
};

describe("an application", () => {
	const defaultPolicy = async () =>
		(await listed("/keyRotationPolicies")).find((policy) => policy.default === true)?.id;

	it("is answered as the service's answer was recorded: a native one", async () => {
		const sent = {
			...{ enabled: true, name: "Shared-Native-App", description: "Public client application" },
			...{ type: "NATIVE_APP", protocol: "OPENID_CONNECT" },
			...{ grantTypes: ["AUTHORIZATION_CODE"], redirectUris: ["http://localhost:3000/callback"] },
			...{ responseTypes: ["CODE"], tokenEndpointAuthMethod: "NONE", pkceEnforcement: "S256_REQUIRED" },
		};
		const { status, body } = await client.post("/applications", sent);
		const keyRotationPolicy = { id: await defaultPolicy() };
		const { _links, id, createdAt, updatedAt, ...rest } = body;
		expect([status, rest]).toEqual([
			201,
			{
				...{ ...sent, ...NATIVE, clientId: id, signing: { keyRotationPolicy } },
				environment: { id: client.emulator.environmentId },
			},
		]);
		const self = `${client.url}/applications/${id}`;
		const below = ["metadata", "attributes", "pushCredentials", "secret", "grants"];
		expect(_links).toEqual({
			self: { href: self },
			environment: { href: client.url },
			...Object.fromEntries(below.map((name) => [name, { href: `${self}/${name}` }])),
			keyRotationPolicy: { href: `${client.url}/keyRotationPolicies/${keyRotationPolicy.id}` },
		});
	});

	it("is answered as the service's answer was recorded: one for the web", async () => {
		const { body } = await client.post("/applications", webApp("Shared-Web-App"));
		const { mobile: _, ...web } = NATIVE;
		const signing = { keyRotationPolicy: { id: await defaultPolicy() } };
		const { _links, id, environment, createdAt, updatedAt, ...rest } = body;
		expect(rest).toEqual({
			...{ ...webApp("Shared-Web-App"), ...web },
			...{ pkceEnforcement: "OPTIONAL", clientId: id, signing },
		});
		const links = ["attributes", "environment", "grants", "keyRotationPolicy", "secret", "self"];
		expect(Object.keys(_links as object).sort()).toEqual(links);
	});

	it.each(["WORKER", "SERVICE", "TEMPLATE_APP"])(
		"of type %s is not signed by a key rotation policy of itself",
		async (type) => {
			const itself = { type, grantTypes: ["CLIENT_CREDENTIALS"], responseTypes: [], redirectUris: [] };
			const { body } = await client.post("/applications", { ...webApp(`Unsigned ${type}`), ...itself });
			for (const member of ["signing", "mobile", "deviceTimeout"]) expect(body).not.toHaveProperty(member);
			expect(body._links).not.toHaveProperty("keyRotationPolicy");
			expect("roleAssignments" in (body._links as object)).toBe(type === "WORKER");
		},
	);

	it.each([
		["SINGLE_PAGE_APP", "AUTHORIZATION_CODE", {}],
		["SINGLE_PAGE_APP", "DEVICE_CODE", { deviceTimeout: 600, devicePollingInterval: 5 }],
		["CUSTOM_APP", "AUTHORIZATION_CODE", {}],
		["CUSTOM_APP", "DEVICE_CODE", { deviceTimeout: 600, devicePollingInterval: 5 }],
	])(
		"of type %s is signed by a policy and, with the grant type %s, has of devices %j",
		async (type, grantType, device) => {
			const itself = { type, grantTypes: [grantType], responseTypes: [], tokenEndpointAuthMethod: "NONE" };
			const { body } = await client.post("/applications", { ...webApp(`${type} by ${grantType}`), ...itself });
			expect(body.signing).toEqual({ keyRotationPolicy: { id: await defaultPolicy() } });
			expect(Object.entries(body).filter(([name]) => name.startsWith("device"))).toEqual(Object.entries(device));
		},
	);

	it("is signed by the policy that it names, and by the default again when it names none", async () => {
		const { id } = (await client.post("/keyRotationPolicies", { name: "Own" })).body;
		const signing = { keyRotationPolicy: { id } };
		const { body } = await client.post("/applications", { ...webApp("Signed"), signing });
		expect(body.signing).toEqual(signing);
		const { signing: after } = (await client.put(`/applications/${body.id}`, webApp("Signed"))).body;
		expect(after).toEqual({ keyRotationPolicy: { id: await defaultPolicy() } });
		expect((await client.delete(`/keyRotationPolicies/${id}`)).status).toBe(204);
	});

	it("has links that lead somewhere, of every protocol and type", async () => {
		const [key] = await listed("/keys");
		const idpSigning = { key: { id: key?.id }, algorithm: "SHA256withRSA" };
		const named = (protocol: string, more: object) => ({ name: `To ${protocol}`, enabled: true, protocol, ...more });
		for (const body of [
			named("EXTERNAL_LINK", { type: "PORTAL_LINK_APP", homePageUrl: "https://h" }),
			named("SAML", { type: "WEB_APP", acsUrls: ["https://acs"], assertionDuration: 60, spEntityId: "leads" }),
			named("WS_FED", { type: "WEB_APP", domainName: "d", replyUrl: "r", idpSigning }),
			{ ...webApp("To a native one"), type: "NATIVE_APP" },
			{ ...webApp("To a worker"), type: "WORKER", grantTypes: ["CLIENT_CREDENTIALS"], responseTypes: [] },
		])
			expect((await client.post("/applications", body)).status).toBe(201);
		const notEmulated: string[] = [];
		// What the worker of this token may read of itself is another question.
		const others = (await listed("/applications")).filter(({ id }) => id !== client.emulator.clientId);
		for (const { name, _links } of others) {
			for (const [link, { href }] of Object.entries(_links as unknown as Record<string, { href: string }>)) {
				const { status } = await client.get(href.slice(client.url.length));
				if (status === 501) notEmulated.push(link);
				else expect([name, link, status]).toEqual([name, link, 200]);
			}
		}
		expect([...new Set(notEmulated)].sort()).toEqual(["metadata", "pushCredentials"]);
	});

	it.each([
		["PING_ONE_ADMIN_CONSOLE", ["environment", "self"], "The admin console application which is used to manage"],
		["PING_ONE_PORTAL", ["environment", "grants", "self"], "The application portal where users can view and access"],
		["PING_ONE_SELF_SERVICE", ["environment", "grants", "self"], "The self-service application where users can"],
	])("of the service is described, and has the links that were recorded: %s", async (type, links, description) => {
		const own = await startWithClient();
		const { applications = [] } = (await own.get("/applications")).body._embedded;
		const found = applications.find((application) => application.type === type);
		expect(Object.keys(found?._links as object).sort()).toEqual(links);
		expect(found?.description).toContain(description);
		const restricted = type === "PING_ONE_ADMIN_CONSOLE" ? { role: { type: "ADMIN_USERS_ONLY" } } : undefined;
		expect([found?.accessControl, found?.clientId]).toEqual([restricted, undefined]);
		await own.emulator.close();
	});

	it("gets what the service fills in by grant type and type, and no more", async () => {
		const device = {
			...webApp("Device"),
			type: "NATIVE_APP",
			grantTypes: ["DEVICE_CODE", "REFRESH_TOKEN"],
			responseTypes: undefined,
			redirectUris: undefined,
			mobile: { bundleId: "b" },
		};
		const { body } = await client.post("/applications", device);
		expect(body).toMatchObject({
			deviceTimeout: 600,
			devicePollingInterval: 5,
			refreshTokenDuration: 2_592_000,
			mobile: { bundleId: "b", ...NATIVE.mobile },
		});
		for (const attribute of [
			"responseTypes",
			"redirectUris",
			"tags",
			"corsSettings",
			"refreshTokenRollingDuration",
			"jwks",
			"kerberos",
		]) {
			expect(body).not.toHaveProperty(attribute);
		}
	});

	it.each([
		[1, 30, { amount: 1, units: "MINUTES" }],
		[10, 60, { amount: 2880, units: "MINUTES" }],
		[5, 45, { amount: 48, units: "HOURS" }],
	])(
		"waits and checks devices as briefly and as long as it may: %d, %d s, %j",
		async (passcodeGracePeriod, duration, cacheDuration) => {
			const mobile = {
				passcodeGracePeriod,
				passcodeRefreshDuration: { duration, timeUnit: "SECONDS" },
				integrityDetection: { mode: "ENABLED", excludedPlatforms: ["GOOGLE"], cacheDuration },
			};
			const { status, body } = await client.post("/applications", {
				...webApp(`Waits ${duration}`),
				type: "NATIVE_APP",
				mobile,
			});
			expect([status, body.mobile]).toEqual([201, mobile]);
		},
	);

	it("of a device may be given after it was made what it goes by, one thing and then another", async () => {
		const native = { ...webApp("Goes by"), type: "NATIVE_APP" };
		const path = `/applications/${(await client.post("/applications", native)).body.id}`;
		const ids = { bundleId: "late.b", packageName: "late.p", huaweiAppId: "late.h", huaweiPackageName: "late.hp" };
		let mobile = {};
		for (const [name, id] of Object.entries(ids)) {
			mobile = { ...mobile, [name]: id };
			const { status, body } = await client.put(path, { ...native, mobile });
			expect([status, body.mobile]).toEqual([200, { ...NATIVE.mobile, ...mobile }]);
		}
	});

	it("takes null for false where the service does", async () => {
		const name = "additionalRefreshTokenReplayProtectionEnabled";
		const made = (await client.post("/applications", { ...webApp("Replay"), [name]: null })).body;
		expect(made[name]).toBe(false);
		const path = `/applications/${made.id}`;
		expect((await client.put(path, webApp("Replay"))).body[name]).toBe(true);
		expect((await client.put(path, { ...webApp("Replay"), [name]: null })).body[name]).toBe(false);
	});

	it("of every protocol is kept field by field, with what the service fills in", async () => {
		const [key] = await listed("/keys");
		const group = (await client.post("/groups", { name: "Federated" })).body.id;
		const gateway = (await client.post("/gateways", { name: "Domain", type: "LDAP", userTypes: [{ name: "u" }] })).body;
		const [userType] = gateway.userTypes as Body[];
		const shared = {
			...{ enabled: true, description: "d", hiddenFromAppPortal: true, loginPageUrl: "https://l.example" },
			homePageUrl: "https://h",
			accessControl: { role: { type: "ADMIN_USERS_ONLY" }, group: { type: "ALL_GROUPS", groups: [{ id: group }] } },
		};
		const corsSettings = {
			behavior: "ALLOW_SPECIFIC_ORIGINS",
			origins: ["https://*.a.example", "http://localhost:81", "https://LOCALHOST:65535"],
		};
		const idpSigning = { key: { id: key?.id }, algorithm: "SHA512withRSA" };
		const one = { id: "11111111-1111-4111-8111-111111111111" };
		const template = { configuration: { tenant: "t" }, integration: one, version: one };
		const saml = {
			...{ ...shared, name: "Saml", protocol: "SAML", type: "CUSTOM_APP", acsUrls: ["https://a"], spEntityId: "e" },
			...{ assertionDuration: 60, assertionSigned: false, responseSigned: true, sloBinding: "HTTP_REDIRECT" },
			...{ sloEndpoint: "https://s", sloResponseEndpoint: "https://r", sloWindow: 3, sessionNotOnOrAfterDuration: 9 },
			...{ defaultTargetUrl: "https://t", nameIdFormat: "f", corsSettings, idpSigning },
			...{ enableRequestedAuthnContext: true, enableAlwaysAcceptAcsUrlInSignedAuthnRequest: true, template },
			virtualServerIdSettings: { enabled: true, virtualServerIds: [{ vsId: "v", default: true }] },
		};
		const wsFed = {
			...{ ...shared, name: "WsFed", protocol: "WS_FED", type: "WEB_APP", domainName: "d", replyUrl: "https://r" },
			...{ idpSigning, corsSettings, assertionDuration: 400, audienceRestriction: "a", sloEndpoint: "https://s" },
			...{
				wsTrustVersion: "1.3",
				...{ hybridJoinDeviceAttribute: "deviceId", stsTokenType: "SAML20" },
				...{ useMex13: true, userAttributeUsernameMatch: "username" },
				kerberos: { gateways: [{ id: gateway.id, type: "LDAP", userType: { id: userType?.id } }] },
			},
			subjectNameIdentifierFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
		};
		const link = {
			...shared,
			name: "Linked",
			protocol: "EXTERNAL_LINK",
			type: "PORTAL_LINK_APP",
			externalId: "x",
		};
		const oidc = { ...webApp("Templated"), ...shared, type: "TEMPLATE_APP", template, corsSettings, includeTyp: true };
		for (const sent of [saml, wsFed, link, oidc]) {
			const made = await client.post("/applications", sent);
			expect(made).toMatchObject({ status: 201, body: sent });
			const path = `/applications/${made.body.id}`;
			expect((await client.put(path, sent)).body).toMatchObject(sent);
			expect((await client.get(path)).body).toMatchObject(sent);
		}
		const bare = {
			name: "Bare",
			enabled: true,
			protocol: "SAML",
			type: "WEB_APP",
			acsUrls: ["u"],
			assertionDuration: 1,
			spEntityId: "bare",
		};
		const { body } = await client.post("/applications", {
			...bare,
			accessControl: {},
			spVerification: { certificates: [] },
			virtualServerIdSettings: {},
		});
		expect(body).toMatchObject({ assertionSigned: true, responseSigned: false, sloBinding: "HTTP_POST" });
		expect(body.hiddenFromAppPortal).toBe(false);
		expect(body).toMatchObject({
			spVerification: { authnRequestSigned: false },
			virtualServerIdSettings: { enabled: false },
		});
		expect(body).not.toHaveProperty("accessControl");
		const plain = {
			name: "Plain",
			enabled: true,
			protocol: "WS_FED",
			type: "WEB_APP",
			domainName: "d",
			replyUrl: "r",
			idpSigning,
		};
		expect((await client.post("/applications", plain)).body).toMatchObject({
			assertionDuration: 300,
			audienceRestriction: "urn:federation:MicrosoftOnline",
		});
		const longest = { ...plain, name: "Longest", assertionDuration: 3_932_100 };
		expect((await client.post("/applications", longest)).body).toMatchObject(longest);
	});

	it.each(["applications", "resources"])("is not judged by a client secret that is put: %s", async (path) => {
		const body = { ...webApp(`Put ${path}`), type: path === "applications" ? "WEB_APP" : "CUSTOM" };
		const { id } = (await client.post(`/${path}`, body)).body;
		const { status, body: after } = await client.put(`/${path}/${id}`, { ...body, clientId: 5, clientSecret: "short" });
		const clientId = path === "applications" ? id : undefined;
		expect([status, after.clientId, after.clientSecret]).toEqual([200, clientId, undefined]);
	});

	it("does not lose what cannot be nullified", async () => {
		const path = `/applications/${(await client.post("/applications", { ...webApp("Refresh"), refreshTokenDuration: 60, refreshTokenRollingDuration: 5_000_000 })).body.id}`;
		expect((await client.put(path, webApp("Refresh"))).body).toMatchObject({
			refreshTokenDuration: 2_592_000,
			refreshTokenRollingDuration: 5_000_000,
		});
	});

	it("is not refused for a refresh token duration that it does not send", async () => {
		const durations = { refreshTokenDuration: 3600, refreshTokenRollingDuration: 7200 };
		const { id } = (await client.post("/applications", { ...webApp("Short"), ...durations })).body;
		const { status, body } = await client.put(`/applications/${id}`, webApp("Short"));
		expect([status, body]).toMatchObject([200, { refreshTokenDuration: 7200, refreshTokenRollingDuration: 7200 }]);
		const longer = { refreshTokenRollingDuration: 5_000_000 };
		expect((await client.put(`/applications/${id}`, { ...webApp("Short"), ...longer })).body).toMatchObject({
			...{ ...longer, refreshTokenDuration: 2_592_000 },
		});
	});

	it("keeps the arrays as they were sent, and cuts fractions", async () => {
		const redirectUris = [
			"https://b.example",
			"https://a.example",
			"org.acme.app://cb",
			"http://localhost:8080/cb",
			"http://127.0.0.1",
			"http://localhost/",
			"http://127.0.0.1?a",
		];
		const { body } = await client.post("/applications", { ...webApp("Arrays"), redirectUris, parTimeout: 59.9 });
		expect(body).toMatchObject({ redirectUris, parTimeout: 59 });
	});

	it.each(["https://login.example/a?b", "http://localhost:3000/login", "http://127.0.0.1"])(
		"may have its login page at %s",
		async (loginPageUrl) => {
			const { status, body } = await client.post("/applications", { ...webApp(`At ${loginPageUrl}`), loginPageUrl });
			expect([status, body.loginPageUrl]).toEqual([201, loginPageUrl]);
		},
	);

	it.each([
		{ parTimeout: 1, deviceTimeout: 1, devicePollingInterval: 1, refreshTokenRollingGracePeriodDuration: 0 },
		{ parTimeout: 600, deviceTimeout: 3600, devicePollingInterval: 60, devicePathId: "a".repeat(50) },
		{ refreshTokenDuration: 60, refreshTokenRollingDuration: 60, refreshTokenRollingGracePeriodDuration: 86_400 },
		{ tokenEndpointAuthMethod: "PRIVATE_KEY_JWT", jwksUrl: "https://keys.example" },
		{ tokenEndpointAuthMethod: "PRIVATE_KEY_JWT", jwks: '{"keys":[]}' },
		{ grantTypes: ["IMPLICIT"], responseTypes: ["TOKEN", "ID_TOKEN"] },
		{ corsSettings: { behavior: "ALLOW_NO_ORIGINS" } },
		{ corsSettings: { behavior: "ALLOW_SPECIFIC_ORIGINS", origins: Array(40).fill("HTTPS://*.A.Example:65535") } },
	])("may be at the limits of its settings: %j", async (settings) => {
		const sent = { ...webApp(JSON.stringify(settings)), ...settings };
		const { status, body } = await client.post("/applications", sent);
		expect([status, body]).toMatchObject([201, sent]);
		expect((await client.delete(`/applications/${body.id}`)).status).toBe(204);
	});

	it("of SAML shares its entity with no other, as it is written", async () => {
		const saml = (spEntityId: string) => ({
			...{ name: `Entity ${spEntityId}`, enabled: true, protocol: "SAML", type: "WEB_APP" },
			...{ acsUrls: ["https://acs"], assertionDuration: 60, spEntityId },
		});
		const { id } = (await client.post("/applications", saml("urn:entity"))).body;
		expect((await client.post("/applications", { ...saml("urn:entity"), name: "Other" })).body.details).toMatchObject([
			{ code: "UNIQUENESS_VIOLATION", target: "spEntityId", innerError: { existingId: id } },
		]);
		const other = await client.post("/applications", saml("URN:entity"));
		expect(other).toMatchObject({ status: 201, body: { spEntityId: "URN:entity" } });
		expect((await client.put(`/applications/${id}`, saml("urn:entity"))).status).toBe(200);
		expect((await client.put(`/applications/${id}`, saml("URN:entity"))).body.details).toMatchObject([
			{ code: "INVALID_VALUE", target: "spEntityId" },
		]);
		const second = await startWithClient();
		expect((await second.post("/applications", saml("urn:entity"))).status).toBe(201);
		await second.emulator.close();
	});

	it("decides on its roles when it is made", async () => {
		const worker = { ...webApp("W"), type: "WORKER", grantTypes: ["CLIENT_CREDENTIALS"], responseTypes: undefined };
		const { body } = await client.post("/applications", worker);
		expect(body.assignActorRoles).toBe(true);
		expect(
			(await client.put(`/applications/${body.id}`, { ...worker, assignActorRoles: false })).body.assignActorRoles,
		).toBe(true);
		const other = { ...worker, name: "W2", assignActorRoles: false };
		const { id, assignActorRoles } = (await client.post("/applications", other)).body;
		expect(assignActorRoles).toBe(false);
		for (const again of [
			{ ...other, assignActorRoles: true },
			{ ...worker, name: "W2" },
		]) {
			expect((await client.put(`/applications/${id}`, again)).body.assignActorRoles).toBe(false);
		}
	});

	it("that is a worker is for administrators, unless told otherwise", async () => {
		const worker = { ...webApp("For some"), type: "WORKER", grantTypes: ["CLIENT_CREDENTIALS"], responseTypes: [] };
		const administrators = { role: { type: "ADMIN_USERS_ONLY" } };
		const { body } = await client.post("/applications", worker);
		expect(body.accessControl).toEqual(administrators);
		const accessControl = {
			group: { type: "ANY_GROUP", groups: [{ id: (await client.post("/groups", { name: "Some" })).body.id }] },
		};
		const put = async (more: object) => (await client.put(`/applications/${body.id}`, { ...worker, ...more })).body;
		expect((await put({ accessControl })).accessControl).toEqual(accessControl);
		expect((await put({})).accessControl).toEqual(administrators);
		expect(await put({ accessControl: {} })).not.toHaveProperty("accessControl");
	});

	it.each([
		["PING_ONE_SELF_SERVICE", { logoutType: "SINGLE", manageDevicesViaMyAccountEnabled: true }],
		["PING_ONE_PORTAL", { logoutType: "SINGLE" }],
	])("of the service keeps its own settings: %s", async (type, settings) => {
		const { _links, environment, ...rest } = (await listed("/applications")).find((one) => one.type === type) as Body;
		const own = { ...settings, homePageUrl: "https://h" };
		expect((await client.put(`/applications/${rest.id}`, { ...rest, ...own })).body).toMatchObject(own);
		expect((await client.get(`/applications/${rest.id}`)).body).toMatchObject(own);
		expect((await client.put(`/applications/${rest.id}`, rest)).body).not.toHaveProperty("logoutType");
	});

	it("of the service can be changed, and may hold wildcards when told", async () => {
		const [selfService] = await listed("/applications");
		const { _links, environment, ...rest } = selfService as Body;
		expect((await client.put(`/applications/${rest.id}`, { ...rest, enabled: false })).body).toMatchObject({
			enabled: false,
			type: "PING_ONE_SELF_SERVICE",
		});
		const wild = { ...webApp("Wild"), redirectUris: ["https://*.example.com/cb"], allowWildcardInRedirectUris: true };
		expect((await client.post("/applications", wild)).status).toBe(201);
	});

	it("takes grants, assignments and secret along when it goes", async () => {
		const { id } = (await client.post("/applications", webApp("Gone"))).body;
		const resource = (await client.post("/resources", { name: "GoneApi" })).body.id;
		const scope = (await client.post(`/resources/${resource}/scopes`, { name: "gone" })).body.id;
		await client.post(`/applications/${id}/grants`, { resource: { id: resource }, scopes: [{ id: scope }] });
		const policy = (await client.post("/signOnPolicies", { name: "Gone" })).body.id;
		await client.post(`/applications/${id}/signOnPolicyAssignments`, { signOnPolicy: { id: policy }, priority: 1 });
		expect((await client.delete(`/applications/${id}`)).status).toBe(204);
		expect((await client.get(`/applications/${id}/secret`)).status).toBe(404);
		for (const path of [`/resources/${resource}/scopes/${scope}`, `/signOnPolicies/${policy}`]) {
			expect((await client.delete(path)).status).toBe(204);
		}
	});
});

describe("a grant", () => {
	it.each([
		["PingOne API", "p1:read:user", { grantTypes: ["AUTHORIZATION_CODE"], responseTypes: ["CODE"] }],
		["openid", "email", { type: "CUSTOM_APP", grantTypes: ["AUTHORIZATION_CODE", "CLIENT_CREDENTIALS"] }],
		["openid", "email", { type: "WORKER" }],
	])("of %s opens %s to whom it may: %j", async (resourceName, scopeName, more) => {
		const named = async (path: string, key: string, name: string) =>
			(await client.get(path)).body._embedded[key]?.find((one) => one.name === name)?.id;
		const resource = { id: await named("/resources", "resources", resourceName) };
		const scopes = [{ id: await named(`/resources/${resource.id}/scopes`, "scopes", scopeName) }];
		const { id } = (await client.post("/applications", { ...webApp(`Granted ${JSON.stringify(more)}`), ...more })).body;
		const granted = await client.post(`/applications/${id}/grants`, { resource, scopes });
		expect(granted.status).toBe(201);
		expect((await client.put(`/applications/${id}/grants/${granted.body.id}`, { resource, scopes })).status).toBe(200);
		expect((await client.put(`/applications/${id}`, { ...webApp(`Granted ${id}`), ...more })).status).toBe(200);
	});
});

const ATTRIBUTE = { type: "STRING", enabled: true, unique: false };

describe("a mapping", () => {
	it("may name any attribute that the environment's schema has enabled", async () => {
		const [schema] = (await client.get("/schemas")).body._embedded.schemas ?? [];
		const declared = `/schemas/${schema?.id}/attributes`;
		const { body } = await client.post(declared, { ...ATTRIBUTE, name: "hat-size" });
		const mappings = `/resources/${(await client.post("/resources", { name: "Mapped" })).body.id}/attributes`;
		const map = (name: string, value: string) => client.post(mappings, { name, value });
		for (const path of ["hat-size", "name.given", "lastSignOn.remoteIp", "memberOfGroupNames", "population.id"]) {
			expect([path, (await map(path, `Is \${user.${path}}`)).status]).toEqual([path, 201]);
			expect([path, (await map(`spaced ${path}`, `Is \${ user.${path} }`)).status]).toEqual([path, 201]);
		}
		for (const value of ["${#string.of(user.nobody)}", "${user.nobody + 1}", "user.nobody"]) {
			expect([value, (await map(value, value)).status]).toEqual([value, 201]);
		}
		const disabled = { body: JSON.stringify({ enabled: false }), headers: { "content-type": "application/json" } };
		await client.send("PATCH", `${declared}/${body.id}`, disabled);
		expect((await map("late", "${user.hat-size}")).body.details).toMatchObject([
			{ code: "INVALID_VALUE", target: "value" },
		]);
	});
});

describe("a mapping of an application", () => {
	it("may have any name where the application does not speak OpenID Connect", async () => {
		const saml = { protocol: "SAML", type: "WEB_APP", acsUrls: ["u"], assertionDuration: 1, spEntityId: "mapped" };
		const { id } = (await client.post("/applications", { name: "Mapped", enabled: true, ...saml })).body;
		const sent = { name: "aud", value: "x", required: false };
		expect(await client.post(`/applications/${id}/attributes`, sent)).toMatchObject({ status: 201, body: sent });
	});

	it("is always required where it is of the subject", async () => {
		const { id } = (await client.post("/applications", webApp("Subject"))).body;
		const [sub] = await listed(`/applications/${id}/attributes`);
		const changed = { name: "sub", value: "${user.email}", required: false };
		const { status, body } = await client.put(`/applications/${id}/attributes/${sub?.id}`, changed);
		expect([status, body]).toMatchObject([200, { ...changed, required: true, mappingType: "CORE" }]);
	});
});

describe("a secret", () => {
	it.each([
		["application", webApp("Own secret")],
		["resource", { name: "Own secret" }],
	])("of the client's own is not taken: %s", async (kind, owner) => {
		const { id } = (await client.post(`/${kind}s`, owner)).body;
		const path = `/${kind}s/${id}/secret`;
		const before = (await client.get(path)).body.secret;
		const type = "application/vnd.pingidentity.secret+json";
		for (const [body, mediaType] of [
			[{ secret: "chosen-by-me" }, type],
			[{ secret: "chosen-by-me" }, undefined],
			[{}, type],
		] as const) {
			expect((await client.post(path, body, mediaType)).body).toMatchObject({
				code: "INVALID_DATA",
				details: [{ code: "CONSTRAINT_VIOLATION", target: "secret" }],
			});
		}
		expect((await client.get(path)).body.secret).toBe(before);
	});

	const rotate = (path: string, ahead?: number) =>
		client.post(
			path,
			ahead === undefined ? {} : { previous: { expiresAt: new Date(clock.now() + ahead).toISOString() } },
		);

	it.each([
		["applications", webApp("Secretive")],
		["resources", { name: "Secretive" }],
	])("of %s is made by the service, rotated, and kept for a while", async (kind, body) => {
		const { id } = (await client.post(`/${kind}`, body)).body;
		const path = `/${kind}/${id}/secret`;
		const first = (await client.get(path)).body;
		expect(first.secret).toMatch(/^[a-zA-Z0-9._~-]{64,}$/);
		expect([first.environment, first.previous]).toEqual([{ id: client.emulator.environmentId }, undefined]);
		expect(first._links).toEqual({
			self: { href: client.url + path },
			environment: { href: client.url },
			[kind.slice(0, -1)]: { href: `${client.url}/${kind}/${id}` },
		});
		for (const ahead of [59_999, 30 * 86_400_000 + 1]) {
			expect((await rotate(path, ahead)).body.details).toMatchObject([
				{ code: "OUT_OF_RANGE", target: "previous.expiresAt" },
			]);
		}
		expect((await client.get(path)).body).toEqual(first);

		const second = (await rotate(path, 60_000)).body;
		const previous = { secret: first.secret, expiresAt: new Date(clock.now() + 60_000).toISOString() };
		expect(second).toMatchObject({ secret: expect.not.stringContaining(String(first.secret)), previous });
		expect((await client.get(path)).body).toEqual(second);
		clock.advance(59_999);
		expect((await client.get(path)).body.previous).toEqual(previous);
		clock.advance(1);
		expect((await client.get(path)).body).not.toHaveProperty("previous");

		expect((await rotate(path, 30 * 86_400_000)).body).toHaveProperty("previous");
		expect((await client.delete(path)).status).toBe(204);
		expect((await client.get(path)).body).not.toHaveProperty("previous");
		await rotate(path, 60_000);
		expect((await rotate(path)).body).not.toHaveProperty("previous");
		expect((await client.send("POST", path)).status).toBe(200);
	});

	it("of a worker is not for that worker to read, but for any other", async () => {
		const own = await startWithClient();
		const { clientId, environmentId } = own.emulator;
		const path = `/applications/${clientId}/secret`;
		const { status, body } = await own.get(path);
		expect([status, body.code, body.details]).toMatchObject([
			403,
			"ACCESS_FAILED",
			[{ code: "INSUFFICIENT_PERMISSIONS", message: "A worker application cannot read its own secret" }],
		]);
		const worker = {
			...webApp("Other"),
			...{ type: "WORKER", grantTypes: ["CLIENT_CREDENTIALS"], responseTypes: [] },
			tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC",
		};
		const { id } = (await own.post("/applications", worker)).body;
		const { secret } = (await own.get(`/applications/${id}/secret`)).body;
		const other = await connect({ ...own.emulator, environmentId, clientId: id, clientSecret: String(secret) });
		expect((await other.get(path)).body.secret).toBe(own.emulator.clientSecret);
		expect((await other.get(`/applications/${id}/secret`)).status).toBe(403);
		const rotated = (await own.post(path)).body.secret;
		expect(rotated).toEqual(expect.not.stringMatching(own.emulator.clientSecret));
		expect((await other.get(path)).body.secret).toBe(rotated);
		await own.emulator.close();
	});
});

describe("a previous secret", () => {
	it("says when it was used last, by an application or a resource", async () => {
		const { authUrl, environmentId } = client.emulator;
		const basic = (id: string, secret: unknown) => Buffer.from(`${id}:${secret}`).toString("base64");
		const ask = async (path: string, id: string, secret: unknown, body: Record<string, string>) =>
			fetch(`${authUrl}/${environmentId}/as/${path}`, {
				method: "POST",
				headers: { authorization: `Basic ${basic(id, secret)}` },
				body: new URLSearchParams(body),
			});
		const rotated = async (path: string) => {
			const { secret } = (await client.get(path)).body;
			const expiresAt = new Date(clock.now() + 3_600_000).toISOString();
			expect((await client.post(path, { previous: { expiresAt } })).body.previous).toEqual({ secret, expiresAt });
			return secret;
		};
		const machine = {
			...webApp("Rotating"),
			type: "SERVICE",
			grantTypes: ["CLIENT_CREDENTIALS"],
			responseTypes: undefined,
		};
		const body = { ...machine, tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC" };
		const application = (await client.post("/applications", body)).body.id;
		const resource = (await client.post("/resources", { name: "Rotating" })).body.id;
		const scope = (await client.post(`/resources/${resource}/scopes`, { name: "rotate" })).body.id;
		await client.post(`/applications/${application}/grants`, { resource: { id: resource }, scopes: [{ id: scope }] });

		for (const [kind, id, path, form] of [
			["applications", application, "token", { grant_type: "client_credentials" }],
			["resources", resource, "introspect", { token: "x" }],
		] as const) {
			const before = await rotated(`/${kind}/${id}/secret`);
			const { secret } = (await client.get(`/${kind}/${id}/secret`)).body;
			expect((await ask(path, id, secret, form)).status).toBe(200);
			expect((await client.get(`/${kind}/${id}/secret`)).body.previous).not.toHaveProperty("lastUsed");
			clock.advance(1000);
			expect((await ask(path, id, before, form)).status).toBe(200);
			const lastUsed = new Date(clock.now()).toISOString();
			expect((await client.get(`/${kind}/${id}/secret`)).body).toMatchObject({
				previous: { secret: before, lastUsed },
			});
		}
	});
});

describe("a resource", () => {
	it("leads to its secret, where it has one", async () => {
		const { id } = (await client.post("/resources", { name: "With a secret" })).body;
		for (const { type, _links } of await listed("/resources")) {
			const below = type === "CUSTOM" ? ["attributes", "scopes", "secret"] : ["attributes", "scopes"];
			expect(Object.keys(_links as object).sort()).toEqual([...below, "environment", "self"].sort());
		}
		expect((await client.delete(`/resources/${id}`)).status).toBe(204);
	});

	it.each([
		[{}, "Audience 1"],
		[{ audience: "orders#1" }, "orders#1"],
		[{ audience: "https://orders.example/?a" }, "https://orders.example/?a"],
	])("with %j is for the audience %s", async (sent, audience) => {
		const { status, body } = await client.post("/resources", { name: "Audience 1", ...sent });
		expect([status, body.audience]).toEqual([201, audience]);
		expect((await client.delete(`/resources/${body.id}`)).status).toBe(204);
	});

	it.each([300, 2_592_000])("may have tokens that are good for %i seconds", async (accessTokenValiditySeconds) => {
		const { status, body } = await client.post("/resources", { name: "Validity", accessTokenValiditySeconds });
		expect([status, body]).toMatchObject([201, { accessTokenValiditySeconds }]);
		expect((await client.delete(`/resources/${body.id}`)).status).toBe(204);
	});

	it("of the customer may map names that are reserved on the OpenID Connect resource", async () => {
		const { id } = (await client.post("/resources", { name: "Unreserved" })).body;
		for (const name of ["acr", "scope", "p1.x"]) {
			const { status, body } = await client.post(`/resources/${id}/attributes`, { name, value: "x", idToken: true });
			expect([status, body]).toMatchObject([201, { name, type: "CUSTOM" }]);
			for (const place of ["idToken", "userInfo"]) expect(body).not.toHaveProperty(place);
		}
		expect((await client.delete(`/resources/${id}`)).status).toBe(204);
	});

	it("has a core attribute that can only be changed", async () => {
		const { id } = (await client.post("/resources", { name: "Core" })).body;
		const [sub] = await listed(`/resources/${id}/attributes`);
		expect(sub).toMatchObject({ name: "sub", value: "${user.id}", type: "CORE", resource: { id } });
		const changed = await client.put(`/resources/${id}/attributes/${sub?.id}`, {
			name: "sub",
			value: "${user.username}",
		});
		expect(changed.body).toMatchObject({ value: "${user.username}", type: "CORE" });
	});

	it("of OpenID Connect has predefined attributes, which can be changed and not removed", async () => {
		const [openid] = await listed("/resources");
		const path = `/resources/${openid?.id}/attributes`;
		const given = (await listed(path)).find(({ name }) => name === "given_name");
		expect(given).toMatchObject({ value: "${user.name.given}", type: "PREDEFINED", idToken: true, userInfo: true });
		const changed = { name: "given_name", value: "${user.nickname}", idToken: false };
		expect(await client.put(`${path}/${given?.id}`, changed)).toMatchObject({
			status: 200,
			body: { ...changed, type: "PREDEFINED", userInfo: true },
		});
		expect((await client.delete(`${path}/${given?.id}`)).body.details).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION", target: "type" },
		]);
		expect((await client.post(path, { name: "family_name", value: "x" })).body.details).toMatchObject([
			{ code: "UNIQUENESS_VIOLATION", target: "name" },
		]);
	});

	it("takes its grants along when it goes", async () => {
		const application = (await client.post("/applications", webApp("Grantee"))).body.id;
		const { id } = (await client.post("/resources", { name: "Granted" })).body;
		const scope = (await client.post(`/resources/${id}/scopes`, { name: "granted" })).body.id;
		const grant = (
			await client.post(`/applications/${application}/grants`, { resource: { id }, scopes: [{ id: scope }] })
		).body.id;
		expect((await client.delete(`/resources/${id}`)).status).toBe(204);
		expect((await client.get(`/applications/${application}/grants/${grant}`)).status).toBe(404);
		expect((await client.get(`/resources/${id}/scopes`)).status).toBe(404);
	});

	it("maps claims on the OpenID Connect resource", async () => {
		const [openid] = await listed("/resources");
		const attribute = await client.post(`/resources/${openid?.id}/attributes`, {
			name: "shirt",
			value: "x",
			userInfo: false,
		});
		expect(attribute.body).toMatchObject({ idToken: true, userInfo: false, type: "CUSTOM" });
		const scope = { name: "shirts", mappedClaims: [attribute.body.id] };
		const mapping = (await client.post(`/resources/${openid?.id}/scopes`, scope)).body;
		expect(mapping).toMatchObject(scope);
		const path = `/resources/${openid?.id}/attributes/${attribute.body.id}`;
		expect((await client.delete(path)).body.details).toMatchObject([{ code: "CONSTRAINT_VIOLATION", target: "id" }]);
		expect((await client.delete(`/resources/${openid?.id}/scopes/${mapping.id}`)).status).toBe(204);
		expect((await client.delete(path)).status).toBe(204);
	});
});

describe("the scopes of a resource", () => {
	it("come with it where a request expands them", async () => {
		const { id } = (await client.post("/resources", { name: "Expanded" })).body;
		await client.post(`/resources/${id}/scopes`, { name: "expanded:read" });
		const shown = (await client.get(`/resources/${id}`)).body;
		const expected = { ...shown, _embedded: { scopes: await listed(`/resources/${id}/scopes`) } };
		expect(expected._embedded.scopes).toHaveLength(1);
		expect((await client.get(`/resources/${id}?expand=scopes`)).body).toEqual(expected);
		const all = (await client.get("/resources?expand=scopes")).body;
		expect(all).toMatchObject({ _links: { self: { href: `${client.url}/resources?expand=scopes` } } });
		expect([all.count, all.size]).toEqual([all._embedded.resources?.length, all.count]);
		expect(all._embedded.resources?.find((one) => one.id === id)).toEqual(expected);
		expect((await client.get(`/resources/${client.emulator.clientId}?expand=scopes`)).status).toBe(404);
		expect(shown).not.toHaveProperty("_embedded");
	});

	it("map claims of a custom resource too, of its own", async () => {
		const { id } = (await client.post("/resources", { name: "Mapping" })).body;
		const claim = (await client.post(`/resources/${id}/attributes`, { name: "shirt", value: "x" })).body.id;
		const sent = { name: "mapping:read", mappedClaims: [claim] };
		expect(await client.post(`/resources/${id}/scopes`, sent)).toMatchObject({ status: 201, body: sent });
		expect((await client.delete(`/resources/${id}`)).status).toBe(204);
	});
});

describe("a scope", () => {
	it("cannot take the name of another that the same application was granted", async () => {
		const application = (await client.post("/applications", webApp("TwoGrants"))).body.id;
		const scopes = [];
		for (const name of ["one", "two"]) {
			const resource = (await client.post("/resources", { name: `Res ${name}` })).body.id;
			const path = `/resources/${resource}/scopes`;
			const { id } = (await client.post(path, { name: `${name}:read` })).body;
			await client.post(`/applications/${application}/grants`, { resource: { id: resource }, scopes: [{ id }] });
			scopes.push(`${path}/${id}`);
		}
		const answer = await client.put(scopes[1] ?? "", { name: "one:read" });
		expect(answer).toMatchObject({
			status: 400,
			body: { details: [{ code: "UNIQUENESS_VIOLATION", target: "name" }] },
		});
		expect((await client.put(scopes[1] ?? "", { name: "three:read" })).status).toBe(200);
	});
});

describe("a default", () => {
	it.each([
		["/signOnPolicies", (name: string) => ({ name })],
		["/populations", (name: string) => ({ name })],
		["/passwordPolicies", passwordPolicy],
	])("of %s is exactly one", async (path, body) => {
		const defaults = async () => (await listed(path)).filter((item) => item.default === true).map(({ name }) => name);
		const [before] = await listed(path);
		const { id } = (await client.post(path, { ...body("First"), default: true })).body;
		expect(await defaults()).toEqual(["First"]);
		expect((await client.put(`${path}/${id}`, { ...body("First"), default: false })).body.default).toBe(true);
		const second = (await client.post(path, body("Second"))).body.id;
		await client.put(`${path}/${second}`, { ...body("Second"), default: true });
		expect(await defaults()).toEqual(["Second"]);
		expect((await client.delete(`${path}/${second}`)).status).toBe(400);
		expect((await client.delete(`${path}/${id}`)).status).toBe(204);
		expect((await client.delete(`${path}/${before?.id}`)).status).toBe(204);
	});
});

describe("a sign-on policy", () => {
	it("is the default by a flag that is a text, as documented requests have it", async () => {
		const post = (flag: string) => client.post("/signOnPolicies", { name: `Default ${flag}`, default: flag });
		const [no, yes] = [await post("false"), await post("true")];
		expect([no.body.default, yes.body.default]).toEqual([false, true]);
		const [first] = await listed("/signOnPolicies");
		const put = { name: first?.name, default: "true" };
		expect((await client.put(`/signOnPolicies/${first?.id}`, put)).body.default).toBe(true);
		expect((await client.get(`/signOnPolicies/${yes.body.id}`)).body.default).toBe(false);
		for (const { body } of [no, yes]) expect((await client.delete(`/signOnPolicies/${body.id}`)).status).toBe(204);
	});

	it("keeps of its actions what only other parts of the service would use", async () => {
		const { id } = (await client.post("/signOnPolicies", { name: "Kept actions" })).body;
		const provider = {
			id: (await client.post("/identityProviders", { name: "Kept", type: "OPENID_CONNECT" })).body.id,
		};
		const post = async (action: object) =>
			(await client.post(`/signOnPolicies/${id}/actions`, { priority: 1, ...action })).body;
		const external = { type: "IDENTITY_PROVIDER", identityProvider: provider };
		expect(await post(external)).toMatchObject({ ...external, entraIdEnabled: false });
		for (const action of [
			{ ...external, entraIdEnabled: true },
			{ type: "MULTI_FACTOR_AUTHENTICATION", recovery: { enabled: true }, noDevicesMode: "BYPASS" },
			{ type: "PROGRESSIVE_PROFILING_FORM", form: { id: "f" }, promptIntervalSeconds: 60 },
		]) {
			expect(await post(action)).toMatchObject(action);
		}
		expect(await post({ type: "MULTI_FACTOR_AUTHENTICATION" })).toMatchObject({ noDevicesMode: "BLOCK" });
		await client.delete(`/signOnPolicies/${id}`);
	});

	it.each(["and", "or"])("takes conditions of its actions under %s, as they were sent", async (junction) => {
		const { id } = (await client.post("/signOnPolicies", { name: `Under ${junction}` })).body;
		const outside = { not: { contains: "${flow.request.http.remoteIp}", ipRange: ["10.0.0.0/8"] } };
		const late = { secondsSince: "${session.lastSignOn.withAuthenticator.pwd.at}", greater: 60 };
		const action = { type: "LOGIN", priority: 1, condition: { [junction]: [outside, late] } };
		const { status, body } = await client.post(`/signOnPolicies/${id}/actions`, action);
		expect([status, body.condition]).toEqual([201, action.condition]);
		expect((await client.delete(`/signOnPolicies/${id}`)).status).toBe(204);
	});

	it("keeps its last action, takes all along when it goes, and has room for twenty", async () => {
		const policy = `/signOnPolicies/${(await client.post("/signOnPolicies", { name: "urn:orders:login" })).body.id}`;
		const post = () => client.post(`${policy}/actions`, { type: "LOGIN", priority: 1 });
		const first = (await post()).body.id;
		expect((await client.delete(`${policy}/actions/${first}`)).body.details).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION", message: "Cannot delete last action from the policy" },
		]);
		for (let count = 2; count <= 20; count++) expect((await post()).status).toBe(201);
		expect((await post()).body.details).toMatchObject([{ code: "CONSTRAINT_VIOLATION" }]);
		expect((await client.delete(`${policy}/actions/${first}`)).status).toBe(204);
		expect((await client.delete(policy)).status).toBe(204);
	});
});

describe("a password policy", () => {
	it("says whether it can be bypassed, where it was told", async () => {
		const { body } = await client.post("/passwordPolicies", { ...passwordPolicy("Bypassed"), bypassPolicy: true });
		expect(body.bypassPolicy).toBe(true);
		const replaced = await client.put(`/passwordPolicies/${body.id}`, passwordPolicy("Bypassed"));
		expect(replaced.body).not.toHaveProperty("bypassPolicy");
	});

	it.each([
		{ length: { min: 8, max: 255 }, minUniqueCharacters: 5, maxRepeatedCharacters: 2, minComplexity: 7 },
		{ length: { min: 32 }, maxAgeDays: 22 },
		{ maxAgeDays: 23, minAgeDays: 1, history: { count: 1, retentionDays: 1 } },
		{ lockout: { failureCount: 1, durationSeconds: 1 }, minCharacters: { "0123456789": 0 } },
		{ minCharacters: { abcdefghijklmnopqrstuvwxyz: 5, "~!@#$%^&*()-_=+[]{}\\|;:,.<>/?": 1 } },
		{ alphabetSequenceRule: { maxLength: 2 }, numberSequenceRule: { maxLength: 3 } },
		{ qwertySequenceRule: { maxLength: 3 }, shiftedNumberRowSequenceRule: { maxLength: 3 } },
	])("may be at the limits of its settings: %j", async (settings) => {
		const sent = { ...passwordPolicy(JSON.stringify(settings)), ...settings };
		const { status, body } = await client.post("/passwordPolicies", sent);
		expect([status, body]).toMatchObject([201, { ...sent, default: false, populationCount: 0 }]);
		expect((await client.delete(`/passwordPolicies/${body.id}`)).status).toBe(204);
	});
});

describe("a sign-on policy assignment", () => {
	it("changes its priority to one that no other of its application has", async () => {
		const [first, second] = (await client.get("/signOnPolicies")).body._embedded.signOnPolicies ?? [];
		const assignments = `/applications/${(await client.post("/applications", webApp("Twice"))).body.id}/signOnPolicyAssignments`;
		const assigned = (policy: Body | undefined, priority: number) => ({ signOnPolicy: { id: policy?.id }, priority });
		const one = (await client.post(assignments, assigned(first, 1))).body;
		const two = (await client.post(assignments, assigned(second, 2))).body;
		const put = (priority: number) => client.put(`${assignments}/${two.id}`, assigned(second, priority));
		expect((await put(1)).body.details).toMatchObject([
			{ code: "UNIQUENESS_VIOLATION", target: "priority", innerError: { existingId: one.id } },
		]);
		for (const priority of [2, 3]) expect((await put(priority)).body).toMatchObject({ id: two.id, priority });
		expect((await client.put(`${assignments}/${one.id}`, assigned(first, 2))).body.priority).toBe(2);
		const { id } = (await client.post("/applications", webApp("Once"))).body;
		const other = await client.post(`/applications/${id}/signOnPolicyAssignments`, assigned(first, 2));
		expect(other.status).toBe(201);
		expect((await client.delete(`${assignments}/${one.id}`)).status).toBe(204);
		expect((await put(2)).status).toBe(200);
	});
});

describe("a grant of several", () => {
	it("is changed to scopes whose names no other of its application has", async () => {
		const grants = `/applications/${(await client.post("/applications", webApp("Several"))).body.id}/grants`;
		const made = async (name: string) => {
			const { id } = (await client.post("/resources", { name })).body;
			const scope = async (scopeName: string) =>
				(await client.post(`/resources/${id}/scopes`, { name: scopeName })).body.id;
			return {
				resource: { id },
				common: { id: await scope("common") },
				own: { id: await scope(`of ${name}`.replaceAll(" ", ":")) },
			};
		};
		const [one, two] = [await made("First of several"), await made("Second of several")];
		expect((await client.post(grants, { resource: one.resource, scopes: [one.common, one.own] })).status).toBe(201);
		const { id } = (await client.post(grants, { resource: two.resource, scopes: [two.own] })).body;
		const put = (...scopes: object[]) => client.put(`${grants}/${id}`, { resource: two.resource, scopes });
		expect((await put(two.own, two.common)).body.details).toMatchObject([
			{ code: "UNIQUENESS_VIOLATION", target: "scopes" },
		]);
		expect((await put(two.own, one.own)).body.details).toMatchObject([
			{ code: "INVALID_VALUE", target: "scopes", innerError: { referencedValues: [one.own.id] } },
		]);
		expect((await put(two.own)).body.scopes).toEqual([two.own]);
		const { id: other } = (await client.post("/applications", webApp("Another of several"))).body;
		const granted = await client.post(`/applications/${other}/grants`, {
			resource: two.resource,
			scopes: [two.common],
		});
		expect(granted.status).toBe(201);
	});
});

describe("a population", () => {
	it("says how many users keep it from being deleted", async () => {
		const population = { id: (await client.post("/populations", { name: "Inhabited" })).body.id };
		const path = `/populations/${population.id}`;
		for (const [username, message] of [
			["inhabitant.1", "Population still contains 1 user"],
			["inhabitant.2", "Population still contains 2 users"],
		] as const) {
			await client.post("/users", { ...user(username), population });
			expect((await client.delete(path)).body.details).toMatchObject([
				{ code: "CONSTRAINT_VIOLATION", target: "users", message },
			]);
		}
		for (const { id } of await listed(`/users?filter=${encodeURIComponent('username sw "inhabitant."')}`)) {
			await client.delete(`/users/${id}`);
		}
		expect((await client.delete(path)).status).toBe(204);
	});

	it("lets its password policy go when a PUT names none", async () => {
		const passwordPolicies = `/passwordPolicies/${(await client.post("/passwordPolicies", passwordPolicy("For a while"))).body.id}`;
		const count = async () => (await client.get(passwordPolicies)).body.populationCount;
		const sent = { name: "Governed", passwordPolicy: { id: passwordPolicies.slice(-36) } };
		const { body } = await client.post("/populations", sent);
		expect([body.passwordPolicy, await count()]).toEqual([sent.passwordPolicy, 1]);
		expect((await client.put(`/populations/${body.id}`, { name: "Governed" })).body).not.toHaveProperty(
			"passwordPolicy",
		);
		expect(await count()).toBe(0);
		expect((await client.delete(passwordPolicies)).status).toBe(204);
	});

	it("keeps its language through a PUT that leaves it out, and has the default theme again", async () => {
		const theme = { id: (await client.post("/themes", { configuration: { name: "For a while" } })).body.id };
		const sent = { name: "Themed", preferredLanguage: "fr", theme };
		const created = (await client.post("/populations", sent)).body;
		expect(created).toMatchObject({ theme, _links: { theme: { href: `${client.url}/themes/${theme.id}` } } });
		const replaced = (await client.put(`/populations/${created.id}`, { name: "Themed" })).body;
		const first = (await listed("/themes")).find((one) => one.default === true);
		expect([replaced.theme, replaced.preferredLanguage]).toEqual([{ id: first?.id }, "fr"]);
		expect(replaced._links).toMatchObject({ theme: { href: `${client.url}/themes/${first?.id}` } });
	});

	it("has the default theme when it names none, however it says so", async () => {
		const theme = { id: (await client.post("/themes", { configuration: { name: "Other" } })).body.id };
		const created = (await client.post("/populations", { name: "No theme", theme: {} })).body;
		const own = (await client.put(`/populations/${created.id}`, { name: "No theme", theme })).body;
		const reset = (await client.put(`/populations/${created.id}`, { name: "No theme", theme: {} })).body;
		expect([own.theme, reset.theme]).toEqual([theme, created.theme]);
		expect(created.theme).toEqual({ id: expect.any(String) });
	});

	it("is the last one that an environment keeps", async () => {
		const other = await startWithClient();
		const [only] = (await other.get("/populations")).body._embedded.populations ?? [];
		const { details } = (await other.delete(`/populations/${only?.id}`)).body;
		expect(details).toMatchObject([{ message: expect.stringContaining("must contain at least one population") }]);
		await other.emulator.close();
	});

	it("is found by the start of its name, in any case", async () => {
		await client.post("/populations", { name: "Zebra one" });
		await client.post("/populations", { name: "zebra two" });
		const found = (await client.get('/populations?filter=name sw "ZEBRA"&limit=1')).body;
		expect([found._embedded.populations?.length, found.count]).toEqual([1, 2]);
		const names = async (filter: string) =>
			(await listed(`/populations?filter=${encodeURIComponent(filter)}`)).map(({ name }) => name);
		expect(await names('name eq "ZEBRA one"')).toEqual(["Zebra one"]);
		expect(await names('name eq "zebra"')).toEqual([]);
		expect(await names(`id eq "${found._embedded.populations?.[0]?.id}"`)).toEqual(["Zebra one"]);
	});
});

describe("the time when it was made", () => {
	it.each(["attributes", "actions", "signOnPolicyAssignments"])("is not told of any of the %s", async (kind) => {
		const [resource] = await listed("/resources");
		const [policy] = await listed("/signOnPolicies");
		const { id } = (await client.post("/applications", webApp(`Timeless ${kind}`))).body;
		const assigned = { signOnPolicy: { id: policy?.id }, priority: 1 };
		await client.post(`/applications/${id}/signOnPolicyAssignments`, assigned);
		const parents: Record<string, string> = {
			attributes: `/resources/${resource?.id}`,
			actions: `/signOnPolicies/${policy?.id}`,
			signOnPolicyAssignments: `/applications/${id}`,
		};
		const [one] = await listed(`${parents[kind]}/${kind}`);
		expect(one).toHaveProperty("id");
		for (const time of ["createdAt", "updatedAt"]) expect(one).not.toHaveProperty(time);
	});
});

describe("a list", () => {
	it("has a hundred objects on a page where a request does not say, and leads to the rest", async () => {
		const own = await startWithClient();
		for (let n = 1; n <= 101; n++) await own.post("/groups", { name: `Many ${n}` });
		const { body } = await own.get("/groups");
		const { next } = body._links as unknown as { next: { href: string } };
		expect([body.size, body.count, new URL(next.href).searchParams.get("limit")]).toEqual([100, 101, "100"]);
		const rest = (await own.get(next.href.slice(own.url.length))).body;
		expect([rest.size, rest.count, rest._links]).toMatchObject([1, 101, { self: next }]);
		expect(rest._links).not.toHaveProperty("next");
		expect(rest._embedded.groups).toMatchObject([{ name: "Many 101" }]);
		for (const limit of [101, 1000]) {
			const whole = (await own.get(`/groups?limit=${limit}`)).body;
			expect([whole.size, whole.count]).toEqual([101, 101]);
			expect(whole._links).toEqual({ self: { href: `${own.url}/groups?limit=${limit}` } });
		}
		await own.emulator.close();
	});
});

describe("links", () => {
	it("lead through the proxy that the request came by", async () => {
		const headers = { "x-forwarded-proto": "https", "x-forwarded-host": "pingone.example" };
		const { body } = await client.send("GET", "/users?limit=1", { headers });
		await client.post("/users", user("one"));
		await client.post("/users", user("two"));
		const next = (await client.send("GET", "/users?limit=1", { headers })).body._links;
		expect([body._links, next]).toMatchObject([
			{ self: { href: expect.stringMatching(/^https:\/\/pingone\.example\/v1\/environments\/.*\/users\?limit=1$/) } },
			{ next: { href: expect.stringMatching(/^https:\/\/pingone\.example\/v1/) } },
		]);
	});

	it("lead to what an object points at", async () => {
		const application = `/applications/${(await client.post("/applications", webApp("Leading"))).body.id}`;
		const { body: resource } = await client.post("/resources", { name: "Linked" });
		const scope = (await client.post(`/resources/${resource.id}/scopes`, { name: "linked" })).body;
		const [policy] = (await client.get("/signOnPolicies")).body._embedded.signOnPolicies ?? [];
		const population = (await client.post("/populations", { name: "Linked" })).body;
		const linksOf = async (path: string, body: object) => (await client.post(path, body)).body._links;
		const grant = { resource: { id: resource.id }, scopes: [{ id: scope.id }] };
		expect(await linksOf(`${application}/grants`, grant)).toMatchObject({
			resource: { href: `${client.url}/resources/${resource.id}` },
		});
		const assignment = { signOnPolicy: { id: policy?.id }, priority: 1 };
		expect(await linksOf(`${application}/signOnPolicyAssignments`, assignment)).toMatchObject({
			signOnPolicy: { href: `${client.url}/signOnPolicies/${policy?.id}` },
		});
		expect(await linksOf("/users", { ...user("linked"), population: { id: population.id } })).toMatchObject({
			population: { href: `${client.url}/populations/${population.id}` },
		});
	});

	it("are those of the first proxy, and of nothing that is no host", async () => {
		const selfBy = async (headers: Record<string, string>) => {
			const { _links } = (await client.send("GET", "/groups", { headers })).body as unknown as Links;
			return new URL(_links.self.href).origin;
		};
		const two = { "x-forwarded-proto": "https, http", "x-forwarded-host": "pingone.example:8443, inner.example" };
		expect(await selfBy(two)).toBe("https://pingone.example:8443");
		for (const proto of ["http", "http, https", "wss", ""]) {
			expect(await selfBy({ "x-forwarded-proto": proto })).toBe(new URL(client.url).origin);
		}
		expect(await selfBy({ "x-forwarded-proto": "https" })).toBe(new URL(client.url).origin.replace("http:", "https:"));
		for (const host of ['a b"<', "[::1", "a:b:c", "a:99999", ""]) {
			expect([host, await selfBy({ "x-forwarded-host": host })]).toEqual([host, new URL(client.url).origin]);
		}
		expect(await selfBy({ "x-forwarded-host": "[::1]:8443" })).toBe("http://[::1]:8443");
	});
});

interface Links {
	_links: { self: { href: string } };
}

describe("a body", () => {
	const headers = { "content-type": "application/json" };

	it("is UTF-8, and not larger than any of the service's", async () => {
		const bytes = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
		expect(await client.send("POST", "/groups", { body: bytes, headers })).toMatchObject({
			status: 400,
			body: { code: "INVALID_REQUEST", details: [{ code: "INVALID_VALUE" }] },
		});
		const body = JSON.stringify({ name: "x".repeat(10_000_000) });
		expect(await client.send("POST", "/groups", { body, headers })).toMatchObject({
			status: 413,
			body: { code: "INVALID_REQUEST", details: [{ code: "SIZE_LIMIT_EXCEEDED" }] },
		});
	});

	/** As a client sends it that does not know beforehand how much it will be. */
	const inChunks = (path: string, contentType: string, chunks: readonly string[]) => {
		const body = ReadableStream.from(chunks.map((chunk) => Buffer.from(chunk)));
		return client.send("POST", path, { body, headers: { "content-type": contentType }, duplex: "half" });
	};

	const tokenPath = () => `/../../../${client.emulator.environmentId}/as/token`;

	it.each([
		["an object", () => "/groups", "application/json", ['{"name":', '"Chunks"}'], [201, "Chunks"]],
		["a token", tokenPath, "application/x-www-form-urlencoded", ["grant_type=", "unknown"], [401, "invalid_client"]],
	])("for %s may come in chunks, and is not larger then either", async (_, path, contentType, small, answered) => {
		// One byte too many: of a longer one the rest would be cut off, and with it perhaps the answer.
		const large = [...Array.from({ length: 10 }, () => "x".repeat(1_000_000)), "x"];
		expect(await inChunks(path(), contentType, large)).toMatchObject({
			status: 413,
			body: { code: "INVALID_REQUEST", details: [{ code: "SIZE_LIMIT_EXCEEDED" }] },
		});
		const { status, body } = await inChunks(path(), contentType, small);
		expect([status, body.name ?? body.error]).toEqual(answered);
	});

	it.each([["at once"], ["in chunks"]])("that comes %s may have ten million bytes, and not one more", async (how) => {
		const send = (length: number) => {
			const text = `{"name":"Large ${how}"}`.padEnd(length);
			return how === "at once"
				? client.send("POST", "/groups", { body: text, headers })
				: inChunks("/groups", "application/json", text.match(/.{1,1000000}/g) ?? []);
		};
		expect((await send(10_000_000)).status).toBe(201);
		expect(await send(10_000_001)).toMatchObject({
			status: 413,
			body: { details: [{ code: "SIZE_LIMIT_EXCEEDED", innerError: { maximumValue: 10_000_000 } }] },
		});
	});

	it("may begin with a byte order mark, and say a name twice: the last one counts", async () => {
		const body = '\ufeff{"name":"first","name":"Marked \ufffd"}';
		expect((await client.send("POST", "/groups", { body, headers })).body.name).toBe("Marked \ufffd");
	});

	it("does not reach what all objects share", async () => {
		const body = '{"name":"Proto","__proto__":{"default":true},"constructor":{"prototype":{"polluted":1}}}';
		const made = (await client.send("POST", "/populations", { body, headers })).body;
		expect([made.default, made.constructor, ({} as { polluted?: number }).polluted]).toEqual([
			false,
			Object,
			undefined,
		]);
	});
});

describe("a worker", () => {
	const asWorker = async (changes: object) => {
		const body = {
			...webApp(`Worker ${JSON.stringify(changes)}`),
			type: "WORKER",
			grantTypes: ["CLIENT_CREDENTIALS"],
			responseTypes: undefined,
			tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC",
			...changes,
		};
		const { id } = (await client.post("/applications", body)).body;
		const { secret } = (await client.get(`/applications/${id}/secret`)).body;
		const worker = await connect({ ...client.emulator, clientId: id, clientSecret: String(secret) });
		return { worker, path: `/applications/${id}`, body };
	};

	it("manages the environment until it is disabled or gone", async () => {
		const { worker, path, body } = await asWorker({});
		expect((await worker.get("/users")).status).toBe(200);
		await client.put(path, { ...body, enabled: false });
		expect((await worker.get("/users")).status).toBe(401);
		await client.put(path, body);
		expect((await worker.get("/users")).status).toBe(200);
		await client.delete(path);
		expect(await worker.get("/users")).toMatchObject({
			status: 401,
			body: { code: "ACCESS_FAILED", details: [{ code: "INVALID_TOKEN" }] },
		});
	});

	it("is sent away when its token has expired", async () => {
		const { worker } = await asWorker({ description: "late" });
		clock.advance(3_600_000);
		expect((await worker.get("/users")).status).toBe(401);
		client = await connect(client.emulator);
	});

	it.each([undefined, "Basic x", "Bearer", "Bearer x", "Bearer a.b.c"])(
		"needs a bearer token: %s",
		async (authorization) => {
			const answer = await fetch(
				`${client.url}/users`,
				authorization === undefined ? {} : { headers: { authorization } },
			);
			expect([answer.status, await answer.json()]).toMatchObject([
				401,
				{ code: "ACCESS_FAILED", details: [{ code: "INVALID_TOKEN" }] },
			]);
		},
	);
});
