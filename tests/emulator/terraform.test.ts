import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Answer, type Body, type Client, startWithClient, webApp } from "./client.ts";

/*
 * The requests that the vendor's Terraform provider sends, and what it and the vendor's SDK need in the answers: read from
 * their sources (terraform-provider-pingone `internal/service`, pingone-go-sdk-v2 `management`), resource by resource.
 */

let client: Client;

beforeAll(async () => {
	client = await startWithClient();
});

afterAll(() => client.emulator.close());

const made = async (path: string, body: object): Promise<Body> => {
	const answer = await client.post(path, body);
	expect([path, answer.status, answer.body]).toEqual([path, 201, expect.anything()]);
	return answer.body;
};

/** What a member of a list must say for the SDK to know what it is: one and only one of these. */
const KNOWN_BY: Record<string, readonly string[]> = {
	attributes: ["application", "identityProvider", "resource", "schema"],
	languages: ["agreement", "customerAdded"],
};

/** Members of a list, each of which the SDK can tell from its relatives. */
const listed = async (path: string): Promise<Body[]> => {
	const [[key = "", items = []] = []] = Object.entries((await client.get(path)).body._embedded);
	for (const item of items) {
		const known = KNOWN_BY[key]?.filter((name) => item[name] !== undefined);
		if (known) expect([path, item, known]).toEqual([path, item, [expect.any(String)]]);
	}
	return items;
};

const named = async (path: string, name: string): Promise<Body> => {
	const found = (await listed(path)).find((item) => item.name === name);
	if (!found) throw new Error(`${path} has no ${name}`);
	return found;
};

/** Create, read, change, read, delete: after each write the provider's next plan is empty if the read tells the same. */
async function through(path: string, bodies: readonly [object, ...object[]]): Promise<Body[]> {
	const [first, ...changes] = bodies;
	const created = await made(path, first);
	const one = `${path}/${created.id}`;
	const answers = [created];
	expect((await client.get(one)).body).toEqual(created);
	for (const change of changes) {
		const { status, body } = await client.put(one, change);
		expect([one, status]).toEqual([one, 200]);
		expect((await client.get(one)).body).toEqual(body);
		answers.push(body);
	}
	expect((await client.delete(one)).status).toBe(204);
	expect((await client.get(one)).body.code).toBe("NOT_FOUND");
	return answers;
}

const detailsOf = ({ body }: Answer) => body.details;

