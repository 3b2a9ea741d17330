import { describe, expect, it } from "@jest/globals";
import { type Body, webApp } from "../client.ts";
import { client, detailsOf, listed, made, named, startEmulatorForAll, through } from "./provider.ts";

startEmulatorForAll();

describe("pingone_resource", () => {
	it("goes between full and minimal, with its defaults", async () => {
		const defaults = {
			...{ accessTokenValiditySeconds: 3600, introspectEndpointAuthMethod: "CLIENT_SECRET_BASIC", type: "CUSTOM" },
			applicationPermissionsSettings: { claimEnabled: false },
		};
		const minimal = { name: "api", audience: "api", ...defaults };
		const full = {
			...{ name: "api", type: "CUSTOM", description: "d", audience: "https://api", accessTokenValiditySeconds: 7200 },
			...{ introspectEndpointAuthMethod: "CLIENT_SECRET_POST", applicationPermissionsSettings: { claimEnabled: true } },
		};
		const answers = await through("/resources", [full, minimal, full]);
		expect(answers).toMatchObject([full, minimal, full]);
		expect(answers[1]).not.toHaveProperty("description");
	});
});

describe("scopes", () => {
	it("of a custom resource go between full and minimal: pingone_resource_scope", async () => {
		const { id } = await made("/resources", { name: "scopes" });
		const answers = await through(`/resources/${id}/scopes`, [
			{ name: "s:full", description: "d" },
			{ name: "s:minimal" },
			{ name: "s:full", description: "d" },
		]);
		expect(answers).toMatchObject([
			{ description: "d" },
			{ name: "s:minimal", resource: { id } },
			{ description: "d" },
		]);
		expect(answers[1]).not.toHaveProperty("description");
	});

	it("of OpenID Connect map claims, new and predefined: pingone_resource_scope_openid", async () => {
		const openid = await named("/resources", "openid");
		const scopes = `/resources/${openid.id}/scopes`;
		const claims = [];
		for (const name of ["one", "two"]) {
			claims.push(
				(await made(`/resources/${openid.id}/attributes`, { name, value: "${user.title}", idToken: true })).id,
			);
		}
		const full = { name: "wardrobe", description: "d", mappedClaims: claims };
		expect(await through(scopes, [full, { name: "wardrobe" }, full])).toMatchObject([full, { name: "wardrobe" }, full]);
		const profile = await named(scopes, "profile");
		const changed = (await client.put(`${scopes}/${profile.id}`, { ...profile, mappedClaims: claims })).body;
		expect(changed).toMatchObject({ name: "profile", mappedClaims: claims });
		expect((await client.put(`${scopes}/${profile.id}`, { ...changed, mappedClaims: [] })).status).toBe(200);
		expect((await client.delete(`/resources/${openid.id}/attributes/${claims[0]}`)).status).toBe(204);
	});

	it("of the PingOne API are narrowed and opened again: pingone_resource_scope_pingone_api", async () => {
		const api = await named("/resources", "PingOne API");
		const scopes = `/resources/${api.id}/scopes`;
		for (const name of ["p1:read:user", "p1:update:user"]) {
			const scope = await named(scopes, name);
			expect(scope.schemaAttributes).toEqual(["*"]);
			const narrow = (await client.put(`${scopes}/${scope.id}`, { ...scope, schemaAttributes: ["name.given"] })).body;
			expect(narrow).toMatchObject({ name, schemaAttributes: ["name.given"] });
			expect((await client.put(`${scopes}/${scope.id}`, scope)).body.schemaAttributes).toEqual(["*"]);
		}
		const own = { name: "p1:read:user:shirt", description: "d", schemaAttributes: ["email", "name.given"] };
		expect(await through(scopes, [own, { ...own, schemaAttributes: ["email"] }])).toMatchObject([
			own,
			{ name: own.name },
		]);
	});
});

describe("secrets", () => {
	it.each([
		["pingone_application_secret", "/applications", webApp("Secret")],
		["pingone_resource_secret", "/resources", { name: "Secret" }],
	])("are rotated, keeping the previous one for a while: %s", async (_resource, path, holder) => {
		const secret = `${path}/${(await made(path, holder)).id}/secret`;
		const first = (await client.get(secret)).body;
		expect(first).toMatchObject({ secret: expect.any(String), environment: { id: client.emulator.environmentId } });
		expect(first).not.toHaveProperty("previous");
		const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
		const rotated = await client.post(secret, { previous: { expiresAt } });
		expect(rotated).toMatchObject({ status: 200, body: { previous: { secret: first.secret, expiresAt } } });
		expect((await client.get(secret)).body).toMatchObject({ secret: rotated.body.secret });
		expect((await client.post(secret, {})).body).not.toHaveProperty("previous");
	});
});

