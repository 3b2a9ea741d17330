import { type Context, Hono } from "hono";
import { notFound } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { originOf } from "../request.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { refuseOtherMethods } from "./collectionRoutes.ts";

/** The one organization of the emulator. */
export function organizationOf(world: World): StoredObject {
	const [organization] = world.store.list("organization", "");
	if (!organization) throw new Error("the emulator has no organization");
	return organization;
}

/** The organization that a path names, or 404. */
export function organizationIn(world: World, c: Context): StoredObject {
	const organization = world.store.find("organization", c.req.param("organizationId") ?? "");
	if (!organization) throw notFound();
	return organization;
}

/** Organizations (PingOne API, "Organizations"), read only. */
export function organizationRoutes(world: World): Hono {
	const routes = new Hono();
	routes.get("/organizations", (c) => {
		const organizations = [represent(c, organizationOf(world))];
		return c.json({
			_links: { self: { href: `${originOf(c)}/v1/organizations` } },
			_embedded: { organizations },
			count: 1,
			size: 1,
		});
	});
	routes.get("/organizations/:organizationId", (c) => c.json(represent(c, organizationIn(world, c))));
	refuseOtherMethods(routes, "/organizations", ["GET"]);
	refuseOtherMethods(routes, "/organizations/:organizationId", ["GET"]);
	return routes;
}

function represent(c: Context, { id, body, createdAt, updatedAt }: StoredObject): JsonObject {
	const api = `${originOf(c)}/v1`;
	const self = `${api}/organizations/${id}`;
	return {
		_links: {
			self: { href: self },
			environments: { href: `${api}/environments` },
			licenses: { href: `${self}/licenses` },
		},
		id,
		name: body.name,
		createdAt,
		updatedAt,
	};
}
