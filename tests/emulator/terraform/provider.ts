import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "@jest/globals";
import { type Answer, type Body, type Client, startWithClient } from "../client.ts";

/*
 * The requests that the vendor's Terraform provider sends, and what it and the vendor's SDK need in the answers: read from
 * their sources (terraform-provider-pingone `internal/service`, pingone-go-sdk-v2 `management`), resource by resource.
 */

/** The client of this file's own emulator. */
export let client: Client;

/** Gives the tests of a file an emulator. */
export function startEmulatorForAll(): void {
	beforeAll(async () => {
		client = await startWithClient();
	});
	afterAll(() => client.emulator.close());
}

export const made = async (path: string, body: object): Promise<Body> => {
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
export const listed = async (path: string): Promise<Body[]> => {
	const [[key = "", items = []] = []] = Object.entries((await client.get(path)).body._embedded);
	for (const item of items) {
		const known = KNOWN_BY[key]?.filter((name) => item[name] !== undefined);
		if (known) expect([path, item, known]).toEqual([path, item, [expect.any(String)]]);
	}
	return items;
};

export const named = async (path: string, name: string): Promise<Body> => {
	const found = (await listed(path)).find((item) => item.name === name);
	if (!found) throw new Error(`${path} has no ${name}`);
	return found;
};

/** Create, read, change, read, delete: after each write the provider's next plan is empty if the read tells the same. */
export async function through(path: string, bodies: readonly [object, ...object[]]): Promise<Body[]> {
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

export const detailsOf = ({ body }: Answer) => body.details;

/** Paths that are not below the environment of the client. */
export const outside = (method: string, path: string, body?: object): Promise<Answer> =>
	client.send(method, `/../..${path}`, {
		...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
	});

export const found = async (path: string): Promise<string[]> => {
	const [items = []] = Object.values((await outside("GET", path)).body._embedded);
	return items.map(({ id }) => id);
};

/** Uploads a new certificate, as the provider does with its `pem_file`. */
export function uploadCertificate(kind: readonly string[], serial: string): Promise<Answer> {
	const folder = mkdtempSync(join(tmpdir(), "certificate-"));
	const pem = join(folder, "certificate.pem");
	const files = ["-keyout", join(folder, "key.pem"), "-out", pem];
	const subject = ["-subj", "/C=GB/O=Ping Identity/CN=terraform", "-days", "3650", "-set_serial", serial];
	execFileSync("openssl", ["req", "-x509", "-nodes", "-newkey", ...kind, ...files, ...subject], { stdio: "ignore" });
	const form = new FormData();
	form.set("usageType", "SSL/TLS");
	form.set("file", new Blob([readFileSync(pem)]), "certificate");
	return client.send("POST", "/certificates", { body: form });
}
