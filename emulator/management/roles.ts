import { type Context, Hono } from "hono";
import { notFound } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { originOf } from "../request.ts";
import type { World } from "../world.ts";
import { refuseOtherMethods } from "./collectionRoutes.ts";
import { organizationOf } from "./organizations.ts";

/** The administrator roles, which are the organization's. */
export const rolesOf = (world: World): JsonObject[] => organizationOf(world).body.roles as JsonObject[];

/** The built-in administrator roles (PingOne API, "Roles"), read only. */
export function roleRoutes(world: World): Hono {
	const routes = new Hono();
	routes.get("/roles", (c) => c.json(list(world, c)));
	routes.get("/roles/:id", (c) => {
		const role = rolesOf(world).find(({ id }) => id === c.req.param("id"));
		if (!role) throw notFound();
		return c.json(represent(c, role));
	});
	refuseOtherMethods(routes, "/roles", ["GET"]);
	refuseOtherMethods(routes, "/roles/:id", ["GET"]);
	return routes;
}

function list(world: World, c: Context): JsonObject {
	const roles = rolesOf(world).map((role) => represent(c, role));
	return {
		_links: { self: { href: `${originOf(c)}/v1/roles` } },
		_embedded: { roles },
		count: roles.length,
		size: roles.length,
	};
}

/**
 * A built-in role is described by its name. Every role lists its permissions: by that list the vendor's SDK knows a
 * role. What they allow is not emulated.
 */
const represent = (c: Context, role: JsonObject): JsonObject => ({
	_links: { self: { href: `${originOf(c)}/v1/roles/${role.id}` } },
	description: String(role.name),
	...role,
	permissions: [],
});
