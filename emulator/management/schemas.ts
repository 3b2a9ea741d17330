import { Hono } from "hono";
import { z } from "zod";
import { constraintViolation, invalidValue } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import type { Collection, Place } from "./collection.ts";
import { answerReplaced, collectionRoutes } from "./collectionRoutes.ts";
import { supporting } from "./supporting.ts";

/** The User schema of an environment (PingOne API, "Schemas"); a client can change its attributes only. */
export const schemas = (world: World): Collection<JsonObject> =>
	supporting(world, {
		kind: "schema",
		path: "schemas",
		named: "name",
		without: ["POST", "PUT", "DELETE"],
		links: { attributes: "/attributes" },
	});

/** Attributes of the User schema. A custom one becomes an attribute of users, named as it is. */
export const schemaAttributes = (world: World): Collection<JsonObject> => ({
	...supporting(world, {
		kind: "schemaAttribute",
		path: "attributes",
		under: { kind: "schema", path: "schemas" },
		named: "name",
		prepare: (body, _place, before) => prepare(body, before),
	}),
	further: ["PATCH"],
	refuseDelete: ({ body }) => {
		if (body.schemaType !== "CUSTOM") {
			throw constraintViolation("schemaType", `${body.schemaType} attributes cannot be deleted`);
		}
	},
});

const TYPES = ["STRING", "JSON", "BOOLEAN", "COMPLEX"];

function prepare(body: JsonObject, before: StoredObject | undefined): JsonObject {
	const { type = before?.body.type ?? "STRING" } = body;
	if (!TYPES.includes(String(type))) throw invalidValue("type", `must be one of ${TYPES.join(", ")}`);
	for (const [name, value] of Object.entries({ name: body.name, type })) {
		if (before && before.body[name] !== value) throw invalidValue(name, "cannot be changed");
	}
	const defaults = { enabled: true, required: false, unique: false, multiValued: false };
	return { ...defaults, ...body, type, schemaType: before?.body.schemaType ?? "CUSTOM", ldapAttribute: body.name };
}

/** What the environment's schema lets a client write on a user beyond the attributes that every user has. */
export const customShape = (world: World, { environment }: Place): Record<string, z.ZodType> =>
	Object.fromEntries(
		customAttributes(world, environment.id).map((declared) => [String(declared.name), schemaOf(declared)]),
	);

/** Attributes that a client has added to the environment's schema. */
export const customAttributes = (world: World, environment: string): JsonObject[] =>
	enabledAttributes(world, environment).filter(({ schemaType }) => schemaType === "CUSTOM");

/** What the environment's schema declares of its users, except what it has disabled. */
export function enabledAttributes(world: World, environment: string): JsonObject[] {
	const schema = world.store.findByKey("schema", environment, "User");
	const declared = schema ? world.store.list("schemaAttribute", schema.id) : [];
	return declared.map(({ body }) => body).filter(({ enabled }) => enabled === true);
}

function schemaOf(declared: JsonObject): z.ZodType {
	const { type, required, multiValued } = declared;
	const one = type === "STRING" ? textOf(declared) : type === "BOOLEAN" ? z.boolean() : z.json();
	const value = multiValued === true ? z.array(one) : one;
	return required === true ? value : value.optional();
}

const enumerated = z.array(z.object({ value: z.string(), archived: z.boolean().optional() })).min(1);
const regexValidation = z.object({ pattern: z.string(), requirements: z.string().optional() });

/** A text within the values or the pattern that its attribute declares (PingOne API, "Schema attributes data model"). */
function textOf({ enumeratedValues, regexValidation: declared }: JsonObject): z.ZodType<string> {
	const values = enumerated.safeParse(enumeratedValues).data?.filter(({ archived }) => archived !== true);
	if (values) return z.enum(values.map(({ value }) => value));
	const { pattern, requirements } = regexValidation.safeParse(declared).data ?? {};
	const regex = pattern === undefined ? undefined : compiled(pattern);
	return regex ? z.string().regex(regex, requirements ?? `must match ${pattern}`) : z.string();
}

/** A pattern is written for another language's expressions; one that this one does not read judges nothing. */
function compiled(pattern: string): RegExp | undefined {
	try {
		return new RegExp(`^(?:${pattern})$`, "u");
	} catch {
		return undefined;
	}
}

/** The routes of `/schemas` and of the attributes below; an attribute takes PATCH too. */
export function schemaRoutes(world: World): Hono {
	const routes = new Hono();
	const merge = (before: JsonObject, sent: JsonObject) => ({ ...before, ...sent });
	routes.patch("/schemas/:parentId/attributes/:id", (c) => answerReplaced(c, world, schemaAttributes(world), merge));
	return routes
		.route("/", collectionRoutes(world, schemas(world)))
		.route("/", collectionRoutes(world, schemaAttributes(world)));
}
