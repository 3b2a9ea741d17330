import type { Deployment } from "../outputs.ts";
import { type CheckResult, countsOf, exitCodeOf, type Run, type StepRecord } from "../run.ts";
import type { Verdict } from "../verdict.ts";
import { wrap } from "./text.ts";

/** Colours a piece of text, or leaves it as it is. */
export type Paint = (style: "green" | "red" | "yellow" | "dim" | "bold", text: string) => string;

const WIDTH = 100;
const DURATION_COLUMN = 90;

export const renderHeading = ({ audience, applicationId, username, authUrl }: Deployment): string =>
	[
		wrap(`Verifying ${audience}`, WIDTH - 2, 2),
		`  ${wrap(`application ${applicationId}, user ${username}, at ${authUrl}`, WIDTH - 2, 2)}`,
		"",
	].join("\n");

/** One line when a step is done. */
export const renderStep = ({ name, summary, ms }: StepRecord, paint: Paint): string =>
	withDuration(`  ${name.padEnd(14)} ${summary}`, ms, paint);

/** One line when the checks are done. `ms` is their wall time. */
export const renderChecksLine = (checks: number, exchanges: number, ms: number, paint: Paint): string =>
	withDuration(`  ${"checks".padEnd(14)} ${checks} run, ${exchanges} requests in all`, Math.round(ms), paint);

function withDuration(line: string, ms: number, paint: Paint): string {
	const fitting = line.length > DURATION_COLUMN - 1 ? `${line.slice(0, DURATION_COLUMN - 2)}…` : line;
	return `${fitting.padEnd(DURATION_COLUMN)}${paint("dim", `${ms} ms`.padStart(WIDTH - DURATION_COLUMN - 1))}`;
}

/** The table of checks and the summary. Concealed runs only. */
export function renderTable(run: Run, paint: Paint): string {
	const table =
		run.stopped === undefined
			? run.results.flatMap((result) => renderResult(result, paint))
			: [paint("red", wrap(`Stopped: ${run.stopped}`, WIDTH, 0))];
	return ["", ...table, "", renderSummary(run, paint)].join("\n");
}

const MARKS = {
	passed: { word: "pass", style: "green" },
	failed: { word: "FAIL", style: "red" },
	warning: { word: "warn", style: "yellow" },
	skipped: { word: "skip", style: "dim" },
} as const;

function renderResult({ id, title, verdict, remedy }: CheckResult, paint: Paint): string[] {
	const { word, style } = MARKS[verdict.outcome];
	const line = `  ${paint(style, word)}  ${id.padEnd(9)} ${title}`;
	if (verdict.outcome === "passed") return [line];
	const advice = verdict.outcome === "skipped" ? [] : [indented(`Remedy: ${remedy}`)];
	return [line, indented(`${prefixOf(verdict)}${verdict.reason}`), ...advice];
}

const prefixOf = (verdict: Verdict): string => {
	if (verdict.outcome !== "skipped") return "";
	return verdict.cause === "not-tried" ? "Not tried: " : "Does not apply: ";
};

const INDENT = 18;
const indented = (text: string): string => `${" ".repeat(INDENT)}${wrap(text, WIDTH - INDENT, INDENT)}`;

const CONCLUSIONS = {
	0: "The token opens this API and nothing else that was tried.",
	1: "The deployment is not what it must be.",
	3: "Nothing is proven: checks are missing.",
} as const;

function renderSummary(run: Run, paint: Paint): string {
	const { planned, passed, failed, warnings, skipped } = countsOf(run);
	const exitCode = exitCodeOf(run);
	const counts = `${passed} passed, ${failed} failed, ${warnings} ${warnings === 1 ? "warning" : "warnings"}, ${skipped} skipped of ${planned} planned`;
	const time = `${run.exchanges.length} requests in ${(run.ms / 1000).toFixed(1)} s`;
	// Some checks that passed say nothing about the others.
	const conclusion =
		exitCode === 0 && planned < run.available
			? `${planned} of ${run.available} checks: passed.`
			: CONCLUSIONS[exitCode];
	return `${paint("bold", counts)} (${time})\n${paint(exitCode === 0 ? "green" : "red", conclusion)}`;
}
