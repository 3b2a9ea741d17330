import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { type Clock, timestamp } from "./clock.ts";
import type { JsonObject } from "./json.ts";

/** Everything that outlives a request. Children name their parent: a scope's parent is its resource. */
export type Kind =
	| "organization"
	| "environment"
	| "application"
	| "resource"
	| "secret"
	| "scope"
	| "attribute"
	| "grant"
	| "signOnPolicy"
	| "action"
	| "signOnPolicyAssignment"
	| "passwordPolicy"
	| "population"
	| "user"
	| "password"
	| "key";

/** One stored object. `body` holds what was written; representation and links are made when it is read. */
export interface StoredObject {
	/** Insertion order; the cursor of paged lists. */
	seq: number;
	id: string;
	kind: Kind;
	/** The environment it belongs to; its own id for an environment, "" for an organization. */
	environment: string;
	/** The object it hangs under, deleted with it; "" for an organization. */
	parent: string;
	/** Unique among the same kind under the same parent, or null. */
	key: string | null;
	body: JsonObject;
	createdAt: string;
	updatedAt: string;
}

/** That one object points at another, as a grant points at its scopes. */
export interface Reference {
	/** Attribute path that holds the reference: `population.id`. */
	field: string;
	target: string;
}

export interface NewObject {
	id: string;
	kind: Kind;
	environment: string;
	parent: string;
	key?: string | null;
	body: JsonObject;
	references?: readonly Reference[];
}

/** Which objects a list shows; the collections' `filter` parameters are read into this. */
export type Condition =
	| { all: readonly Condition[] }
	| { any: readonly Condition[] }
	/** The object's id is `value`. */
	| { id: string }
	/** It points at `target` from attribute `field`. */
	| { field: string; target: string }
	/** Its unique key is `value`, or starts so. */
	| { key: string; startsWith: boolean }
	/** The text at this attribute path is `value`, or starts so; ASCII case does not count. */
	| { attribute: string; value: string; startsWith: boolean };

/** A part of a list: what matches `where`, behind the object numbered `after`. */
export interface Page {
	where?: Condition;
	after?: number;
	limit?: number;
}

type SqlValue = string | number | null;
type Row = Record<string, SqlValue>;

/** All objects and references, as `Store.restore` takes them back. */
export type Dump = { objects: Row[]; references: Row[] };

/** Expiry of an entry that stays until it is removed, through a `restore` too. */
export const FOR_EVER = Number.MAX_SAFE_INTEGER;

/** Raised when the data file cannot serve as a store; the message names the file and the remedy. */
export class StoreError extends Error {
	override readonly name = "StoreError";
}

/** Raised when `key` is taken; `existingId` is the object that has it. */
export class KeyTaken extends Error {
	override readonly name = "KeyTaken";
	readonly existingId: string;
	constructor(existingId: string) {
		super("key is taken");
		this.existingId = existingId;
	}
}

const SCHEMA_VERSION = 1;

const SCHEMA = `
	CREATE TABLE object (
		seq INTEGER PRIMARY KEY,
		id TEXT NOT NULL UNIQUE,
		kind TEXT NOT NULL,
		environment TEXT NOT NULL,
		parent TEXT NOT NULL,
		key TEXT,
		body TEXT NOT NULL,
		created_at TEXT NOT NULL,
		updated_at TEXT NOT NULL
	) STRICT;
	CREATE UNIQUE INDEX object_by_key ON object (parent, kind, key) WHERE key IS NOT NULL;
	CREATE INDEX object_by_parent ON object (parent, kind, seq);
	CREATE INDEX user_by_email ON object (parent, (body ->> '$.email') COLLATE NOCASE) WHERE kind = 'user';
	CREATE TABLE reference (
		source TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
		field TEXT NOT NULL,
		target TEXT NOT NULL REFERENCES object (id) ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED,
		PRIMARY KEY (source, field, target)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX reference_by_target ON reference (target, field);
	CREATE TABLE tally (
		of TEXT NOT NULL,
		what TEXT NOT NULL,
		n INTEGER NOT NULL,
		PRIMARY KEY (of, what)
	) STRICT, WITHOUT ROWID;
	CREATE TRIGGER object_in AFTER INSERT ON object BEGIN
		INSERT INTO tally VALUES (new.parent, new.kind, 1) ON CONFLICT DO UPDATE SET n = n + 1;
	END;
	CREATE TRIGGER object_out AFTER DELETE ON object BEGIN
		UPDATE tally SET n = n - 1 WHERE of = old.parent AND what = old.kind;
	END;
	CREATE TRIGGER reference_in AFTER INSERT ON reference BEGIN
		INSERT INTO tally VALUES (new.target, new.field, 1) ON CONFLICT DO UPDATE SET n = n + 1;
	END;
	CREATE TRIGGER reference_out AFTER DELETE ON reference BEGIN
		UPDATE tally SET n = n - 1 WHERE of = old.target AND what = old.field;
	END;
	CREATE TABLE entry (
		kind TEXT NOT NULL,
		id TEXT NOT NULL,
		body TEXT NOT NULL,
		expires_at INTEGER NOT NULL,
		PRIMARY KEY (kind, id)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX entry_by_expiry ON entry (expires_at);
	PRAGMA user_version = ${SCHEMA_VERSION};
`;

