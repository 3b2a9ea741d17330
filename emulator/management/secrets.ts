import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Authorized } from "../authorized.ts";
import { DAY_MS } from "../clock.ts";
import { insufficientPermissions, invalidData, notFound } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { mediaTypesOf, received } from "../request.ts";
import { dropPreviousSecret, rotateSecret, secretOf } from "../secrets.ts";
import type { StoredObject } from "../store.ts";
import { validate } from "../validate.ts";
import type { World } from "../world.ts";
import { type Parent, type Place, placeOf } from "./collection.ts";
import { refuseOtherMethods } from "./collectionRoutes.ts";
import { noImport, time } from "./fields.ts";

const rotation = z.object({
	secret: z.string().optional(),
	previous: z.object({ expiresAt: time }).optional(),
});

/** As what a secret of the client's own is sent (PingOne API, "Set Application Secret", "Set Resource Client Secret"). */
const OWN_SECRET = "application/vnd.pingidentity.secret+json";

const SHORTEST_MS = 60_000;
const LONGEST_MS = 30 * DAY_MS;

/** The secret of an application or of a resource: read, rotate, drop the previous one (PingOne API, "Application Secret"). */
export function secretRoutes(world: World, under: Parent): Hono<Authorized> {
	const routes = new Hono<Authorized>();
	const path = `/${under.path}/:parentId/secret`;

	routes.get(path, (c) => {
		const place = located(world, under, c);
		refuseOwn(c.get("worker"), place.parent);
		return c.json(represent(world, under, place));
	});

	routes.post(path, async (c) => {
		const sent = await received(c);
		const place = located(world, under, c);
		const body = validate(rotation, sent.optionalJson(["application/json", OWN_SECRET]));
		if (body.secret !== undefined || mediaTypesOf(c).includes(OWN_SECRET)) throw noImport("secret");
		return world.store.transaction(() => {
			rotateSecret(world, place.parent.id, previousExpiry(world, body));
			return c.json(represent(world, under, place));
		});
	});

	routes.delete(path, (c) => {
		dropPreviousSecret(world, located(world, under, c).parent.id);
		return c.body(null, 204);
	});

	refuseOtherMethods(routes, path, ["GET", "POST", "DELETE"]);
	return routes;
}

function located(world: World, under: Parent, c: Context): Place {
	const place = placeOf(world, c, { path: "secret", under });
	if (!secretOf(world, place.parent.id)) throw notFound();
	return place;
}

/** "Due to potential security issues, a worker app cannot read its own application secret" (PingOne API, "Application Secret"). */
function refuseOwn(worker: StoredObject, owner: StoredObject): void {
	if (worker.id === owner.id) throw insufficientPermissions("A worker application cannot read its own secret");
}

function previousExpiry(world: World, { previous }: z.infer<typeof rotation>): number | undefined {
	if (!previous) return undefined;
	const at = Date.parse(previous.expiresAt);
	const ahead = at - world.clock.now();
	if (ahead >= SHORTEST_MS && ahead <= LONGEST_MS) return at;
	throw invalidData({
		code: "OUT_OF_RANGE",
		target: "previous.expiresAt",
		message: "must be from 1 minute to 30 days ahead",
	});
}

function represent(world: World, under: Parent, place: Place): JsonObject {
	const { secret, previous } = secretOf(world, place.parent.id) ?? {};
	return {
		_links: {
			self: { href: place.url },
			environment: { href: place.environmentUrl },
			[under.kind]: { href: place.url.slice(0, -"/secret".length) },
		},
		environment: { id: place.environment.id },
		secret,
		...(previous && { previous: { ...previous } }),
	};
}
