import type { Context } from "hono";
import { invalidData } from "../errors.ts";
import type { Condition, Kind } from "../store.ts";
import type { World } from "../world.ts";
import type { Listing, Place } from "./collection.ts";
import { type Filterable, parseFilter } from "./filter.ts";

const DEFAULT_LIMIT = 100;
const MAXIMUM_LIMIT = 1000;

/** One page of a list by `limit` and `cursor` (PingOne API, "Paging, ordering, and filtering collections"). */
export function pageOf(world: World, c: Context, kind: Kind, place: Place, where: Condition | undefined): Listing {
	const limit = limitOf(c.req.query("limit"));
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

function limitOf(value: string | undefined): number {
	if (value === undefined) return DEFAULT_LIMIT;
	const limit = /^\d+$/.test(value) ? Number(value) : 0;
	if (limit < 1 || limit > MAXIMUM_LIMIT) throw invalidParameter("limit", `must be from 1 to ${MAXIMUM_LIMIT}`);
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
	const filter = c.req.query("filter");
	if (filter !== undefined) query.set("filter", filter);
	query.set("cursor", Buffer.from(String(seq)).toString("base64url"));
	return `${place.url}?${query}`;
}

const invalidParameter = (target: string, message: string) =>
	invalidData({ code: "INVALID_PARAMETER", target, message });
