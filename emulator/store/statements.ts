import type { DatabaseSync, StatementResultingChanges, StatementSync } from "node:sqlite";
import type { Row, SqlValue } from "./dataFile.ts";

/** A client that filters in many ways makes as many statements; the emulator must not grow by them. */
const PREPARED = 256;

/** Runs SQL, prepared once for each text. */
export class Statements {
	readonly #db: DatabaseSync;
	readonly #prepared = new Map<string, StatementSync>();

	constructor(db: DatabaseSync) {
		this.#db = db;
	}

	run(sql: string, ...values: SqlValue[]): StatementResultingChanges {
		return this.#prepare(sql).run(...values);
	}

	row(sql: string, ...values: SqlValue[]): Row | undefined {
		return this.#prepare(sql).get(...values) as Row | undefined;
	}

	rows(sql: string, ...values: SqlValue[]): Row[] {
		return this.#prepare(sql).all(...values) as Row[];
	}

	get isTransaction(): boolean {
		return this.#db.isTransaction;
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