describe("pingone_application_attribute_mapping", () => {
	const saml = (name: string) => ({
		...{ name, enabled: true, protocol: "SAML", type: "WEB_APP", spEntityId: `sp:${name}` },
		...{ acsUrls: ["https://my-saas-app.com"], assertionDuration: 3600 },
	});

	it("maps a claim for chosen scopes and places, and goes back to the defaults", async () => {
		const { id } = await made("/applications", webApp("Mapped"));
		const openid = await named("/resources", "openid");
		const scopes = await listed(`/resources/${openid.id}/scopes`);
		const oidcScopes = scopes.slice(0, 2).map((scope) => scope.id);
		const minimal = { name: "email", required: false, value: "${user.email}", idToken: true, userInfo: true };
		const full = { ...minimal, required: true, oidcScopes, userInfo: false };
		const answers = await through(`/applications/${id}/attributes`, [full, minimal, full]);
		const custom = { mappingType: "CUSTOM", application: { id } };
		expect(answers).toMatchObject([full, minimal, full].map((sent) => ({ ...sent, ...custom })));
		expect(answers[1]).not.toHaveProperty("oidcScopes");
	});

	it.each([
		["OPENID_CONNECT", webApp("Subject"), "sub", {}],
		["SAML", saml("Subject"), "saml_subject", { nameFormat: "urn:oasis:names:tc:SAML:2.0:attrname-format:uri" }],
	])("changes the subject of an application: %s", async (protocol, application, name, more) => {
		const { id } = await made("/applications", { ...application, name: `${protocol} subject` });
		const attributes = `/applications/${id}/attributes`;
		const [core, ...others] = await listed(attributes);
		expect([core, others]).toMatchObject([{ name, required: true, value: "${user.id}", mappingType: "CORE" }, []]);
		// The provider sends back all that it read, links included, with another value.
		const changed = await client.put(`${attributes}/${core?.id}`, { ...core, value: "${user.email}", ...more });
		expect(changed).toMatchObject({ status: 200, body: { ...more, value: "${user.email}", mappingType: "CORE" } });
		const reset = await client.put(`${attributes}/${core?.id}`, { ...core, value: "${user.id}" });
		expect(reset.body).not.toHaveProperty("nameFormat");
		expect(detailsOf(await client.delete(`${attributes}/${core?.id}`))).toMatchObject([{ target: "mappingType" }]);
		expect(detailsOf(await client.post(attributes, { name, required: true, value: "x" }))).toMatchObject([
			{ code: "UNIQUENESS_VIOLATION", target: "name" },
		]);
	});

	it("takes the subject's name of another protocol as any other, and no flags of OpenID Connect", async () => {
		const { id } = await made("/applications", saml("Other names"));
		const sent = { name: "sub", required: true, value: "${user.email}", idToken: true, userInfo: true };
		const [created] = await through(`/applications/${id}/attributes`, [sent]);
		expect(created).toMatchObject({ name: "sub", mappingType: "CUSTOM" });
		expect(created).not.toHaveProperty("idToken");
	});

	it("is refused with the words that the provider's tests expect", async () => {
		const { id } = await made("/applications", webApp("Refused"));
		const post = async (body: object) => {
			const sent = { required: false, value: "x", ...body };
			return detailsOf(await client.post(`/applications/${id}/attributes`, sent));
		};
		const message = "Attribute name 'aud' is not valid for the 'OPENID_CONNECT' application";
		expect(await post({ name: "aud" })).toMatchObject([{ code: "INVALID_VALUE", target: "name", message }]);
		expect(await post({ name: "a", idToken: false, userInfo: false })).toMatchObject([{ target: "idToken" }]);
		expect(await post({ name: "a", required: null })).toMatchObject([{ code: "REQUIRED_VALUE", target: "required" }]);
		const api = await made("/resources", { name: "Not openid" });
		const scope = await made(`/resources/${api.id}/scopes`, { name: "not:openid" });
		for (const stranger of [scope.id, client.emulator.clientId]) {
			expect(await post({ name: "a", oidcScopes: [stranger] })).toMatchObject([{ target: "oidcScopes" }]);
		}
		const link = { enabled: true, protocol: "EXTERNAL_LINK", type: "PORTAL_LINK_APP", homePageUrl: "https://h" };
		const other = await made("/applications", { name: "Link", ...link });
		expect((await client.get(`/applications/${other.id}/attributes`)).status).toBe(404);
	});

	it("keeps a scope that it names from being deleted", async () => {
		const { id } = await made("/applications", webApp("Scoped"));
		const openid = await named("/resources", "openid");
		const scope = await made(`/resources/${openid.id}/scopes`, { name: "shop" });
		const mapping = { name: "shop", required: false, value: "x", oidcScopes: [scope.id] };
		const { id: attribute } = await made(`/applications/${id}/attributes`, mapping);
		const path = `/resources/${openid.id}/scopes/${scope.id}`;
		expect(detailsOf(await client.delete(path))).toMatchObject([{ code: "CONSTRAINT_VIOLATION", target: "id" }]);
		expect((await client.delete(`/applications/${id}/attributes/${attribute}`)).status).toBe(204);
		expect((await client.delete(path)).status).toBe(204);
	});
});

describe("pingone_resource_attribute", () => {
	it("finds the claims of OpenID Connect by name, changes one, and sets it back", async () => {
		const openid = await named("/resources", "openid");
		const attributes = `/resources/${openid.id}/attributes`;
		for (const [name, value] of [
			["preferred_username", "${user.username}"],
			["address.postal_code", "${user.address.postalCode}"],
			["updated_at", "${#datetime.toUnixTimestamp(user.updatedAt)}"],
			["birthdate", ""],
		] as const) {
			const predefined = await named(attributes, name);
			expect(predefined).toMatchObject({ value, type: "PREDEFINED", idToken: true, userInfo: true });
			const one = `${attributes}/${predefined.id}`;
			const changed = await client.put(one, { ...predefined, value: "${user.title}", userInfo: false });
			expect(changed.body).toMatchObject({ value: "${user.title}", type: "PREDEFINED", userInfo: false });
			expect((await client.put(one, predefined)).body).toMatchObject({ name, value });
			expect(detailsOf(await client.delete(one))).toMatchObject([{ code: "CONSTRAINT_VIOLATION", target: "type" }]);
		}
		expect(detailsOf(await client.post(attributes, { name: "mine", value: "" }))).toMatchObject([
			{ code: "EMPTY_VALUE", target: "value" },
		]);
	});

	it("adds and changes claims of a custom resource, and its subject", async () => {
		const { id } = await made("/resources", { name: "Claims" });
		const attributes = `/resources/${id}/attributes`;
		const answers = await through(attributes, [
			{ name: "email", value: "${user.email}" },
			{ name: "email", value: "${user.name.given}" },
		]);
		expect(answers).toMatchObject([{ type: "CUSTOM" }, { value: "${user.name.given}" }]);
		const sub = await named(attributes, "sub");
		const changed = await client.put(`${attributes}/${sub.id}`, { ...sub, value: "${user.email}" });
		expect(changed.body).toMatchObject({ value: "${user.email}", type: "CORE" });
	});
});

