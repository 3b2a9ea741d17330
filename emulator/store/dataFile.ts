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
	requirePath(file);
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

/** SQLite makes a file that is deleted when it is closed of the one, and something else than a path of the other. */
function requirePath(file: string): void {
	if (file === "") throw new StoreError("data file has no name: give a path, or :memory:");
	if (file.startsWith("file:")) throw new StoreError(`data file ${file} is a URI: give its path, or :memory:`);
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
	PRAGMA cache_size = -2000;
`;

function prepareDatabase(db: DatabaseSync, file: string): void {
	const version = Number((db.prepare("PRAGMA user_version").get() as Row).user_version);
	if (version > SCHEMA_VERSION) throw new StoreError(otherVersion(file, version));
	if (isForeign(db, version)) throw new StoreError(foreignDatabase(file));
	db.exec(SETTINGS);
	const steps = version === 0 ? [SCHEMA] : MIGRATIONS.slice(version - 1);
	// Also when nothing is to be done: writing is what shows that no other process has the file.
	db.exec(`BEGIN IMMEDIATE; ${steps.join("")} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
	requireSound(db);
}

/** Programs number their versions alike: a file of this one has its tables, or is new and has none. */
function isForeign(db: DatabaseSync, version: number): boolean {
	const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as Row[];
	const own = ["object", "reference", "entry"].every((name) => tables.some((table) => table.name === name));
	return version === 0 ? tables.length > 0 : !own;
}

/** Of up to 16 MB: to read through a larger file would hold up each start. */
const MOST_PAGES_CHECKED = 4096;

/** A damaged page is better found now than in the middle of somebody's test. */
function requireSound(db: DatabaseSync): void {
	const { page_count } = db.prepare("PRAGMA page_count").get() as Row;
	if (Number(page_count) > MOST_PAGES_CHECKED) return;
	const { quick_check } = db.prepare("PRAGMA quick_check(1)").get() as Row;
	if (quick_check !== "ok") throw new Error(`malformed: ${String(quick_check).replace(/\s+/g, " ")}`);
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
	return `data file ${file} cannot be opened (${reason}): check that its folder exists and is writable and its disk is not full, or give another --data file`;
}
