import { timestamp } from "../clock.ts";
import type { JsonObject } from "../json.ts";
import { FOR_EVER } from "../store.ts";
import type { World } from "../world.ts";

/** One object as a state document holds it. */
export type StateObject = {
	id: string;
	/** The object it hangs under; none for an organization. */
	parent?: string;
	/** What is unique about it among its like under the same parent. */
	key?: string;
	createdAt: string;
	updatedAt: string;
	body: JsonObject;
	/** Ids it points at, by the attribute that does. */
	references?: Record<string, string[]>;
};

/**
 * All that an emulator holds, to be kept in a repository: the same state is always the same text. Objects stand by
 * environment and kind in the order in which they were made. Client secrets are in clear; passwords are hashed.
 */
export type State = {
	format: typeof FORMAT;
	version: typeof VERSION;
	/** What belongs to the organization and to no environment, by kind. */
	organization: Kinds;
	environments: Record<string, Kinds>;
	/** Flows, codes, sessions and tokens, by kind and id; only where they were asked for. */
	entries?: Record<string, Record<string, StateEntry>>;
};

export type Kinds = Record<string, StateObject[]>;

export type StateEntry = { expiresAt: string; body: JsonObject };

export const FORMAT = "pingone-emulator-state";
export const VERSION = 1;

/** The state of that moment; with `all` the flows, codes, sessions and tokens too. */
export function exportState(world: World, all = false): State {
	const { objects, references } = world.store.dump();
	const pointers = byId(references);
	const places = new Map<string, Kinds>([["", {}]]);
	for (const row of objects.toSorted((a, b) => Number(a.seq) - Number(b.seq))) {
		const kinds = places.get(String(row.environment)) ?? {};
		places.set(String(row.environment), kinds);
		push(kinds, String(row.kind), stateObject(row, pointers.get(String(row.id)) ?? []));
	}
	const [organization, ...environments] = [...places].map(([id, kinds]) => [id, sorted(kinds)] as const);
	return {
		format: FORMAT,
		version: VERSION,
		organization: organization?.[1] ?? {},
		environments: Object.fromEntries(environments),
		...(all && { entries: exportEntries(world) }),
	};
}

/** As it is written to a file. */
export const stateText = (state: State): string => `${JSON.stringify(state, null, 2)}\n`;

type Row = Record<string, string | number | null>;

function byId(references: readonly Row[]): Map<string, Row[]> {
	const pointers = new Map<string, Row[]>();
	for (const row of references) {
		const source = String(row.source);
		const known = pointers.get(source);
		if (known) known.push(row);
		else pointers.set(source, [row]);
	}
	return pointers;
}

function stateObject(row: Row, references: readonly Row[]): StateObject {
	return {
		id: String(row.id),
		...(row.parent !== "" && { parent: String(row.parent) }),
		...(row.key !== null && { key: String(row.key) }),
		createdAt: String(row.created_at),
		updatedAt: String(row.updated_at),
		body: JSON.parse(String(row.body)) as JsonObject,
		...(references.length > 0 && { references: pointersOf(references) }),
	};
}

function pointersOf(references: readonly Row[]): Record<string, string[]> {
	const pointers: Record<string, string[]> = {};
	for (const { field, target } of references) {
		const targets = pointers[String(field)] ?? [];
		pointers[String(field)] = [...targets, String(target)].sort();
	}
	return sorted(pointers);
}

function push(kinds: Kinds, kind: string, object: StateObject): void {
	const objects = kinds[kind];
	if (objects) objects.push(object);
	else kinds[kind] = [object];
}

function exportEntries(world: World): Record<string, Record<string, StateEntry>> {
	const entries: Record<string, Record<string, StateEntry>> = {};
	for (const { kind, id, body, expiresAt } of world.store.entries()) {
		if (expiresAt === FOR_EVER) continue;
		const ofKind = entries[kind] ?? {};
		entries[kind] = ofKind;
		ofKind[id] = { expiresAt: timestamp(expiresAt), body };
	}
	return entries;
}

const sorted = <T>(members: Record<string, T>): Record<string, T> =>
	Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