/**
 * SQLite under the emulator: objects with unique keys and references, and entries that expire (flows, codes, sessions).
 * A write is on disk before the call returns, so what a client was told survives a kill -9.
 */
export class Store {
	readonly #db: DatabaseSync;
	readonly #clock: Clock;
	readonly #statements = new Map<string, StatementSync>();
	#depth = 0;

	/** Opens or creates `file` (`:memory:` keeps nothing). Throws StoreError when the file cannot be used. */
	constructor(file: string, clock: Clock) {
		this.#clock = clock;
		this.#db = openDatabase(file);
	}

	close(): void {
		this.#statements.clear();
		this.#db.close();
	}

	/** Runs `work` so that all of its writes happen or none; calls inside one another join the outermost. */
	transaction<T>(work: () => T): T {
		if (this.#depth > 0) return work();
		this.#db.exec("BEGIN IMMEDIATE");
		this.#depth++;
		try {
			const result = work();
			this.#db.exec("COMMIT");
			return result;
		} catch (error) {
			// A full disk makes SQLite roll back by itself; a second ROLLBACK would hide that error behind its own.
			if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
			throw error;
		} finally {
			this.#depth--;
		}
	}

	/** Stores a new object. Throws KeyTaken when another has its key. */
	insert(object: NewObject): StoredObject {
		return this.transaction(() => {
			this.#requireFreeKey(object.parent, object.kind, object.key ?? null, undefined);
			const now = timestamp(this.#clock.now());
			this.#run(
				`INSERT INTO object (id, kind, environment, parent, key, body, created_at, updated_at)
				 VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
				object.id,
				object.kind,
				object.environment,
				object.parent,
				object.key ?? null,
				JSON.stringify(object.body),
				now,
				now,
			);
			this.#setReferences(object.id, object.references ?? []);
			return this.#require(object.id);
		});
	}

	/** Replaces body, key and references of an object that exists. Throws KeyTaken as `insert` does. */
	replace(id: string, next: Pick<NewObject, "body" | "key" | "references">): StoredObject {
		return this.transaction(() => {
			const before = this.#require(id);
			this.#requireFreeKey(before.parent, before.kind, next.key ?? null, id);
			this.#run(
				"UPDATE object SET body = ?, key = ?, updated_at = ? WHERE id = ?",
				JSON.stringify(next.body),
				next.key ?? null,
				timestamp(this.#clock.now()),
				id,
			);
			this.#setReferences(id, next.references ?? []);
			return this.#require(id);
		});
	}

	/** Replaces only the body; key and references stay. */
	setBody(id: string, body: JsonObject): void {
		this.#run(
			"UPDATE object SET body = ?, updated_at = ? WHERE id = ?",
			JSON.stringify(body),
			timestamp(this.#clock.now()),
			id,
		);
	}

	/** The object of that id and kind, or undefined. */
	find(kind: Kind, id: string): StoredObject | undefined {
		const row = this.#row("SELECT * FROM object WHERE id = ? AND kind = ?", id, kind);
		return row && toObject(row);
	}

	/** The object with that unique key under `parent`, or undefined. */
	findByKey(kind: Kind, parent: string, key: string): StoredObject | undefined {
		const row = this.#row("SELECT * FROM object WHERE parent = ? AND kind = ? AND key = ?", parent, kind, key);
		return row && toObject(row);
	}

	/** Objects of a kind under `parent` in insertion order. */
	list(kind: Kind, parent: string, page: Page = {}): StoredObject[] {
		const { sql, values } = compile(page.where);
		return this.#rows(
			`SELECT * FROM object WHERE parent = ? AND kind = '${kind}' AND ${sql} AND seq > ? ORDER BY seq LIMIT ?`,
			parent,
			...values,
			page.after ?? 0,
			page.limit ?? -1,
		).map(toObject);
	}

	/** How many objects of a kind are under `parent`. All of them are counted as they come and go, a part by reading it. */
	count(kind: Kind, parent: string, where?: Condition): number {
		if (!where) return this.#tally(parent, kind);
		const { sql, values } = compile(where);
		const row = this.#row(
			`SELECT count(*) AS n FROM object WHERE parent = ? AND kind = '${kind}' AND ${sql}`,
			parent,
			...values,
		);
		return Number(row?.n ?? 0);
	}

	/** Objects of `kind` that point at `target`. */
	sources(kind: Kind, target: string): StoredObject[] {
		return this.#rows(
			`SELECT DISTINCT object.* FROM reference JOIN object ON object.id = reference.source
			 WHERE reference.target = ? AND object.kind = ? ORDER BY seq`,
			target,
			kind,
		).map(toObject);
	}

	/** How many objects point at `target` from attribute `field`; counted as they come and go. */
	countReferences(field: string, target: string): number {
		return this.#tally(target, field);
	}

	#tally(of: string, what: string): number {
		return Number(this.#row("SELECT n FROM tally WHERE of = ? AND what = ?", of, what)?.n ?? 0);
	}

	/**
	 * Deletes an object with everything under it. SQLite refuses the transaction when something that stays
	 * still points at something that went, so a collection's rules must have looked first.
	 */
	remove(id: string): void {
		this.transaction(() => {
			for (const child of this.#rows("SELECT id FROM object WHERE parent = ?", id)) this.remove(String(child.id));
			this.#run("DELETE FROM object WHERE id = ?", id);
		});
	}

	/** Keeps `body` under (kind, id) until `expiresAt`, in ms of the emulator's clock. */
	putEntry(kind: string, id: string, body: JsonObject, expiresAt: number): void {
		this.#run(
			"INSERT OR REPLACE INTO entry (kind, id, body, expires_at) VALUES (?, ?, ?, ?)",
			kind,
			id,
			JSON.stringify(body),
			expiresAt,
		);
	}

	/** The entry, or undefined when there is none or it has expired. */
	findEntry(kind: string, id: string): { body: JsonObject; expiresAt: number } | undefined {
		const row = this.#row(
			"SELECT body, expires_at FROM entry WHERE kind = ? AND id = ? AND expires_at > ?",
			kind,
			id,
			this.#clock.now(),
		);
		return row && { body: JSON.parse(String(row.body)) as JsonObject, expiresAt: Number(row.expires_at) };
	}

	removeEntry(kind: string, id: string): void {
		this.#run("DELETE FROM entry WHERE kind = ? AND id = ?", kind, id);
	}

	/** Forgets what has expired; called now and then so that the file does not grow for ever. */
	sweepEntries(): void {
		this.#run("DELETE FROM entry WHERE expires_at <= ?", this.#clock.now());
	}

	/** A copy of all objects and references. */
	dump(): Dump {
		return { objects: this.#rows("SELECT * FROM object"), references: this.#rows("SELECT * FROM reference") };
	}

	/** Replaces all objects and references by a copy made before, and forgets every entry that was to expire. */
	restore({ objects, references }: Dump): void {
		this.transaction(() => {
			this.#run("DELETE FROM reference");
			this.#run("DELETE FROM object");
			this.#run("DELETE FROM entry WHERE expires_at < ?", FOR_EVER);
			for (const row of objects) this.#insertRow("object", row);
			for (const row of references) this.#insertRow("reference", row);
		});
	}

	#insertRow(table: string, row: Row): void {
		const columns = Object.keys(row);
		const marks = columns.map(() => "?").join(", ");
		this.#run(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${marks})`, ...Object.values(row));
	}

	#requireFreeKey(parent: string, kind: Kind, key: string | null, self: string | undefined): void {
		if (key === null) return;
		const holder = this.findByKey(kind, parent, key);
		if (holder && holder.id !== self) throw new KeyTaken(holder.id);
	}

	#setReferences(source: string, references: readonly Reference[]): void {
		this.#run("DELETE FROM reference WHERE source = ?", source);
		for (const { field, target } of references) {
			this.#run("INSERT OR IGNORE INTO reference (source, field, target) VALUES (?, ?, ?)", source, field, target);
		}
	}

	#require(id: string): StoredObject {
		const row = this.#row("SELECT * FROM object WHERE id = ?", id);
		if (!row) throw new Error(`no stored object ${id}`);
		return toObject(row);
	}

