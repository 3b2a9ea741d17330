import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Benchmark, Scale } from "./benchmark.ts";
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
if (values.help) {
	process.stdout.write(HELP);
	process.exit(0);
}
const scale: Scale = { runs: Number(values.runs), work: Number(values.work) };
const wrong = wrongArgument();
if (wrong !== undefined) {
	process.stderr.write(`${wrong}\n`);
	process.stdout.write(HELP);
	process.exit(2);
}

function wrongArgument(): string | undefined {
	const unknown = positionals.find((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
	if (unknown !== undefined) return `${unknown} is no benchmark`;
	if (!Number.isInteger(scale.runs) || scale.runs < 1)
		return `--runs ${values.runs} is not a number of runs, 1 or more`;
	if (!Number.isFinite(scale.work) || scale.work <= 0)
		return `--work ${values.work} is not a share of the work above 0`;
	return undefined;
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
	const figures = (await measure(scale)).map(summaryOf);
	print(tableOf(figures));
	results.push({ name, title, figures });
}
if (values.json) process.stdout.write(`${JSON.stringify({ machine, results }, undefined, "\t")}\n`);

function isAsked({ name }: Benchmark): boolean {
	return positionals.length === 0 || positionals.includes(name);
}
