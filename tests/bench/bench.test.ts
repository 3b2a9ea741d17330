import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { shuffled } from "../../bench/shuffled.ts";

const run = promisify(execFile);

const bench = (...args: string[]) => run(process.execPath, ["bench/main.ts", ...args]);

/** Next to no work: whether the scripts work, not how fast anything is. */
const LITTLE = ["--runs", "1", "--work", "0.001"];

interface Result {
	name: string;
	figures: { name: string; unit: string; min: number; median: number; max: number; runs: number }[];
}

describe("npm run bench", () => {
	it.each([
		["signIns", ["emulator", "oidc-provider", "bare server", "emulator / oidc-provider", "emulator / bare server"]],
		["start", ["emulator in memory", "emulator with an existing data file", "node with an HTTP server"]],
		["users", ["sign-ins, 100 users", "reads, 100 users, p99", "reads, 100 of 100 users", "reads in turn, 100 users"]],
		["management", ["reads in memory", "creates with a data file"]],
	])("%s measures what it says", async (name, expected) => {
		const { stdout } = await bench(name, "--json", ...LITTLE);
		const { machine, results } = JSON.parse(stdout) as { machine: object; results: Result[] };
		expect(machine).toMatchObject({ node: process.version, cores: expect.any(Number) });
		expect(results.map((result) => result.name)).toEqual([name]);
		const figures = results.flatMap((result) => result.figures);
		expect(figures.map((figure) => figure.name)).toEqual(expect.arrayContaining(expected));
		for (const figure of figures.filter(({ runs }) => runs > 0)) {
			expect(figure).toMatchObject({ min: expect.any(Number), median: expect.any(Number), max: expect.any(Number) });
			expect(figure.min).toBeGreaterThan(0);
		}
	});

	it("prints a table for people", async () => {
		const { stdout } = await bench("start", ...LITTLE);
		expect(stdout).toMatch(
			/^node v\d+\S*, \d+ cores .*min \/ median \/ max\n\nstart: .*\n {2}emulator in memory .* ms .*goal <= 400/,
		);
	});

	it("names the benchmarks when it does not know one", async () => {
		await expect(bench("nothing")).rejects.toMatchObject({
			code: 2,
			stdout: expect.stringContaining("signIns, start, users, management"),
			stderr: "nothing is no benchmark\n",
		});
	});

	it.each([
		["--runs", "x", "number of runs"],
		["--runs", "0", "number of runs"],
		["--runs", "1.5", "number of runs"],
		["--work", "x", "share of the work"],
		["--work", "0", "share of the work"],
		["--work", "Infinity", "share of the work"],
	])("refuses %s %s with its usage", async (option, value, message) => {
		await expect(bench("start", option, value)).rejects.toMatchObject({
			code: 2,
			stdout: expect.stringContaining("npm run bench --"),
			stderr: expect.stringContaining(`${option} ${value} is not a ${message}`),
		});
	});
});

describe("shuffling", () => {
	it("gives each order alike", () => {
		// Every draw that it can make, once: three values by the first, two by the second.
		const draws = [0, 1 / 3, 2 / 3].flatMap((first) => [0, 1 / 2].map((second) => [first, second]));
		const orders = draws.map(([first, second]) => {
			const left = [first, second];
			return shuffled(["a", "b", "c"], () => left.shift() ?? 0).join("");
		});
		expect(orders.sort()).toEqual(["abc", "acb", "bac", "bca", "cab", "cba"]);
	});
});
