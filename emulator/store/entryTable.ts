import type { Row } from "./dataFile.ts";
import type { Entries, Entry } from "./entries.ts";
import type { Statements } from "./statements.ts";

/** Entries in the data file. */
export class EntryTable implements Entries {
	readonly #sql: Statements;

	constructor(sql: Statements) {
		this.#sql = sql;
	}

	find(kind: string, id: string): Entry | undefined {
		const row = this.#sql.row("SELECT * FROM entry WHERE kind = ? AND id = ?", kind, id);
		return row && toEntry(row);
	}

	put({ kind, id, text, expiresAt }: Entry): void {
		this.#sql.run(
			"INSERT OR REPLACE INTO entry (kind, id, expires_at, body) VALUES (?, ?, ?, ?)",
			kind,
			id,
			expiresAt,
			text,
		);
	}

	remove(kind: string, id: string): void {
		this.#sql.run("DELETE FROM entry WHERE kind = ? AND id = ?", kind, id);
	}

	after(time: number, kind?: string): Entry[] {
		const rows =
			kind === undefined
				? this.#sql.rows("SELECT * FROM entry WHERE expires_at > ?", time)
				: this.#sql.rows("SELECT * FROM entry WHERE expires_at > ? AND kind = ?", time, kind);
		return rows.map(toEntry);
	}

	removeUntil(time: number): void {
		this.#sql.run("DELETE FROM entry WHERE expires_at <= ?", time);
	}

	/** SQLite itself undoes what the file holds. */
	begin(): void {}

	commit(): void {}

	rollback(): void {}
}

const toEntry = (row: Row): Entry => ({
	kind: String(row.kind),
	id: String(row.id),
	text: String(row.body),
	expiresAt: Number(row.expires_at),
});
