import { Connection } from "./connection.ts";

/** What many clients did in one run. */
export interface Load {
	/** Tasks done per second. */
	rate: number;
	/** Of single tasks, in ms, shortest first. */
	latencies: number[];
}

/** One client's piece of work, the `n`-th of the run. */
export type Task = (connection: Connection, n: number) => Promise<void>;

/** Has `clients` clients do `count` tasks together, each client on a connection of its own. */
export async function load(origin: string, clients: number, count: number, task: Task): Promise<Load> {
	const connections = await Promise.all(Array.from({ length: clients }, () => Connection.open(origin)));
	const latencies: number[] = [];
	let begun = 0;
	const client = async (connection: Connection) => {
		while (begun < count) {
			const n = begun++;
			const start = performance.now();
			await task(connection, n);
			latencies.push(performance.now() - start);
		}
	};
	const start = performance.now();
	await Promise.all(connections.map(client));
	const seconds = (performance.now() - start) / 1000;
	for (const connection of connections) connection.close();
	return { rate: count / seconds, latencies: latencies.sort((a, b) => a - b) };
}

/** The latency that `share` of the tasks did not exceed. */
export const percentile = (latencies: readonly number[], share: number): number =>
	latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;
