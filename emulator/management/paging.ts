import type { Context } from "hono";
import { invalidData } from "../errors.ts";
import type { Condition, Kind } from "../store.ts";
import type { World } from "../world.ts";
import type { Listing, Place } from "./collection.ts";
import { type Filterable, parseFilter } from "./filter.ts";

/** How many objects a page has where the request does not say, and at most. */
interface Limits {
	usual: number;
	most: number;
}

/** One page of a list by `limit` and `cursor` (PingOne API, "Paging, ordering, and filtering collections"). */
export function pageOf(
	world: World,
	c: Context,
	kind: Kind,
	place: Place,
	where: Condition | undefined,
	limits: Limits = { usual: 100, most: 1000 },
): Listing {
	const limit = limitOf(c.req.query("limit"), limits);
	const after = seqOf(c.req.query("cursor"));
	const filtered = { ...(where && { where }), after };
	// One more than asked for tells whether there is a next page.
	const found = world.store.list(kind, place.parent.id, { ...filtered, limit: limit + 1 });
	const objects = found.slice(0, limit);
	const last = objects.at(-1);
	const count = world.store.count(kind, place.parent.id, where);
	return { objects, count, ...(found.length > limit && last && { next: nextUrl(c, place, limit, last.seq) }) };
}

/** The `filter` of a list request, read by what its collection can be filtered by. */
export function readFilter(c: Context, filterable: Filterable): Condition | undefined {
	const filter = c.req.query("filter");
	return filter === undefined ? undefined : parseFilter(filter, filterable);
}

/** Whether a list in the query, as `expand` and `include` are, has that word. */
export const asksFor = (c: Context, list: "expand" | "include", word: string): boolean =>
	(c.req.query(list) ?? "").split(",").includes(word);

function limitOf(value: string | undefined, { usual, most }: Limits): number {
	if (value === undefined) return usual;
	const limit = /^\d+$/.test(value) ? Number(value) : 0;
	if (limit < 1 || limit > most) throw invalidParameter("limit", `must be from 1 to ${most}`);
	return limit;
}

function seqOf(cursor: string | undefined): number {
	if (cursor === undefined) return 0;
	const seq = Buffer.from(cursor, "base64url").toString("utf8");
	if (!/^\d{1,15}$/.test(seq)) throw invalidParameter("cursor", "is not a cursor of this collection");
	return Number(seq);
}

function nextUrl(c: Context, place: Place, limit: number, seq: number): string {
	const query = new URLSearchParams({ limit: String(limit) });
	for (const name of ["filter", "expand", "include"]) {
		for (const value of c.req.queries(name) ?? []) query.append(name, value);
	}
	query.set("cursor", Buffer.from(String(seq)).toString("base64url"));
	return `${place.url}?${query}`;
}

export const invalidParameter = (target: string, message: string) =>
	invalidData({ code: "INVALID_PARAMETER", target, message });
