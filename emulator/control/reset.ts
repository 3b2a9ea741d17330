import { refurnish } from "../furnish.ts";
import type { World } from "../world.ts";
import { type ClockControl, clockTransaction } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { Journal } from "./journal.ts";

/** Everything as the first start left it: objects, ids, clock; no faults and no requests. Savepoints stay. */
export function reset(world: World, clock: ClockControl, faults: Faults, journal: Journal): void {
	clockTransaction(world, () => {
		refurnish(world);
		clock.reset();
	});
	world.ids.restart();
	faults.clear();
	journal.clear();
}
