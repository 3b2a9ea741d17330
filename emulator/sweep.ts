import type { Store } from "./store.ts";
import type { World } from "./world.ts";

const INTERVAL_MS = 60_000;
const lastSweeps = new WeakMap<Store, number>();

/** Forgets flows, codes, sessions and tokens that have expired, at most once a minute of the emulator's clock. */
export function sweepNowAndThen({ store, clock }: World): void {
	const now = clock.now();
	const last = lastSweeps.get(store);
	// A reset puts the clock back: the time of the last sweep may lie ahead.
	if (last !== undefined && Math.abs(now - last) < INTERVAL_MS) return;
	lastSweeps.set(store, now);
	store.sweepEntries();
}
