import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ManualClock } from "../../emulator/index.ts";
import { validityStatus } from "../../emulator/management/validity.ts";
import { type Body, type Client, connect, startWithClient, user, webApp } from "./client.ts";
import { START } from "./world.ts";

let client: Client;

beforeAll(async () => {
	client = await startWithClient();
});

afterAll(() => client.emulator.close());

const made = async (path: string, body: object): Promise<string> => {
	const answer = await client.post(path, body);
	expect([path, answer.status, answer.body]).toEqual([path, 201, expect.anything()]);
	return answer.body.id;
};

const listed = async (path: string): Promise<Body[]> => {
	const [items = []] = Object.values((await client.get(path)).body._embedded);
	return items;
};

const DAY = 86_400_000;

const COLLECTIONS: [string, Record<string, unknown>][] = [
	["/groups", { name: "G", description: "d", customData: { a: [1] } }],
	["/identityProviders", { name: "I", type: "OPENID_CONNECT", enabled: true }],
	["/agreements", { name: "A", enabled: false }],
	["/languages", { locale: "sv", name: "Swedish", enabled: false }],
	["/gateways", { name: "Gw", type: "RADIUS", enabled: true }],
	["/deviceAuthenticationPolicies", { name: "D", sms: { enabled: true } }],
	["/keyRotationPolicies", { name: "R", algorithm: "RSA" }],
	["/themes", { template: "split", configuration: { name: "T", backgroundColor: "#fff" } }],
];

describe.each(COLLECTIONS)("%s", (path, body) => {
	it("are made, listed, read, replaced and deleted, as they were sent", async () => {
		const told = { id: "mine", createdAt: "mine", updatedAt: "mine", environment: { id: "mine" } };
		const created = await client.post(path, { ...body, ...told, _links: { mine: {} }, _embedded: { mine: {} } });
		const { id } = created.body;
		expect(created).toMatchObject({ status: 201, body });
		expect(created.headers.get("location")).toBe(`${client.url}${path}/${id}`);
		expect(created.body).toMatchObject({
			id: expect.stringMatching(/^[0-9a-f-]{36}$/),
			environment: { id: client.emulator.environmentId },
			createdAt: expect.stringMatching(/^\d{4}-/),
			updatedAt: expect.stringMatching(/^\d{4}-/),
			_links: { self: { href: `${client.url}${path}/${id}` }, environment: { href: client.url } },
		});
		expect([created.body._links, created.body]).toEqual([
			expect.not.objectContaining({ mine: expect.anything() }),
			expect.not.objectContaining({ _embedded: expect.anything() }),
		]);
		expect((await client.get(`${path}/${id}`)).body).toEqual(created.body);
		expect((await listed(path)).map((item) => item.id)).toContain(id);
		const { description: _, enabled: __, ...less } = body;
		const replaced = (await client.put(`${path}/${id}`, { ...less, more: 1 })).body;
		expect(replaced).toMatchObject({ ...less, more: 1, id });
		for (const gone of ["description", "enabled"]) expect(replaced).not.toHaveProperty(gone);
		expect((await client.post(path, body)).body.details).toMatchObject([{ code: "UNIQUENESS_VIOLATION" }]);
		expect((await client.delete(`${path}/${id}`)).status).toBe(204);
		expect((await client.get(`${path}/${id}`)).status).toBe(404);
	});
});

/** What points at what: the object pointed at, and how one of the nine kinds does. */
const action = (type: string, members: (id: string) => object) => async (id: string) => {
	const policy = await made("/signOnPolicies", { name: `Policy-${id}` });
	const body = { type, priority: 1, ...members(id) };
	return { list: `/signOnPolicies/${policy}/actions`, path: `/signOnPolicies/${policy}`, body };
};
const application = (members: (id: string) => object) => async (id: string) => {
	const body = { ...webApp(`App-${id}`), type: "NATIVE_APP", ...members(id) };
	return { list: "/applications", path: "/applications", body };
};

type Pointing = (id: string) => Promise<{ list: string; path: string; body: object }>;

