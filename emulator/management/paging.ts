import type { Context } from "hono";
import { invalidData } from "../errors.ts";
import type { Condition, Kind, StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import type { Listing, Place } from "./collection.ts";
import { type Filterable, parseFilter } from "./filter.ts";

/** How many objects a page has where the request does not say, and at most. */
interface Limits {
	usual: number;
	most: number;
}

/** Where a page begins, or ends: behind or before the object of that number. */
type Edge = { after: number } | { before: number };

const START: Edge = { after: 0 };

/** One page of a list by `limit` and `cursor` (PingOne API, "Paging and ordering collections"). */
export function pageOf(
	world: World,
	c: Context,
	kind: Kind,
	place: Place,
	where: Condition | undefined,
	limits: Limits = { usual: 100, most: 1000 },
): Listing {
	const limit = limitOf(c.req.query("limit"), limits);
	const edge = edgeOf(c.req.query("cursor"));
	const part = (from: Edge, atMost: number) =>
		world.store.list(kind, place.parent.id, { ...(where && { where }), ...from, limit: atMost });
	// One more than asked for tells whether it goes on behind the page; what is at its back must be looked for.
	const found = part(edge, limit + 1);
	const forward = "after" in edge;
	const objects = forward ? found.slice(0, limit) : found.slice(-limit);
	const [prev, next] = edgesOf(objects, edge);
	const goesOn = found.length > limit;
	const hasBack = edge !== START && part(forward ? prev : next, 1).length > 0;
	const beside = {
		next: (forward ? goesOn : hasBack) ? pageUrl(c, place, limit, next) : undefined,
		prev: (forward ? hasBack : goesOn) ? pageUrl(c, place, limit, prev) : undefined,
	};
	return { objects, count: world.store.count(kind, place.parent.id, where), beside };
}

/** Where the pages beside one begin. All of a page may have gone since its cursor was told: then that parts them. */
function edgesOf(objects: readonly StoredObject[], edge: Edge): [prev: Edge, next: Edge] {
	const [first, last] = [objects[0], objects.at(-1)];
	if (first && last) return [{ before: first.seq }, { after: last.seq }];
	return "after" in edge ? [{ before: edge.after + 1 }, edge] : [edge, { after: edge.before - 1 }];
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

function edgeOf(cursor: string | undefined): Edge {
	if (cursor === undefined) return START;
	const [, side, seq] = /^(<?)(\d{1,15})$/.exec(Buffer.from(cursor, "base64url").toString("utf8")) ?? [];
	if (seq === undefined) throw invalidParameter("cursor", "is not a cursor of this collection");
	return side === "<" ? { before: Number(seq) } : { after: Number(seq) };
}

const cursorOf = (edge: Edge): string =>
	Buffer.from("after" in edge ? String(edge.after) : `<${edge.before}`).toString("base64url");

function pageUrl(c: Context, place: Place, limit: number, edge: Edge): string {
	const query = new URLSearchParams({ limit: String(limit) });
	for (const name of ["filter", "expand", "include"]) {
		for (const value of c.req.queries(name) ?? []) query.append(name, value);
	}
	query.set("cursor", cursorOf(edge));
	return `${place.url}?${query}`;
}

export const invalidParameter = (target: string, message: string) =>
	invalidData({ code: "INVALID_PARAMETER", target, message });
