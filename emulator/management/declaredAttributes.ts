import { z } from "zod";
import type { JsonObject } from "../json.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import type { Place } from "./collection.ts";
import { schemaAttributeSchema } from "./schemaAttributeSchema.ts";
import { matches } from "./timedMatch.ts";

/** What the User schema of an environment declares of its users (PingOne API, "Schemas"). */
function declaredAttributes(world: World, environment: string): JsonObject[] {
	const schema = world.store.findByKey("schema", environment, "User");
	const declared = schema ? world.store.list("schemaAttribute", schema.id) : [];
	return declared.map(({ body }) => body);
}

/** What is declared and not disabled. */
const enabledAttributes = (world: World, environment: string): JsonObject[] =>
	declaredAttributes(world, environment).filter(({ enabled }) => enabled === true);

/** Attributes that a client has added to the environment's schema. */
export const customAttributes = (world: World, environment: string): JsonObject[] =>
	enabledAttributes(world, environment).filter(({ schemaType }) => schemaType === "CUSTOM");

/** "Disabled attributes are ignored on create/update and not returned on read." Core attributes cannot be disabled. */
export const disabledNames = (world: World, environment: string): string[] =>
	declaredAttributes(world, environment)
		.filter(({ enabled, schemaType }) => enabled === false && schemaType !== "CORE")
		.map(({ name }) => String(name));

const disabledAt = new WeakMap<Place, string[]>();

/** Attributes that the environment's schema has disabled; read once a request, which may show many users. */
export function disabledIn(world: World, place: Place): string[] {
	const names = disabledAt.get(place) ?? disabledNames(world, place.environment.id);
	disabledAt.set(place, names);
	return names;
}

/** Whether a path, as `name.given`, begins with an attribute of the environment's schema. */
export const isDeclared = (world: World, environment: string): ((path: string) => boolean) =>
	beginsWithOne(declaredAttributes(world, environment));

/** Whether a path begins with an attribute that the environment's schema has enabled. */
export const isEnabled = (world: World, environment: string): ((path: string) => boolean) =>
	beginsWithOne(enabledAttributes(world, environment));

/** The schema of an older data file has no attributes that could tell. */
function beginsWithOne(attributes: readonly JsonObject[]): (path: string) => boolean {
	const names = new Set(attributes.map(({ name }) => name));
	return (path) => names.size === 0 || names.has(path.split(".")[0] ?? "");
}

/**
 * What the environment's schema lets a client write on a user beyond the attributes that every user has. `before` is
 * the user who is changed.
 */
export const customShape = (world: World, environment: string, before?: StoredObject): Record<string, z.ZodType> =>
	Object.fromEntries(
		customAttributes(world, environment).map((declared) => {
			const name = String(declared.name);
			const held = before && Object.hasOwn(before.body, name) ? before.body[name] : [];
			return [name, schemaOf(declared, [held].flat())];
		}),
	);

/** "Maximum number of values stored is 1,000." */
const MAXIMUM_VALUES = 1000;

function schemaOf(declared: JsonObject, held: readonly unknown[]): z.ZodType {
	const { type, required, multiValued } = declared;
	const one = type === "STRING" ? textOf(declared, held) : z.json();
	const value = multiValued === true ? z.array(one).max(MAXIMUM_VALUES) : one;
	return required === true ? value : value.optional();
}

const { enumeratedValues, regexValidation } = schemaAttributeSchema.shape;

/**
 * A text within the values or the pattern that its attribute declares. "Archived values cannot be added to a user, but
 * existing archived values are preserved."
 */
function textOf(declared: JsonObject, held: readonly unknown[]): z.ZodType<string> {
	const values = enumeratedValues.safeParse(declared.enumeratedValues).data ?? [];
	const allowed = values.filter(({ value, archived }) => archived !== true || held.includes(value));
	if (values.length > 0) return z.enum(allowed.map(({ value }) => value));
	const { pattern, requirements } = regexValidation.safeParse(declared.regexValidation).data ?? {};
	const regex = pattern === undefined ? undefined : compiled(pattern);
	return regex ? ofPattern(regex, requirements) : z.string();
}

/** One text that takes too long is enough: the rest of a long list would take as long each. */
function ofPattern(regex: RegExp, requirements: string | undefined): z.ZodType<string> {
	let tooSlow = false;
	return z.string().superRefine((text, ctx) => {
		const matched = tooSlow ? undefined : matches(regex, text);
		tooSlow = matched === undefined;
		if (tooSlow) ctx.addIssue({ code: "custom", message: TOO_SLOW });
		if (matched === false) {
			ctx.addIssue({ code: "invalid_format", format: "regex", pattern: String(regex), message: requirements });
		}
	});
}

const TOO_SLOW =
	"takes too long to match the pattern of its attribute: shorten it, or mend regexValidation.pattern of the attribute";

/** A pattern is written for another language's expressions; one that this one does not read judges nothing. */
function compiled(pattern: string): RegExp | undefined {
	try {
		return new RegExp(`^(?:${pattern})$`, "u");
	} catch {
		return undefined;
	}
}
