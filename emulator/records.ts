import type { JsonObject } from "./json.ts";
import { sweepNowAndThen } from "./sweep.ts";
import type { World } from "./world.ts";

/** Entries of one kind that expire: flows, codes, sessions, tokens. */
export interface Records<T extends JsonObject> {
	kind: string;
	find(world: World, id: string): Readonly<T> | undefined;
	/** Keeps `record` until `expiresAt`, in ms of the emulator's clock. */
	put(world: World, id: string, record: T, expiresAt: number): void;
	remove(world: World, id: string): void;
	/** All that have not expired, each with when it will, in ms. */
	list(world: World): { body: Readonly<T>; expiresAt: number }[];
}

/** The store's entries of that kind, typed. */
export const recordsOf = <T extends JsonObject>(kind: string): Records<T> => ({
	kind,
	find: (world, id) => world.store.findEntry(kind, id)?.body as T | undefined,
	put: (world, id, record, expiresAt) => {
		// Whoever adds makes room: nothing else runs in an emulator that only clients of their own use.
		sweepNowAndThen(world);
		world.store.putEntry(kind, id, record, expiresAt);
	},
	remove: (world, id) => world.store.removeEntry(kind, id),
	list: (world) => world.store.entries(kind).map(({ body, expiresAt }) => ({ body: body as T, expiresAt })),
});