const POINTERS: [string, string, object, Pointing][] = [
	["group", "/groups", { name: "Access" }, application(group)],
	["key", "/keys", key("Kerberos"), application((id) => ({ kerberos: { key: { id } } }))],
	[
		"key rotation policy",
		"/keyRotationPolicies",
		{ name: "Signing" },
		application((id) => ({ signing: { keyRotationPolicy: { id } } })),
	],
	[
		"gateway",
		"/gateways",
		{ name: "Kerberos", type: "LDAP" },
		async (id) => ({
			list: "/applications",
			path: "/applications",
			body: {
				...{
					name: `Fed-${id}`,
					enabled: true,
					protocol: "WS_FED",
					type: "WEB_APP",
					domainName: "d",
					replyUrl: "https://r",
				},
				...{ idpSigning: { algorithm: "SHA256withRSA", key: { id: await made("/keys", key(`Fed-${id}`)) } } },
				kerberos: { gateways: [{ id, type: "LDAP", userType: { id: "u" } }] },
			},
		}),
	],
	["agreement", "/agreements", { name: "Terms" }, action("AGREEMENT", (id) => ({ agreement: { id } }))],
	[
		"MFA policy",
		"/deviceAuthenticationPolicies",
		{ name: "Mfa" },
		action("MULTI_FACTOR_AUTHENTICATION", (id) => ({ deviceAuthenticationPolicy: { id } })),
	],
	[
		"identity provider",
		"/identityProviders",
		{ name: "Social" },
		action("LOGIN", (id) => ({ socialProviders: [{ id }] })),
	],
	[
		"discovered identity provider",
		"/identityProviders",
		{ name: "Discovered" },
		action("IDENTIFIER_FIRST", (id) => ({
			discoveryRules: [{ condition: { contains: "a", value: "b" }, identityProvider: { id } }],
		})),
	],
	[
		"gateway of Kerberos",
		"/gateways",
		{ name: "Kerberos", type: "LDAP", userTypes: [] },
		async (id) => {
			const idpSigning = { key: { id: (await listed("/keys"))[0]?.id }, algorithm: "SHA256withRSA" };
			const kerberos = { gateways: [{ id, type: "LDAP", userType: {} }] };
			const body = { ...federated("WS_FED"), domainName: "d", replyUrl: "r", idpSigning, kerberos };
			return { list: "/applications", path: "/applications", body };
		},
	],
	[
		"signing key",
		"/keys",
		key("Federation"),
		async (id) => {
			const saml = { ...federated("SAML"), acsUrls: ["a"], assertionDuration: 1, spEntityId: "e" };
			return { list: "/applications", path: "/applications", body: { ...saml, idpSigning: { key: { id } } } };
		},
	],
	[
		"native application of MFA",
		"/applications",
		{ ...webApp("Authenticator"), type: "NATIVE_APP" },
		action("MULTI_FACTOR_AUTHENTICATION", (id) => ({ applications: [{ id }] })),
	],
	[
		"theme",
		"/themes",
		{ configuration: { name: "Own" } },
		async (id) => ({ list: "/populations", path: "/populations", body: { name: "Themed", theme: { id } } }),
	],
	[
		"user's identity provider",
		"/identityProviders",
		{ name: "Users" },
		async (id) => ({ list: "/users", path: "/users", body: { ...user("external"), identityProvider: { id } } }),
	],
];

function federated(protocol: "SAML" | "WS_FED"): object {
	return { name: `Federated by ${protocol}`, enabled: true, protocol, type: "WEB_APP" };
}

function group(id: string): object {
	return { accessControl: { group: { type: "ANY_GROUP", groups: [{ id }] } } };
}

function key(name: string): object {
	return {
		...{ name, algorithm: "RSA", keyLength: 2048, signatureAlgorithm: "SHA256withRSA", subjectDN: "CN=k" },
		...{ usageType: "ENCRYPTION", validityPeriod: 365 },
	};
}

describe.each(POINTERS)("a reference to a %s", (_what, path, body, pointing) => {
	it("must lead somewhere, and keeps that from being deleted", async () => {
		const id = await made(path, body);
		const pointer = await pointing(id);
		const astray = JSON.parse(
			JSON.stringify(pointer.body).replaceAll(`"id":"${id}"`, `"id":"${client.emulator.environmentId}"`),
		);
		expect(await client.post(pointer.list, astray)).toMatchObject({
			status: 400,
			body: { code: "INVALID_DATA", details: [{ code: "INVALID_VALUE" }] },
		});
		const source = await made(pointer.list, pointer.body);
		expect((await client.delete(`${path}/${id}`)).body.details).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION", target: "id" },
		]);
		const whole = pointer.path === pointer.list ? `${pointer.path}/${source}` : pointer.path;
		expect((await client.delete(whole)).status).toBe(204);
		expect((await client.delete(`${path}/${id}`)).status).toBe(204);
	});
});

describe("agreements", () => {
	it("have languages, and these have revisions, of which one is current", async () => {
		const agreement = `/agreements/${await made("/agreements", { name: "Languages" })}`;
		const language = await made(`${agreement}/languages`, { locale: "en", displayName: "Terms" });
		const revisions = `${agreement}/languages/${language}/revisions`;
		const revision = { contentType: "text/html", text: "<p>", requireReconsent: false };
		const current = (await client.post(revisions, revision)).body;
		const { text: _, ...told } = revision;
		expect(current).toMatchObject({ ...told, language: { id: language } });
		expect(current._links).toMatchObject({ language: { href: `${client.url}${agreement}/languages/${language}` } });
		await made(revisions, { ...revision, effectiveAt: "2999-01-01T00:00:00Z" });
		expect((await client.get(`${agreement}/languages/${language}`)).body).toMatchObject({
			currentRevision: { id: current.id },
		});
		expect((await client.put(`${revisions}/${current.id}`, revision)).status).toBe(405);
		const other = await made("/agreements", { name: "Other" });
		expect((await client.get(`/agreements/${other}/languages/${language}/revisions`)).status).toBe(404);
		expect((await client.delete(agreement)).status).toBe(204);
		expect((await client.get(revisions)).status).toBe(404);
	});
});

