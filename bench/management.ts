import { join } from "node:path";
import { type Benchmark, type Scale, scaled } from "./benchmark.ts";
import type { Connection, Request } from "./connection.ts";
import { type Figure, ratioOf } from "./figures.ts";
import { newFolder } from "./folder.ts";
import { load, type Task } from "./load.ts";
import { startServer } from "./serverProcess.ts";
import { administer, type EmulatorReady, startEmulatorProcess, workerBearer } from "./tenant.ts";

const CLIENTS = 16;
const REQUESTS = 4000;

/** Reads and creates of the management API, beside a server that answers JSON without any work. */
export const management: Benchmark = {
	name: "management",
	title: `reads and creates of users, ${CLIENTS} clients with keep-alive`,
	measure,
};

interface Row {
	origin: string;
	task: Task;
	figure: Figure;
}

async function measure(scale: Scale): Promise<Figure[]> {
	const inMemory = await startEmulatorProcess();
	const onDisk = await startEmulatorProcess("--data", join(newFolder(), "emulator.db"));
	const bare = await startServer<{ origin: string }>("bench/signIns/bareServer.ts");
	const peer = row(
		"bare server",
		bare.ready.origin,
		requesting(() => ({ path: "/flows/1" })),
	);
	const { reads, creates } = await rowsOf("in memory", inMemory.ready);
	const kept = await rowsOf("with a data file", onDisk.ready);
	const rows = [peer, reads, creates, kept.reads, kept.creates];
	await repeat(rows, scale);
	for (const server of [inMemory, onDisk, bare]) await server.stop();
	return [...rows.map(({ figure }) => figure), ratioOf("read in memory / bare server", reads.figure, peer.figure)];
}

async function repeat(rows: readonly Row[], scale: Scale): Promise<void> {
	const count = scaled(scale, REQUESTS, CLIENTS);
	for (const { origin, task } of rows) await load(origin, CLIENTS, count, task);
	for (let run = 0; run < scale.runs; run++) {
		for (const { origin, task, figure } of rows) figure.values.push((await load(origin, CLIENTS, count, task)).rate);
	}
}

const row = (name: string, origin: string, task: Task): Row => ({
	origin,
	task,
	figure: { name, unit: "/s", values: [] },
});

async function rowsOf(where: string, ready: EmulatorReady): Promise<{ reads: Row; creates: Row }> {
	const { id } = await (await administer(ready))("POST", "users", { username: "read", email: "read@example.com" });
	const authorization = await workerBearer(ready);
	const path = `/v1/environments/${ready.environmentId}/users`;
	let created = 0;
	const read = () => ({ path: `${path}/${id}`, headers: { authorization } });
	const create = (): Request => ({ method: "POST", path, ...userNumber(created++, authorization) });
	return {
		reads: row(`reads ${where}`, ready.authUrl, requesting(read)),
		creates: row(`creates ${where}`, ready.authUrl, requesting(create)),
	};
}

const userNumber = (n: number, authorization: string) => ({
	headers: { authorization, "Content-Type": "application/json" },
	body: JSON.stringify({ username: `user${n}`, email: `user${n}@example.com` }),
});

const requesting =
	(next: () => Request): Task =>
	async (connection: Connection) => {
		const answer = await connection.send(next());
		if (answer.status >= 300) throw new Error(`${answer.status} ${answer.body}`);
	};
