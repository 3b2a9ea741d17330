import type { Context } from "hono";
import type { z } from "zod";
import type { Authorized } from "../authorized.ts";
import { insufficientPermissions, invalidValue, notFound, notUnique } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { originOf } from "../request.ts";
import { KeyTaken, type Kind, type Reference, type StoredObject } from "../store.ts";
import { validate } from "../validate.ts";
import type { World } from "../world.ts";

/** Where a request stands: the environment, the parent object of a nested collection, the origin for links. */
export interface Place {
	environment: StoredObject;
	/** The application of a grant, the resource of a scope, the environment of everything else. */
	parent: StoredObject;
	/** URL of the collection, absolute. */
	url: string;
	/** URL of the environment, absolute. */
	environmentUrl: string;
	/** The worker that asks; nobody where the emulator itself does something. */
	worker?: StoredObject | undefined;
}

/** What the objects of a nested collection hang under. */
export interface Parent {
	kind: Kind;
	/** Path segment: `applications`. */
	path: string;
	/** What it hangs under itself, when not the environment: a revision is under a language under an agreement. */
	under?: Parent;
	/** Attribute and link that name it in answers; its kind unless told. */
	name?: string;
	/** False for parents of that kind that do not have this collection; they answer 404. */
	has?: (parent: StoredObject) => boolean;
}

/** A reference from a body to an object of the same environment, checked to exist before the body is stored. */
export interface CheckedReference extends Reference {
	kind: Kind;
}

/** Links of an object: names, and where they lead from a URL. */
export type Links = Readonly<Record<string, string>>;

/** One answer of a list: the objects of the page, how many match in all, the URLs of the pages beside it. */
export interface Listing {
	objects: StoredObject[];
	count: number;
	beside?: Beside;
}

/** URLs of the next and of the previous page, where there is one. */
export interface Beside {
	next?: string | undefined;
	prev?: string | undefined;
}

/** The `_links` of a page (PingOne API, "Paging and ordering collections"). */
export const pageLinks = (self: string, { next, prev }: Beside = {}): JsonObject => ({
	self: { href: self },
	...(next !== undefined && { next: { href: next } }),
	...(prev !== undefined && { prev: { href: prev } }),
});

/**
 * One collection of the management API. Its file says what is particular to it; the five operations that all
 * collections share are written once, in `collectionRoutes.ts`. `Body` is what a client may send, `Stored` what is kept of it.
 */
export interface Collection<Body extends object, Stored extends object = Body> {
	kind: Kind;
	/** Last path segment and `_embedded` key: `populations`. */
	path: string;
	/** What the collection hangs under; the environment where nothing else is said. */
	under?: Parent;
	/** Operations of the five that the service does not have here; they answer 405. */
	without?: readonly ("POST" | "PUT" | "DELETE")[];
	/** Operations on one object beyond the five; their routes are in the collection's file. */
	further?: readonly ("POST" | "PATCH")[];
	/**
	 * What a client may write. Fields outside it are dropped, as the service drops what it does not know.
	 * A function where the environment has a say, as it has with the attributes of its users, or what was before.
	 */
	schema: z.ZodType<Body> | ((place: Place, before?: StoredObject) => z.ZodType<Body>);
	/** What null stands for in attributes where it does not mean "not set". */
	nulls?: Readonly<JsonObject>;
	/**
	 * Fills defaults, keeps what only the service changes, refuses what the schema alone cannot see.
	 * `before` is the stored object on a PUT.
	 */
	prepare: (body: Body, place: Place, before: StoredObject | undefined) => Stored;
	/** The value that is unique among siblings, and the attribute that an error names. */
	unique?: { target: string; key: (stored: Stored) => string };
	/** Other objects that the body points at. */
	references?: (stored: Stored, place: Place) => CheckedReference[];
	/** Side objects of a new one, such as a resource's secret. */
	created?: (object: StoredObject, place: Place) => void;
	/** Effects on siblings after a create or a PUT, such as a default that moves. */
	saved?: (object: StoredObject, place: Place) => void;
	/** Throws when the service would refuse the delete. */
	refuseDelete?: (object: StoredObject, place: Place) => void;
	/** Removes what must go before the object does, such as the grants of a resource. */
	deleting?: (object: StoredObject) => void;
	/** Members of the answer beyond the stored body, or instead of it. */
	present?: (object: StoredObject, place: Place) => JsonObject;
	/** Further links, from the object's own URL (`/scopes`); a function where they are not the same for all. */
	links?: Links | ((body: JsonObject) => Links);
	/** Links to what the object points at, from the environment's URL (`/resources/…`). */
	linksTo?: (body: JsonObject) => Links;
	/** False for kinds whose answers carry no createdAt and updatedAt. */
	times?: boolean;
	/** The 404 of this kind, where the service words it differently. */
	missing?: (id: string, place: Place) => Error;
	/** Which objects a list shows; all, in insertion order, when absent. */
	list?: (c: Context, place: Place) => Listing;
}

/** Finds the place a request talks about, or answers as PingOne does for an unknown environment or parent. */
export function placeOf(world: World, c: Context, { path, under }: { path: string; under?: Parent }): Place {
	const environment = environmentOf(world, c);
	const environmentUrl = `${originOf(c)}/v1/environments/${environment.id}`;
	const top = { parent: environment, url: environmentUrl };
	const { parent, url } = under ? parentOf(world, c, top, under, "parentId") : top;
	const worker = (c as Context<Authorized>).get("worker");
	return { environment, parent, environmentUrl, url: `${url}/${path}`, worker };
}

