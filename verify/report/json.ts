import { type Counts, countsOf, exitCodeOf, type Run } from "../run.ts";

/**
 * The result as programs read it. Members are only ever added within one version; `version` changes when one
 * changes its meaning or goes away.
 */
export interface JsonReport extends Run {
	version: 1;
	/** The exit code of the command: 0, 1 or 3. */
	exitCode: 0 | 1 | 3;
	counts: Counts;
}

/** Concealed runs only. */
export function renderJson(run: Run): string {
	const report: JsonReport = { version: 1, exitCode: exitCodeOf(run), counts: countsOf(run), ...run };
	return JSON.stringify(report, null, "\t");
}
