import { type Entries, type Entry, FOR_EVER } from "./entries.ts";

/**
 * Entries of a store that keeps nothing. A sign-in writes a dozen of them, and SQLite would be a tenth of its cost for
 * the sake of no file.
 */
export class EntryMap implements Entries {
	readonly #entries = new Map<string, Entry>();
	/** What stood there before each write of the running transaction, oldest first. */
	#undo: [name: string, before: Entry | undefined][] | undefined;

	find(kind: string, id: string): Entry | undefined {
		return this.#entries.get(`${kind} ${id}`);
	}

	put(entry: Entry): void {
		this.#set(`${entry.kind} ${entry.id}`, entry);
	}

	remove(kind: string, id: string): void {
		this.#set(`${kind} ${id}`, undefined);
	}

	after(time: number, kind?: string): Entry[] {
		return [...this.#entries.values()].filter(
			(entry) => entry.expiresAt > time && (kind === undefined || entry.kind === kind),
		);
	}

	anyAfter(time: number, except: string): boolean {
		for (const { kind, expiresAt } of this.#entries.values()) {
			if (expiresAt > time && expiresAt < FOR_EVER && kind !== except) return true;
		}
		return false;
	}

	removeUntil(time: number): void {
		for (const [name, { expiresAt }] of this.#entries) if (expiresAt <= time) this.#set(name, undefined);
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
		for (const [name, before] of undo.reverse()) this.#set(name, before);
	}

	#set(name: string, entry: Entry | undefined): void {
		this.#undo?.push([name, this.#entries.get(name)]);
		if (entry) this.#entries.set(name, entry);
		else this.#entries.delete(name);
	}
}
