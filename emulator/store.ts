import { type Clock, LAST_MOMENT, timestamp } from "./clock.ts";
import type { JsonObject } from "./json.ts";
import { type Condition, compile } from "./store/condition.ts";
import { openDatabase, type Row } from "./store/dataFile.ts";
import { type Entries, type Entry, FOR_EVER } from "./store/entries.ts";
import { EntryMap } from "./store/entryMap.ts";
import { EntryTable } from "./store/entryTable.ts";
import { Memory, SHORT_LIST } from "./store/memory.ts";
import { frozen, type Kind, type StoredObject, toObject } from "./store/object.ts";
import { Statements } from "./store/statements.ts";

export type { Condition, Order } from "./store/condition.ts";
export { StoreError } from "./store/dataFile.ts";
export { FOR_EVER } from "./store/entries.ts";
export type { Kind, StoredObject } from "./store/object.ts";

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

type Replacement = Pick<NewObject, "body" | "key" | "references">;

/** A part of a list: what matches `where`, the first behind the object numbered `after` or the last before `before`. */
export interface Page {
	where?: Condition;
	after?: number;
	before?: number;
	limit?: number;
}

/** All objects and references, as `Store.restore` takes them back. */
export type Dump = { objects: Row[]; references: Row[] };

/** Raised when `key` is taken; `existingId` is the object that has it. */
export class KeyTaken extends Error {
	override readonly name = "KeyTaken";
	readonly existingId: string;
	constructor(existingId: string) {
		super("key is taken");
		this.existingId = existingId;
	}
}

/**
 * How many objects, keys, lists and entries are remembered each: the settings of a few applications and the users who
 * are signing on. More than that outlives V8's young generation and makes the process large.
 */
const REMEMBERED = 256;

/**
 * SQLite under the emulator: objects with unique keys and references, and entries that expire (flows, codes, sessions).
 * A write is on disk before the call returns, so what a client was told survives a kill -9. Kinds stand in the SQL
 * itself: one index is of users only, so SQLite would plan anew for every kind that is bound.
 */
export class Store {
	readonly #clock: Clock;
	readonly #sql: Statements;
	readonly #entries: Entries;
	readonly #memory: Memory<StoredObject>;
	#depth = 0;

	/**
	 * Opens or creates `file` (`:memory:` keeps nothing). Throws StoreError when the file cannot be used. `remembered` is
	 * how many things of each sort are kept parsed; with 0 everything is read each time.
	 */
	constructor(file: string, clock: Clock, remembered = REMEMBERED) {
		this.#clock = clock;
		this.#memory = new Memory(remembered);
		this.#sql = new Statements(openDatabase(file));
		this.#entries = file === ":memory:" ? new EntryMap() : new EntryTable(this.#sql, remembered);
	}

	close(): void {
		this.#sql.close();
	}

