import { type Context, type Env, Hono } from "hono";
import { setHeader } from "../answer.ts";
import { methodNotAllowed } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { received } from "../request.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import {
	type Collection,
	create,
	existing,
	type Links,
	type Listing,
	nameOf,
	type Place,
	pageLinks,
	placeOf,
	replace,
	routeOf,
} from "./collection.ts";

/** The five operations of one collection as routes below `/v1/environments/:environmentId`. */
export function collectionRoutes<B extends object, S extends object>(world: World, collection: Collection<B, S>): Hono {
	const base = routeOf(collection);
	const routes = new Hono();
	const has = (method: string) => !collection.without?.some((absent) => absent === method);

	if (has("POST")) {
		routes.post(base, async (c) => {
			const sent = await received(c);
			placeOf(world, c, collection);
			return answerCreated(c, world, collection, sent.json());
		});
	}

	routes.get(base, (c) => answerListed(c, world, collection));

	routes.get(`${base}/:id`, (c) => {
		const { place, object } = locate(world, c, collection);
		return c.json(represent(collection, object, place));
	});

	if (has("PUT")) routes.put(`${base}/:id`, (c) => answerReplaced(c, world, collection));

	if (has("DELETE")) {
		routes.delete(`${base}/:id`, (c) => {
			world.store.transaction(() => {
				const { place, object } = locate(world, c, collection);
				collection.refuseDelete?.(object, place);
				collection.deleting?.(object);
				world.store.remove(object.id);
			});
			return c.body(null, 204);
		});
	}

	refuseOtherMethods(routes, base, ["GET", "POST"].filter(has));
	refuseOtherMethods(routes, `${base}/:id`, [...["GET", "PUT", "DELETE"].filter(has), ...(collection.further ?? [])]);
	return routes;
}

/** The operations of several collections. */
export const routesOf = <B extends object, S extends object>(world: World, collections: Collection<B, S>[]): Hono =>
	collections.reduce((routes, collection) => routes.route("/", collectionRoutes(world, collection)), new Hono());

/** The object that a request's path names, and where it stands; 404 for any other. */
export function locate<B extends object, S extends object>(world: World, c: Context, collection: Collection<B, S>) {
	const place = placeOf(world, c, collection);
	return { place, object: existing(world, collection, place, c.req.param("id") ?? "") };
}

/** Answers 405 for methods that a known path does not have; registered after the ones it has. */
export function refuseOtherMethods<E extends Env>(routes: Hono<E>, path: string, allowed: readonly string[]): void {
	routes.all(path, (c) => {
		setHeader(c, "Allow", allowed.join(", "));
		throw methodNotAllowed(c.req.method, allowed);
	});
}

/** Answers with the objects of a collection that the request asks for. */
export function answerListed<B extends object, S extends object>(
	c: Context,
	world: World,
	collection: Collection<B, S>,
): Response {
	const place = placeOf(world, c, collection);
	return c.json(listing(collection, place, collection.list?.(c, place) ?? all(world, collection, place), c.req.url));
}

/** Stores a new object from a body that was read, and answers 201 with its `Location`. */
export function answerCreated<B extends object, S extends object>(
	c: Context,
	world: World,
	collection: Collection<B, S>,
	body: JsonObject,
): Response {
	const { shown, Location } = world.store.transaction(() => {
		const place = placeOf(world, c, collection);
		const object = create(world, collection, place, body);
		return { shown: represent(collection, object, place), Location: `${place.url}/${object.id}` };
	});
	return c.json(shown, 201, { Location });
}

/**
 * Puts the body of a request in place of an object's and answers with it; `merge` makes the new body of the old one
 * and the request's, where the request is a PATCH, which may have media types of its own.
 */
export async function answerReplaced<B extends object, S extends object>(
	c: Context,
	world: World,
	collection: Collection<B, S>,
	merge?: (before: JsonObject, sent: JsonObject, place: Place) => JsonObject,
	accepted?: readonly string[],
): Promise<Response> {
	const sent = await received(c);
	const answer = world.store.transaction(() => {
		const { place, object } = locate(world, c, collection);
		const json = sent.json(accepted);
		const body = merge ? merge(object.body, json, place) : json;
		return represent(collection, replace(world, collection, place, object, body), place);
	});
	return c.json(answer);
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
	const { under, links } = collection;
	const self = `${place.url}/${object.id}`;
	const parentUrl = place.url.slice(0, -(collection.path.length + 1));
	return {
		_links: {
			self: { href: self },
			environment: { href: place.environmentUrl },
			...(under && { [nameOf(under)]: { href: parentUrl } }),
			...linksFrom(place.environmentUrl, collection.linksTo?.(object.body)),
			...linksFrom(self, typeof links === "function" ? links(object.body) : links),
		},
		id: object.id,
		environment: { id: place.environment.id },
		...(under && { [nameOf(under)]: { id: place.parent.id } }),
		...object.body,
		...collection.present?.(object, place),
		...(collection.times !== false && { createdAt: object.createdAt, updatedAt: object.updatedAt }),
	};
}

const linksFrom = (url: string, paths: Links = {}): JsonObject =>
	Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, { href: url + path }]));

function listing<B extends object, S extends object>(
	collection: Collection<B, S>,
	place: Place,
	page: Listing,
	requestUrl: string,
): JsonObject {
	return {
		_links: pageLinks(place.url + new URL(requestUrl).search, page.beside),
		_embedded: { [collection.path]: page.objects.map((object) => represent(collection, object, place)) },
		count: page.count,
		size: page.objects.length,
	};
}