describe("the revisions of an agreement's language", () => {
	it("are in effect from a moment on, each until the next is", async () => {
		const clock = new ManualClock(START);
		const { emulator, ...own } = await startWithClient({ clock });
		const agreement = `/agreements/${(await own.post("/agreements", { name: "In time" })).body.id}`;
		const foreign = { id: "foreign" };
		const { body: language } = await own.post(`${agreement}/languages`, { locale: "en", agreement: foreign });
		expect(language.agreement).toEqual({ id: agreement.slice(-36) });
		const path = `${agreement}/languages/${language.id}`;
		const revise = async (ahead: number) => {
			const effectiveAt = new Date(START + ahead).toISOString();
			return (await own.post(`${path}/revisions`, { text: "t", effectiveAt, language: foreign })).body;
		};
		const current = async () => (await own.get(path)).body.currentRevision;
		expect(language).not.toHaveProperty("currentRevision");
		const [soon, later] = [await revise(1000), await revise(2000)];
		expect(soon.language).toEqual({ id: language.id });
		clock.advance(999);
		expect(await current()).toBeUndefined();
		clock.advance(1);
		expect(await current()).toEqual({ id: soon.id });
		expect((await own.delete(`${path}/revisions/${soon.id}`)).status).toBe(400);
		expect((await own.delete(path)).status).toBe(400);
		clock.advance(1000);
		expect(await current()).toEqual({ id: later.id });
		// Whichever was written last: the nearest to the present counts.
		await revise(1500);
		expect(await current()).toEqual({ id: later.id });
		const { body: last } = await own.post(`${path}/revisions`, { text: "t" });
		expect(last).toMatchObject({ effectiveAt: last.createdAt, agreement: { id: agreement.slice(-36) } });
		expect(await current()).toEqual({ id: last.id });
		expect((await own.get(agreement)).body._links).toMatchObject({
			languages: { href: `${own.url}${agreement}/languages` },
		});
		expect((await own.get(path)).body._links).toMatchObject({ revisions: { href: `${own.url}${path}/revisions` } });
		await emulator.close();
	});

	it("may go while none has been in effect, and the language with them", async () => {
		const agreement = `/agreements/${await made("/agreements", { name: "Ahead of time" })}`;
		const path = `${agreement}/languages/${await made(`${agreement}/languages`, { locale: "en" })}`;
		await made(`${path}/revisions`, { text: "t", effectiveAt: "2999-01-01T00:00:00Z" });
		expect((await client.delete(path)).status).toBe(204);
		expect((await client.get(`${path}/revisions`)).status).toBe(404);
	});
});

describe("agreements that no action uses", () => {
	it("may be disabled, and are then used by none", async () => {
		const sent = { name: "To be disabled", enabled: true };
		const id = await made("/agreements", sent);
		expect((await client.put(`/agreements/${id}`, { ...sent, enabled: false })).body.enabled).toBe(false);
		const policy = await made("/signOnPolicies", { name: "Of no agreement" });
		const consent = { type: "AGREEMENT", priority: 1, agreement: { id } };
		expect((await client.post(`/signOnPolicies/${policy}/actions`, consent)).status).toBe(400);
		expect((await client.put(`/agreements/${id}`, sent)).body.enabled).toBe(true);
		expect((await client.post(`/signOnPolicies/${policy}/actions`, consent)).status).toBe(201);
		expect((await client.put(`/agreements/${id}`, { name: "To be disabled" })).status).toBe(200);
	});
});

describe("identity providers", () => {
	it.each([
		["AMAZON", "${providerAttributes.user_id}"],
		["FACEBOOK", "${providerAttributes.email}"],
		["GITHUB", "${providerAttributes.id}"],
		["GOOGLE", "${providerAttributes.emailAddress.value}"],
		["LINKEDIN", "${providerAttributes.emailAddress}"],
		["MICROSOFT", "${providerAttributes.id}"],
		["PAYPAL", "${providerAttributes.user_id}"],
		["TWITTER", "${providerAttributes.id}"],
		["OPENID_CONNECT", "${providerAttributes.sub}"],
		["SAML", "${samlAssertion.subject}"],
	])("of type %s have the username from %s", async (type, value) => {
		const id = await made("/identityProviders", { name: `Of type ${type}`, type });
		const attributes = `/identityProviders/${id}/attributes`;
		const core = { name: "username", value, update: "EMPTY_ONLY", mappingType: "CORE" };
		expect(await listed(attributes)).toMatchObject([core]);
		expect((await client.get(`/identityProviders/${id}`)).body._links).toMatchObject({
			attributes: { href: `${client.url}${attributes}` },
		});
		const email = { name: "email", value: "x", update: "ALWAYS" };
		expect((await client.post(attributes, { ...email, name: "username" })).body.details).toMatchObject([
			{ code: "UNIQUENESS_VIOLATION", target: "name" },
		]);
		const custom = (await client.post(attributes, email)).body;
		const changed = { ...email, name: "nickname", update: "EMPTY_ONLY" };
		const { body } = await client.put(`${attributes}/${custom.id}`, changed);
		expect(body).toMatchObject({ ...changed, mappingType: "CUSTOM" });
		expect((await client.delete(`${attributes}/${custom.id}`)).status).toBe(204);
	});
});

