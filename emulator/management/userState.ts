import { type Context, Hono } from "hono";
import { z } from "zod";
import { timestamp } from "../clock.ts";
import { invalidValue, unsupportedMediaType } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { unlockPassword } from "../passwords.ts";
import { mediaTypesOf, readJson, validate } from "../request.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { existing, findIn, type Place, placeOf } from "./collection.ts";
import { refuseOtherMethods, represent } from "./collectionRoutes.ts";
import { reference } from "./fields.ts";
import { users } from "./users.ts";

const LOCK = "application/vnd.pingidentity.account.lock+json";
const UNLOCK = "application/vnd.pingidentity.account.unlock+json";

const flags = {
	enabled: z.object({ enabled: z.boolean() }),
	mfaEnabled: z.object({ mfaEnabled: z.boolean() }),
};

/** What of a user has an endpoint of its own: enabled, mfaEnabled, population, and the account's lock. */
export function userStateRoutes(world: World): Hono {
	const routes = new Hono();

	for (const [name, schema] of Object.entries(flags)) {
		const path = `/users/:id/${name}`;
		routes.get(path, (c) => c.json(answer(locate(world, c), name, (body) => ({ [name]: body[name] }))));
		routes.put(path, async (c) => {
			const change: JsonObject = validate<JsonObject>(schema, await readJson(c));
			const { user } = locate(world, c);
			world.store.setBody(user.id, { ...user.body, ...change });
			return c.json(answer(locate(world, c), name, () => change));
		});
		refuseOtherMethods(routes, path, ["GET", "PUT"]);
	}

	routes.get("/users/:id/population", (c) => c.json(answer(locate(world, c), "population", populationIn)));
	routes.put("/users/:id/population", async (c) => {
		const { id } = validate(reference, await readJson(c));
		move(world, locate(world, c).user, id);
		return c.json(answer(locate(world, c), "population", populationIn));
	});
	refuseOtherMethods(routes, "/users/:id/population", ["GET", "PUT"]);

	routes.post("/users/:id", (c) => {
		world.store.transaction(() => setLock(world, c, locate(world, c).user));
		const { user, place } = locate(world, c);
		return c.json(represent(users(world), user, place));
	});
	return routes;
}

interface Located {
	user: StoredObject;
	place: Place;
}

function locate(world: World, c: Context): Located {
	const collection = users(world);
	const place = placeOf(world, c, collection);
	return { place, user: existing(world, collection, place, c.req.param("id") ?? "") };
}

function answer({ user, place }: Located, name: string, member: (body: JsonObject) => JsonObject): JsonObject {
	const url = `${place.url}/${user.id}`;
	const _links = {
		self: { href: `${url}/${name}` },
		environment: { href: place.environmentUrl },
		user: { href: url },
	};
	return { _links, ...member(user.body) };
}

const populationIn = ({ population }: JsonObject): JsonObject => ({ id: (population as { id: string }).id });

function move(world: World, user: StoredObject, id: string): void {
	if (!findIn(world, "population", user.environment, id)) {
		throw invalidValue("id", `population ${id} does not exist in this environment`, { referencedValues: [id] });
	}
	world.store.replace(user.id, {
		body: { ...user.body, population: { id } },
		key: user.key,
		references: [{ field: "population.id", target: id }],
	});
}

/** Clients send the action's media type beside `application/json`, in either order. */
function setLock(world: World, c: Context, user: StoredObject): void {
	const types = mediaTypesOf(c);
	const locks = types.includes(LOCK);
	if (!locks && !types.includes(UNLOCK)) throw unsupportedMediaType(c.req.header("content-type"), [LOCK, UNLOCK]);
	if (!locks) unlockPassword(world, user);
	const account = locks ? { status: "LOCKED", lockedAt: timestamp(world.clock.now()) } : { status: "OK" };
	world.store.setBody(user.id, { ...user.body, account });
}
