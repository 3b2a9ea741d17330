import { join } from "node:path";
import type { Benchmark, Scale } from "./benchmark.ts";
import type { Figure } from "./figures.ts";
import { newFolder } from "./folder.ts";
import { startServer } from "./serverProcess.ts";
import { startEmulatorProcess } from "./tenant.ts";

/** How long it takes until the emulator says that it is ready, beside the least that node needs. */
export const start: Benchmark = {
	name: "start",
	title: "from the start of the process to its ready line, with a compile cache filled by an earlier start",
	measure,
};

const GOAL = { atMost: 400 };

const HTTP_SERVER = `require("node:http").createServer().listen(0, "127.0.0.1", () => console.log("{}"))`;

interface Start {
	figure: Figure;
	/** Milliseconds of the `run`-th start. */
	once(run: number): Promise<number>;
}

async function measure({ runs }: Scale): Promise<Figure[]> {
	const starts = startsIn(newFolder());
	// The first start of each fills the compile cache and makes the existing data file; it is not counted.
	for (let run = -1; run < runs; run++) {
		for (const { figure, once } of starts) {
			const milliseconds = await once(run);
			if (run >= 0) figure.values.push(milliseconds);
		}
	}
	return starts.map(({ figure }) => figure);
}

const startsIn = (folder: string): Start[] => [
	emulator("emulator in memory", () => []),
	emulator("emulator with a new data file", (run) => ["--data", join(folder, `new${run}.db`)]),
	emulator("emulator with an existing data file", () => ["--data", join(folder, "existing.db")]),
	{
		figure: { name: "node with an HTTP server", unit: "ms", values: [] },
		once: () => timed(startServer("-e", HTTP_SERVER)),
	},
];

const emulator = (name: string, options: (run: number) => string[]): Start => ({
	figure: { name, unit: "ms", values: [], goal: GOAL },
	once: (run) => timed(startEmulatorProcess(...options(run))),
});

async function timed(starting: ReturnType<typeof startServer>): Promise<number> {
	const server = await starting;
	await server.stop();
	return server.startMs;
}