describe("gateways", () => {
	it("serve provisioning by LDAP user types that look new users up", async () => {
		const userTypes = [{ name: "Staff", newUserLookup: {} }, { name: "Plain" }];
		const { body } = await client.post("/gateways", { name: "Ldap", type: "LDAP", userTypes });
		const [staff, plain] = body.userTypes as { id: string }[];
		const radius = await made("/gateways", { name: "Radius", type: "RADIUS" });
		const policy = await made("/signOnPolicies", { name: "Provisioning" });
		const post = (id: string, userType: string | undefined) =>
			client.post(`/signOnPolicies/${policy}/actions`, {
				...{ type: "LOGIN", priority: 1 },
				newUserProvisioning: { gateways: [{ id, type: "LDAP", userType: { id: userType } }] },
			});
		const refused = async (id: string, userType: string | undefined) => {
			const [detail] = (await post(id, userType)).body.details as { target: string; message: string }[];
			return `${detail?.target}: ${detail?.message}`;
		};
		const target = "newUserProvisioning.gateways[0]";
		expect(await refused(radius, staff?.id)).toMatch(`${target}: only 'LDAP' type gateways are supported`);
		expect(await refused(body.id, plain?.id)).toMatch(`${target}: all user types must have newUserLookup`);
		expect(await refused(body.id, "none")).toMatch(`${target}.userType.id`);
		expect((await post(body.id, staff?.id)).status).toBe(201);
		expect((await client.delete(`/gateways/${body.id}`)).status).toBe(400);
		const replaced = (await client.put(`/gateways/${body.id}`, { name: "Ldap", type: "LDAP", userTypes: [staff] }))
			.body;
		expect(replaced.userTypes).toEqual([staff]);
		const replacing = (next: unknown) =>
			client.put(`/gateways/${body.id}`, { name: "Ldap", type: "LDAP", userTypes: next });
		expect((await replacing([{ name: "Staff", newUserLookup: {} }])).body.details).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION", target: "userTypes", message: expect.stringContaining(`${staff?.id}`) },
		]);
		for (const wrong of ["Staff", ["Staff"], [null]]) {
			expect((await replacing(wrong)).body.details).toMatchObject([{ code: "INVALID_VALUE", target: "userTypes" }]);
		}
	});
});

describe("the user types of a gateway", () => {
	it("stay while an action makes users by them, those of each gateway of it", async () => {
		const gateway = async (name: string) => {
			const body = { name, type: "LDAP", userTypes: [{ newUserLookup: {} }] };
			const { id, userTypes } = (await client.post("/gateways", body)).body;
			return { id, body: { ...body, userTypes }, userType: { id: (userTypes as unknown as Body[])[0]?.id } };
		};
		const both = [await gateway("One of two"), await gateway("Two of two")];
		const policy = await made("/signOnPolicies", { name: "Two gateways" });
		const gateways = both.map(({ id, userType }) => ({ id, type: "LDAP", userType }));
		const newUserProvisioning = { gateways };
		await made(`/signOnPolicies/${policy}/actions`, { type: "LOGIN", priority: 1, newUserProvisioning });
		for (const { id, body } of both) {
			const replaced = await client.put(`/gateways/${id}`, body);
			expect(replaced).toMatchObject({ status: 200, body });
			expect(replaced.body._links).toMatchObject({
				credentials: { href: `${client.url}/gateways/${id}/credentials` },
				instances: { href: `${client.url}/gateways/${id}/instances` },
			});
			const { userTypes: _, ...without } = body;
			expect((await client.put(`/gateways/${id}`, without)).body.details).toMatchObject([
				{ code: "CONSTRAINT_VIOLATION", target: "userTypes" },
			]);
		}
	});
});

describe("images", () => {
	const PNG = Buffer.from("89504e470d0a1a0a00ff", "hex");

	it("are uploaded as they are or in a form, and served back to anybody", async () => {
		const form = new FormData();
		form.set("file", new Blob([PNG], { type: "image/png" }), "logo.png");
		for (const init of [{ body: PNG, headers: { "content-type": "image/png" } }, { body: form }]) {
			const { status, body } = await client.send("POST", "/images", init);
			expect([status, body]).toMatchObject([201, { targets: { original: { type: "png" } } }]);
			expect(JSON.stringify(body)).not.toContain(PNG.toString("base64"));
			const { original } = body.targets as { original: { href: string } };
			const served = await fetch(original.href);
			expect(served.headers.get("content-type")).toBe("image/png");
			expect(served.headers.get("x-content-type-options")).toBe("nosniff");
			const changed = await fetch(original.href, { method: "DELETE" });
			expect([changed.status, changed.headers.get("allow")]).toEqual([405, "GET"]);
			expect(Buffer.from(await served.arrayBuffer())).toEqual(PNG);
			const icon = { ...webApp(`Icon ${body.id}`), icon: { id: body.id, href: original.href } };
			const application = await made("/applications", icon);
			expect((await client.delete(`/images/${body.id}`)).body.details).toMatchObject([
				{ code: "CONSTRAINT_VIOLATION" },
			]);
			await client.delete(`/applications/${application}`);
			expect((await client.delete(`/images/${body.id}`)).status).toBe(204);
			expect((await fetch(original.href)).status).toBe(404);
		}
	});

	it("are of a type that browsers show", async () => {
		const post = (type: string, body: string) =>
			client.send("POST", "/images", { body, headers: { "content-type": type } });
		expect((await post("image/svg+xml", "<svg/>")).status).toBe(415);
		expect((await post("image/png", "")).body.details).toMatchObject([{ code: "EMPTY_VALUE" }]);
		expect((await post("image/jpg", "x")).body.targets).toMatchObject({ original: { type: "jpg" } });
	});

	it("come in a form with a file", async () => {
		for (const fields of [{}, { file: "x" }, { logo: new Blob([PNG], { type: "image/png" }) }]) {
			const form = new FormData();
			for (const [name, value] of Object.entries({ name: "logo", ...fields })) form.set(name, value);
			const { status, body } = await client.send("POST", "/images", { body: form });
			expect([status, body.details]).toMatchObject([400, [{ code: "REQUIRED_VALUE", target: "file" }]]);
		}
	});

	it("are served below their own environment only", async () => {
		const headers = { "content-type": "image/png" };
		const { body } = await client.send("POST", "/images", { body: PNG, headers });
		const { original } = body.targets as { original: { href: string } };
		const { license } = (await client.get("")).body;
		const sandbox = { name: "Without images", type: "SANDBOX", region: "NA", license };
		const { id } = (await client.post("/../../environments", sandbox)).body;
		const elsewhere = original.href.replace(client.emulator.environmentId, id);
		expect([(await fetch(original.href)).status, (await fetch(elsewhere)).status]).toEqual([200, 404]);
	});
});

