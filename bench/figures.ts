/** One measured quantity over several runs. */
export interface Figure {
	name: string;
	unit: string;
	/** One value of each run, in the order of the runs. */
	values: number[];
	/** What the project promises of it; the median is judged. */
	goal?: Goal;
}

/** A limit that the median of a figure keeps. */
export type Goal = { atLeast: number } | { atMost: number };

/** A figure as it is reported. */
export interface Summary {
	name: string;
	unit: string;
	min: number;
	median: number;
	max: number;
	runs: number;
	goal?: Goal;
	met?: boolean;
}

/** Minimum, median and maximum of a figure, and whether it meets its goal. */
export function summaryOf({ name, unit, values, goal }: Figure): Summary {
	const sorted = values.toSorted((a, b) => a - b);
	const median = medianOf(sorted);
	const range = { min: sorted[0] ?? Number.NaN, median, max: sorted.at(-1) ?? Number.NaN };
	return { name, unit, ...range, runs: values.length, ...(goal && { goal, met: meets(median, goal) }) };
}

function medianOf(sorted: readonly number[]): number {
	const middle = sorted.length / 2;
	const pair = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
	return ((pair[0] ?? Number.NaN) + (pair[1] ?? Number.NaN)) / 2;
}

const meets = (median: number, goal: Goal): boolean =>
	"atLeast" in goal ? median >= goal.atLeast : median <= goal.atMost;

/** The quotient of two figures run by run: what disturbs the machine disturbs both. */
export const ratioOf = (name: string, a: Figure, b: Figure, goal?: Goal): Figure => ({
	name,
	unit: "x",
	values: a.values.map((value, run) => value / (b.values[run] ?? Number.NaN)),
	...(goal && { goal }),
});

/** A figure line by line for people: `name  min / median / max unit  goal`. */
export function tableOf(summaries: readonly Summary[]): string {
	const width = Math.max(...summaries.map(({ name }) => name.length));
	return summaries.map((summary) => lineOf(summary, width)).join("\n");
}

function lineOf({ name, unit, min, median, max, runs, goal, met }: Summary, width: number): string {
	const numbers = [min, median, max].map((value) => rounded(value).padStart(8)).join(" ");
	const wanted =
		goal && `  goal ${"atLeast" in goal ? `>= ${goal.atLeast}` : `<= ${goal.atMost}`}: ${met ? "met" : "missed"}`;
	return `  ${name.padEnd(width)} ${numbers} ${unit.padEnd(7)} ${runs} runs${wanted ?? ""}`;
}

const rounded = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));
