import type { Check } from "../checks/check.ts";
import { wrap } from "./text.ts";

/** The checks as a table: id, level, title, spec. */
export const listChecks = (checks: readonly Check[]): string =>
	checks
		.map(({ id, level, title, spec }) => `${id.padEnd(9)} ${level.padEnd(6)} ${title}\n${" ".repeat(17)}${spec}`)
		.join("\n");

/** One check in full. */
export function describeCheck({ id, title, spec, level, attack, gist, expectation, remedy }: Check): string {
	const told = {
		Spec: `${spec} (${level})`,
		"What is sent": attack,
		"What it says": gist,
		Expected: expectation,
		Remedy: remedy,
	};
	const lines = Object.entries(told).map(([name, text]) => `${`${name}:`.padEnd(14)} ${wrap(text, 80, 15)}`);
	return [`${id}  ${title}`, "", ...lines].join("\n");
}
