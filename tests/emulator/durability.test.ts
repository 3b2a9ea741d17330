import { once } from "node:events";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Client, connect } from "./client.ts";
import { flawsOf } from "./dataFile.ts";
import { Ledger } from "./ledger.ts";
import { ready, run } from "./process.ts";
import { prepareSignOn, type SignOn } from "./signIns.ts";
import { writersFor } from "./writers.ts";

/** How often the emulator is killed: KILLS in the environment, for a run that takes longer. */
const KILLS = Number(process.env.KILLS ?? 20);

/** After how many acknowledged writes each life ends. */
const moments = fc.sample(fc.integer({ min: 1, max: 100 }), { numRuns: KILLS, seed: 1 });

let folder = "";
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "durability-"));
});
afterAll(() => {
	child?.kill("SIGKILL");
	rmSync(folder, { recursive: true });
});

const data = () => join(folder, "emulator.db");

let child: ReturnType<typeof run> | undefined;

async function begin(): Promise<Client> {
	child = run("--port", "0", "--data", data());
	return connect(await ready(child));
}

/** Has all writers write until the emulator is killed. */
async function writeUntilKilled(client: Client, signOn: SignOn, life: number, moment: number): Promise<Ledger> {
	const ledger = new Ledger(moment, () => child?.kill("SIGKILL"));
	const died = child && once(child, "close");
	const writing = writersFor(signOn).map((write, n) => write(client, ledger, `w${life}.${n}`).catch(unlessCutOff));
	await Promise.all(writing);
	expect((await died)?.[1]).toBe("SIGKILL");
	return ledger;
}

/** The end that every writer comes to: its connection breaks, or is refused. */
function unlessCutOff(error: unknown): void {
	const { message, code } = error as Error & { code?: string };
	if (/fetch failed|terminated/.test(message)) return;
	if (code === "ECONNRESET" || code === "ECONNREFUSED") return;
	throw error;
}

/** The emulator itself should be the first that opens the file after a kill. */
function copyOfData(): string {
	const copy = join(folder, "copy.db");
	for (const part of ["", "-wal"]) {
		rmSync(copy + part, { force: true });
		if (existsSync(data() + part)) copyFileSync(data() + part, copy + part);
	}
	return copy;
}

it(
	`keeps every acknowledged write and nothing by halves over ${KILLS} kills under load`,
	async () => {
		let client = await begin();
		const signOn = await prepareSignOn(client);
		for (const [life, moment] of moments.entries()) {
			const ledger = await writeUntilKilled(client, signOn, life, moment);
			expect(flawsOf(copyOfData())).toEqual([]);
			client = await begin();
			expect(await ledger.lost(client)).toEqual([]);
		}
		await client.emulator.close();
	},
	60_000 + KILLS * 10_000,
);
