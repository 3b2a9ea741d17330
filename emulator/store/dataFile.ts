import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { MIGRATIONS, SCHEMA, SCHEMA_VERSION } from "./schema.ts";

export type SqlValue = string | number | null;
export type Row = Record<string, SqlValue>;

/** Raised when the data file cannot serve as a store; the message names the file and the remedy. */
export class StoreError extends Error {
	override readonly name = "StoreError";
}

/** Opens or creates `file` with the schema of this version; one of an earlier version is migrated as a whole or not at all. */
export function openDatabase(file: string): DatabaseSync {
	let db: DatabaseSync | undefined;
	try {
		if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true });
		db = new DatabaseSync(file);
		prepareDatabase(db, file);
		return db;
	} catch (error) {
		db?.close();
		if (error instanceof StoreError) throw error;
		throw new StoreError(unusableFile(file, error));
	}
}

const SETTINGS = `
	-- One process owns the file: a second emulator on it is refused instead of mixing the two.
	PRAGMA locking_mode = EXCLUSIVE;
	PRAGMA journal_mode = WAL;
	-- A commit is with the operating system when it returns, which survives the end of this process.
	PRAGMA synchronous = NORMAL;
	PRAGMA foreign_keys = ON;
	-- Pages that many writes touch are copied into the file once for 16 MB of journal instead of 4.
	PRAGMA wal_autocheckpoint = 4000;
	-- In KiB. Holds the inner pages of a hundred thousand users' indexes.
	PRAGMA cache_size = -8000;
`;

function prepareDatabase(db: DatabaseSync, file: string): void {
	const version = Number((db.prepare("PRAGMA user_version").get() as Row).user_version);
	const tables = Number((db.prepare("SELECT count(*) AS n FROM sqlite_schema").get() as Row).n);
	if (version === 0 && tables > 0) throw new StoreError(foreignDatabase(file));
	if (version > SCHEMA_VERSION) throw new StoreError(otherVersion(file, version));
	db.exec(SETTINGS);
	const steps = version === 0 ? [SCHEMA] : MIGRATIONS.slice(version - 1);
	// Also when nothing is to be done: writing is what shows that no other process has the file.
	db.exec(`BEGIN IMMEDIATE; ${steps.join("")} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
}

const foreignDatabase = (file: string) =>
	`data file ${file} is a database of another program: give another --data file`;

const otherVersion = (file: string, version: number) =>
	`data file ${file} has schema version ${version}, newer than ${SCHEMA_VERSION} which this emulator reads: give another --data file, or delete this one to start afresh`;

function unusableFile(file: string, error: unknown): string {
	const reason = error instanceof Error ? error.message : String(error);
	if (/not a database|malformed|corrupt/i.test(reason)) {
		return `data file ${file} is not a readable emulator database (${reason}): move it away, or give another --data file`;
	}
	if (/locked/i.test(reason)) {
		return `data file ${file} is in use by another process: stop that one, or give another --data file`;
	}
	return `data file ${file} cannot be opened (${reason}): check that its folder exists and is writable, or give another --data file`;
}
