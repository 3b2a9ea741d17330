/** What a request says about how fresh the sign-on must be. */
export interface Freshness {
	prompt: readonly string[];
	/** Seconds. */
	maxAge?: number | undefined;
}

/** A sign-on action's condition; only `secondsSince` the last password sign-on is evaluated. */
export interface ActionCondition {
	secondsSince?: string;
	greater?: number;
}

/**
 * Whether a sign-on at `authenticatedAt` (ms) spares the user this action. An action without a condition always runs;
 * one with `secondsSince` runs when the last sign-on is older (PingOne API, "Sign-On Policy Actions"). `prompt=login` and
 * `max_age` may ask for more (OpenID Connect Core 3.1.2.1).
 */
export function isFreshEnough(
	{ prompt, maxAge }: Freshness,
	condition: ActionCondition | undefined,
	authenticatedAt: number | undefined,
	now: number,
): boolean {
	if (authenticatedAt === undefined || prompt.includes("login")) return false;
	if (condition?.secondsSince === undefined || condition.greater === undefined) return false;
	const age = (now - authenticatedAt) / 1000;
	return age <= condition.greater && (maxAge === undefined || age <= maxAge);
}
