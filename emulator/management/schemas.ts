import { isDeepStrictEqual } from "node:util";
import { Hono } from "hono";
import { z } from "zod";
import { constraintViolation, invalidValue } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { answerReplaced, collectionRoutes } from "./collectionRoutes.ts";
import { type SchemaAttribute, schemaAttributeSchema } from "./schemaAttributeSchema.ts";
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

type StoredAttribute = SchemaAttribute & { schemaType: string; ldapAttribute: string };

/** Attributes of the User schema. A custom one becomes an attribute of users, named as it is. */
export const schemaAttributes = (): Collection<SchemaAttribute, StoredAttribute> => ({
	kind: "schemaAttribute",
	path: "attributes",
	under: { kind: "schema", path: "schemas" },
	further: ["PATCH"],
	schema: (_place, before) => schemaOf(before),
	unique: { target: "name", key: ({ name }) => name },
	prepare: (sent, _place, before) => {
		const body = completed(sent, before);
		if (before) requireChangeable(body, before);
		else requireCreatable(body);
		if (body.enumeratedValues && body.regexValidation) {
			throw invalidValue("regexValidation", "is not for attributes with enumeratedValues");
		}
		if (body.subAttributes && body.type !== "COMPLEX") {
			throw invalidValue("subAttributes", "is only for attributes of type COMPLEX");
		}
		return { ...body, schemaType: String(before?.body.schemaType ?? "CUSTOM"), ldapAttribute: body.name };
	},
	refuseDelete: ({ body }) => {
		if (body.schemaType !== "CUSTOM") {
			throw constraintViolation("schemaType", `${body.schemaType} attributes cannot be deleted`);
		}
	},
});

/** Members of users that no schema declares; the names of the others are taken. */
const MEMBERS_OF_USERS = ["memberOfGroups", "password"];

/** "Complex and boolean attributes may not be created." */
function requireCreatable({ name, type }: SchemaAttribute): void {
	if (MEMBERS_OF_USERS.includes(name)) throw invalidValue("name", `'${name}' is a member of every user`);
	if (type === "COMPLEX" || type === "BOOLEAN") throw invalidValue("type", `${type} attributes cannot be created`);
}

/** A PUT may leave out the flags that it could not change anyway. */
function schemaOf(before: StoredObject | undefined): z.ZodType<SchemaAttribute> {
	if (!before) return schemaAttributeSchema;
	const { required, multiValued, schemaType } = before.body;
	return schemaAttributeSchema.extend({
		required: z.boolean().default(required === true),
		multiValued: z.boolean().default(schemaType !== "CUSTOM" && multiValued === true),
	});
}

const DESCRIBING = ["displayName", "description", "enumeratedValues", "regexValidation", "subAttributes"] as const;

/** "Core attributes cannot be modified in any way", standard ones "except to configure these flags: enabled and unique". */
const FIXED: Readonly<Record<string, readonly (keyof SchemaAttribute)[]>> = {
	CORE: ["name", "type", "enabled", "unique", "required", "multiValued", ...DESCRIBING],
	STANDARD: ["name", "type", "required", "multiValued", ...DESCRIBING],
	CUSTOM: ["name", "type", "required"],
};

/** With what a PUT left out and could not change; a new attribute is never required, whatever was sent. */
function completed(sent: SchemaAttribute, before: StoredObject | undefined): SchemaAttribute {
	if (!before) return { ...sent, type: sent.type ?? "STRING", required: false };
	const fixed = (FIXED[String(before.body.schemaType)] ?? []).filter((name) => Object.hasOwn(before.body, name));
	return { ...Object.fromEntries(fixed.map((name) => [name, before.body[name]])), ...sent };
}

/** Of a custom attribute `multiValued` goes one way. */
function requireChangeable(body: SchemaAttribute, { body: before }: StoredObject): void {
	for (const name of FIXED[String(before.schemaType)] ?? []) {
		if (!isDeepStrictEqual(before[name], body[name])) throw invalidValue(name, "cannot be changed");
	}
	if (before.multiValued === true && !body.multiValued) {
		throw invalidValue("multiValued", "cannot be changed from true to false");
	}
}

/** The routes of `/schemas` and of the attributes below; an attribute takes PATCH too. */
export function schemaRoutes(world: World): Hono {
	const routes = new Hono();
	const merge = (before: JsonObject, sent: JsonObject) => ({ ...before, ...sent });
	routes.patch("/schemas/:parentId/attributes/:id", (c) => answerReplaced(c, world, schemaAttributes(), merge));
	return routes
		.route("/", collectionRoutes(world, schemas(world)))
		.route("/", collectionRoutes(world, schemaAttributes()));
}
