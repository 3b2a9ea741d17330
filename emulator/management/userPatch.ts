import { z } from "zod";
import { invalidValue, requiredValue } from "../errors.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { validate } from "../validate.ts";
import type { World } from "../world.ts";
import type { Place } from "./collection.ts";
import { customAttributes, disabledNames } from "./declaredAttributes.ts";
import { text } from "./fields.ts";
import { userSchema } from "./userSchema.ts";

/** PATCH of a user: what is left out stays, null clears, objects are merged member by member. */
export function merged(target: JsonObject, patch: JsonObject): JsonObject {
	const changes = Object.entries(patch).map(([name, value]) => {
		const before = Object.hasOwn(target, name) ? target[name] : undefined;
		return [name, isObject(before) && isObject(value) ? merged(before, value) : value] as const;
	});
	return { ...target, ...Object.fromEntries(changes) };
}

export const SCIM_PATCH = "application/vnd.pingidentity.user.scim.patch+json";

const schema = z.object({
	Operations: z
		.array(
			z.object({
				op: z
					.string()
					.toLowerCase()
					.pipe(z.enum(["add", "replace", "remove"])),
				path: text.optional(),
			}),
		)
		.min(1),
});

type Operation = z.infer<typeof schema>["Operations"][number] & { value: Json | undefined; at: string };

/** PATCH of a user by operations, one after another (RFC 7644 section 3.5.2); paths are those of simple attributes. */
export const scimPatched =
	(world: World) =>
	(before: JsonObject, sent: JsonObject, place: Place): JsonObject => {
		const paths = pathsOf(world, place);
		return operationsIn(sent).reduce((user, operation) => applied(user, operation, paths), before);
	};

/** With their values as they were sent: a null in them clears, as it does in any PATCH. */
function operationsIn(sent: JsonObject): Operation[] {
	const values = (sent.Operations ?? []) as readonly JsonObject[];
	return validate(schema, sent).Operations.map((operation, index) => ({
		...operation,
		value: values[index]?.value,
		at: `Operations[${index}]`,
	}));
}

function applied(user: JsonObject, { op, path, value, at }: Operation, paths: ReadonlyMap<string, string>): JsonObject {
	if (op !== "remove" && value === undefined) throw requiredValue(`${at}.value`);
	if (path === undefined) {
		if (op === "remove") throw requiredValue(`${at}.path`);
		if (!isObject(value)) throw invalidValue(`${at}.value`, "must be an object where there is no path");
		return merged(user, value);
	}
	const known = paths.get(path.toLowerCase());
	if (known === undefined) {
		throw invalidValue(
			`${at}.path`,
			`'${path}' is not the path of an attribute that can be written; filters are not taken`,
		);
	}
	return merged(user, patchOf(user, known, op, value ?? null));
}

/** What `{"op":…,"path":"name.given","value":…}` changes, as a PATCH of JSON says it; "add" adds to several values. */
function patchOf(user: JsonObject, path: string, op: Operation["op"], value: Json): JsonObject {
	const [name = "", member] = path.split(".");
	if (op === "remove") return nested(name, member, null);
	const held = user[name];
	const isAdded = op === "add" && Array.isArray(held) && value !== null;
	return nested(name, member, isAdded ? [held, value].flat() : value);
}

const nested = (name: string, member: string | undefined, value: Json): JsonObject => ({
	[name]: member === undefined ? value : { [member]: value },
});

/** Paths of the attributes that a client may write there, by the same in lower case: their case does not count. */
function pathsOf(world: World, { environment }: Place): ReadonlyMap<string, string> {
	const custom = customAttributes(world, environment.id).map(({ name }) => String(name));
	const disabled = new Set(disabledNames(world, environment.id));
	const paths = [...OF_EVERY_USER, ...custom].filter((path) => !disabled.has(path.split(".")[0] ?? ""));
	return new Map(paths.map((path) => [path.toLowerCase(), path]));
}

const OF_EVERY_USER = Object.entries(userSchema.shape).flatMap(([name, attribute]) => [
	name,
	...membersOf(attribute).map((member) => `${name}.${member}`),
]);

function membersOf(attribute: z.ZodType): string[] {
	const inner = attribute instanceof z.ZodOptional ? attribute.unwrap() : attribute;
	return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}
