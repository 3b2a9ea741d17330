import type { Exchange } from "./browser.ts";
import type { Check } from "./checks/check.ts";
import type { Deployment } from "./outputs.ts";
import type { Verdict } from "./verdict.ts";

/** One step of the sign-in, as it is told. */
export interface StepRecord {
	name: string;
	summary: string;
	ms: number;
}

/** One check and what it found. */
export interface CheckResult {
	id: string;
	title: string;
	spec: string;
	level: Check["level"];
	remedy: string;
	verdict: Verdict;
	ms: number;
}

/** What a reader needs to know which deployment was verified; no secrets. */
export type Subject = Omit<Deployment, "clientSecret" | "resourceSecret" | "password">;

/** Everything that one run of the verifier found; every report is a function of it. */
export interface Run {
	/** ISO 8601, UTC. */
	startedAt: string;
	ms: number;
	subject: Subject;
	steps: readonly StepRecord[];
	/** How many checks were to run. */
	planned: number;
	/** How many checks there are: more than `planned` where only some were asked for. */
	available: number;
	results: readonly CheckResult[];
	/** Why the run ended before the checks; one line with cause and remedy. */
	stopped?: string;
	/** Every HTTP exchange in the order of the answers. */
	exchanges: readonly Exchange[];
}

export interface Counts {
	planned: number;
	passed: number;
	failed: number;
	warnings: number;
	skipped: number;
}

export function countsOf({ planned, results }: Pick<Run, "planned" | "results">): Counts {
	const count = (outcome: Verdict["outcome"]) => results.filter(({ verdict }) => verdict.outcome === outcome).length;
	return {
		planned,
		passed: count("passed"),
		failed: count("failed"),
		warnings: count("warning"),
		skipped: count("skipped"),
	};
}

/**
 * 0: every planned check has a verdict, and none failed or was left untried. 1: a `must` failed. 3: something was
 * not proven. Warnings and checks that do not apply change nothing.
 */
export function exitCodeOf({ planned, results, stopped }: Pick<Run, "planned" | "results" | "stopped">): 0 | 1 | 3 {
	if (results.some(({ verdict }) => verdict.outcome === "failed")) return 1;
	const untried = results.some(({ verdict }) => verdict.outcome === "skipped" && verdict.cause === "not-tried");
	return stopped !== undefined || untried || planned === 0 || results.length < planned ? 3 : 0;
}
