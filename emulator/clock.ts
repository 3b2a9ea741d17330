/** The emulator's own time, so that tests can freeze it and move it instead of waiting. */
export interface Clock {
	/** Milliseconds since 1970-01-01T00:00:00Z. */
	now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** How far an adjustable clock is from the one under it, and since when it stands still. */
export type ClockSetting = { offsetMs: number; frozenAt?: number };

/** Follows another clock until it is frozen or moved. */
export class AdjustableClock implements Clock {
	readonly #source: Clock;
	#setting: ClockSetting = { offsetMs: 0 };

	constructor(source: Clock) {
		this.#source = source;
	}

	now(): number {
		return this.#setting.frozenAt ?? this.#source.now() + this.#setting.offsetMs;
	}

	get setting(): ClockSetting {
		return { ...this.#setting };
	}

	/** Takes over a setting read before; without one it follows the clock under it again. */
	reset(setting: ClockSetting = { offsetMs: 0 }): void {
		this.#setting = { ...setting };
	}

	/** Moves it to `ms`; frozen it stays there, else it goes on from there. */
	moveTo(ms: number): void {
		this.#setting = settingAt(ms, ms - this.#source.now(), this.#setting.frozenAt !== undefined);
	}

	/** Moves the clock forward by `ms` milliseconds. */
	advance(ms: number): void {
		this.moveTo(this.now() + ms);
	}

	/** Stops it where it is, or lets it go on from there. */
	freeze(frozen: boolean): void {
		const now = this.now();
		this.#setting = settingAt(now, now - this.#source.now(), frozen);
	}
}

const settingAt = (now: number, offsetMs: number, frozen: boolean): ClockSetting =>
	frozen ? { offsetMs, frozenAt: now } : { offsetMs };

/** A clock that stands still until it is told to advance. */
export class ManualClock extends AdjustableClock {
	constructor(startMs: number) {
		super({ now: () => startMs });
	}
}

/** The last moment of a year with four digits: later ones have another ISO form, or none. */
export const LAST_MOMENT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** A day, in ms. */
export const DAY_MS = 86_400_000;

/** ISO 8601 UTC with milliseconds, as PingOne prints times. */
export const timestamp = (ms: number): string => new Date(ms).toISOString();

/** Seconds since 1970, as JWT claims count them (RFC 7519 section 2, NumericDate). */
export const epochSeconds = (ms: number): number => Math.floor(ms / 1000);

/** How many seconds there are from `now` until `ms`, as `secondsUntilUnlock` counts them. */
export const secondsUntil = (ms: number, now: number): number => Math.ceil((ms - now) / 1000);
