import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { ManualClock } from "../../emulator/clock.ts";
import { openDatabase } from "../../emulator/store/dataFile.ts";
import { EntryTable } from "../../emulator/store/entryTable.ts";
import { Recent } from "../../emulator/store/recent.ts";
import { Statements } from "../../emulator/store/statements.ts";
import {
	type Condition,
	type Dump,
	FOR_EVER,
	KeyTaken,
	type NewObject,
	Store,
	StoreError,
} from "../../emulator/store.ts";
import { flawsOf } from "./dataFile.ts";
import { START } from "./world.ts";

const clock = new ManualClock(START);
const newStore = () => new Store(":memory:", clock);

let folder = "";
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "store-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const object = (id: string, more: Partial<NewObject> = {}): NewObject => ({
	id,
	kind: "user",
	environment: "e",
	parent: "e",
	body: { name: id },
	...more,
});

describe("objects", () => {
	it("are found by id and kind, and by key under their parent", () => {
		const store = newStore();
		const inserted = store.insert(object("a", { key: "k" }));
		expect(inserted).toMatchObject({ id: "a", key: "k", createdAt: "2026-03-04T09:10:11.123Z", body: { name: "a" } });
		expect(store.find("user", "a")).toEqual(inserted);
		expect(store.find("grant", "a")).toBeUndefined();
		expect(store.findByKey("user", "e", "k")).toEqual(inserted);
		expect(store.findByKey("user", "other", "k")).toBeUndefined();
	});

	it("are never changed before they were made, though the machine's clock steps back", () => {
		let now = START;
		const store = new Store(":memory:", { now: () => now });
		const { createdAt } = store.insert(object("a"));
		now -= 5000;
		expect(store.replace("a", { body: { n: 1 } }).updatedAt).toBe(createdAt);
		store.setBody("a", { n: 2 });
		expect(store.find("user", "a")).toMatchObject({ body: { n: 2 }, updatedAt: createdAt });
		expect(store.dump().objects).toMatchObject([{ updated_at: createdAt }]);
		now += 6000;
		expect(store.replace("a", { body: {} }).updatedAt).toBe("2026-03-04T09:10:12.123Z");
	});

	it("have keys that are unique under their parent only", () => {
		const store = newStore();
		store.insert(object("a", { key: "k" }));
		store.insert(object("b", { key: "k", parent: "f" }));
		store.insert(object("c", { key: "k", kind: "grant" }));
		store.insert(object("d"));
		expect(() => store.insert(object("x", { key: "k" }))).toThrow(KeyTaken);
		expect(() => store.replace("d", { body: {}, key: "k" })).toThrow(expect.objectContaining({ existingId: "a" }));
		expect(store.replace("a", { body: { n: 1 }, key: "k" })).toMatchObject({ body: { n: 1 } });
	});

	it("know who points at them, and do not leave while somebody does", () => {
		const store = newStore();
		store.insert(object("a"));
		const references = [
			{ field: "population.id", target: "a" },
			{ field: "x", target: "a" },
		];
		store.insert(object("b", { kind: "grant", references }));
		expect(store.sources("grant", "a").map(({ id }) => id)).toEqual(["b"]);
		expect([store.countReferences("population.id", "a"), store.countReferences("y", "a")]).toEqual([1, 0]);
		expect(() => store.remove("a")).toThrow(/FOREIGN KEY/);
		expect(store.find("user", "a")).toBeDefined();
		store.replace("b", { body: {} });
		store.remove("a");
		expect(store.find("user", "a")).toBeUndefined();
	});

	it("take all that is under them along", () => {
		const store = newStore();
		store.insert(object("a"));
		store.insert(
			object("b", { parent: "a", references: [{ field: "f", target: "c" }] }) && object("c", { parent: "a" }),
		);
		store.insert(object("b", { parent: "c", references: [{ field: "f", target: "c" }] }));
		store.remove("a");
		expect(store.dump()).toEqual({ objects: [], references: [] });
	});
});

