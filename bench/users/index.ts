import { join } from "node:path";
import { type Benchmark, type Scale, scaled } from "../benchmark.ts";
import { type Figure, ratioOf } from "../figures.ts";
import { newFolder } from "../folder.ts";
import { load, percentile, type Task } from "../load.ts";
import type { ServerProcess } from "../serverProcess.ts";
import { shuffled } from "../shuffled.ts";
import { pingoneSignIn } from "../signIns/pingone.ts";
import { type EmulatorReady, startEmulatorProcess, workerBearer } from "../tenant.ts";
import { type Filled, fillDataFile } from "./dataFile.ts";

const FEW = 100;
const MANY = 100_000;
const CLIENTS = 16;
const SIGN_INS = 1000;
const READS = 5000;

/** Whether many stored users make an emulator slower or large. */
export const users: Benchmark = {
	name: "users",
	title: `sign-ins and reads of random users, ${FEW} or ${MANY} of them in a data file, and reads of the same ${FEW} of these`,
	measure,
};

/** One kind of work on one of the two emulators. */
interface Series {
	rate: Figure;
	p50: Figure;
	p99: Figure;
	once(): Promise<void>;
}

async function measure(scale: Scale): Promise<Figure[]> {
	const folder = newFolder();
	const many = scaled(scale, MANY, FEW);
	const filled = [
		await fillDataFile(join(folder, "few.db"), FEW),
		await fillDataFile(join(folder, "many.db"), many),
	] as const;
	const processes = [await started(filled[0]), await started(filled[1])] as const;
	const memory: Figure = { name: `memory with ${many} users`, unit: "MB", values: [], goal: { atMost: 150 } };
	const series = [
		await seriesOf(processes[0], filled[0], scale, FEW),
		await seriesOf(processes[1], filled[1], scale, many),
	] as const;
	const turns = [series[0].signIns, series[1].signIns, series[0].reads, series[1].reads, series[1].readsOfSame];
	for (const { once } of turns) await once();
	for (const { rate, p50, p99 } of turns) for (const figure of [rate, p50, p99]) figure.values.length = 0;
	for (let run = 0; run < scale.runs; run++) {
		for (const { once } of turns) await once();
		const megabytes = processes[1].memory();
		if (megabytes !== undefined) memory.values.push(megabytes);
	}
	for (const process of processes) await process.stop();
	const { signIns, reads, readsOfSame } = series[1];
	return [
		...turns.flatMap(({ rate, p50, p99 }) => [rate, p50, p99]),
		ratioOf(`sign-ins, ${many} users / ${FEW}`, signIns.rate, series[0].signIns.rate, { atLeast: 0.9 }),
		ratioOf(`reads, ${many} users / ${FEW}`, reads.rate, series[0].reads.rate, { atLeast: 0.9 }),
		// Which the emulator remembers in both: what is left is what the others do by being stored.
		ratioOf(`reads, ${FEW} of ${many} users / ${FEW}`, readsOfSame.rate, series[0].reads.rate, { atLeast: 0.9 }),
		memory,
	];
}

const started = ({ file }: Filled): Promise<ServerProcess<EmulatorReady>> => startEmulatorProcess("--data", file);

async function seriesOf({ ready }: ServerProcess<EmulatorReady>, filled: Filled, scale: Scale, users: number) {
	const signOn = { ...filled.signOn, usernames: shuffled(filled.signOn.usernames) };
	const reads = async (name: string, ids: readonly string[]) =>
		series(name, ready, scaled(scale, READS, CLIENTS), await reading(ready, ids));
	return {
		signIns: series(
			`sign-ins, ${users} users`,
			ready,
			scaled(scale, SIGN_INS, CLIENTS),
			pingoneSignIn({ ...signOn, origin: ready.authUrl }),
		),
		reads: await reads(`reads, ${users} users`, filled.userIds),
		readsOfSame: await reads(`reads, ${FEW} of ${users} users`, filled.userIds.slice(0, FEW)),
	};
}

function series(name: string, ready: EmulatorReady, count: number, task: Task): Series {
	const figure = (part: string, unit: string): Figure => ({ name: name + part, unit, values: [] });
	const [rate, p50, p99] = [figure("", "/s"), figure(", p50", "ms"), figure(", p99", "ms")];
	let done = 0;
	return {
		rate,
		p50,
		p99,
		async once() {
			const from = done;
			done += count;
			const { rate: perSecond, latencies } = await load(ready.authUrl, CLIENTS, count, (connection, n) =>
				task(connection, from + n),
			);
			rate.values.push(perSecond);
			p50.values.push(percentile(latencies, 0.5));
			p99.values.push(percentile(latencies, 0.99));
		},
	};
}

async function reading(ready: EmulatorReady, ids: readonly string[]): Promise<Task> {
	const headers = { authorization: await workerBearer(ready) };
	return async (connection) => {
		const id = ids[Math.floor(Math.random() * ids.length)];
		const answer = await connection.send({ path: `/v1/environments/${ready.environmentId}/users/${id}`, headers });
		if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`);
	};
}
