import { loadSigningKeys } from "../../emulator/auth/keys.ts";
import { ManualClock } from "../../emulator/clock.ts";
import { furnish } from "../../emulator/furnish.ts";
import { createIds } from "../../emulator/ids.ts";
import { Store, type StoredObject } from "../../emulator/store.ts";
import type { World } from "../../emulator/world.ts";

/** The time at which every manual clock of these tests starts. */
export const START = Date.parse("2026-03-04T09:10:11.123Z");

/** A furnished world without HTTP, whose clock stands still. */
export async function newWorld(): Promise<{ world: World; clock: ManualClock; environment: StoredObject }> {
	const clock = new ManualClock(START);
	const store = new Store(":memory:", clock);
	const world = { store, clock, ids: createIds(), keys: await loadSigningKeys(store, clock) };
	const { environmentId } = furnish(world);
	const environment = store.find("environment", environmentId);
	if (!environment) throw new Error("not furnished");
	return { world, clock, environment };
}