describe("a transaction", () => {
	it("happens as a whole or not at all, nested ones with the outermost", () => {
		const store = newStore();
		const failing = () =>
			store.transaction(() => {
				store.transaction(() => store.insert(object("a")));
				throw new Error("no");
			});
		expect(failing).toThrow("no");
		expect(store.find("user", "a")).toBeUndefined();
		expect(store.transaction(() => store.insert(object("a")).id)).toBe("a");
	});
});

describe("lists by a condition", () => {
	const users = Array.from({ length: 30 }, (_, n) => ({
		id: `id${n}`,
		key: `name${n % 7}.${n}`,
		body: { email: `E${n % 3}@x`, name: { given: n % 2 ? "Odd" : "Even" }, ...(n % 3 && { third: n % 3 === 1 }) },
		population: `p${n % 2}`,
	}));
	const store = newStore();
	for (const id of ["p0", "p1"]) store.insert(object(id, { kind: "population" }));
	for (const { id, key, body, population } of users) {
		store.insert(object(id, { key, body, references: [{ field: "population.id", target: population }] }));
	}

	const digit = fc.integer({ min: 0, max: 7 });
	const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
		condition: fc.oneof(
			{ depthSize: "small" },
			digit.map((n): Condition => ({ id: `id${n}` })),
			fc.array(digit).map((some): Condition => ({ ids: some.map((n) => `id${n}`) })),
			digit.map((n): Condition => ({ field: "population.id", target: `p${n % 3}` })),
			fc.record({ key: digit.map((n) => `name${n}`), startsWith: fc.boolean() }),
			fc.record({ attribute: fc.constant("email"), value: digit.map((n) => `e${n}@X`), startsWith: fc.boolean() }),
			fc.record({
				attribute: fc.constant("name.given"),
				value: fc.constantFrom("odd", "eve", "%"),
				startsWith: fc.boolean(),
			}),
			fc.record({ attribute: fc.constant("email"), contains: fc.constantFrom("", "e1", "@X", "e1@X.", "%") }),
			fc.record({ attribute: fc.constant("name.given"), endsWith: fc.constantFrom("", "D", "even", "seven", "%") }),
			fc.record({ attribute: fc.constant("third"), is: fc.boolean() }),
			fc.record({
				attribute: fc.constant("email"),
				order: fc.constantFrom("lt", "le", "gt", "ge"),
				value: digit.map((n) => `E${n}@x`),
			}),
			fc.array(tie("condition"), { maxLength: 3 }).map((all): Condition => ({ all })),
			fc.array(tie("condition"), { maxLength: 3 }).map((any): Condition => ({ any })),
		),
	}));

	const ORDERS = {
		lt: (one: string, other: string) => one < other,
		le: (one: string, other: string) => one <= other,
		gt: (one: string, other: string) => one > other,
		ge: (one: string, other: string) => one >= other,
	};

	function holds(where: Condition, user: (typeof users)[number]): boolean {
		if ("all" in where) return where.all.every((part) => holds(part, user));
		if ("any" in where) return where.any.some((part) => holds(part, user));
		if ("id" in where) return user.id === where.id;
		if ("ids" in where) return where.ids.includes(user.id);
		if ("field" in where) return user.population === where.target;
		if ("is" in where) return user.body.third === where.is;
		if ("order" in where) return ORDERS[where.order](user.body.email, where.value);
		if ("contains" in where) return user.body.email.toLowerCase().includes(where.contains.toLowerCase());
		if ("endsWith" in where) return user.body.name.given.toLowerCase().endsWith(where.endsWith.toLowerCase());
		const [text, wanted] =
			"key" in where
				? [user.key, where.key]
				: [where.attribute === "email" ? user.body.email : user.body.name.given, where.value].map((part) =>
						part.toLowerCase(),
					);
		return where.startsWith ? String(text).startsWith(String(wanted)) : text === wanted;
	}

	it("by how a key or a text starts hold what starts so, whatever character it ends with", () => {
		const own = newStore();
		const keys = [
			"a",
			"az",
			"a{",
			"a\u007f",
			"aé",
			"aｚb",
			"a\uffffb",
			"a😀",
			"b",
			"é",
			"éa",
			"ｚ",
			"ｚb",
			"\uffff",
			"\uffffz",
			"😀x",
		];
		for (const key of keys) own.insert(object(`id of ${key}`, { key, body: { name: key } }));
		for (const start of ["", "c", ...keys]) {
			const expected = keys.filter((key) => key.startsWith(start));
			for (const where of [{ key: start }, { attribute: "name", value: start }]) {
				const found = own.list("user", "e", { where: { ...where, startsWith: true } });
				expect([where, found.map(({ body }) => body.name)]).toEqual([where, expected]);
			}
		}
	});

	it("take more ids than SQLite takes terms", () => {
		const ids = Array.from({ length: 5000 }, (_, n) => `id${n}`);
		expect(store.count("user", "e", { ids })).toBe(users.length);
	});

	it("hold what the condition says, in the order of insertion", () => {
		fc.assert(
			fc.property(condition, fc.integer({ min: 1, max: 9 }), (where, limit) => {
				const expected = users.filter((user) => holds(where, user)).map(({ id }) => id);
				expect(store.list("user", "e", { where }).map(({ id }) => id)).toEqual(expected);
				expect(store.count("user", "e", where)).toBe(expected.length);
				const [first] = store.list("user", "e", { where, limit });
				if (first) {
					const rest = store.list("user", "e", { where, after: first.seq, limit }).map(({ id }) => id);
					expect(rest).toEqual(expected.slice(1, limit + 1));
				}
			}),
		);
	});
});

