/** What a request says about how fresh the sign-on must be. */
export interface Freshness {
	prompt: readonly string[];
	/** Seconds. */
	maxAge?: number | undefined;
}

/**
 * Whether the request accepts a sign-on at `authenticatedAt` (ms): `prompt=login` and `max_age` may ask for a newer one
 * (OpenID Connect Core 3.1.2.1). `max_age=0` asks for one now, even where the clock stands still.
 */
export const isFreshEnough = ({ prompt, maxAge }: Freshness, authenticatedAt: number, now: number): boolean =>
	!prompt.includes("login") && (maxAge === undefined || (maxAge > 0 && (now - authenticatedAt) / 1000 <= maxAge));
