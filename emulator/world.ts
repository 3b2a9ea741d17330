import type { SigningKeys } from "./auth/keys.ts";
import type { AdjustableClock } from "./clock.ts";
import type { Ids } from "./ids.ts";
import type { Store } from "./store.ts";

/** What every route of one emulator shares. */
export interface World {
	store: Store;
	clock: AdjustableClock;
	ids: Ids;
	keys: SigningKeys;
}