describe("entries", () => {
	it("are there until they expire, are removed or swept", () => {
		const own = new ManualClock(START);
		const store = new Store(":memory:", own);
		store.putEntry("flow", "a", { n: 1 }, START + 10);
		store.putEntry("flow", "b", { n: 2 }, START + 20);
		expect(store.findEntry("flow", "a")).toEqual({ body: { n: 1 }, expiresAt: START + 10 });
		expect(store.findEntry("code", "a")).toBeUndefined();
		own.advance(10);
		expect(store.findEntry("flow", "a")).toBeUndefined();
		store.sweepEntries();
		store.removeEntry("flow", "b");
		expect(store.findEntry("flow", "b")).toBeUndefined();
	});

	it.each([":memory:", "expiring.db"])("that are to expire are known, apart from one kind: %s", (name) => {
		const own = new ManualClock(START);
		const store = new Store(name === ":memory:" ? name : join(folder, name), own);
		store.putEntry("savepoint", "a", {}, FOR_EVER);
		store.putEntry("lastSignOn", "a", {}, START + 20);
		expect([store.holdsExpiring("lastSignOn"), store.holdsExpiring("flow")]).toEqual([false, true]);
		store.putEntry("flow", "a", {}, START + 10);
		expect(store.holdsExpiring("lastSignOn")).toBe(true);
		own.advance(10);
		expect(store.holdsExpiring("lastSignOn")).toBe(false);
		store.close();
	});

	it("that stay for ever are not remembered, for copies of all objects are among them", () => {
		const table = new EntryTable(new Statements(openDatabase(":memory:")), 9);
		const put = (id: string, expiresAt: number) => table.put({ kind: "savepoint", id, body: {}, expiresAt });
		put("expires", START);
		put("stays", FOR_EVER);
		const twice = (id: string) => new Set([1, 2].map(() => table.find("savepoint", id)));
		expect([twice("expires").size, twice("stays").size]).toEqual([1, 2]);
		expect(table.find("savepoint", "stays")).toEqual({ kind: "savepoint", id: "stays", body: {}, expiresAt: FOR_EVER });
	});
});

