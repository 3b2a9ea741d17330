import { type Context, Hono } from "hono";
import type { JsonObject } from "../json.ts";
import { originOf } from "../request.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { environmentOf } from "./collection.ts";
import type { Filterable } from "./filter.ts";
import { pageOf, readFilter } from "./paging.ts";

const LINKS = ["applications", "resources", "signOnPolicies", "populations", "users", "passwordPolicies"];

const FILTERABLE: Filterable = {
	id: { operators: ["eq"], condition: (id) => ({ id }) },
	name: { operators: ["sw"], condition: (key, startsWith) => ({ key, startsWith }) },
	"organization.id": {
		operators: ["eq"],
		condition: (value, startsWith) => ({ attribute: "organization.id", value, startsWith }),
	},
};

/** Environments, read only (PingOne API, "Environments"); paths below `/v1/environments`. */
export function environmentRoutes(world: World): Hono {
	const routes = new Hono();
	routes.get("/", (c) => c.json(list(world, c)));
	routes.get("/:environmentId", (c) => c.json(represent(c, environmentOf(world, c))));
	return routes;
}

function list(world: World, c: Context): JsonObject {
	const [organization] = world.store.list("organization", "");
	if (!organization) throw new Error("the emulator has no organization");
	const url = `${originOf(c)}/v1/environments`;
	const place = { environment: organization, parent: organization, environmentUrl: url, url };
	const page = pageOf(world, c, "environment", place, readFilter(c, FILTERABLE));
	return {
		_links: { self: { href: url + new URL(c.req.url).search }, ...(page.next && { next: { href: page.next } }) },
		_embedded: { environments: page.objects.map((environment) => represent(c, environment)) },
		count: page.count,
		size: page.objects.length,
	};
}

function represent(c: Context, { id, body, createdAt, updatedAt }: StoredObject): JsonObject {
	const self = `${originOf(c)}/v1/environments/${id}`;
	const links = Object.fromEntries(LINKS.map((name) => [name, { href: `${self}/${name}` }]));
	return { _links: { self: { href: self }, ...links }, id, ...body, createdAt, updatedAt };
}
