import { type Context, Hono } from "hono";
import { methodNotAllowed } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { readJson } from "../request.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { type Collection, create, existing, type Listing, type Place, placeOf, replace } from "./collection.ts";

/** The five operations of one collection as routes below `/v1/environments/:environmentId`. */
export function collectionRoutes<B extends object, S extends object>(world: World, collection: Collection<B, S>): Hono {
	const base = collection.under ? `/${collection.under.path}/:parentId/${collection.path}` : `/${collection.path}`;
	const routes = new Hono();
	const locate = (c: Context) => placeOf(world, c, collection);
	const one = (c: Context) => {
		const place = locate(c);
		return { place, object: existing(world, collection, place, c.req.param("id") ?? "") };
	};

	routes.post(base, async (c) => {
		locate(c);
		return answerCreated(c, world, collection, await readJson(c));
	});

	routes.get(base, (c) => {
		const place = locate(c);
		return c.json(listing(collection, place, collection.list?.(c, place) ?? all(world, collection, place), c.req.url));
	});

	routes.get(`${base}/:id`, (c) => {
		const { place, object } = one(c);
		return c.json(represent(collection, object, place));
	});

	routes.put(`${base}/:id`, async (c) => {
		one(c);
		const body = await readJson(c);
		// Found again: while the body was read, another request may have changed or deleted it.
		const answer = world.store.transaction(() => {
			const { place, object } = one(c);
			return represent(collection, replace(world, collection, place, object, body), place);
		});
		return c.json(answer);
	});

	routes.delete(`${base}/:id`, (c) => {
		world.store.transaction(() => {
			const { place, object } = one(c);
			collection.refuseDelete?.(object, place);
			collection.deleting?.(object);
			world.store.remove(object.id);
		});
		return c.body(null, 204);
	});

	refuseOtherMethods(routes, base, ["GET", "POST"]);
	refuseOtherMethods(routes, `${base}/:id`, ["GET", "PUT", "DELETE"]);
	return routes;
}

/** Answers 405 for methods that a known path does not have; registered after the ones it has. */
export function refuseOtherMethods(routes: Hono, path: string, allowed: readonly string[]): void {
	routes.all(path, (c) => {
		c.header("Allow", allowed.join(", "));
		throw methodNotAllowed(c.req.method, allowed);
	});
}

/** Stores a new object from a body that was read, and answers 201 with its `Location`. */
export function answerCreated<B extends object, S extends object>(
	c: Context,
	world: World,
	collection: Collection<B, S>,
	body: JsonObject,
): Response {
	const { object, place } = world.store.transaction(() => {
		const place = placeOf(world, c, collection);
		return { object: create(world, collection, place, body), place };
	});
	return c.json(represent(collection, object, place), 201, { Location: `${place.url}/${object.id}` });
}

function all<B extends object, S extends object>(world: World, { kind }: Collection<B, S>, place: Place): Listing {
	const objects = world.store.list(kind, place.parent.id);
	return { objects, count: objects.length };
}

/** The object as the API shows it: links, ids, the stored body, times. */
export function represent<B extends object, S extends object>(
	collection: Collection<B, S>,
	object: StoredObject,
	place: Place,
): JsonObject {
	const { under, links = {} } = collection;
	const self = `${place.url}/${object.id}`;
	const parentUrl = under && `${place.environmentUrl}/${under.path}/${place.parent.id}`;
	return {
		_links: {
			self: { href: self },
			environment: { href: place.environmentUrl },
			...(under && { [under.kind]: { href: parentUrl } }),
			...Object.fromEntries(Object.entries(links).map(([name, path]) => [name, { href: self + path }])),
		},
		id: object.id,
		environment: { id: place.environment.id },
		...(under && { [under.kind]: { id: place.parent.id } }),
		...object.body,
		...collection.present?.(object, place),
		...(collection.times !== false && { createdAt: object.createdAt, updatedAt: object.updatedAt }),
	};
}

function listing<B extends object, S extends object>(
	collection: Collection<B, S>,
	place: Place,
	page: Listing,
	requestUrl: string,
): JsonObject {
	return {
		_links: {
			self: { href: place.url + new URL(requestUrl).search },
			...(page.next !== undefined && { next: { href: page.next } }),
		},
		_embedded: { [collection.path]: page.objects.map((object) => represent(collection, object, place)) },
		count: page.count,
		size: page.objects.length,
	};
}
