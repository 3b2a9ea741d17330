import { describe, expect, it } from "@jest/globals";
import { client, detailsOf, listed, made, startEmulatorForAll, uploadCertificate } from "./provider.ts";

startEmulatorForAll();

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
	const SERIAL = `0x7f${"ab".repeat(19)}`;

	it.each([
		["RSA", ["rsa:3072", "-sha384"], { keyLength: 3072, signatureAlgorithm: "SHA384withRSA" }],
		["EC", ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"], { keyLength: 384, signatureAlgorithm: "SHA256withECDSA" }],
	])("is uploaded as PEM, and described with its exact serial number: %s", async (algorithm, kind, key) => {
		const { status, body } = await uploadCertificate(kind, SERIAL);
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
			expect(text).toContain(`"serialNumber":${BigInt(SERIAL)},`);
		}
		expect((await client.delete(`/certificates/${body.id}`)).status).toBe(204);
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
