import { createHash } from "node:crypto";
import { timestamp } from "../clock.ts";
import { invalidValue, notFound } from "../errors.ts";
import { type Dump, FOR_EVER } from "../store.ts";
import type { World } from "../world.ts";
import { aheadOfClock } from "./placed.ts";

/** A named copy of all objects, kept with the data until it is deleted. */
export interface Savepoint {
	name: string;
	savedAt: string;
	objects: number;
}

type Kept = { savedAt: string; dump: Dump };

const KIND = "savepoint";
const NAME = /^[\w.-]{1,64}$/;

/** Copies all objects under that name, in place of a copy that had it. Flows, sessions and tokens are not copied. */
export function save(world: World, name: string): Savepoint {
	if (!NAME.test(name)) throw invalidValue("name", "must be 1 to 64 of a-z A-Z 0-9 . _ -");
	const kept: Kept = { savedAt: timestamp(world.clock.now()), dump: world.store.dump() };
	world.store.putEntry(KIND, name, { ...kept }, FOR_EVER);
	return shown(name, kept);
}

/** Puts the copied objects back, unless the clock is behind them; whoever was signed on is not any more. */
export function restore(world: World, name: string): void {
	const { dump } = requireKept(world, name);
	requirePast(dump, world.clock.now());
	world.store.restore(dump);
	world.ids.restart(digestOf(dump));
}

/** Objects that lie in the future would be changed before they were made. */
function requirePast({ objects }: Dump, now: number): void {
	const newest = objects.map(({ updated_at }) => String(updated_at)).reduce((a, b) => (a > b ? a : b), "");
	if (newest > timestamp(now)) throw invalidValue("name", aheadOfClock(newest));
}

/** All savepoints by name. */
export const list = (world: World): Savepoint[] =>
	world.store.entries(KIND).map(({ id, body }) => shown(id, body as Kept));

/** Deletes one. */
export function remove(world: World, name: string): void {
	requireKept(world, name);
	world.store.removeEntry(KIND, name);
}

/** Names a state by what is in it: ids drawn after one state never meet those that led to another. */
export const digestOf = (dump: Dump): string => createHash("sha256").update(JSON.stringify(dump)).digest("hex");

function requireKept(world: World, name: string): Kept {
	const kept = world.store.findEntry(KIND, name);
	if (!kept) throw notFound(`There is no savepoint '${name}'`);
	return kept.body as Kept;
}

const shown = (name: string, { savedAt, dump }: Kept): Savepoint => ({
	name,
	savedAt,
	objects: dump.objects.length,
});
