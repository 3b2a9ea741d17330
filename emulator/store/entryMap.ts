import { type Entries, type Entry, FOR_EVER } from "./entries.ts";

/**
 * Entries of a store that keeps nothing. A sign-in writes a dozen of them, and SQLite would be a tenth of its cost for
 * the sake of no file.
 */
export class EntryMap implements Entries {
	/** By kind and id: one key of both would be put together, and hashed, at each look-up. */
	readonly #kinds = new Map<string, Map<string, Entry>>();
	/** What stood there before each write of the running transaction, oldest first. */
	#undo: [kind: string, id: string, before: Entry | undefined][] | undefined;

	find(kind: string, id: string): Entry | undefined {
		return this.#kinds.get(kind)?.get(id);
	}

	put(entry: Entry): void {
		this.#set(entry.kind, entry.id, entry);
	}

	remove(kind: string, id: string): void {
		this.#set(kind, id, undefined);
	}

	after(time: number, kind?: string): Entry[] {
		const entries = kind === undefined ? this.#all() : (this.#kinds.get(kind)?.values() ?? []);
		return [...entries].filter(({ expiresAt }) => expiresAt > time);
	}

	anyAfter(time: number, except: string): boolean {
		for (const { kind, expiresAt } of this.#all()) {
			if (expiresAt > time && expiresAt < FOR_EVER && kind !== except) return true;
		}
		return false;
	}

	removeUntil(time: number): void {
		for (const { kind, id, expiresAt } of this.#all()) if (expiresAt <= time) this.#set(kind, id, undefined);
	}

	begin(): void {
		this.#undo = [];
	}

	commit(): void {
		this.#undo = undefined;
	}

	rollback(): void {
		const undo = this.#undo ?? [];
		this.#undo = undefined;
		for (const [kind, id, before] of undo.reverse()) this.#set(kind, id, before);
	}

	*#all(): Generator<Entry> {
		for (const entries of this.#kinds.values()) yield* entries.values();
	}

	#set(kind: string, id: string, entry: Entry | undefined): void {
		const entries = this.#kinds.get(kind) ?? new Map<string, Entry>();
		this.#undo?.push([kind, id, entries.get(id)]);
		if (entry) this.#kinds.set(kind, entries.set(id, entry));
		else entries.delete(id);
	}
}
