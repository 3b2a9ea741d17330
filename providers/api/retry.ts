/** What became of one try. `status` 0: no answer came. */
export interface Attempt {
	method: string;
	status: number;
	/** The `Retry-After` header, if any (RFC 9110 section 10.2.3: seconds or an HTTP date). */
	retryAfter?: string | undefined;
	/** False when the request certainly never left, such as a refused connection. */
	mayHaveArrived: boolean;
}

/** A retry may wait this long in all, over every try of one request. */
export const RETRY_BUDGET_MS = 120_000;

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 15_000;
const SAFE_TO_REPEAT: readonly string[] = ["GET", "HEAD", "PUT", "DELETE"];
const TRANSIENT: readonly number[] = [408, 500, 502, 503, 504];

/**
 * How long to wait before the next try, or undefined to give up. 429 means "not processed" and is repeated for
 * every method; a 503 with Retry-After likewise. Any other failure of a POST may have created something, so the
 * caller must look before it repeats.
 *
 * @param tries how many tries have been made, from 1
 * @param waited milliseconds already waited for this request
 * @param random 0 ≤ random < 1, for jitter
 * @param now milliseconds since 1970, for Retry-After dates
 */
export function delayBeforeRetry(
	attempt: Attempt,
	tries: number,
	waited: number,
	random: number,
	now: number,
): number | undefined {
	if (!mayRepeat(attempt)) return undefined;
	const asked = retryAfterMs(attempt.retryAfter, now);
	const backoff = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (tries - 1)) * (0.5 + random / 2);
	// What the service asks for is never shortened: coming back early costs another refusal.
	const delay = asked === undefined ? backoff : asked + random * FIRST_DELAY_MS;
	return waited + delay <= RETRY_BUDGET_MS ? delay : undefined;
}

function mayRepeat({ method, status, retryAfter, mayHaveArrived }: Attempt): boolean {
	if (status === 429) return true;
	if (status === 503 && retryAfter !== undefined) return true;
	if (status === 0 && !mayHaveArrived) return false;
	return (status === 0 || TRANSIENT.includes(status)) && SAFE_TO_REPEAT.includes(method);
}

/** Milliseconds that a Retry-After header asks to wait, or undefined when it says nothing readable. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
	if (header === undefined) return undefined;
	if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
	const date = Date.parse(header);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