describe("pingone_application_resource_grant and pingone_application_sign_on_policy_assignment", () => {
	it("are made, read, changed where they can be, and listed", async () => {
		const { id } = await made("/applications", webApp("Granted"));
		const { id: resource } = await made("/resources", { name: "granted" });
		const scopes: Body[] = [];
		for (const name of ["g:1", "g:2"]) scopes.push(await made(`/resources/${resource}/scopes`, { name }));
		const granted = (count: number) => ({
			resource: { id: resource },
			scopes: scopes.slice(0, count).map((scope) => ({ id: scope.id })),
		});
		const grants = await through(`/applications/${id}/grants`, [granted(2), granted(1)]);
		expect(grants).toMatchObject([granted(2), { ...granted(1), application: { id } }]);
		const openid = await named("/resources", "openid");
		const profile = (await listed(`/resources/${openid.id}/scopes`)).filter(({ name }) => name !== "openid");
		const oidc = { resource: { id: openid.id }, scopes: profile.map((scope) => ({ id: scope.id })) };
		expect(await through(`/applications/${id}/grants`, [oidc])).toMatchObject([oidc]);
		const policy = await named("/signOnPolicies", "Multi_Factor");
		const assigned = (priority: number) => ({ priority, signOnPolicy: { id: policy.id } });
		const assignments = `/applications/${id}/signOnPolicyAssignments`;
		const answers = await through(assignments, [assigned(1), assigned(2)]);
		expect(answers).toMatchObject([assigned(1), { ...assigned(2), application: { id } }]);
		await made(assignments, assigned(1));
		expect((await listed(assignments)).map(({ priority }) => priority)).toEqual([1]);
		expect(detailsOf(await client.delete(`/signOnPolicies/${policy.id}`))).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION" },
		]);
	});
});

describe("pingone_user", () => {
	const IMPORT = "application/vnd.pingidentity.user.import+json";

	it("is imported with all that it has, changed to the least and back, locked, and deleted", async () => {
		const [from, to] = [await made("/populations", { name: "from" }), await made("/populations", { name: "to" })];
		const minimal = { username: "tf", email: "tf@example.com" };
		const full = {
			...{
				...minimal,
				externalId: "e",
				locale: "es-419",
				nickname: "n",
				preferredLanguage: "en-gb",
				title: "t",
				type: "tp",
			},
			...{ mobilePhone: "+1.1", primaryPhone: "+1.2", timezone: "America/Los_Angeles", photo: { href: "https://p" } },
			address: { streetAddress: "s\nt", locality: "l", region: "r", postalCode: "p", countryCode: "US" },
			name: { formatted: "F", given: "G", middle: "M", family: "Y", honorificPrefix: "Mr", honorificSuffix: "Jr" },
		};
		const password = { value: "dummyPassw0rd1#", forceChange: true };
		const lifecycle = { status: "VERIFICATION_REQUIRED", suppressVerificationCode: true };
		const created = await client.post(
			"/users",
			{ ...full, population: { id: from.id }, lifecycle, password, mfaEnabled: true },
			IMPORT,
		);
		expect(created).toMatchObject({ status: 201, body: { ...full, population: { id: from.id } } });
		const one = `/users/${created.body.id}`;
		expect((await client.put(`${one}/enabled`, { enabled: true })).body.enabled).toBe(true);
		expect((await client.put(`${one}/mfaEnabled`, { mfaEnabled: false })).body.mfaEnabled).toBe(false);
		const lock = (name: string) =>
			client.send("POST", one, {
				body: "null",
				headers: { "content-type": `application/json, application/vnd.pingidentity.account.${name}+json` },
			});
		expect((await lock("lock")).body.account).toMatchObject({ status: "LOCKED", canAuthenticate: false });
		expect((await client.put(`${one}/population`, { id: to.id })).body.id).toBe(to.id);
		const least = (await client.put(one, minimal)).body;
		for (const name of Object.keys(full).filter((key) => !Object.hasOwn(minimal, key))) {
			expect(least).not.toHaveProperty(name);
		}
		expect((await client.put(`${one}/enabled`, { enabled: false })).body.enabled).toBe(false);
		expect((await lock("unlock")).body.account).toEqual({ status: "OK", canAuthenticate: false });
		expect((await client.put(one, full)).body).toMatchObject({
			...{ ...full, enabled: false, mfaEnabled: false, population: { id: to.id }, verifyStatus: "NOT_INITIATED" },
			...{ identityProvider: { type: "PING_ONE" }, lifecycle: { status: "VERIFICATION_REQUIRED" } },
		});
		expect((await client.delete(one)).status).toBe(204);
		expect((await client.get(one)).body.code).toBe("NOT_FOUND");
	});

	it("joins a group and leaves it: pingone_user_group_assignment", async () => {
		const group = await made("/groups", { name: "tf-members" });
		const { id } = await made("/users", { username: "tf-member", email: "tf@example.com" });
		const path = `/users/${id}/memberOfGroups`;
		expect(await made(path, { id: group.id })).toMatchObject({ id: group.id, type: "DIRECT" });
		expect((await client.get(`${path}/${group.id}`)).body.id).toBe(group.id);
		expect((await client.delete(`${path}/${group.id}`)).status).toBe(204);
		expect((await client.get(`${path}/${group.id}`)).body.code).toBe("NOT_FOUND");
	});
});
