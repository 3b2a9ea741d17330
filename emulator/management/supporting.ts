import { z } from "zod";
import { constraintViolation } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { Kind } from "../store.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { isDefault, moveDefault } from "./default.ts";
import { text } from "./fields.ts";

/** What is particular to a collection whose objects are kept and echoed, but not judged beyond their name. */
export interface Supporting
	extends Partial<
		Pick<Collection<JsonObject>, "deleting" | "links" | "list" | "prepare" | "present" | "saved" | "under" | "without">
	> {
	kind: Kind;
	path: string;
	/** The attribute that names an object: required, and unique among its siblings. None where objects have no name. */
	named?: string | undefined;
	/** Attributes of other objects that point here; while one does, the object cannot be deleted. */
	usedBy?: readonly string[];
	/** Exactly one object of the environment is the default, which cannot be deleted. */
	hasDefault?: boolean;
}

/** The collection of objects that the main kinds point at. */
export function supporting(world: World, declared: Supporting): Collection<JsonObject> {
	const { kind, path, named, usedBy = [], hasDefault = false, ...rest } = declared;
	return {
		schema: named === undefined ? anyObject : namedObject(named),
		...(named !== undefined && { unique: { target: named, key: (body) => String(body[named]) } }),
		prepare: (body, _place, before) => (hasDefault ? { ...body, default: isDefault(body, before) } : body),
		...(hasDefault && { saved: (object) => moveDefault(world, object) }),
		refuseDelete: ({ id, body }) => {
			if (hasDefault && body.default === true) throw constraintViolation("default", `The default ${kind} stays`);
			requireUnused(world, kind, id, usedBy);
		},
		...rest,
		kind,
		path,
	};
}

const asJson = (body: object): JsonObject => body as JsonObject;

const anyObject = z.looseObject({}).transform(asJson);

const namedObject = (name: string) => z.looseObject({ [name]: text }).transform(asJson);

/** Refuses to delete what another object still points at. */
export function requireUnused(world: World, kind: Kind, id: string, fields: readonly string[]): void {
	const field = fields.find((name) => world.store.countReferences(name, id) > 0);
	if (field !== undefined)
		throw constraintViolation("id", `The ${kind} is in use: another object's ${field} is its id`);
}