describe("pingone_identity_provider_attribute", () => {
	it("changes where the username comes from, and sets it back", async () => {
		const saml = { name: "Saml", enabled: true, type: "SAML", idpEntityId: "idp", ssoEndpoint: "https://sso" };
		const { id } = await made("/identityProviders", saml);
		const attributes = `/identityProviders/${id}/attributes`;
		const username = await named(attributes, "username");
		const core = { value: "${samlAssertion.subject}", update: "EMPTY_ONLY", mappingType: "CORE" };
		expect(username).toMatchObject({ ...core, identityProvider: { id } });
		const one = `${attributes}/${username.id}`;
		const changed = (await client.put(one, { ...username, value: "${samlAssertion.mail}" })).body;
		expect(changed).toMatchObject({ ...core, value: "${samlAssertion.mail}" });
		expect((await client.put(one, { ...changed, value: core.value })).body).toMatchObject(core);
		expect(detailsOf(await client.put(one, { ...username, name: "email" }))).toMatchObject([{ target: "name" }]);
		expect(detailsOf(await client.delete(one))).toMatchObject([{ code: "CONSTRAINT_VIOLATION" }]);
		const [oidc] = await listed(
			`/identityProviders/${(await made("/identityProviders", { name: "Apple", type: "APPLE" })).id}/attributes`,
		);
		expect(oidc).toMatchObject({ name: "username", value: "${providerAttributes.sub}" });
	});

	it("maps another attribute", async () => {
		const { id } = await made("/identityProviders", { name: "Google", type: "GOOGLE", clientId: "c" });
		const email = { name: "email", value: "${providerAttributes.emailAddress.value}", update: "EMPTY_ONLY" };
		const answers = await through(`/identityProviders/${id}/attributes`, [email, { ...email, update: "ALWAYS" }]);
		expect(answers).toMatchObject([
			{ ...email, mappingType: "CUSTOM" },
			{ update: "ALWAYS", mappingType: "CUSTOM" },
		]);
	});
});

describe("pingone_language and pingone_language_update", () => {
	it("add a language, and enable a system language as the default for a while", async () => {
		const swedish = { locale: "sv", name: "Swedish", enabled: false, default: false };
		expect(await through("/languages", [swedish])).toMatchObject([{ ...swedish, customerAdded: true }]);
		const languageOf = async (locale: string) => (await listed("/languages")).find((one) => one.locale === locale);
		const french = await languageOf("fr");
		expect(french).toMatchObject({ enabled: false, default: false, customerAdded: false });
		const put = async (locale: string, change: object) => {
			const { id = "", ...language } = (await languageOf(locale)) ?? {};
			return (await client.put(`/languages/${id}`, { ...language, ...change })).body;
		};
		for (const change of [{ default: false }, { default: true }]) {
			expect(await put("fr", { enabled: true, ...change })).toMatchObject({ enabled: true, ...change });
		}
		expect(await languageOf("en")).toMatchObject({ enabled: true, default: false });
		for (const change of [{ default: false }, { default: true }]) await put("en", { enabled: true, ...change });
		expect(await put("fr", { enabled: false, default: false })).toMatchObject({ enabled: false, default: false });
		expect(await languageOf("en")).toMatchObject({ enabled: true, default: true, customerAdded: false });
		expect(detailsOf(await client.delete(`/languages/${french?.id}`))).toMatchObject([{ target: "locale" }]);
		expect(detailsOf(await client.post("/languages", { ...swedish, locale: "fr" }))).toMatchObject([
			{ code: "UNIQUENESS_VIOLATION", target: "locale" },
		]);
	});
});

/** Paths that are not below the environment of the client. */
const outside = (method: string, path: string, body?: object): Promise<Answer> =>
	client.send(method, `/../..${path}`, {
		...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
	});

const found = async (path: string): Promise<string[]> => {
	const [items = []] = Object.values((await outside("GET", path)).body._embedded);
	return items.map(({ id }) => id);
};