describe("what is remembered", () => {
	const ids = ["a", "b", "c"];
	const parents = ["e", "a"];
	const drawn = {
		id: fc.constantFrom(...ids),
		parent: fc.constantFrom(...parents),
		key: fc.option(fc.constantFrom("k", "l")),
		n: fc.nat({ max: 99 }),
		targets: fc.subarray(ids),
		fields: fc.subarray(["f", "g"]),
	};
	type Drawn = { id: string; parent: string; key: string | null; n: number; targets: string[]; fields: string[] };

	/** What can be done to a store; each tells what the store answered. */
	const acts: Record<string, (store: Store, drawn: Drawn) => unknown> = {
		insert: (store, { id, parent, key, n }) => store.insert(object(id, { parent, key, body: { n } })),
		replace: (store, { id, key, n, targets, fields }) => {
			const references = targets.flatMap((target) => fields.map((field) => ({ field, target })));
			return store.replace(id, { key, body: { n }, references });
		},
		setBody: (store, { id, n }) => store.setBody(id, { n, gone: undefined, deep: { list: [n] } }),
		remove: (store, { id }) => store.remove(id),
		find: (store, { id }) => store.find("user", id),
		findByKey: (store, { parent }) => ["k", "l"].map((key) => store.findByKey("user", parent, key)),
		list: (store, { parent }) => [store.list("user", parent), store.count("user", parent)],
		putEntry: (store, { id, n }) => store.putEntry("x", id, { n }, START + n),
		findEntry: (store, { id }) => store.findEntry("x", id),
		removeEntry: (store, { id }) => store.removeEntry("x", id),
		sweepEntries: (store) => store.sweepEntries(),
		entries: (store) => [store.entries("x"), store.holdsExpiring("y"), store.holdsExpiring("x")],
		save: (store) => void saved.set(store, store.dump()),
		restore: (store) => store.restore(saved.get(store) ?? NOTHING),
	};
	const saved = new WeakMap<Store, Dump>();
	const NOTHING: Dump = { objects: [], references: [] };

	type Step = (store: Store) => unknown;
	const single = fc.record({ act: fc.constantFrom(...Object.values(acts)), ...drawn }).map(
		({ act, ...values }): Step =>
			(store) =>
				tellOf(() => act(store, values)),
	);
	const transaction = fc.record({ steps: fc.array(single, { maxLength: 8, size: "max" }), fails: fc.boolean() }).map(
		({ steps, fails }): Step =>
			(store) =>
				tellOf(() => store.transaction(() => together(store, steps, fails))),
	);

	function together(store: Store, steps: readonly Step[], fails: boolean): unknown[] {
		const told = steps.map((step) => step(store));
		if (fails) throw new Error(JSON.stringify(told));
		return told;
	}

	function tellOf(act: () => unknown): unknown {
		try {
			return act();
		} catch (error) {
			return String(error);
		}
	}

	it("never differs from what is stored, whatever is written, refused or rolled back", () => {
		const own = new ManualClock(START);
		const files = [0, 1, undefined].map((remembered) => new Store(join(folder, `${remembered}.db`), own, remembered));
		const stores = [...files, new Store(":memory:", own)];
		fc.assert(
			fc.property(fc.array(fc.oneof(single, transaction), { maxLength: 40, size: "max" }), (steps) => {
				own.reset();
				for (const store of stores) saved.delete(store);
				for (const store of stores) store.restore(NOTHING);
				for (const step of steps) {
					own.advance(1);
					const [forgetful, ...others] = stores.map((store) => step(store));
					for (const other of others) expect(other).toEqual(forgetful);
				}
			}),
			{ numRuns: 300 },
		);
		for (const store of stores) store.close();
	});

	it("follows a restore from any state to any other, counts as well", () => {
		const store = new Store(":memory:", new ManualClock(START));
		const seen = () => parents.map((parent) => [store.list("user", parent), store.count("user", parent)]);
		const states = fc.array(fc.array(single, { maxLength: 12, size: "max" }), { minLength: 2, maxLength: 4 });
		fc.assert(
			fc.property(states, (drawnStates) => {
				saved.delete(store);
				store.restore(NOTHING);
				const made = drawnStates.map((steps) => {
					for (const step of steps) step(store);
					return { dump: store.dump(), seen: seen() };
				});
				for (const state of [...made, ...made.toReversed()]) {
					store.restore(state.dump);
					expect({ dump: store.dump(), seen: seen() }).toEqual(state);
				}
			}),
			{ numRuns: 200 },
		);
		store.close();
	});

	it("of a key ends when the key goes to another object, or the object elsewhere", () => {
		const store = newStore();
		const idOfKey = () => store.findByKey("user", "e", "k")?.id;
		store.insert(object("a", { key: "k" }));
		expect(idOfKey()).toBe("a");
		store.replace("a", { body: {}, key: "l" });
		expect(idOfKey()).toBeUndefined();
		store.insert(object("b", { key: "k" }));
		expect(idOfKey()).toBe("b");
		store.remove("b");
		store.insert(object("b", { key: "k", parent: "f" }));
		expect(idOfKey()).toBeUndefined();
	});

	it("cannot be changed by whoever reads it", () => {
		const store = newStore();
		store.insert(object("a", { body: { deep: { list: [{ n: 1 }] } } }));
		const [read] = store.list("user", "e");
		const { deep } = (read?.body ?? {}) as { deep: { list: { n: number }[] } };
		expect(() => deep.list.push({ n: 2 })).toThrow(TypeError);
		expect(() => Object.assign(deep.list[0] ?? {}, { n: 2 })).toThrow(TypeError);
		store.list("user", "e").pop();
		expect(store.list("user", "e")).toEqual([read]);
	});

	it("of SQL is prepared once, and forgotten when there is too much of it", () => {
		const db = openDatabase(":memory:");
		const { calls } = jest.spyOn(db, "prepare").mock;
		const sql = new Statements(db);
		for (let n = 0; n < 3; n++) expect(sql.row("SELECT 'first' AS said")).toEqual({ said: "first" });
		expect(calls).toHaveLength(1);
		for (let n = 0; n < 1000; n++) expect(sql.row(`SELECT ${n} AS said`)).toEqual({ said: n });
		expect(sql.row("SELECT 'first' AS said")).toEqual({ said: "first" });
		expect(calls).toHaveLength(1002);
		sql.close();
	});

	it("is bounded, and the newest of it", () => {
		const recent = new Recent<number>(3);
		for (let n = 0; n < 100; n++) {
			recent.set(String(n), n);
			recent.get("0");
		}
		expect(["0", "99", "98"].map((name) => recent.get(name))).toEqual([0, 99, 98]);
		expect(
			Array.from({ length: 100 }, (_, n) => recent.get(String(n))).filter((found) => found !== undefined).length,
		).toBeLessThanOrEqual(6);
	});
});