describe("themes", () => {
	it("have one default, which new populations get", async () => {
		const [theme] = await listed("/themes");
		expect((await client.post("/populations", { name: "Default theme" })).body.theme).toEqual({ id: theme?.id });
		const other = await made("/themes", { configuration: { name: "Next" } });
		expect((await client.put(`/themes/${other}/default`, { default: true })).body).toEqual({ default: true });
		expect((await client.get(`/themes/${theme?.id}/default`)).body).toEqual({ default: false });
		expect((await client.post("/populations", { name: "Next theme" })).body.theme).toEqual({ id: other });
		expect((await client.delete(`/themes/${other}`)).body.details).toMatchObject([{ target: "default" }]);
	});

	it("are the default until another is, whatever a request says", async () => {
		const first = (await listed("/themes")).find((one) => one.default === true);
		const path = `/themes/${await made("/themes", { configuration: { name: "Stays" }, default: true })}`;
		expect((await client.get(`/themes/${first?.id}`)).body.default).toBe(false);
		const put = (await client.put(path, { configuration: { name: "Stays" }, default: false })).body;
		expect(put).toMatchObject({ default: true, _links: { default: { href: `${client.url}${path}/default` } } });
		expect((await client.put(`${path}/default`, { default: false })).body).toEqual({ default: true });
		expect((await client.get(`${path}/default`)).body).toEqual({ default: true });
		expect((await client.put(`/themes/${first?.id}/default`, { default: false })).body).toEqual({ default: false });
		expect((await client.get(path)).body.default).toBe(true);
	});
});

describe("the default", () => {
	it.each([
		["/languages", { locale: "da", enabled: true }],
		["/keyRotationPolicies", { name: "Default for a while" }],
		["/deviceAuthenticationPolicies", { name: "Default for a while" }],
	])("of %s is exactly one, which stays until another is", async (path, body) => {
		const defaults = async () => (await listed(path)).filter((one) => one.default === true);
		const [first, ...others] = await defaults();
		expect([first?.id, others]).toEqual([expect.any(String), []]);
		const id = await made(path, { ...body, default: true });
		expect((await defaults()).map((one) => one.id)).toEqual([id]);
		expect((await client.put(`${path}/${id}`, { ...body, default: false })).body.default).toBe(true);
		expect((await client.delete(`${path}/${id}`)).body.details).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION", target: "default" },
		]);
		expect((await client.put(`${path}/${first?.id}`, { ...first, default: true })).body.default).toBe(true);
		expect((await client.get(`${path}/${id}`)).body.default).toBe(false);
		expect((await client.delete(`${path}/${id}`)).status).toBe(204);
	});
});

describe("languages", () => {
	it("that PingOne translates by itself stay", async () => {
		const czech = (await listed("/languages")).find(({ locale }) => locale === "cs");
		expect((await client.delete(`/languages/${czech?.id}`)).body.details).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION", target: "locale" },
		]);
	});
});

