/** What a check found. Every verdict but a pass says why. */
export type Verdict =
	| { outcome: "passed" }
	| { outcome: "failed"; reason: string }
	/** Something a SHOULD of the spec asks for, or a refusal that came in another form than the spec names. */
	| { outcome: "warning"; reason: string }
	/** `not-applicable`: this deployment has nothing to check here. `not-tried`: nothing is proven, so never exit 0. */
	| { outcome: "skipped"; cause: "not-applicable" | "not-tried"; reason: string };

export const passed: Verdict = { outcome: "passed" };
export const failed = (reason: string): Verdict => ({ outcome: "failed", reason });
export const warning = (reason: string): Verdict => ({ outcome: "warning", reason });
export const notApplicable = (reason: string): Verdict => ({ outcome: "skipped", cause: "not-applicable", reason });
export const notTried = (reason: string): Verdict => ({ outcome: "skipped", cause: "not-tried", reason });

/** Passed when there are no complaints, else failed with all of them in one sentence. */
export const unlessAny = (complaints: readonly string[]): Verdict =>
	complaints.length === 0 ? passed : failed(complaints.join("; "));

const GRAVITY = { passed: 0, skipped: 1, warning: 2, failed: 3 } as const;

/** The gravest of several verdicts; the first of the gravest when there are more. */
export const gravest = (verdicts: readonly Verdict[]): Verdict =>
	verdicts.reduce((worst, next) => (GRAVITY[next.outcome] > GRAVITY[worst.outcome] ? next : worst), passed);
