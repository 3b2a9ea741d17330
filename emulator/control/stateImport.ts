import type { ErrorDetail } from "../errors.ts";
import { invalidData } from "../errors.ts";
import { findWorker } from "../furnish.ts";
import type { Json } from "../json.ts";
import { type Shape, shapesOf } from "../management/shapes.ts";
import type { Dump, Reference } from "../store.ts";
import type { World } from "../world.ts";
import { aheadOfClock, fault, isOrganization, type Placed } from "./placed.ts";
import { digestOf } from "./savepoints.ts";
import type { Kinds, State, StateObject } from "./state.ts";
import { faultsInWritten } from "./stateBodies.ts";
import { parseState } from "./stateSchema.ts";
import { faultsOfWhole } from "./stateWhole.ts";

/**
 * Puts a state document in place of all that is stored. Throws PingOneRefusal, and changes nothing, when the document
 * is not one: each fault is named by its place. What objects say of themselves is judged as it would be in a request.
 */
export function importState(world: World, document: Json): void {
	const state = parseState(document);
	const placed = placedObjects(state);
	refuseFaults([...faultsOf(placed, world.clock.now()), ...untimelySignOns(state, world.clock.now())]);
	const dump = dumpOf(placed);
	world.store.transaction(() => {
		world.store.restore(dump);
		refuseFaults(faultsInside(world, placed));
		refuseFaults(faultsOfWhole(placed, Object.keys(state.environments)));
		refuseFaults(withoutWorker(world));
		putEntries(world, state);
	});
	world.ids.restart(digestOf(dump));
}

/** As many as a person reads at once. */
const MOST_FAULTS = 20;

function refuseFaults(faults: readonly ErrorDetail[]): void {
	if (faults.length > 0) throw invalidData(...faults.slice(0, MOST_FAULTS));
}

const placedObjects = ({ organization, environments }: State): Placed[] => [
	...placedIn("organization", "", organization),
	...Object.entries(environments).flatMap(([id, kinds]) => placedIn(`environments.${id}`, id, kinds)),
];

const placedIn = (at: string, environment: string, kinds: Kinds): Placed[] =>
	Object.entries(kinds).flatMap(([kind, objects]) =>
		objects.map((object, i) => ({ at: `${at}.${kind}[${i}]`, kind, environment, object })),
	);

function faultsOf(placed: readonly Placed[], now: number): ErrorDetail[] {
	const byId = new Map(placed.map((one) => [one.object.id, one]));
	return [
		...doubles(placed, "id", ({ object }) => object.id),
		...doubles(placed, "key", ({ kind, object }) => object.key && JSON.stringify([object.parent, kind, object.key])),
		...placed.flatMap((one) => [...misplaced(one, byId), ...dangling(one, byId), ...untimely(one, now)]),
	];
}

function doubles(
	placed: readonly Placed[],
	member: string,
	nameOf: (one: Placed) => string | undefined,
): ErrorDetail[] {
	const seen = new Set<string>();
	return placed.flatMap((one) => {
		const name = nameOf(one);
		if (name === undefined) return [];
		if (seen.has(name)) return [fault("UNIQUENESS_VIOLATION", `${one.at}.${member}`, "another object has it")];
		seen.add(name);
		return [];
	});
}

function misplaced(placed: Placed, byId: Map<string, Placed>): ErrorDetail[] {
	const { at, object } = placed;
	if (isOrganization(placed)) {
		return object.parent === undefined ? [] : [fault("INVALID_VALUE", `${at}.parent`, "an organization has no parent")];
	}
	if (placed.kind === "environment" && object.id !== placed.environment) {
		return [fault("INVALID_VALUE", `${at}.id`, "must be the id under which it stands")];
	}
	const parent = byId.get(object.parent ?? "");
	if (!parent || !mayHangUnder(parent, placed)) {
		return [fault("INVALID_VALUE", `${at}.parent`, "must be an object of the same environment")];
	}
	return endsAtOrganization(object, byId) ? [] : [fault("INVALID_VALUE", `${at}.parent`, "hangs under itself")];
}

const mayHangUnder = (parent: Placed, { kind, environment }: Placed): boolean =>
	kind === "environment" ? isOrganization(parent) : parent.environment === environment;

function endsAtOrganization(object: StateObject, byId: Map<string, Placed>): boolean {
	const passed = new Set<string>();
	let next: StateObject | undefined = object;
	while (next?.parent !== undefined) {
		if (passed.has(next.id)) return false;
		passed.add(next.id);
		next = byId.get(next.parent)?.object;
	}
	return true;
}

