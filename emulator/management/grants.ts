import type { Hono } from "hono";
import { z } from "zod";
import { constraintViolation, invalidValue, notUnique } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { type Collection, findIn } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { idIn, reference } from "./fields.ts";
import { whyNotGrantable } from "./grantable.ts";

const schema = z.object({
	resource: reference,
	scopes: z.array(reference).min(1),
});

type Grant = z.infer<typeof schema>;

/** Grants: which scopes of which resource an application may ask for (PingOne API, "Application Resource Grants"). */
export const grants = (world: World): Collection<Grant> => ({
	kind: "grant",
	path: "grants",
	under: {
		kind: "application",
		path: "applications",
		has: ({ body }) => body.type !== "PING_ONE_ADMIN_CONSOLE" && body.protocol !== "EXTERNAL_LINK",
	},
	schema,
	// One grant for each resource, even with different scopes.
	unique: { target: "resource", key: ({ resource }) => resource.id },
	references: ({ resource, scopes }) => [
		{ field: "resource", kind: "resource", target: resource.id },
		...scopes.map(({ id }) => ({ field: "scopes", kind: "scope" as const, target: id })),
	],
	prepare: (body, { parent }, before) => {
		if (before && idOfResource(before) !== body.resource.id) throw invalidValue("resource", "cannot be changed");
		const resource = findIn(world, "resource", parent.environment, body.resource.id);
		if (!resource) throw invalidValue("resource", `resource ${body.resource.id} does not exist in this environment`);
		const names = scopeNames(world, resource, body);
		const reason = whyNotGrantable(parent.body, resource.body);
		if (reason !== undefined) throw constraintViolation("scopes", reason);
		const taken = namesOfOtherResources(world, parent.id, resource.id);
		if (names.some((name) => taken.has(name))) throw notUnique("scopes");
		return body;
	},
	linksTo: ({ resource }) => ({ resource: `/resources/${idIn(resource)}` }),
});

const idOfResource = ({ body }: StoredObject) => idIn(body.resource);

/** The names of the granted scopes, each of which must belong to the grant's resource. */
function scopeNames(world: World, resource: StoredObject, { scopes }: Grant): string[] {
	return scopes.map(({ id }) => {
		const scope = world.store.find("scope", id);
		if (scope?.parent === resource.id) return String(scope.body.name);
		throw invalidValue("scopes", `scope ${id} does not belong to the resource`, { referencedValues: [id] });
	});
}

/** An application must not become one that could not have been given the grants that it has. */
export function requireGrantsStillFit(world: World, application: StoredObject, changed: JsonObject): void {
	for (const grant of world.store.list("grant", application.id)) {
		const reason = whyNotGrantable(changed, world.store.find("resource", idOfResource(grant))?.body ?? {});
		if (reason !== undefined) throw constraintViolation("grantTypes", reason);
	}
}

/** Names of the scopes that an application has from other resources: no two of them may share a name. */
export function namesOfOtherResources(world: World, application: string, resource: string): Set<string> {
	const others = world.store.list("grant", application).filter((grant) => idOfResource(grant) !== resource);
	const ids = others.flatMap(({ body }) => (body.scopes as { id: string }[]).map(({ id }) => id));
	return new Set(ids.map((id) => String(world.store.find("scope", id)?.body.name)));
}

export const grantRoutes = (world: World): Hono => collectionRoutes(world, grants(world));
