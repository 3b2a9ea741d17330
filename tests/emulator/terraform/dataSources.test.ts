import { describe, expect, it } from "@jest/globals";
import { client, found, made, outside, startEmulatorForAll } from "./provider.ts";

startEmulatorForAll();

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
