import { join } from "node:path";
import { type Benchmark, type Scale, scaled } from "../benchmark.ts";
import type { Connection } from "../connection.ts";
import { type Figure, ratioOf } from "../figures.ts";
import { newFolder } from "../folder.ts";
import { load, percentile, type Task } from "../load.ts";
import { shuffled } from "../shuffled.ts";
import { pingoneSignIn } from "../signIns/pingone.ts";
import { type EmulatorReady, startEmulatorProcess, workerBearer } from "../tenant.ts";
import { type Filled, fillDataFile } from "./dataFile.ts";

const FEW = 100;
/** More than the emulator remembers: read in turn, each is read from the file. */
const SOME = 1000;
const MANY = 100_000;
const CLIENTS = 16;
const SIGN_INS = 1000;
const READS = 5000;

/** Whether many stored users make an emulator slower or large. */
export const users: Benchmark = {
	name: "users",
	title: `sign-ins and reads of random users, ${FEW} or ${MANY} of them in a data file, reads of the same ${FEW}, and reads in turn of ${SOME} or ${MANY}`,
	measure,
};

/** One kind of work on one of the emulators. */
interface Series {
	rate: Figure;
	p50: Figure;
	p99: Figure;
	once(): Promise<void>;
}

async function measure(scale: Scale): Promise<Figure[]> {
	const folder = newFolder();
	const emulatorWith = async (users: number) =>
		started(await fillDataFile(join(folder, `${users}.db`), scaled(scale, users, FEW)), scale);
	const [few, some, many] = [await emulatorWith(FEW), await emulatorWith(SOME), await emulatorWith(MANY)];
	const memory: Figure = { name: `memory with ${many.users} users`, unit: "MB", values: [], goal: { atMost: 150 } };
	const turns = [
		few.signIns,
		many.signIns,
		few.reads,
		many.reads,
		many.readsOfSame,
		some.readsInTurn,
		many.readsInTurn,
	];
	for (const { once } of turns) await once();
	for (const { rate, p50, p99 } of turns) for (const figure of [rate, p50, p99]) figure.values.length = 0;
	for (let run = 0; run < scale.runs; run++) {
		for (const { once } of turns) await once();
		const megabytes = many.process.memory();
		if (megabytes !== undefined) memory.values.push(megabytes);
	}
	for (const { process } of [few, some, many]) await process.stop();
	const goal = { atLeast: 0.9 };
	return [
		...turns.flatMap(({ rate, p50, p99 }) => [rate, p50, p99]),
		ratioOf(`sign-ins, ${many.users} users / ${FEW}`, many.signIns.rate, few.signIns.rate, goal),
		ratioOf(`reads, ${many.users} users / ${FEW}`, many.reads.rate, few.reads.rate, goal),
		// What the users who are only stored do to reads: of such as the emulator remembers, and of such as it does not.
		ratioOf(`reads, ${FEW} of ${many.users} users / ${FEW}`, many.readsOfSame.rate, few.reads.rate, goal),
		ratioOf(`reads in turn, ${many.users} users / ${some.users}`, many.readsInTurn.rate, some.readsInTurn.rate, goal),
		memory,
	];
}

/** An emulator on a filled data file, and what is done to it. */
async function started({ file, signOn, userIds }: Filled, scale: Scale) {
	const process = await startEmulatorProcess("--data", file);
	const { ready } = process;
	const users = userIds.length;
	const everyone = { ...signOn, origin: ready.authUrl, usernames: shuffled(signOn.usernames) };
	const mixed = shuffled(userIds);
	const same = mixed.slice(0, FEW);
	const read = await reading(ready);
	const reads = (name: string, idOf: (n: number) => string | undefined) =>
		series(name, ready, scaled(scale, READS, CLIENTS), (connection, n) => read(connection, idOf(n)));
	return {
		process,
		users,
		signIns: series(`sign-ins, ${users} users`, ready, scaled(scale, SIGN_INS, CLIENTS), pingoneSignIn(everyone)),
		reads: reads(`reads, ${users} users`, () => anyOf(mixed)),
		readsOfSame: reads(`reads, ${FEW} of ${users} users`, () => anyOf(same)),
		readsInTurn: reads(`reads in turn, ${users} users`, (n) => mixed[n % users]),
	};
}

const anyOf = (ids: readonly string[]) => ids[Math.floor(Math.random() * ids.length)];

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

/** Reads a user by its id, as the worker. */
async function reading(ready: EmulatorReady) {
	const headers = { authorization: await workerBearer(ready) };
	const path = `/v1/environments/${ready.environmentId}/users/`;
	return async (connection: Connection, id: string | undefined): Promise<void> => {
		const answer = await connection.send({ path: path + id, headers });
		if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`);
	};
}