	/** Runs `work` so that all of its writes happen or none; calls inside one another join the outermost. */
	transaction<T>(work: () => T): T {
		if (this.#depth > 0) return work();
		this.#sql.begin();
		this.#entries.begin();
		this.#depth++;
		try {
			const result = work();
			this.#sql.commit();
			this.#entries.commit();
			return result;
		} catch (error) {
			this.#rollback();
			throw error;
		} finally {
			this.#depth--;
		}
	}

	/** Stores a new object. Throws KeyTaken when another has its key. */
	insert({ id, kind, environment, parent, key = null, body, references = [] }: NewObject): StoredObject {
		return this.transaction(() => {
			this.#requireFreeKey(parent, kind, key, undefined);
			this.#memory.lists.delete(listKey(kind, parent));
			const now = timestamp(this.#clock.now());
			const row = { id, kind, environment, parent, key, body: JSON.stringify(body), created_at: now, updated_at: now };
			const { lastInsertRowid } = this.#insertRow("object", row);
			this.#addReferences(id, references);
			return toObject({ ...row, seq: Number(lastInsertRowid) });
		});
	}

	/** Replaces body, key and references of an object that exists. Throws KeyTaken as `insert` does. */
	replace(id: string, { body, key = null, references = [] }: Replacement): StoredObject {
		return this.transaction(() => {
			const before = this.#require(id);
			this.#requireFreeKey(before.parent, before.kind, key, id);
			this.#memory.objects.delete(id);
			this.#sql.run(
				"UPDATE object SET body = ?, key = ?, updated_at = ? WHERE id = ?",
				JSON.stringify(body),
				key,
				this.#changedAt(before),
				id,
			);
			this.#sql.run("DELETE FROM reference WHERE source = ?", id);
			this.#addReferences(id, references);
			return this.#require(id);
		});
	}

	/** Replaces only the body, which is frozen from here on; key and references stay. */
	setBody(id: string, body: JsonObject): void {
		const before = this.#object(id);
		if (!before) return;
		const updatedAt = this.#changedAt(before);
		this.#memory.objects.delete(id);
		this.#sql.run("UPDATE object SET body = ?, updated_at = ? WHERE id = ?", JSON.stringify(body), updatedAt, id);
		this.#remembered(Object.freeze({ ...before, body: frozen(body), updatedAt }));
	}

	/** When an object changes: by the clock, which may have been behind since the object was made. */
	#changedAt({ createdAt }: StoredObject): string {
		const now = timestamp(this.#clock.now());
		return now > createdAt ? now : createdAt;
	}

	/**
	 * Deletes an object with everything under it. SQLite refuses the transaction when something that stays
	 * still points at something that went, so a collection's rules must have looked first.
	 */
	remove(id: string): void {
		this.transaction(() => {
			for (const child of this.#sql.rows("SELECT id FROM object WHERE parent = ?", id)) this.remove(String(child.id));
			const object = this.#object(id);
			if (!object) return;
			this.#memory.objects.delete(id);
			this.#memory.lists.delete(listKey(object.kind, object.parent));
			this.#sql.run("DELETE FROM object WHERE id = ?", id);
		});
	}

	/** The object of that id and kind, or undefined. */
	find(kind: Kind, id: string): StoredObject | undefined {
		const object = this.#object(id);
		return object?.kind === kind ? object : undefined;
	}

	/** The object with that unique key under `parent`, or undefined. */
	findByKey(kind: Kind, parent: string, key: string): StoredObject | undefined {
		const name = `${listKey(kind, parent)} ${key}`;
		const remembered = this.#object(this.#memory.ids.get(name));
		if (remembered?.key === key && remembered.parent === parent) return remembered;
		const row = this.#sql.row(`SELECT * FROM object WHERE parent = ? AND kind = '${kind}' AND key = ?`, parent, key);
		if (!row) return undefined;
		this.#memory.ids.set(name, String(row.id));
		return this.#remembered(toObject(row));
	}

	/** Objects of a kind under `parent` in insertion order. */
	list(kind: Kind, parent: string, page?: Page): StoredObject[] {
		return page ? this.#page(kind, parent, page) : this.#members(kind, parent);
	}

	/** Objects of one kind in an environment, whatever they hang under, in insertion order. */
	listAll(
		kind: string,
		environment: string,
		{ after = 0, limit = -1 }: Pick<Page, "after" | "limit"> = {},
	): StoredObject[] {
		return this.#sql
			.rows(
				"SELECT * FROM object WHERE kind = ? AND environment = ? AND seq > ? ORDER BY seq LIMIT ?",
				kind,
				environment,
				after,
				limit,
			)
			.map(toObject);
	}

	/** How many objects of a kind are under `parent`. All of them are counted as they come and go, a part by reading it. */
	count(kind: Kind, parent: string, where?: Condition): number {
		if (!where) return this.#tally(parent, kind);
		const { sql, values } = compile(where);
		const row = this.#sql.row(
			`SELECT count(*) AS n FROM object WHERE parent = ? AND kind = '${kind}' AND ${sql}`,
			parent,
			...values,
		);
		return Number(row?.n ?? 0);
	}

	/** Objects of `kind` that point at `target`. */
	sources(kind: Kind, target: string): StoredObject[] {
		return this.#sql
			.rows(
				`SELECT DISTINCT object.* FROM reference JOIN object ON object.id = reference.source
			 WHERE reference.target = ? AND object.kind = '${kind}' ORDER BY seq`,
				target,
			)
			.map(toObject);
	}

	/** How many objects point at `target` from attribute `field`; counted as they come and go. */
	countReferences(field: string, target: string): number {
		return this.#tally(target, field);
	}

	/** When an object was written last, in ms; 0 for an empty store. */
	newest(): number {
		return Date.parse(String(this.#sql.row("SELECT max(updated_at) AS at FROM object")?.at ?? timestamp(0)));
	}

	/** How many objects of each kind each environment has. */
	census(): { environment: string; kind: string; count: number }[] {
		return this.#sql
			.rows("SELECT environment, kind, count(*) AS n FROM object GROUP BY environment, kind ORDER BY environment, kind")
			.map((row) => ({ environment: String(row.environment), kind: String(row.kind), count: Number(row.n) }));
	}

	/**
	 * Keeps `body` under (kind, id) until `expiresAt`, in ms of the emulator's clock, or until the last moment that an
	 * export can write. It is frozen from here on.
	 */
	putEntry(kind: string, id: string, body: JsonObject, expiresAt: number): void {
		const until = expiresAt === FOR_EVER ? FOR_EVER : Math.min(expiresAt, LAST_MOMENT);
		this.#entries.put({ kind, id, body: frozen(body), expiresAt: until });
	}

	/** The entry, or undefined when there is none or it has expired. */
	findEntry(kind: string, id: string): Pick<Entry, "body" | "expiresAt"> | undefined {
		const { body, expiresAt = 0 } = this.#entries.find(kind, id) ?? {};
		return body && expiresAt > this.#clock.now() ? { body, expiresAt } : undefined;
	}

	removeEntry(kind: string, id: string): void {
		this.#entries.remove(kind, id);
	}

	/** All entries that have not expired, or those of one kind; by kind and id. */
	entries(kind?: string): Entry[] {
		return this.#entries.after(this.#clock.now(), kind).sort(byKindAndId);
	}

	/** Whether anything of another kind than `except` is kept that is to expire: a flow, a code, a session, a token. */
	holdsExpiring(except: string): boolean {
		return this.#entries.anyAfter(this.#clock.now(), except);
	}

	/** Forgets what has expired; called now and then so that the store does not grow for ever. */
	sweepEntries(): void {
		this.#entries.removeUntil(this.#clock.now());
	}

	/** A copy of all objects and references. */
	dump(): Dump {
		return { objects: this.#sql.rows("SELECT * FROM object"), references: this.#sql.rows("SELECT * FROM reference") };
	}

	/** Replaces all objects and references by a copy made before, and forgets every entry that was to expire. */
	restore({ objects, references }: Dump): void {
		this.transaction(() => {
			this.#memory.forgetAll();
			this.#entries.removeUntil(FOR_EVER - 1);
			this.#putRows("object", ["id"], objects);
			this.#putRows("reference", ["source", "field", "target"], references);
		});
	}

	/**
	 * Makes a table hold these rows, which `key` tells apart. Only what differs is written: most of a hundred thousand
	 * users are as they were.
	 */
	#putRows(table: string, key: readonly string[], rows: readonly Row[]): void {
		const nameOf = (row: Row) => JSON.stringify(key.map((column) => row[column]));
		const missing = new Map(rows.map((row) => [nameOf(row), row]));
		const gone: string[] = [];
		for (const row of this.#sql.each(`SELECT * FROM ${table}`)) {
			const name = nameOf(row);
			const wanted = missing.get(name);
			if (wanted && isSame(row, wanted)) missing.delete(name);
			else gone.push(name);
		}
		// At one go: a hundred thousand users one by one take twice as long.
		const names = `SELECT ${key.map((_, i) => `value ->> ${i}`).join(", ")} FROM json_each(?)`;
		if (gone.length > 0) this.#sql.run(`DELETE FROM ${table} WHERE (${key.join(", ")}) IN (${names})`, `[${gone}]`);
		for (const row of missing.values()) this.#insertRow(table, row);
	}

	#rollback(): void {
		this.#sql.rollback();
		this.#entries.rollback();
		this.#memory.forgetAll();
	}

	#insertRow(table: string, row: Row) {
		const columns = Object.keys(row);
		const marks = columns.map(() => "?").join(", ");
		return this.#sql.run(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${marks})`, ...Object.values(row));
	}

	#requireFreeKey(parent: string, kind: Kind, key: string | null, self: string | undefined): void {
		if (key === null) return;
		const holder = this.findByKey(kind, parent, key);
		if (holder && holder.id !== self) throw new KeyTaken(holder.id);
	}