	#run(sql: string, ...values: SqlValue[]): void {
		this.#prepare(sql).run(...values);
	}

	#row(sql: string, ...values: SqlValue[]): Row | undefined {
		return this.#prepare(sql).get(...values) as Row | undefined;
	}

	#rows(sql: string, ...values: SqlValue[]): Row[] {
		return this.#prepare(sql).all(...values) as Row[];
	}

	#prepare(sql: string): StatementSync {
		let statement = this.#statements.get(sql);
		if (!statement) {
			// Filters make new statements; a client that makes many must not make the emulator grow.
			if (this.#statements.size >= 256) this.#statements.clear();
			statement = this.#db.prepare(sql);
			this.#statements.set(sql, statement);
		}
		return statement;
	}
}

const toObject = (row: Row): StoredObject => ({
	seq: Number(row.seq),
	id: String(row.id),
	kind: row.kind as Kind,
	environment: String(row.environment),
	parent: String(row.parent),
	key: row.key === null ? null : String(row.key),
	body: JSON.parse(String(row.body)) as JsonObject,
	createdAt: String(row.created_at),
	updatedAt: String(row.updated_at),
});

/** A condition as SQL. Attribute paths come from the collections' own lists, never from a client. */
function compile(where: Condition | undefined): { sql: string; values: SqlValue[] } {
	if (!where) return { sql: "TRUE", values: [] };
	if ("all" in where) return joined(where.all, "AND", "TRUE");
	if ("any" in where) return joined(where.any, "OR", "FALSE");
	if ("id" in where) return { sql: "id = ?", values: [where.id] };
	if ("field" in where) {
		const sql = "EXISTS (SELECT 1 FROM reference WHERE source = object.id AND target = ? AND field = ?)";
		return { sql, values: [where.target, where.field] };
	}
	if ("key" in where) {
		return where.startsWith
			? { sql: "key >= ? AND key < ?", values: [where.key, `${where.key}\u{10FFFF}`] }
			: { sql: "key = ?", values: [where.key] };
	}
	const text = `(body ->> '$.${where.attribute}') COLLATE NOCASE`;
	return where.startsWith
		? { sql: `substr(${text}, 1, length(?)) = ? COLLATE NOCASE`, values: [where.value, where.value] }
		: { sql: `${text} = ?`, values: [where.value] };
}

