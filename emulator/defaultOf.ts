import type { Kind, StoredObject } from "./store.ts";
import type { World } from "./world.ts";

/** The one of its kind in an environment that counts where none is named. */
export const defaultOf = (world: World, kind: Kind, environment: string): StoredObject | undefined =>
	world.store.list(kind, environment).find(({ body }) => body.default === true);
