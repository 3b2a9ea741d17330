import { type CheckResult, countsOf, exitCodeOf, type Run } from "../run.ts";
import { escapeMarkup as text } from "./text.ts";

const STYLE = `
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem;color:#1c2330;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #d7dce3}
.passed{color:#0b6b2e}.failed{color:#a3121f;font-weight:600}.warning{color:#7a5200}.skipped{color:#596273}
small{color:#4a5363;display:block}code{font-size:.85em;overflow-wrap:anywhere}
@media (prefers-color-scheme:dark){body{background:#12161d;color:#e4e8ef}td,th{border-color:#333b48}
.passed{color:#6fd08c}.failed{color:#ff8a92}.warning{color:#e8bd5b}.skipped,small{color:#a2acbb}}`;

/** One page that needs nothing else: verdicts, steps, and every exchange. Concealed runs only. */
export function renderHtml(run: Run): string {
	const { planned, passed, failed, warnings, skipped } = countsOf(run);
	const part = planned < run.available ? `${planned} of ${run.available} checks ` : "";
	const verdict = part + { 0: "passed", 1: "failed", 3: "nothing proven" }[exitCodeOf(run)];
	const { audience, applicationId, username, authUrl } = run.subject;
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(`${verdict}: ${audience}`)}</title><style>${STYLE}</style></head><body>
<h1>${text(`${audience}: ${verdict}`)}</h1>
<p>${passed} passed, ${failed} failed, ${warnings} warnings, ${skipped} skipped of ${planned} planned.
${text(`Application ${applicationId}, user ${username}, at ${authUrl}, ${run.startedAt}.`)}</p>
${run.stopped === undefined ? "" : `<p class="failed">${text(run.stopped)}</p>`}
<h2>Checks</h2>
${table(["Verdict", "Check", "What was found"], run.results.map(checkRow))}
<h2>Sign-in</h2>
${table(
	["Step", "Result", "ms"],
	run.steps.map(({ name, summary, ms }) => row([text(name), text(summary), String(ms)])),
)}
<h2>Requests</h2>
${table(
	["Step or attack", "Request", "Status", "ms"],
	run.exchanges.map(({ step, method, url, status, ms }) =>
		row([text(step), `<code>${text(`${method} ${url}`)}</code>`, String(status), String(ms)]),
	),
)}
</body></html>`;
}

const row = (cells: string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;

const table = (head: string[], rows: string[]): string =>
	`<table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table>`;

function checkRow({ id, title, spec, level, verdict, remedy }: CheckResult): string {
	const found = verdict.outcome === "passed" ? "" : text(verdict.reason);
	const advice = verdict.outcome === "failed" || verdict.outcome === "warning" ? `<small>${text(remedy)}</small>` : "";
	return row([
		`<span class="${verdict.outcome}">${verdict.outcome}</span>`,
		`${id} ${text(title)}<small>${text(`${spec} (${level})`)}</small>`,
		found + advice,
	]);
}