describe("keys", () => {
	it("are listed by algorithm, and by status as it is just then", async () => {
		const brief = await made("/keys", { ...key("Brief"), validityPeriod: 10 });
		const ec = { algorithm: "EC", keyLength: 256, signatureAlgorithm: "SHA256withECDSA" };
		const curve = await made("/keys", { ...key("Curve"), ...ec });
		const found = async (filter: string) =>
			(await listed(`/keys?filter=${encodeURIComponent(filter)}`)).map(({ id }) => id);
		expect(await found('algorithm eq "EC"')).toEqual([curve]);
		expect(await found('status eq "EXPIRING"')).toEqual([brief]);
		expect(await found('status eq "VALID" and algorithm eq "EC"')).toEqual([curve]);
		expect(await found('status eq "EXPIRED" or algorithm eq "RSA"')).toContain(brief);
		expect(await found('status eq "EXPIRED"')).toEqual([]);
	});

	it("are for any usage, and of any length that their algorithm has", async () => {
		const fitting = { RSA: [2048, 3072, 4096, 7680], EC: [224, 256, 384, 521], UNKNOWN: [1] };
		for (const [algorithm, keyLengths] of Object.entries(fitting)) {
			const signatureAlgorithm = algorithm === "EC" ? "SHA512withECDSA" : "SHA512withRSA";
			for (const keyLength of keyLengths) {
				const sent = { ...key(`${algorithm} ${keyLength}`), algorithm, keyLength, signatureAlgorithm };
				const { status, body } = await client.post("/keys", sent);
				expect([status, body]).toMatchObject([201, sent]);
				expect((await client.delete(`/keys/${body.id}`)).status).toBe(204);
			}
		}
		for (const usageType of ["ENCRYPTION", "SIGNING", "SSL/TLS", "ISSUANCE", "OUTBOUND_MTLS"]) {
			const sent = { ...key(`For ${usageType}`), usageType, issuerDN: "CN=i", serialNumber: 5, customCRL: "http://a" };
			const { status, body } = await client.post("/keys", sent);
			expect([status, body]).toMatchObject([201, { ...sent, default: false }]);
			expect((await client.delete(`/keys/${body.id}`)).status).toBe(204);
		}
	});

	it("end before the year 10000, or are not made", async () => {
		const before = await listed("/keys");
		const answer = await client.post("/keys", { ...key("Endless"), validityPeriod: 2_147_483_647 });
		expect([answer.status, answer.body.details]).toMatchObject([400, [{ target: "validityPeriod" }]]);
		expect(await listed("/keys")).toEqual(before);
	});

	it("may be good until the very last moment before the year 10000", async () => {
		const lastOfToday = Date.parse("2026-03-04T23:59:59.999Z");
		const last = Date.parse("9999-12-31T23:59:59.999Z");
		const own = await startWithClient({ clock: new ManualClock(lastOfToday) });
		const days = (last - lastOfToday) / DAY;
		const { status, body } = await own.post("/keys", { ...key("Longest"), validityPeriod: days });
		expect([status, body.expiresAt]).toEqual([201, "9999-12-31T23:59:59.999Z"]);
		const longer = await own.post("/keys", { ...key("Too long"), validityPeriod: days + 1 });
		expect(longer.body.details).toMatchObject([{ code: "INVALID_VALUE", target: "validityPeriod" }]);
		await own.emulator.close();
	});

	it("are expiring during their last thirty days, and expired from the moment that they name", async () => {
		const clock = new ManualClock(START);
		let own = await startWithClient({ clock });
		const path = `/keys/${(await own.post("/keys", { ...key("Aging"), validityPeriod: 31 })).body.id}`;
		const statusAfter = async (time: number) => {
			clock.advance(time);
			own = await connect(own.emulator);
			return (await own.get(path)).body.status;
		};
		expect(await statusAfter(DAY - 1)).toBe("VALID");
		expect(await statusAfter(1)).toBe("EXPIRING");
		expect(await statusAfter(30 * DAY - 1)).toBe("EXPIRING");
		expect(await statusAfter(1)).toBe("EXPIRED");
		await own.emulator.close();
	});

	it("say how long they are good for, have one default a usage, and are not exported", async () => {
		const encrypting = await made("/keys", { ...key("Encrypt"), default: true });
		const { body } = await client.post("/keys", { ...key("Sign"), usageType: "SIGNING", default: true });
		expect((await client.get(`/keys/${encrypting}`)).body.default).toBe(true);
		expect(body).toMatchObject({ status: "VALID", default: true, issuerDN: "CN=k" });
		const lifetime = Date.parse(String(body.expiresAt)) - Date.parse(String(body.startsAt));
		expect(lifetime).toBe(365 * DAY);
		const signing = (await listed("/keys")).filter(({ usageType }) => usageType === "SIGNING");
		expect(signing.map((one) => one.default)).toEqual([false, true]);
		expect((await client.delete(`/keys/${body.id}`)).body.details).toMatchObject([{ target: "default" }]);
		const headers = { accept: "application/x-x509-ca-cert" };
		expect((await client.send("GET", `/keys/${body.id}`, { headers })).body.message).toMatch(
			"Exporting the certificate",
		);
	});
});

/** The files of a new key and its certificate, made by openssl. */
function keyFiles(
	algorithm: readonly string[],
	distinguishedName = "/CN=orders.example/O=Orders",
): { certificate: Buffer; pkcs12: Buffer } {
	const folder = mkdtempSync(join(tmpdir(), "certificate-"));
	const [key, certificate, pkcs12] = ["key.pem", "certificate.pem", "key.p12"].map((name) => join(folder, name));
	const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "ignore" });
	const subject = ["-subj", distinguishedName, "-days", "20"];
	openssl("req", "-x509", ...algorithm, "-nodes", "-keyout", `${key}`, "-out", `${certificate}`, ...subject);
	openssl(
		"pkcs12",
		"-export",
		"-inkey",
		`${key}`,
		"-in",
		`${certificate}`,
		"-out",
		`${pkcs12}`,
		"-passout",
		"pass:open",
	);
	return { certificate: readFileSync(`${certificate}`), pkcs12: readFileSync(`${pkcs12}`) };
}