describe("pingone_environment", () => {
	const licenseOf = async () => (await client.get("")).body.license as { id: string };
	const services = (...products: object[]) => ({ billOfMaterials: { products } });
	const federate = {
		...{ type: "PING_FEDERATE", console: { href: "https://my-console-url" } },
		bookmarks: [{ name: "Bookmark 1", href: "https://my-bookmark-1" }],
	};

	it("is made with its services, which the answer has, changed, and destroyed", async () => {
		const minimal = { name: "Terraform", region: "NA", type: "SANDBOX", license: await licenseOf() };
		const full = { ...minimal, description: "Test description", ...services({ type: "PING_ONE_BASE" }, federate) };
		const created = await outside("POST", "/environments", full);
		expect(created).toMatchObject({ status: 201, body: full });
		expect(created.body).toMatchObject({ organization: { id: expect.any(String) } });
		const one = `/environments/${created.body.id}`;
		expect((await outside("GET", one)).body).not.toHaveProperty("billOfMaterials");
		expect((await outside("GET", `${one}/billOfMaterials`)).body).toMatchObject(full.billOfMaterials);
		const less = services({ type: "PING_ONE_BASE" });
		expect((await outside("PUT", one, { ...minimal, ...less })).body).not.toHaveProperty("description");
		expect((await outside("PUT", `${one}/billOfMaterials`, less.billOfMaterials)).body).toMatchObject({
			products: [{ type: "PING_ONE_BASE" }],
		});
		expect((await outside("PUT", `${one}/type`, { type: "PRODUCTION" })).body.type).toBe("PRODUCTION");
		expect((await outside("PUT", `${one}/type`, { type: "SANDBOX" })).body.type).toBe("SANDBOX");
		expect((await outside("DELETE", one)).status).toBe(204);
		expect((await outside("GET", one)).body.code).toBe("NOT_FOUND");
	});

	it("is found by the filters of its data sources", async () => {
		const { id } = (await client.get("")).body;
		const license = await licenseOf();
		for (const filter of [
			'name sw "emulated-sandbox"',
			`id eq "${id}"`,
			`(name sw "emulated-") AND (license.id eq "${license.id}")`,
		]) {
			expect([filter, await found(`/environments?filter=${encodeURIComponent(filter)}`)]).toEqual([filter, [id]]);
		}
		expect(await found(`/environments?filter=${encodeURIComponent(`license.id eq "${id}"`)}`)).toEqual([]);
	});
});

describe("data.pingone_role and data.pingone_roles", () => {
	it("know a role by its list of permissions", async () => {
		const { roles = [] } = (await outside("GET", "/roles")).body._embedded;
		expect(roles.map(({ name }) => name)).toContain("Identity Data Admin");
		for (const role of roles) {
			expect(role).toMatchObject({ permissions: expect.any(Array), applicableTo: expect.any(Array) });
			expect((await outside("GET", `/roles/${role.id}`)).body).toEqual(role);
		}
	});
});

describe("data sources with filters", () => {
	const idsOf = async (path: string, filter: string): Promise<string[]> => {
		const answer = await client.get(`${path}?filter=${encodeURIComponent(filter)}`);
		expect([filter, answer.status]).toEqual([filter, 200]);
		const [items = []] = Object.values(answer.body._embedded);
		return items.map(({ id }) => id);
	};

	it("find populations by name", async () => {
		const [one, two] = [await made("/populations", { name: "tf-1" }), await made("/populations", { name: "tf-2" })];
		await made("/populations", { name: "tf-3" });
		expect(await idsOf("/populations", '(name eq "tf-1") OR (name eq "tf-2")')).toEqual([one.id, two.id]);
		expect(await idsOf("/populations", `(id eq "${one.id}")`)).toEqual([one.id]);
		expect(await idsOf("/populations", '(name eq "tf")')).toEqual([]);
	});

	it("find groups by name, population and external id", async () => {
		const population = await made("/populations", { name: "tf-groups" });
		const group = { name: "tf-group", population: { id: population.id }, externalId: "ext-1" };
		const { id } = await made("/groups", group);
		await made("/groups", { name: "tf-group-2" });
		for (const filter of [
			'(name eq "tf-group")',
			`(id eq "${id}")`,
			`(population.id eq "${population.id}")`,
			'(externalId eq "ext-1") AND (name eq "tf-group")',
		]) {
			expect(await idsOf("/groups", filter)).toEqual([id]);
		}
	});

	it("find users by any attribute of the profile", async () => {
		const population = await made("/populations", { name: "tf-users" });
		const profile = {
			...{ externalId: "e", locale: "es-419", nickname: "n", preferredLanguage: "en-gb", timezone: "America/Lima" },
			...{ title: "t", type: "tp", primaryPhone: "+1.1", mobilePhone: "+1.2" },
			name: { formatted: "f", given: "g", middle: "m", family: "y", honorificPrefix: "hp", honorificSuffix: "hs" },
			address: { streetAddress: "s", locality: "l", region: "r", postalCode: "pc", countryCode: "PE" },
			photo: { href: "https://photo" },
		};
		const base = { email: "tf@example.com", population: { id: population.id } };
		const { id } = await made("/users", { ...base, username: "tf-1", ...profile });
		const other = await made("/users", { ...base, username: "tf-2" });
		const texts = Object.entries(profile).flatMap(([name, value]) =>
			typeof value === "string"
				? [[name, value]]
				: Object.entries(value).map(([member, of]) => [`${name}.${member}`, of]),
		);
		for (const [name, value] of texts) {
			expect(await idsOf("/users", `(${name} eq "${value}") AND (population.id eq "${population.id}")`)).toEqual([id]);
		}
		await client.put(`/users/${id}/enabled`, { enabled: false });
		const inside = `population.id eq "${population.id}"`;
		for (const [literal, ids] of [
			["true", [other.id]],
			['"true"', [other.id]],
			['"false"', [id]],
		] as const) {
			expect(await idsOf("/users", `(enabled eq ${literal}) AND (${inside})`)).toEqual(ids);
		}
	});

	it("find licences by status and time", async () => {
		const { organization, license } = (await client.get("")).body as unknown as Record<string, { id: string }>;
		const path = `/organizations/${organization?.id}/licenses`;
		const licenses = (filter: string) => found(`${path}?filter=${encodeURIComponent(filter)}`);
		const later = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z/, "+00:00");
		expect(await licenses(`(status eq "active") and (beginsAt lt "${later}")`)).toEqual([license?.id]);
		expect(await licenses(`(status eq "active") and (beginsAt gt "${later}")`)).toEqual([]);
		expect(await licenses(`expiresAt ge "${later}"`)).toEqual([]);
		const wrong = await outside("GET", `${path}?filter=${encodeURIComponent('beginsAt lt "soon"')}`);
		expect([wrong.status, wrong.body.details]).toMatchObject([400, [{ code: "INVALID_FILTER" }]]);
	});
});

