import type { Context, MiddlewareHandler } from "hono";
import type { World } from "../world.ts";
import { type ClockControl, createClockControl } from "./clock.ts";
import { createFaults, type Faults } from "./faults.ts";
import { faulty } from "./faulty.ts";
import { requireOwnHost } from "./host.ts";
import { createJournal, type Journal, journaled } from "./journal.ts";
import { reset } from "./reset.ts";

/** What a test or a script asks of the emulator, and PingOne does not have. */
export interface Control {
	clock: ClockControl;
	faults: Faults;
	journal: Journal;
	/** Everything as the first start left it. */
	reset(): void;
	/** What every request passes before its route, in that order. */
	journaled: MiddlewareHandler;
	requireOwnHost(c: Context): void;
	faulty: MiddlewareHandler;
}

/** `allowedHosts` are names by which the emulator may be asked beside those of this machine. */
export function createControl(world: World, allowedHosts: readonly string[] = []): Control {
	const allowed = new Set(allowedHosts.map((name) => name.toLowerCase()));
	const clock = createClockControl(world);
	const faults = createFaults(world);
	const journal = createJournal();
	return {
		clock,
		faults,
		journal,
		reset: () => reset(world, clock, faults, journal),
		journaled: journaled(journal, world.clock),
		requireOwnHost: (c) => requireOwnHost(c, allowed),
		faulty: faulty(faults),
	};
}