	#addReferences(source: string, references: readonly Reference[]): void {
		for (const { field, target } of references) {
			this.#sql.run("INSERT OR IGNORE INTO reference (source, field, target) VALUES (?, ?, ?)", source, field, target);
		}
	}

	#require(id: string): StoredObject {
		const object = this.#object(id);
		if (!object) throw new Error(`no stored object ${id}`);
		return object;
	}

	#object(id: string | undefined): StoredObject | undefined {
		if (id === undefined) return undefined;
		const remembered = this.#memory.objects.get(id);
		if (remembered) return remembered;
		const row = this.#sql.row("SELECT * FROM object WHERE id = ?", id);
		return row && this.#remembered(toObject(row));
	}

	#remembered(object: StoredObject): StoredObject {
		this.#memory.objects.set(object.id, object);
		return object;
	}

	#members(kind: Kind, parent: string): StoredObject[] {
		const ids = this.#memory.lists.get(listKey(kind, parent));
		if (ids) return ids.map((id) => this.#require(id));
		const objects = this.#page(kind, parent, {});
		if (objects.length > SHORT_LIST) return objects;
		this.#memory.lists.set(
			listKey(kind, parent),
			objects.map(({ id }) => id),
		);
		return objects.map((object) => this.#remembered(object));
	}

	#page(kind: Kind, parent: string, { where, after = 0, before, limit = -1 }: Page): StoredObject[] {
		const { sql, values } = compile(where);
		const part = before === undefined ? "seq > ? ORDER BY seq" : "seq < ? ORDER BY seq DESC";
		const objects = this.#sql
			.rows(
				`SELECT * FROM object WHERE parent = ? AND kind = '${kind}' AND ${sql} AND ${part} LIMIT ?`,
				parent,
				...values,
				before ?? after,
				limit,
			)
			.map(toObject);
		return before === undefined ? objects : objects.reverse();
	}

	#tally(of: string, what: string): number {
		return Number(this.#sql.row("SELECT n FROM tally WHERE of = ? AND what = ?", of, what)?.n ?? 0);
	}
}

const isSame = (a: Row, b: Row): boolean => Object.keys(a).every((column) => a[column] === b[column]);

const listKey = (kind: Kind, parent: string): string => `${kind} ${parent}`;

const byKindAndId = (a: Entry, b: Entry): number => compare(a.kind, b.kind) || compare(a.id, b.id);
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
