import type { Row } from "./dataFile.ts";
import { type Entries, type Entry, FOR_EVER } from "./entries.ts";
import { frozen } from "./object.ts";
import { Recent } from "./recent.ts";
import type { Statements } from "./statements.ts";

/**
 * Entries in the data file; the ones used last are remembered, and that there is none as well. Those that stay for ever
 * are read each time: seldom used, and among them are copies of all objects.
 */
export class EntryTable implements Entries {
	readonly #sql: Statements;
	readonly #recent: Recent<Entry | null>;

	constructor(sql: Statements, remembered: number) {
		this.#sql = sql;
		this.#recent = new Recent(remembered);
	}

	find(kind: string, id: string): Entry | undefined {
		const name = `${kind} ${id}`;
		const recent = this.#recent.get(name);
		if (recent !== undefined) return recent ?? undefined;
		const row = this.#sql.row("SELECT * FROM entry WHERE kind = ? AND id = ?", kind, id);
		const entry = row && toEntry(row);
		this.#remember(name, entry ?? null);
		return entry;
	}

	put(entry: Entry): void {
		const { kind, id, body, expiresAt } = entry;
		this.#recent.delete(`${kind} ${id}`);
		this.#sql.run(
			"INSERT OR REPLACE INTO entry (kind, id, expires_at, body) VALUES (?, ?, ?, ?)",
			kind,
			id,
			expiresAt,
			JSON.stringify(body),
		);
		this.#remember(`${kind} ${id}`, entry);
	}

	#remember(name: string, entry: Entry | null): void {
		if (entry?.expiresAt !== FOR_EVER) this.#recent.set(name, entry);
	}

	remove(kind: string, id: string): void {
		this.#recent.delete(`${kind} ${id}`);
		this.#sql.run("DELETE FROM entry WHERE kind = ? AND id = ?", kind, id);
	}

	after(time: number, kind?: string): Entry[] {
		const rows =
			kind === undefined
				? this.#sql.rows("SELECT * FROM entry WHERE expires_at > ?", time)
				: this.#sql.rows("SELECT * FROM entry WHERE expires_at > ? AND kind = ?", time, kind);
		return rows.map(toEntry);
	}

	anyAfter(time: number, except: string): boolean {
		const sql = "SELECT 1 FROM entry WHERE expires_at > ? AND expires_at < ? AND kind <> ? LIMIT 1";
		return this.#sql.row(sql, time, FOR_EVER, except) !== undefined;
	}

	removeUntil(time: number): void {
		this.#recent.clear();
		this.#sql.run("DELETE FROM entry WHERE expires_at <= ?", time);
	}

	/** SQLite itself undoes what the file holds. */
	begin(): void {}

	commit(): void {}

	rollback(): void {
		this.#recent.clear();
	}
}

const toEntry = (row: Row): Entry => ({
	kind: String(row.kind),
	id: String(row.id),
	body: frozen(JSON.parse(String(row.body))),
	expiresAt: Number(row.expires_at),
});
