import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { type Client, connect, user } from "./client.ts";
import { ready, run } from "./process.ts";

let folder = "";
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "durability-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const WRITERS = 4;

/** Writes users until the emulator goes away; what it acknowledged before that. */
async function writeUntilKilled(client: Client, writer: number, acknowledged: (id: string) => void): Promise<void> {
	for (let n = 0; ; n++) {
		const answer = await client.post("/users", user(`w${writer}.${n}`)).catch(() => undefined);
		if (!answer) return;
		expect(answer.status).toBe(201);
		acknowledged(answer.body.id);
	}
}

it.each([1, 40, 200])("keeps every acknowledged write when it is killed after %i of them", async (after) => {
	const data = join(folder, `killed-${after}.db`);
	const child = run("--port", "0", "--data", data);
	const client = await connect(await ready(child));
	const acknowledged = new Set<string>();
	const died = once(child, "close");
	const acknowledge = (id: string) => {
		acknowledged.add(id);
		if (acknowledged.size === after) child.kill("SIGKILL");
	};
	await Promise.all(Array.from({ length: WRITERS }, (_, writer) => writeUntilKilled(client, writer, acknowledge)));
	expect((await died)[1]).toBe("SIGKILL");

	const reopened = await ready(run("--port", "0", "--data", data));
	const again = await connect(reopened);
	const { _embedded, count } = (await again.get("/users?limit=1000")).body;
	const found = new Set((_embedded.users ?? []).map(({ id }) => id));
	expect([...acknowledged].filter((id) => !found.has(id))).toEqual([]);
	// At most one write of each writer was on its way when the process died.
	expect(Number(count)).toBeLessThanOrEqual(acknowledged.size + WRITERS);
	await reopened.close();
});