describe("pingone_agreement with its localizations and revisions", () => {
	it("is made, enabled step by step, and left where users may have agreed", async () => {
		const agreement = await made("/agreements", { name: "Terms", enabled: false });
		const languages = `/agreements/${agreement.id}/languages`;
		const german = { displayName: "Terms", enabled: false, locale: "de" };
		const language = await made(languages, german);
		expect(language).toMatchObject({ ...german, agreement: { id: agreement.id } });
		const revisions = `${languages}/${language.id}/revisions`;
		const sent = {
			contentType: "text/html",
			requireReconsent: true,
			text: "<h1>T</h1>\n",
			effectiveAt: "2999-01-01T00:00:00Z",
		};
		const { text, ...told } = sent;
		const revision = await made(revisions, sent);
		expect(revision).toMatchObject({ ...told, agreement: { id: agreement.id }, language: { id: language.id } });
		expect(revision).not.toHaveProperty("text");
		expect((await listed(revisions)).map(({ id }) => id)).toEqual([revision.id]);
		// The provider follows the link of that name to the text.
		const { href } = (revision._links as unknown as Record<string, { href: string }>).text ?? { href: "" };
		expect(href).toBe(`${client.url}${revisions}/${revision.id}/text`);
		expect((await client.get(href.slice(client.url.length))).body).toEqual({ data: text, dataType: "text/html" });
		const experience = { ...german, enabled: true, userExperience: { acceptCheckboxText: "Yes" } };
		expect((await client.put(`${languages}/${language.id}`, experience)).body).toMatchObject(experience);
		expect((await client.put(`/agreements/${agreement.id}`, { name: "Terms", enabled: true })).body.enabled).toBe(true);
		expect((await listed(languages)).map(({ id }) => id)).toEqual([language.id]);
		expect((await client.delete(`${revisions}/${revision.id}`)).status).toBe(204);
		const inEffect = await made(revisions, { ...sent, effectiveAt: new Date().toISOString() });
		expect(detailsOf(await client.delete(`${revisions}/${inEffect.id}`))).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION", message: "A currently effective revision cannot be deleted." },
		]);
		expect(detailsOf(await client.delete(`${languages}/${language.id}`))).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION", message: "Agreement language with effective revision can not be deleted." },
		]);
		expect((await client.delete(`/agreements/${agreement.id}`)).status).toBe(204);
		expect((await client.get(href.slice(client.url.length))).status).toBe(404);
	});
});

describe("pingone_image", () => {
	/** Files of 3 by 2 pixels, as far as their headers go. */
	const PNG = "89504e470d0a1a0a0000000d49484452000000030000000208060000009d74661a";
	const GIF = "47494638396103000200800000";
	const JPEG = "ffd8ffe000104a46494600010100000100010000ffc2001108000200030301220002110103";

	it.each([
		["png", "image/png", PNG],
		["gif", "image/gif", GIF],
		["jpg", "image/jpeg", JPEG],
	])("is uploaded with its name, and described by format and size: %s", async (format, type, hex) => {
		const headers = { "content-type": type, "content-disposition": `attachment; filename=logo.${format}` };
		const created = await client.send("POST", "/images", { body: Buffer.from(hex, "hex"), headers });
		const original = { type: format, width: 3, height: 2, href: expect.stringMatching(/^http:/) };
		expect([created.status, created.body]).toMatchObject([201, { targets: { original } }]);
		expect((await client.get(`/images/${created.body.id}`)).body).toEqual(created.body);
		expect((await client.delete(`/images/${created.body.id}`)).status).toBe(204);
	});

	it.each(["ffd8", "ffd8ffe00002", "ffd8ffe00000ffe00000ffe00000", "474946", "89504e47"])(
		"says no size that the file does not: %s",
		async (hex) => {
			const headers = { "content-type": "image/jpeg" };
			const { status, body } = await client.send("POST", "/images", { body: Buffer.from(hex, "hex"), headers });
			expect([status, body.targets]).toEqual([
				201,
				{ original: expect.not.objectContaining({ width: expect.anything() }) },
			]);
		},
	);
});