describe("a key in a PKCS #12 file", () => {
	const upload = (file: Buffer | string, more: Record<string, string>) => {
		const form = new FormData();
		for (const [name, value] of Object.entries(more)) form.set(name, value);
		form.set("file", new Blob([file]), "key.p12");
		return client.send("POST", "/keys", { body: form });
	};
	const OPEN = { usageType: "SIGNING", password: "open" };

	it.each([
		[["-newkey", "rsa:2048", "-sha384"], { algorithm: "RSA", keyLength: 2048, signatureAlgorithm: "SHA384withRSA" }],
		[
			["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
			{ algorithm: "EC", keyLength: 256, signatureAlgorithm: "SHA256withECDSA" },
		],
	])("is described by what the file says: %j", async (algorithm, expected) => {
		const { status, headers, body } = await upload(keyFiles(algorithm).pkcs12, OPEN);
		expect([status, body]).toMatchObject([
			201,
			{
				...{ ...expected, name: "orders.example", usageType: "SIGNING", status: "EXPIRING", default: false },
				...{ subjectDN: "O=Orders,CN=orders.example", issuerDN: "O=Orders,CN=orders.example", validityPeriod: 20 },
			},
		]);
		expect(headers.get("location")).toBe(`${client.url}/keys/${body.id}`);
		expect((await client.get(`/keys/${body.id}`)).body).toEqual(body);
		const changed = (await client.put(`/keys/${body.id}`, { usageType: "ENCRYPTION", default: false })).body;
		expect(changed).toMatchObject({ ...expected, usageType: "ENCRYPTION", expiresAt: body.expiresAt });
		expect((await client.delete(`/keys/${body.id}`)).status).toBe(204);
	});

	it("needs the right password, a usage and a file that is one", async () => {
		const { pkcs12 } = keyFiles(["-newkey", "rsa:2048"]);
		const refused = async (file: Buffer | string, more: Record<string, string>) => {
			const { status, body } = await upload(file, more);
			return [status, body.code, (body.details as unknown as { code: string; target: string }[])[0]];
		};
		expect(await refused(pkcs12, { ...OPEN, password: "shut" })).toMatchObject([
			400,
			"INVALID_DATA",
			{ code: "INVALID_VALUE", target: "file" },
		]);
		expect(await refused("no key", OPEN)).toMatchObject([400, "INVALID_DATA", { target: "file" }]);
		const nobodys = keyFiles(["-newkey", "rsa:2048"], "/").pkcs12;
		expect(await refused(nobodys, OPEN)).toMatchObject([400, "INVALID_DATA", { target: "file" }]);
		expect(await refused(pkcs12, { password: "open" })).toMatchObject([400, "INVALID_DATA", { target: "usageType" }]);
		expect(await refused(pkcs12, { ...OPEN, usageType: "X" })).toMatchObject([
			400,
			"INVALID_DATA",
			{ target: "usageType" },
		]);
	});
});

describe("certificates", () => {
	const upload = (file: Buffer | string, usageType = "SIGNING") => {
		const form = new FormData();
		form.set("usageType", usageType);
		form.set("file", new Blob([file]), "certificate.pem");
		return client.send("POST", "/certificates", { body: form });
	};

	it("are described by what the file says", async () => {
		const { status, body } = await upload(keyFiles(["-newkey", "rsa:2048"]).certificate);
		expect([status, body]).toMatchObject([
			201,
			{
				...{ name: "orders.example", algorithm: "RSA", keyLength: 2048, validityPeriod: 20, usageType: "SIGNING" },
				...{ subjectDN: "O=Orders,CN=orders.example", issuerDN: "O=Orders,CN=orders.example" },
			},
		]);
		const path = `/certificates/${body.id}`;
		expect((await client.get(path)).body).toEqual(body);
		const saml = { ...federated("SAML"), acsUrls: ["a"], assertionDuration: 1, spEntityId: "e" };
		for (const use of [
			{ spVerification: { certificates: [{ id: body.id }] } },
			...["AES_128", "AES_256", "TRIPLEDES"].map((algorithm) => ({
				spEncryption: { algorithm, certificate: { id: body.id } },
			})),
		]) {
			const id = await made("/applications", { ...saml, ...use });
			expect((await client.delete(path)).body.details).toMatchObject([{ code: "CONSTRAINT_VIOLATION", target: "id" }]);
			expect((await client.delete(`/applications/${id}`)).status).toBe(204);
		}
		expect((await client.delete(path)).status).toBe(204);
	});

	it.each([
		["260121093600Z", "2026-01-21T09:36:00.000Z"],
		["260120142401Z", "2026-01-20T14:24:01.000Z"],
	])("are good to the second, and for the nearest number of whole days: until %s", async (until, expiresAt) => {
		const { raw } = new X509Certificate(keyFiles(["-newkey", "rsa:2048"]).certificate);
		const times = ["260101000000Z", until];
		// Its signature, which nobody looks at here, is of other times.
		const dated = raw.toString("latin1").replace(/\d{12}Z/g, () => times.shift() ?? "");
		const { status, body } = await upload(Buffer.from(dated, "latin1"));
		const startsAt = "2026-01-01T00:00:00.000Z";
		expect([status, body]).toMatchObject([201, { startsAt, expiresAt, validityPeriod: 20 }]);
		expect((await client.delete(`/certificates/${body.id}`)).status).toBe(204);
	});

	it("may be of nobody", async () => {
		const { status, body } = await upload(keyFiles(["-newkey", "rsa:2048"], "/").certificate);
		expect([status, body]).toMatchObject([201, { name: "", subjectDN: "", issuerDN: "", validityPeriod: 20 }]);
		expect((await client.get(`/certificates/${body.id}`)).body).toEqual(body);
	});

	it("need a file that is one", async () => {
		expect((await upload("no certificate")).body.details).toMatchObject([{ code: "INVALID_VALUE", target: "file" }]);
		expect((await client.post("/certificates", {})).status).toBe(415);
	});

	it("are for any usage, and never the default", async () => {
		const { certificate } = keyFiles(["-newkey", "rsa:2048"]);
		for (const usageType of ["ENCRYPTION", "SIGNING", "SSL/TLS", "ISSUANCE", "OUTBOUND_MTLS"]) {
			const { status, body } = await upload(certificate, usageType);
			expect([status, body]).toMatchObject([201, { usageType, default: false, status: "EXPIRING" }]);
		}
	});

	it.each<[string, Record<string, string | Blob>, string]>([
		["no file", { usageType: "SIGNING" }, "file"],
		["a text for a file", { usageType: "SIGNING", file: "x" }, "file"],
		["no usage", { file: new Blob(["x"]) }, "usageType"],
		["an empty usage", { file: new Blob(["x"]), usageType: "" }, "usageType"],
		["a file for a usage", { file: new Blob(["x"]), usageType: new Blob(["SIGNING"]) }, "usageType"],
	])("come in a form with a file and a usage, not with %s", async (_what, fields, target) => {
		const form = new FormData();
		for (const [name, value] of Object.entries(fields)) {
			if (typeof value === "string") form.set(name, value);
			else form.set(name, value, "certificate.pem");
		}
		for (const collection of ["/certificates", "/keys"]) {
			const { status, body } = await client.send("POST", collection, { body: form });
			expect([status, body.details]).toMatchObject([400, [{ code: "REQUIRED_VALUE", target }]]);
		}
	});
});

describe("a key or certificate", () => {
	it.each([
		["NOT_YET_VALID", -1],
		["VALID", 0],
		["VALID", 10 * DAY - 1],
		["EXPIRING", 10 * DAY],
		["EXPIRING", 40 * DAY - 1],
		["EXPIRED", 40 * DAY],
	])("of forty days is %s %i ms after its start", (status, now) => {
		expect(validityStatus(now, 0, 40 * DAY)).toBe(status);
	});
});

describe("the User schema", () => {
	it("has the attributes of every user, which stay", async () => {
		const [schema, ...others] = await listed("/schemas");
		expect([schema?.name, others]).toEqual(["User", []]);
		const attributes = `/schemas/${schema?.id}/attributes`;
		const username = (await listed(attributes)).find(({ name }) => name === "username");
		expect(username).toMatchObject({ schemaType: "CORE", type: "STRING", required: true, unique: true });
		expect((await client.delete(`${attributes}/${username?.id}`)).body.details).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION", target: "schemaType" },
		]);
		const declared = { enabled: true, unique: false };
		expect((await client.post(attributes, { ...declared, name: "username" })).body.details).toMatchObject([
			{ target: "name" },
		]);
		expect((await client.post("/schemas", { name: "Other" })).status).toBe(405);
		const custom = await made(attributes, { ...declared, name: "floor" });
		expect((await client.put(`${attributes}/${custom}`, { ...declared, name: "level" })).body.details).toMatchObject([
			{ target: "name" },
		]);
		expect((await client.delete(`${attributes}/${custom}`)).status).toBe(204);
	});

	it("lets standard attributes be disabled and made unique, and nothing else of them be changed", async () => {
		const [schema] = await listed("/schemas");
		const attributes = `/schemas/${schema?.id}/attributes`;
		const named = async (name: string) => (await listed(attributes)).find((one) => one.name === name);
		expect(await named("accountId")).toMatchObject({ schemaType: "STANDARD", type: "STRING", required: false });
		const email = await named("email");
		expect(email).toMatchObject({ schemaType: "STANDARD", type: "STRING", enabled: true, required: true });
		const path = `${attributes}/${email?.id}`;
		const flags = { enabled: false, unique: true };
		expect((await client.patch(path, flags)).body).toEqual({ ...email, ...flags, updatedAt: expect.any(String) });
		const put = { name: "email", type: "STRING", enabled: true, unique: false };
		expect((await client.put(path, put)).body).toEqual({ ...email, updatedAt: expect.any(String) });
		for (const change of [{ required: false }, { multiValued: true }, { type: "JSON" }, { name: "mail" }]) {
			const [target] = Object.keys(change);
			expect((await client.patch(path, change)).body.details).toMatchObject([{ target }]);
		}
		const username = await named("username");
		for (const change of [{ enabled: false }, { unique: false }]) {
			const [target] = Object.keys(change);
			expect((await client.patch(`${attributes}/${username?.id}`, change)).body.details).toMatchObject([{ target }]);
		}
		expect((await client.delete(path)).body.details).toMatchObject([{ target: "schemaType" }]);
	});

	it("tells what its attributes are called, and takes back what it told of them", async () => {
		const [schema] = await listed("/schemas");
		const attributes = `/schemas/${schema?.id}/attributes`;
		const all = await listed(attributes);
		const titles = ["Preferred Language", "Timezone", "Member Of Group IDs", "Username"];
		expect(all.map(({ displayName }) => displayName)).toEqual(expect.arrayContaining(titles));
		const enumeratedValues = [{ value: "a" }];
		const regexValidation = { pattern: "a", requirements: "a" };
		for (const one of all.filter(({ name }) => name === "username" || name === "timezone")) {
			const path = `${attributes}/${one.id}`;
			expect((await client.put(path, one)).body).toEqual({ ...one, updatedAt: expect.any(String) });
			const { displayName, ...less } = one;
			expect((await client.put(path, less)).body.displayName).toBe(displayName);
			for (const change of [{ displayName: "D" }, { description: "d" }, { enumeratedValues }, { regexValidation }]) {
				const [target] = Object.keys(change);
				expect((await client.put(path, { ...one, ...change })).body.details).toMatchObject([{ target }]);
			}
		}
	});

	it("makes no attribute required", async () => {
		const [schema] = await listed("/schemas");
		const attributes = `/schemas/${schema?.id}/attributes`;
		const sent = { name: "optional", enabled: true, unique: false };
		const { body } = await client.post(attributes, { ...sent, required: true });
		expect(body.required).toBe(false);
		const path = `${attributes}/${body.id}`;
		expect((await client.patch(path, { required: true })).body.details).toMatchObject([{ target: "required" }]);
		expect((await client.put(path, { ...sent, required: false })).status).toBe(200);
		expect((await client.delete(path)).status).toBe(204);
	});
});