type Above = Pick<Place, "parent" | "url">;

function parentOf(world: World, c: Context, top: Above, under: Parent, parameter: string): Above {
	const above = under.under ? parentOf(world, c, top, under.under, "grandparentId") : top;
	const parent = findIn(world, under.kind, top.parent.id, c.req.param(parameter) ?? "");
	if (parent?.parent !== above.parent.id || under.has?.(parent) === false) throw notFound();
	return { parent, url: `${above.url}/${under.path}/${parent.id}` };
}

/** Path of a collection below an environment, as routes write it. */
export function routeOf({ path, under }: { path: string; under?: Parent }): string {
	if (!under) return `/${path}`;
	const above = under.under ? `/${under.under.path}/:grandparentId` : "";
	return `${above}/${under.path}/:parentId/${path}`;
}

/** The environment that a path goes on below. Below one that does not exist PingOne lets nobody see that it does not. */
export function environmentOf(world: World, c: Context): StoredObject {
	const environment = namedEnvironment(world, c);
	if (!environment) throw insufficientPermissions("The actor has no permissions in the environment");
	return environment;
}

/** The environment named in the path, if there is one. */
export const namedEnvironment = (world: World, c: Context): StoredObject | undefined =>
	world.store.find("environment", c.req.param("environmentId") ?? "");

/** An object of that kind in that environment; an id of another environment or a malformed one finds nothing. */
export function findIn(world: World, kind: Kind, environment: string, id: string): StoredObject | undefined {
	const object = world.store.find(kind, id);
	return object?.environment === environment ? object : undefined;
}

/** Creates one object by the collection's rules; also used to furnish a new environment. */
export function create<B extends object, S extends object>(
	world: World,
	collection: Collection<B, S>,
	place: Place,
	json: JsonObject,
	id = world.ids.uuid(),
): StoredObject {
	const { environment, parent } = place;
	const next = prepared(world, collection, place, json, undefined);
	const object = unlessTaken(collection.unique?.target, () =>
		world.store.insert({
			id,
			kind: collection.kind,
			environment: environment.id,
			parent: parent.id,
			...next,
		}),
	);
	collection.created?.(object, place);
	collection.saved?.(object, place);
	return object;
}

/** Puts a new body in place of an object's, by the collection's rules. */
export function replace<B extends object, S extends object>(
	world: World,
	collection: Collection<B, S>,
	place: Place,
	before: StoredObject,
	json: JsonObject,
): StoredObject {
	const next = prepared(world, collection, place, json, before);
	const object = unlessTaken(collection.unique?.target, () => world.store.replace(before.id, next));
	collection.saved?.(object, place);
	return object;
}

function prepared<B extends object, S extends object>(
	world: World,
	collection: Collection<B, S>,
	place: Place,
	json: JsonObject,
	before: StoredObject | undefined,
) {
	const stored = collection.prepare(
		validate(schemaOf(collection, place, before), meant(writable(json, collection), collection)),
		place,
		before,
	);
	const references = collection.references?.(stored, place) ?? [];
	for (const reference of references) requireExisting(world, place.environment.id, reference);
	return { body: stored as JsonObject, key: collection.unique?.key(stored) ?? null, references };
}

/** The schema of what a client may write there. */
export const schemaOf = <B extends object, S extends object>(
	{ schema }: Pick<Collection<B, S>, "schema">,
	place: Place,
	before?: StoredObject,
): z.ZodType<B> => (typeof schema === "function" ? schema(place, before) : schema);

const READ_ONLY = ["_links", "_embedded", "id", "environment", "createdAt", "updatedAt"];

/** Read-only attributes in a body are ignored (PingOne API, "API requests"). */
export function writable(json: JsonObject, { under }: { under?: Parent }): JsonObject {
	const dropped = under ? [...READ_ONLY, nameOf(under)] : READ_ONLY;
	return Object.fromEntries(Object.entries(json).filter(([name]) => !dropped.includes(name)));
}

/** The body with values in place of the nulls that stand for one. */
function meant(json: JsonObject, { nulls = {} }: { nulls?: Readonly<JsonObject> }): JsonObject {
	const replaced = Object.keys(nulls).filter((name) => json[name] === null);
	return { ...json, ...Object.fromEntries(replaced.map((name) => [name, nulls[name]])) };
}

/** Attribute and link by which an object's parent is named in its answers. */
export const nameOf = ({ kind, name = kind }: Parent): string => name;

/** Refuses a reference to what is not in the environment. */
export function requireExisting(world: World, environment: string, { field, kind, target }: CheckedReference): void {
	if (findIn(world, kind, environment, target)) return;
	const noun = kind.charAt(0).toUpperCase() + kind.slice(1);
	throw invalidValue(field, `${noun} with ID '${target}' in Environment '${environment}' does not exist`, {
		referencedValues: [target],
	});
}

/** What `write` gives; where the key of another is in its way, the refusal that names `target`, which is unique. */
export function unlessTaken(target: string | undefined, write: () => StoredObject): StoredObject {
	try {
		return write();
	} catch (error) {
		if (error instanceof KeyTaken && target !== undefined) throw notUnique(target, error.existingId);
		throw error;
	}
}

/** The object that a path names below `place`, or the collection's 404. */
export function existing<B extends object, S extends object>(
	world: World,
	collection: Collection<B, S>,
	place: Place,
	id: string,
): StoredObject {
	const object = findIn(world, collection.kind, place.environment.id, id);
	if (!object || object.parent !== place.parent.id) throw collection.missing?.(id, place) ?? notFound();
	return object;
}