describe("pingone_certificate", () => {
	it.each([
		["RSA", ["rsa:3072", "-sha384"], { keyLength: 3072, signatureAlgorithm: "SHA384withRSA" }],
		["EC", ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"], { keyLength: 384, signatureAlgorithm: "SHA256withECDSA" }],
	])("is uploaded as PEM, and described with its exact serial number: %s", async (algorithm, kind, key) => {
		const folder = mkdtempSync(join(tmpdir(), "certificate-"));
		const pem = join(folder, "certificate.pem");
		const files = ["-keyout", join(folder, "key.pem"), "-out", pem];
		const subject = [
			"-subj",
			"/C=GB/O=Ping Identity/CN=terraform",
			"-days",
			"3650",
			"-set_serial",
			`0x7f${"ab".repeat(19)}`,
		];
		execFileSync("openssl", ["req", "-x509", "-nodes", "-newkey", ...kind, ...files, ...subject], { stdio: "ignore" });
		const form = new FormData();
		form.set("usageType", "SSL/TLS");
		form.set("file", new Blob([readFileSync(pem)]), "certificate");
		const { status, body } = await client.send("POST", "/certificates", { body: form });
		expect([status, body]).toMatchObject([
			201,
			{
				...{ name: "terraform", algorithm, ...key, usageType: "SSL/TLS", validityPeriod: 3650 },
				...{ status: "VALID", default: false, subjectDN: "CN=terraform,O=Ping Identity,C=GB" },
			},
		]);
		const headers = { authorization: `Bearer ${client.token}` };
		for (const path of ["/certificates", `/certificates/${body.id}`]) {
			const text = await (await fetch(client.url + path, { headers })).text();
			expect(text).toContain(`"serialNumber":${BigInt(`0x7f${"ab".repeat(19)}`)},`);
		}
		expect((await client.delete(`/certificates/${body.id}`)).status).toBe(204);
	});
});

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
				...{
					name: "oidc",
					enabled: true,
					type: "OPENID_CONNECT",
					clientId: "c",
					clientSecret: "s",
					issuer: "https://i",
				},
				...{
					authorizationEndpoint: "https://a",
					tokenEndpoint: "https://t",
					jwksEndpoint: "https://j",
					scopes: ["openid"],
				},
				...{
					discoveryEndpoint: "https://d",
					userInfoEndpoint: "https://u",
					tokenEndpointAuthMethod: "CLIENT_SECRET_POST",
				},
				pkceMethod: "S256",
			},
			minimal: {
				...{
					name: "oidc",
					enabled: false,
					type: "OPENID_CONNECT",
					clientId: "c",
					clientSecret: "s",
					issuer: "https://i",
				},
				...{
					authorizationEndpoint: "https://a",
					tokenEndpoint: "https://t",
					jwksEndpoint: "https://j",
					scopes: ["openid"],
				},
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

describe("pingone_population_default", () => {
	it("takes the default population over, and leaves it as a new environment has it", async () => {
		const defaultOf = async () => (await listed("/populations")).find((one) => one.default === true);
		const before = await defaultOf();
		const own = { name: "Ours", description: "d", default: true };
		expect((await client.put(`/populations/${before?.id}`, own)).body).toMatchObject(own);
		expect((await defaultOf())?.id).toBe(before?.id);
		const first = { name: "Default", description: "Automatically created population.", default: true };
		expect((await client.put(`/populations/${before?.id}`, first)).body).toMatchObject(first);
	});
});

describe("pingone_key", () => {
	it("changes its use and whether it is the default", async () => {
		const key = {
			...{ name: "tf", algorithm: "EC", keyLength: 256, signatureAlgorithm: "SHA384withECDSA", validityPeriod: 3650 },
			...{ subjectDN: "CN=tf, OU=BX Retail, O=BX Retail, L=, ST=, C=US", usageType: "SIGNING" },
		};
		const created = await made("/keys", key);
		expect(created).toMatchObject({ ...key, issuerDN: key.subjectDN, status: "VALID", default: false });
		const one = `/keys/${created.id}`;
		const changed = await client.put(one, { default: false, usageType: "ENCRYPTION" });
		expect(changed.body).toMatchObject({ ...key, usageType: "ENCRYPTION", serialNumber: created.serialNumber });
		expect((await client.send("GET", one, { headers: { accept: "application/json" } })).body).toEqual(changed.body);
		expect((await client.delete(one)).status).toBe(204);
	});
});

describe("pingone_branding_theme_default", () => {
	it("makes a theme the default, and the first theme again", async () => {
		const theme = await made("/themes", { default: false, template: "slate", configuration: { name: "Ours" } });
		const first = (await listed("/themes")).find(
			({ configuration }) => (configuration as { name?: string }).name === "Ping Default",
		);
		expect((await client.put(`/themes/${theme.id}/default`, { default: true })).body.default).toBe(true);
		expect((await client.get(`/themes/${theme.id}/default`)).body.default).toBe(true);
		expect((await client.put(`/themes/${first?.id}/default`, { default: true })).body.default).toBe(true);
		expect((await client.delete(`/themes/${theme.id}`)).status).toBe(204);
	});
});

describe("pingone_schema_attribute", () => {
	it("adds an attribute to the User schema, found by name, and changes it", async () => {
		const schema = await named("/schemas", "User");
		const attributes = `/schemas/${schema.id}/attributes`;
		const minimal = {
			enabled: true,
			name: "floor",
			type: "STRING",
			unique: false,
			multiValued: false,
			required: false,
		};
		const full = {
			...{ ...minimal, displayName: "Floor", description: "d", enabled: false },
			enumeratedValues: [{ value: "1", archived: false, description: "first" }],
		};
		const answers = await through(attributes, [full, minimal, full]);
		expect(answers).toMatchObject(
			[full, minimal, full].map((sent) => ({ ...sent, schemaType: "CUSTOM", ldapAttribute: "floor" })),
		);
		expect(answers[1]).not.toHaveProperty("displayName");
		expect(await named(attributes, "email")).toMatchObject({ schemaType: "CORE", schema: { id: schema.id } });
	});
});

describe("role assignments", () => {
	it.each([
		["user", "/users", { username: "admin", email: "admin@example.com" }],
		["application", "/applications", webApp("Administrator")],
		["group", "/groups", { name: "Administrators" }],
	])("of a %s are made, read and removed", async (_kind, path, holder) => {
		const { id } = await made(path, holder);
		const { roles = [] } = (await outside("GET", "/roles")).body._embedded;
		const role = roles.find(({ name }) => name === "Identity Data Admin");
		const environment = (await client.get("")).body.id;
		const assignment = { role: { id: role?.id }, scope: { id: environment, type: "ENVIRONMENT" } };
		const answers = await through(`${path}/${id}/roleAssignments`, [assignment]);
		expect(answers).toMatchObject([{ ...assignment, readOnly: false }]);
	});
});

describe("pingone_sign_on_policy_action", () => {
	const ip = "${flow.request.http.remoteIp}";
	const lastSignOn = (by: string) => ({
		secondsSince: `\${session.lastSignOn.withAuthenticator.${by}.at}`,
		greater: 3600,
	});
	const or = (...parts: object[]) => ({ or: parts });

	it.each<[string, object, object]>([
		[
			"login",
			{
				...{ type: "LOGIN", recovery: { enabled: true }, enforceLockoutForIdentityProviders: true },
				...{ registration: { enabled: false, external: { href: "https://www.pingidentity.com" } } },
				condition: or(
					lastSignOn("pwd"),
					{ not: { contains: ip, ipRange: ["192.168.129.23/17"] } },
					or(
						{ value: "${user.lifecycle.status}", equals: "ACCOUNT_OK" },
						{ value: "${user.mfaEnabled}", equals: true },
					),
				),
			},
			{ type: "LOGIN", recovery: { enabled: false } },
		],
		[
			"mfa",
			{
				...{ type: "MULTI_FACTOR_AUTHENTICATION", noDevicesMode: "BYPASS" },
				condition: or(
					lastSignOn("mfa"),
					{ valid: ip, ipRisk: { minScore: 80, maxScore: 100 } },
					{ valid: ip, anonymousNetwork: [] },
					{
						geoVelocity: ip,
						valid: {
							previousSuccessfulAuthenticationIp: "${user.lastSignOn.remoteIp}",
							previousSuccessfulAuthenticationTime: "${user.lastSignOn.at}",
						},
					},
				),
			},
			{ type: "MULTI_FACTOR_AUTHENTICATION", noDevicesMode: "BLOCK" },
		],
		[
			"progressive_profiling",
			{
				...{ type: "PROGRESSIVE_PROFILING", preventMultiplePromptsPerFlow: true, promptIntervalSeconds: 5 },
				...{ promptText: "For the best experience", attributes: [{ name: "name.given", required: false }] },
			},
			{
				...{ type: "PROGRESSIVE_PROFILING", preventMultiplePromptsPerFlow: true, promptIntervalSeconds: 7_776_000 },
				...{ promptText: "For the best experience", attributes: [{ name: "name.given", required: true }] },
			},
		],
		["pingid", { type: "PINGID_AUTHENTICATION" }, { type: "PINGID_AUTHENTICATION" }],
		[
			"pingid_windows_login_passwordless",
			{
				...{ type: "PINGID_WINLOGIN_PASSWORDLESS_AUTHENTICATION", offlineMode: { enabled: true } },
				uniqueUserAttribute: { name: "externalId" },
			},
			{
				...{ type: "PINGID_WINLOGIN_PASSWORDLESS_AUTHENTICATION", offlineMode: { enabled: false } },
				uniqueUserAttribute: { name: "email" },
			},
		],
		["identifier_first", { type: "IDENTIFIER_FIRST", recovery: { enabled: true } }, { type: "IDENTIFIER_FIRST" }],
	])("changes between full and minimal: %s", async (name, full, minimal) => {
		const { id } = await made("/signOnPolicies", { name: `Tf_${name}` });
		const actions = `/signOnPolicies/${id}/actions`;
		await made(actions, { type: "LOGIN", priority: 1 });
		const bodies = [full, minimal, full].map((body, n) => ({ priority: 2 + n, ...body }));
		const answers = await through(actions, bodies as [object, ...object[]]);
		expect(answers).toMatchObject(bodies);
		expect(answers[1]).not.toHaveProperty("condition");
		expect((await client.delete(`/signOnPolicies/${id}`)).status).toBe(204);
	});

	it("is the last of its policy, which goes by making another first", async () => {
		const { id } = await made("/signOnPolicies", { name: "Tf_last" });
		const actions = `/signOnPolicies/${id}/actions`;
		const only = await made(actions, { type: "LOGIN", priority: 1 });
		expect(detailsOf(await client.delete(`${actions}/${only.id}`))).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION", message: "Cannot delete last action from the policy" },
		]);
		await made(actions, { type: "LOGIN", priority: 1 });
		expect((await client.delete(`${actions}/${only.id}`)).status).toBe(204);
	});
});

