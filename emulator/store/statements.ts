import type { DatabaseSync, StatementResultingChanges, StatementSync } from "node:sqlite";
import type { Row, SqlValue } from "./dataFile.ts";

/** A client that filters in many ways makes as many statements; the emulator must not grow by them. */
const PREPARED = 256;

/** Runs SQL, prepared once for each text. */
export class Statements {
	readonly #db: DatabaseSync;
	readonly #prepared = new Map<string, StatementSync>();
	/** A transaction that has been begun and has not written yet: SQLite need not know of one that never does. */
	#pending = false;

	constructor(db: DatabaseSync) {
		this.#db = db;
	}

	run(sql: string, ...values: SqlValue[]): StatementResultingChanges {
		if (this.#pending) {
			this.#pending = false;
			this.#prepare("BEGIN IMMEDIATE").run();
		}
		return this.#prepare(sql).run(...values);
	}

	begin(): void {
		this.#pending = true;
	}

	commit(): void {
		if (!this.#pending) this.#prepare("COMMIT").run();
		this.#pending = false;
	}

	rollback(): void {
		// A full disk makes SQLite roll back by itself; a second ROLLBACK would hide that error behind its own.
		if (this.#db.isTransaction) this.#prepare("ROLLBACK").run();
		this.#pending = false;
	}

	row(sql: string, ...values: SqlValue[]): Row | undefined {
		return this.#prepare(sql).get(...values) as Row | undefined;
	}

	rows(sql: string, ...values: SqlValue[]): Row[] {
		return this.#prepare(sql).all(...values) as Row[];
	}

	/** Rows one by one, where all of them at once are too many. Nothing may be written before the last. */
	each(sql: string): IterableIterator<Row> {
		return this.#prepare(sql).iterate() as IterableIterator<Row>;
	}

	close(): void {
		this.#prepared.clear();
		this.#db.close();
	}

	#prepare(sql: string): StatementSync {
		const known = this.#prepared.get(sql);
		if (known) return known;
		if (this.#prepared.size >= PREPARED) this.#prepared.clear();
		const statement = this.#db.prepare(sql);
		this.#prepared.set(sql, statement);
		return statement;
	}
}
