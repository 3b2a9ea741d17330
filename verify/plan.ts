import { performance } from "node:perf_hooks";
import { TransportFailure } from "../providers/api/transport.ts";
import type { Check } from "./checks/check.ts";
import type { CheckResult } from "./run.ts";
import type { Session } from "./session.ts";
import { messageOf, NotTried, Stop, wrongUse } from "./stop.ts";
import { failed, notTried, type Verdict, warning } from "./verdict.ts";

/** The checks that `--only` names, in their own order. `PKCE-*` takes a family. Throws Stop (exit code 2). */
export function selectChecks(all: readonly Check[], only: string | undefined): readonly Check[] {
	if (only === undefined) return all;
	const patterns = only.split(",").map((pattern) => pattern.trim());
	for (const pattern of patterns) {
		if (!all.some(({ id }) => matches(pattern, id))) throw unknownCheck(all, pattern);
	}
	return all.filter(({ id }) => patterns.some((pattern) => matches(pattern, id)));
}

/** The check of that id. Throws Stop (exit code 2). */
export function findCheck(all: readonly Check[], id: string): Check {
	const check = all.find((candidate) => matches(id, candidate.id));
	if (check === undefined) throw unknownCheck(all, id);
	return check;
}

function matches(pattern: string, id: string): boolean {
	const literal = pattern.toUpperCase().split("*").map(escapeLiteral);
	return new RegExp(`^${literal.join(".*")}$`).test(id);
}

const escapeLiteral = (text: string): string => text.replace(/[^\w-]/g, "\\$&");

function unknownCheck(all: readonly Check[], id: string): Stop {
	const [nearest] = all
		.map((check) => check.id)
		.filter((known) => distance(id, known) <= SLIPS)
		.sort((a, b) => distance(id, a) - distance(id, b));
	const suggestion = nearest === undefined ? "" : `did you mean ${nearest}? `;
	return wrongUse(
		`There is no check ${id || "without a name"}: ${suggestion}npm run verify -- --list shows all that there are.`,
	);
}

/** More wrong letters than these make another word. */
const SLIPS = 2;

/** Levenshtein distance, letter case aside. */
export function distance(from: string, to: string): number {
	const [a, b] = [from.toUpperCase(), to.toUpperCase()];
	let row = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (const [index, letter] of [...a].entries()) {
		const next = [index + 1];
		for (const [column, other] of [...b].entries()) {
			const substituted = (row[column] ?? 0) + (letter === other ? 0 : 1);
			next.push(Math.min(substituted, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
		}
		row = next;
	}
	return row.at(-1) ?? 0;
}

/** Probes are independent of each other; more at once would only meet the service's rate limit. */
const AT_ONCE = 8;

/** Runs the checks, those that may end the session last. Gives one result for each, in their order. */
export async function runChecks(checks: readonly Check[], session: Session): Promise<CheckResult[]> {
	const results = new Map<string, CheckResult>();
	for (const disruptive of [undefined, true] as const) {
		const waiting = checks.filter((check) => check.disruptive === disruptive);
		const work = async () => {
			for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
				results.set(check.id, await runCheck(check, session));
			}
		};
		await Promise.all(Array.from({ length: AT_ONCE }, work));
	}
	return checks.flatMap(({ id }) => results.get(id) ?? []);
}

async function runCheck(check: Check, session: Session): Promise<CheckResult> {
	const { id, title, spec, level, remedy } = check;
	const started = performance.now();
	const verdict = await verdictOf(check, session);
	return { id, title, spec, level, remedy, verdict, ms: Math.round(performance.now() - started) };
}

/** The result of a check that the sign-in did not get as far as. */
export const untried = ({ id, title, spec, level, remedy }: Check): CheckResult => ({
	...{ id, title, spec, level, remedy, ms: 0 },
	verdict: notTried("the sign-in failed"),
});

/** A check that breaks is a failure of the check, never silence. */
async function verdictOf(check: Check, session: Session): Promise<Verdict> {
	try {
		const verdict = await check.run(session);
		return verdict.outcome === "failed" && check.level === "should" ? warning(verdict.reason) : verdict;
	} catch (error) {
		if (error instanceof NotTried || error instanceof Stop) return notTried(error.message);
		if (error instanceof TransportFailure) return notTried(`no answer (${error.message})`);
		return failed(`the check itself broke: ${messageOf(error)}`);
	}
}
