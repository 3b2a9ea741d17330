import { describe, expect, it } from "@jest/globals";
import { webApp } from "../client.ts";
import { client, detailsOf, listed, made, named, startEmulatorForAll, through } from "./provider.ts";

startEmulatorForAll();

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

	it("keeps its name: one that is put is the same or none", async () => {
		const { id } = await made("/applications", webApp("Named for good"));
		const mapping = { name: "Email", required: false, value: "${user.email}" };
		const { id: attribute } = await made(`/applications/${id}/attributes`, mapping);
		const put = (body: object) => client.put(`/applications/${id}/attributes/${attribute}`, { ...mapping, ...body });
		expect((await put({ name: undefined, value: "x" })).body).toMatchObject({ name: "Email", value: "x" });
		expect((await put({ value: "y" })).body).toMatchObject({ name: "Email", value: "y" });
		for (const name of ["mail", "email"]) {
			expect(detailsOf(await put({ name }))).toMatchObject([{ code: "INVALID_VALUE", target: "name" }]);
		}
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
		expect(await named(attributes, "email")).toMatchObject({ schemaType: "STANDARD", schema: { id: schema.id } });
	});
});
