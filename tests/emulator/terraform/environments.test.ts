import { describe, expect, it } from "@jest/globals";
import { client, detailsOf, found, listed, outside, startEmulatorForAll, through } from "./provider.ts";

startEmulatorForAll();

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
