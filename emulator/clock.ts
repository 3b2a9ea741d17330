/** The emulator's own time, so that tests can freeze it and move it instead of waiting. */
export interface Clock {
	/** Milliseconds since 1970-01-01T00:00:00Z. */
	now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is told to advance. */
export class ManualClock implements Clock {
	#now: number;

	constructor(startMs: number) {
		this.#now = startMs;
	}

	now(): number {
		return this.#now;
	}

	/** Moves the clock forward by `ms` milliseconds. */
	advance(ms: number): void {
		this.#now += ms;
	}
}

/** ISO 8601 UTC with milliseconds, as PingOne prints times. */
export const timestamp = (ms: number): string => new Date(ms).toISOString();

/** Seconds since 1970, as JWT claims count them (RFC 7519 section 2, NumericDate). */
export const epochSeconds = (ms: number): number => Math.floor(ms / 1000);