describe("a restore", () => {
	it("puts back what the dump held, and forgets what was to expire", () => {
		const store = newStore();
		store.insert(object("a", { key: "k" }));
		store.insert(object("b", { references: [{ field: "f", target: "a" }] }));
		store.putEntry("key", "kept", { n: 1 }, FOR_EVER);
		const before = store.dump();
		const [a, b] = store.list("user", "e");
		store.putEntry("flow", "gone", {}, START + 1000);
		store.remove("b");
		store.replace("a", { body: { changed: true } });
		store.insert(object("c", { references: [{ field: "f", target: "a" }] }));
		store.restore(JSON.parse(JSON.stringify(before)));
		expect(store.list("user", "e")).toEqual([a, b]);
		expect(store.dump()).toEqual(before);
		expect([store.findEntry("key", "kept")?.body, store.findEntry("flow", "gone")]).toEqual([{ n: 1 }, undefined]);
	});
});

describe("a data file", () => {
	const at = (name: string) => join(folder, name);

	it("keeps what was written, in a folder that is made when missing", () => {
		const file = at("new/folder/data.db");
		const store = new Store(file, clock);
		store.insert(object("a"));
		store.close();
		const reopened = new Store(file, clock);
		expect(reopened.find("user", "a")).toMatchObject({ body: { name: "a" } });
		reopened.close();
	});

	it("of schema version 1 is migrated with all that it holds", () => {
		const file = at("version1.db");
		const old = new DatabaseSync(file);
		old.exec(readFileSync("tests/emulator/dataFileVersion1.sql", "utf8"));
		old.close();
		const store = new Store(file, clock);
		const scope = store.findByKey("scope", "r1", "orders:read");
		expect(scope).toMatchObject({ id: "s1", environment: "e1", body: { name: "orders:read" } });
		expect(
			store.list("user", "e1", { where: { attribute: "email", value: "INES@example.com", startsWith: false } }),
		).toMatchObject([{ id: "u1" }]);
		expect([store.count("user", "e1"), store.countReferences("population.id", "p1")]).toEqual([1, 1]);
		expect(() => store.remove("p1")).toThrow(/FOREIGN KEY/);
		expect(store.findEntry("signingKey", "default")).toEqual({ body: { pem: "kept" }, expiresAt: FOR_EVER });
		expect(store.findEntry("flow", "gone")).toBeUndefined();
		const lastSignOn = { at: "2026-01-02T03:04:05.006Z", remoteIp: "127.0.0.1" };
		expect(store.findEntry("lastSignOn", "u1")).toEqual({ body: lastSignOn, expiresAt: Date.UTC(9999, 11, 31) });
		expect(store.find("user", "u1")?.body).not.toHaveProperty("lastSignOn");
		expect(store.entries("token").map(({ id, body }) => [id, body.userId])).toEqual([
			["mapped", "u1"],
			["plain", "u1"],
			["worker", undefined],
		]);
		const dump = store.dump();
		store.close();
		const again = new Store(file, clock);
		expect(again.dump()).toEqual(dump);
		again.close();
		expect(flawsOf(file)).toEqual([]);
		new Store(at("newest.db"), clock).close();
		expect(schemaOf(file)).toEqual(schemaOf(at("newest.db")));
	});

	it("counts nothing any more that is all gone", () => {
		const file = at("counts.db");
		const store = new Store(file, clock);
		store.insert(object("a"));
		store.insert(object("b", { references: [{ field: "f", target: "a" }] }));
		store.remove("b");
		expect([store.count("user", "e"), store.countReferences("f", "a")]).toEqual([1, 0]);
		store.remove("a");
		store.close();
		const db = new DatabaseSync(file);
		expect(db.prepare("SELECT * FROM tally").all()).toEqual([]);
		db.close();
	});

	/** A file with some objects, changed behind the emulator's back. */
	function damaged(file: string, change = (bytes: Buffer) => bytes.fill(0xab, 4096 * 2, 4096 * 3)): void {
		const store = new Store(file, clock);
		for (let n = 0; n < 200; n++) store.insert(object(`${n}`));
		store.close();
		writeFileSync(file, change(readFileSync(file)));
	}

	/** Tables, indexes and triggers, which a migrated file and a new one must have alike. */
	function schemaOf(file: string): unknown[] {
		const db = new DatabaseSync(file);
		const rows = db.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY name").all();
		const version = db.prepare("PRAGMA user_version").get();
		db.close();
		return [version, ...rows.map(({ type, name, sql }) => [type, name, String(sql).replace(/\s+/g, " ")])];
	}

	it.each<[string, (file: string) => unknown, RegExp]>([
		[
			"that is no database",
			(file) => writeFileSync(file, "hello ".repeat(1000)),
			/is not a readable emulator database/,
		],
		["that is a folder", (file) => mkdirSync(file), /cannot be opened/],
		["of another program", (file) => new DatabaseSync(file).exec("CREATE TABLE t (a)"), /of another program/],
		[
			"of another program that numbers its versions",
			(file) => new DatabaseSync(file).exec("CREATE TABLE t (a); PRAGMA user_version = 2"),
			/of another program/,
		],
		[
			"of another program with an early version",
			(file) => new DatabaseSync(file).exec("CREATE TABLE t (a); PRAGMA user_version = 1"),
			/of another program/,
		],
		["that is damaged in the middle", damaged, /is not a readable emulator database/],
		["that was cut off", (file) => damaged(file, (bytes) => bytes.subarray(0, 4096 * 3)), /is not a readable/],
		[
			"of a later version",
			(file) => new DatabaseSync(file).exec("PRAGMA user_version = 99"),
			/has schema version 99, newer than 5 which this emulator reads/,
		],
		["that is in use", (file) => new Store(file, clock), /is in use by another process/],
	])("%s is refused with the remedy, and left as it was", (name, prepare, message) => {
		const file = at(name.replaceAll(" ", "-"));
		prepare(file);
		const opened = () => new Store(file, clock);
		expect(opened).toThrow(StoreError);
		expect(opened).toThrow(message);
		expect(opened).toThrow(new RegExp(`^data file ${file} .*: .*another --data file[^\n]*$`));
	});

	it("below a file cannot be made", () => {
		writeFileSync(at("file"), "");
		expect(() => new Store(at("file/data.db"), clock)).toThrow(/cannot be opened .* check that its folder exists/);
	});
});