function joined(conditions: readonly Condition[], operator: string, none: string) {
	const parts = conditions.map(compile);
	const sql = parts.length === 0 ? none : `(${parts.map((part) => part.sql).join(` ${operator} `)})`;
	return { sql, values: parts.flatMap((part) => part.values) };
}

function openDatabase(file: string): DatabaseSync {
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

/** One process owns the file: a second emulator on it is refused instead of mixing the two. */
const OWN_FILE =
	"PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON";

function prepareDatabase(db: DatabaseSync, file: string): void {
	const version = Number((db.prepare("PRAGMA user_version").get() as Row).user_version);
	const tables = Number((db.prepare("SELECT count(*) AS n FROM sqlite_schema").get() as Row).n);
	if (version === 0 && tables > 0) throw new StoreError(foreignDatabase(file));
	if (version !== 0 && version !== SCHEMA_VERSION) throw new StoreError(otherVersion(file, version));
	db.exec(OWN_FILE);
	if (version === 0) db.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT`);
	else db.exec("BEGIN IMMEDIATE; COMMIT");
}

const foreignDatabase = (file: string) =>
	`data file ${file} is a database of another program: give another --data file`;

const otherVersion = (file: string, version: number) =>
	`data file ${file} has schema version ${version}, this emulator reads ${SCHEMA_VERSION}: give another --data file, or delete this one to start afresh`;

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