const dangling = ({ at, object }: Placed, byId: Map<string, Placed>): ErrorDetail[] =>
	Object.entries(object.references ?? {}).flatMap(([field, targets]) =>
		targets
			.filter((target) => !byId.has(target))
			.map((target) => fault("INVALID_VALUE", `${at}.references.${field}`, `there is no object ${target}`)),
	);

/** The clock must have passed what is stored, or objects would be changed before they were made. */
function untimely({ at, object: { createdAt, updatedAt } }: Placed, now: number): ErrorDetail[] {
	if (createdAt > updatedAt) return [fault("INVALID_VALUE", `${at}.updatedAt`, "must not be before createdAt")];
	return Date.parse(updatedAt) <= now ? [] : [fault("INVALID_VALUE", `${at}.updatedAt`, aheadOfClock(updatedAt))];
}

const untimelySignOns = ({ entries = {} }: State, now: number): ErrorDetail[] =>
	Object.entries(entries.lastSignOn ?? {}).flatMap(([id, { body }]) => {
		const at = String(body.at);
		return Date.parse(at) <= now ? [] : [fault("INVALID_VALUE", `entries.lastSignOn.${id}.body.at`, aheadOfClock(at))];
	});

/** What is wrong inside of objects, which are stored by now: their kinds' own rules ask for their neighbours. */
function faultsInside(world: World, placed: readonly Placed[]): ErrorDetail[] {
	const shapes = shapesOf(world);
	return placed.flatMap((one) => [...wrongInside(world, one, shapes), ...faultsInWritten(one)]);
}

/** Whoever starts the emulator is told of a worker: without one nobody could change what was imported. */
function withoutWorker(world: World): ErrorDetail[] {
	if (findWorker(world)) return [];
	return [fault("REQUIRED_VALUE", "environments", "no enabled application of type WORKER has a secret and roles")];
}

function wrongInside(world: World, { at, kind, object }: Placed, shapes: readonly Shape[]): ErrorDetail[] {
	const ofKind = shapes.filter((shape) => shape.kind === kind);
	const [first] = ofKind;
	if (!first) return [fault("INVALID_VALUE", at, `there is no kind ${kind}`)];
	const stored = world.store.find(first.kind, object.id);
	if (!stored) throw new Error(`${object.id} was not stored`);
	const shape = ofKind.find(({ parents }) => parents.some((parent) => world.store.find(parent, stored.parent)));
	if (!shape && object.parent !== undefined) {
		const parents = ofKind.flatMap((one) => one.parents);
		return [fault("INVALID_VALUE", `${at}.parent`, `must be an object of kind ${parents.join(" or ")}`)];
	}
	const faults = (shape ?? first).faults(stored);
	if (faults.length > 0) return faults.map((one) => ({ ...one, target: `${at}.${one.target}` }));
	return misreferenced(at, object, (shape ?? first).references(stored));
}

/** What an object points at stands beside its body too, where the store looks for it. */
function misreferenced(at: string, { references = {} }: StateObject, said: readonly Reference[]): ErrorDetail[] {
	const lines = (pointers: readonly Reference[]) =>
		JSON.stringify([...new Set(pointers.map(({ field, target }) => `${field} ${target}`))].sort());
	const beside = Object.entries(references).flatMap(([field, targets]) => targets.map((target) => ({ field, target })));
	if (lines(beside) === lines(said)) return [];
	return [fault("INVALID_VALUE", `${at}.references`, "must be what the body points at")];
}

const dumpOf = (placed: readonly Placed[]): Dump => ({
	objects: placed.map(({ kind, environment, object }, i) => ({
		seq: i + 1,
		id: object.id,
		kind,
		environment,
		parent: object.parent ?? "",
		key: object.key ?? null,
		body: JSON.stringify(object.body),
		created_at: object.createdAt,
		updated_at: object.updatedAt,
	})),
	references: placed.flatMap(({ object }) =>
		Object.entries(object.references ?? {}).flatMap(([field, targets]) =>
			[...new Set(targets)].map((target) => ({ source: object.id, field, target })),
		),
	),
});

function putEntries(world: World, { entries = {} }: State): void {
	for (const [kind, ofKind] of Object.entries(entries)) {
		for (const [id, { body, expiresAt }] of Object.entries(ofKind)) {
			world.store.putEntry(kind, id, body, Date.parse(expiresAt));
		}
	}
}