describe("pingone_group_nesting", () => {
	it("puts a group into another, which tells how many it has", async () => {
		const [staff, sales, west] = [
			await made("/groups", { name: "Staff" }),
			await made("/groups", { name: "Sales" }),
			await made("/groups", { name: "West" }),
		];
		const nested = `/groups/${sales.id}/memberOfGroups`;
		const created = await client.post(nested, { id: staff.id });
		expect(created).toMatchObject({ status: 201, body: { id: staff.id, type: "DIRECT", name: "Staff" } });
		expect(created.headers.get("location")).toBe(`${client.url}${nested}/${staff.id}`);
		expect((await client.get(`${nested}/${staff.id}`)).body).toEqual(created.body);
		expect(await listed(nested)).toEqual([created.body]);
		expect((await client.get(`/groups/${staff.id}`)).body.directMemberCounts).toEqual({ users: 0, groups: 1 });
		await made(`/groups/${west.id}/memberOfGroups`, { id: sales.id });
		for (const inner of [staff.id, sales.id, west.id]) {
			const circle = await client.post(`/groups/${staff.id}/memberOfGroups`, { id: inner });
			expect(detailsOf(circle)).toMatchObject([{ code: "INVALID_VALUE", target: "id" }]);
		}
		expect(detailsOf(await client.post(nested, { id: staff.id }))).toMatchObject([{ code: "UNIQUENESS_VIOLATION" }]);
		expect(detailsOf(await client.post(nested, { id: client.emulator.clientId }))).toMatchObject([{ target: "id" }]);
		// A change of the group itself leaves it where it is.
		const changed = (await client.put(`/groups/${sales.id}`, { name: "Sales", memberOfGroups: [] })).body;
		expect(changed).not.toHaveProperty("memberOfGroups");
		expect(await listed(nested)).toHaveLength(1);
		expect((await client.delete(`/groups/${sales.id}`)).status).toBe(204);
		expect(await listed(`/groups/${west.id}/memberOfGroups`)).toEqual([]);
		await made(`/groups/${west.id}/memberOfGroups`, { id: staff.id });
		expect((await client.delete(`/groups/${west.id}/memberOfGroups/${staff.id}`)).status).toBe(204);
		expect((await client.delete(`/groups/${west.id}/memberOfGroups/${staff.id}`)).body.code).toBe("NOT_FOUND");
	});
});
