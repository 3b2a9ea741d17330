import type { ErrorDetail } from "../errors.ts";
import type { StateObject } from "./state.ts";

/** An object and where in the state document it stands. */
export interface Placed {
	at: string;
	kind: string;
	/** "" for an organization. */
	environment: string;
	object: StateObject;
}

/** What is wrong at a place of a state document. */
export const fault = (code: string, target: string, message: string): ErrorDetail => ({ code, target, message });

export const isOrganization = ({ kind, environment }: Placed): boolean => kind === "organization" && environment === "";

/** What to do about something that is of `updatedAt` while the clock has not come so far. */
export const aheadOfClock = (updatedAt: string): string =>
	`is ahead of the emulator's clock: PUT /_emulator/clock {"now": "${updatedAt}"} first`;
