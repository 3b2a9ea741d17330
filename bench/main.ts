import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Benchmark } from "./benchmark.ts";
import { summaryOf, tableOf } from "./figures.ts";
import { management } from "./management.ts";
import { signIns } from "./signIns/index.ts";
import { start } from "./start.ts";
import { users } from "./users/index.ts";

/** Every figure that the README claims. */
const BENCHMARKS: readonly Benchmark[] = [signIns, start, users, management];

const HELP = `npm run bench -- [NAME...] [--runs N] [--work SHARE] [--json]

  NAME    ${BENCHMARKS.map(({ name }) => name).join(", ")}; all of them unless told
  --runs  how often everything is measured; 5 unless told
  --work  share of the work of a run, 1 unless told; below it the figures mean nothing
  --json  one JSON document instead of tables
`;

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: {
		runs: { type: "string", default: "5" },
		work: { type: "string", default: "1" },
		json: { type: "boolean", default: false },
		help: { type: "boolean", default: false },
	},
});
const unknown = positionals.find((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
if (values.help || unknown !== undefined) {
	process.stdout.write(HELP);
	process.exit(values.help ? 0 : 2);
}

const machine = {
	node: process.version,
	cores: availableParallelism(),
	cpu: cpus()[0]?.model,
	system: process.platform,
};
const print = (text: string) => !values.json && process.stdout.write(`${text}\n`);
print(`node ${machine.node}, ${machine.cores} cores (${machine.cpu}), ${machine.system}; min / median / max`);

const results = [];
for (const { name, title, measure } of BENCHMARKS.filter(isAsked)) {
	print(`\n${name}: ${title}`);
	const figures = (await measure({ runs: Number(values.runs), work: Number(values.work) })).map(summaryOf);
	print(tableOf(figures));
	results.push({ name, title, figures });
}
if (values.json) process.stdout.write(`${JSON.stringify({ machine, results }, undefined, "\t")}\n`);

function isAsked({ name }: Benchmark): boolean {
	return positionals.length === 0 || positionals.includes(name);
}
