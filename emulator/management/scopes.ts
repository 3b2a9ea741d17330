import type { Hono } from "hono";
import { z } from "zod";
import { constraintViolation, invalidValue, notUnique } from "../errors.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { isDeclared } from "./declaredAttributes.ts";
import { text } from "./fields.ts";
import { namesOfOtherResources } from "./grants.ts";
import { requireUnused } from "./supporting.ts";

/** RFC 6749 section 3.3: what stands in a `scope` parameter without being taken for two. */
const SCOPE_TOKEN = /^[!#-[\]-~]*$/;

const schema = z.object({
	name: text.regex(SCOPE_TOKEN, "must have the characters of a scope token only"),
	description: z.string().optional(),
	schemaAttributes: z.array(text).optional(),
	mappedClaims: z.array(text).optional(),
});

type Scope = z.infer<typeof schema>;

const BUILT_IN_OIDC = new Set(["openid", "profile", "email", "address", "phone", "offline_access"]);
const USER_SCOPE = /^p1:(read|update):user(:[!#-[\]-~]+)*$/;

/** Scopes of a resource (PingOne API, "Resource Scopes"). */
export const scopes = (world: World): Collection<Scope> => ({
	kind: "scope",
	path: "scopes",
	under: { kind: "resource", path: "resources" },
	schema,
	unique: { target: "name", key: ({ name }) => name },
	references: ({ mappedClaims = [] }) =>
		mappedClaims.map((target) => ({ field: "mappedClaims", kind: "attribute", target })),
	prepare: (body, { parent }, before) => {
		if (before && isBuiltIn(parent, before) && body.name !== before.body.name) {
			throw constraintViolation("name", "The name of a built-in scope cannot be changed");
		}
		requireFitting(body, parent, before);
		requireUserAttributes(world, parent, body);
		requireOwnClaims(world, parent, body);
		if (before) requireNameFree(world, before, body.name);
		return body;
	},
	refuseDelete: (object, { parent }) => {
		if (isBuiltIn(parent, object)) throw constraintViolation("name", "Built-in scopes cannot be deleted");
		if (world.store.countReferences("scopes", object.id) > 0) {
			throw constraintViolation("id", "The scope is granted to an application; remove it from the grant first");
		}
		requireUnused(world, "scope", object.id, ["oidcScopes"]);
	},
});

/** Built-in scopes of `openid`, and every scope of `PingOne API` that has no suffix of the customer's. */
const isBuiltIn = (resource: StoredObject, { body }: StoredObject): boolean =>
	(resource.body.type === "OPENID_CONNECT" && BUILT_IN_OIDC.has(String(body.name))) ||
	(resource.body.type === "PINGONE_API" && !/^p1:(read|update):user:/.test(String(body.name)));

function requireFitting(body: Scope, resource: StoredObject, before: StoredObject | undefined): void {
	const api = resource.body.type === "PINGONE_API";
	if (api && body.name !== before?.body.name && !USER_SCOPE.test(body.name)) {
		throw invalidValue("name", "must match the pattern of PingOne API scopes", { allowedPattern: USER_SCOPE.source });
	}
	if (body.schemaAttributes && !(api && USER_SCOPE.test(body.name))) {
		throw invalidValue("schemaAttributes", "is only for the scopes p1:read:user and p1:update:user");
	}
	if (body.schemaAttributes?.includes("*") && body.schemaAttributes.length > 1) {
		throw invalidValue("schemaAttributes", "'*' cannot stand with other attributes");
	}
	if (body.mappedClaims && api) {
		throw invalidValue("mappedClaims", "is not for scopes of the PingOne API resource");
	}
}

/** "The value is an array of schema attribute paths", or the wildcard. */
function requireUserAttributes(world: World, { environment }: StoredObject, { schemaAttributes = [] }: Scope): void {
	const known = isDeclared(world, environment);
	const unknown = schemaAttributes.find((path) => path !== "*" && !known(path));
	if (unknown === undefined) return;
	throw invalidValue("schemaAttributes", `'${unknown}' is not in the environment's user schema`);
}

/** Mapped claims are attributes of the scope's own resource. */
function requireOwnClaims(world: World, resource: StoredObject, { mappedClaims = [] }: Scope): void {
	const foreign = mappedClaims.find((id) => world.store.find("attribute", id)?.parent !== resource.id);
	if (foreign === undefined) return;
	throw invalidValue("mappedClaims", `attribute ${foreign} is not one of the resource`, {
		referencedValues: [foreign],
	});
}

/** A new name must not meet one that the same application has from another resource. */
function requireNameFree(world: World, scope: StoredObject, name: string): void {
	for (const grant of world.store.sources("grant", scope.id)) {
		if (namesOfOtherResources(world, grant.parent, scope.parent).has(name)) throw notUnique("name");
	}
}

export const scopeRoutes = (world: World): Hono => collectionRoutes(world, scopes(world));
