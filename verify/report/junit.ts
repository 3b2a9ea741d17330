import { type CheckResult, countsOf, type Run } from "../run.ts";
import { escapeMarkup } from "./text.ts";

/** JUnit XML as Jenkins and GitLab read it: a warning passes and says so in its output. Concealed runs only. */
export function renderJunit(run: Run): string {
	const { planned, failed, skipped } = countsOf(run);
	const errors = run.stopped === undefined ? 0 : 1;
	const totals = `tests="${planned + errors}" failures="${failed}" errors="${errors}" skipped="${skipped}"`;
	const at = `time="${seconds(run.ms)}" timestamp="${escapeMarkup(run.startedAt.slice(0, 19))}"`;
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites name="verify" ${totals} time="${seconds(run.ms)}">`,
		`\t<testsuite name="${escapeMarkup(`verify ${run.subject.audience}`)}" ${totals} ${at}>`,
		...(run.stopped === undefined ? [] : [renderStop(run.stopped)]),
		...run.results.map(renderCase),
		"\t</testsuite>",
		"</testsuites>",
	].join("\n");
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

const renderStop = (reason: string): string =>
	`\t\t<testcase classname="verify" name="sign-in"><error message="${escapeMarkup(reason)}"/></testcase>`;

function renderCase({ id, title, verdict, remedy, spec, ms }: CheckResult): string {
	const open = `\t\t<testcase classname="verify.${id.split("-", 1)[0]}" name="${escapeMarkup(`${id} ${title}`)}" time="${seconds(ms)}"`;
	if (verdict.outcome === "passed") return `${open}/>`;
	const reason = escapeMarkup(verdict.reason);
	const content = {
		failed: `<failure message="${reason}">${escapeMarkup(`${spec}. ${remedy}`)}</failure>`,
		warning: `<system-out>warning: ${reason}. ${escapeMarkup(remedy)}</system-out>`,
		skipped: `<skipped message="${reason}"/>`,
	}[verdict.outcome];
	return `${open}>${content}</testcase>`;
}
