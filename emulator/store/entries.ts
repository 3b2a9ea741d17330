import type { JsonObject } from "../json.ts";

/** What is kept under one kind and id. The body is frozen, because many callers get the same. */
export interface Entry {
	kind: string;
	id: string;
	body: JsonObject;
	/** In ms of the emulator's clock. */
	expiresAt: number;
}

/** Expiry of an entry that stays until it is removed, through a `restore` too. */
export const FOR_EVER = Number.MAX_SAFE_INTEGER;

/** Where a store keeps its entries. Whether one has expired is for the store to say: it has the clock. */
export interface Entries {
	find(kind: string, id: string): Entry | undefined;
	put(entry: Entry): void;
	remove(kind: string, id: string): void;
	/** All that expire after `time`, of one kind or of all. */
	after(time: number, kind?: string): Entry[];
	/** Whether one of another kind than `except` expires after `time`, and does not stay for ever. */
	anyAfter(time: number, except: string): boolean;
	/** Forgets all that expire at `time` or before. */
	removeUntil(time: number): void;
	/** A transaction begins: what is written from here on may have to be undone. */
	begin(): void;
	commit(): void;
	rollback(): void;
}
