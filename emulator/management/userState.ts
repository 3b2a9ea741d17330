import { type Context, Hono } from "hono";
import { z } from "zod";
import { timestamp } from "../clock.ts";
import { invalidValue, unsupportedMediaType } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { unlockPassword } from "../passwords.ts";
import { mediaTypesOf, type Received, received } from "../request.ts";
import type { StoredObject } from "../store.ts";
import { validate } from "../validate.ts";
import { verified } from "../verification.ts";
import type { World } from "../world.ts";
import { type Place, requireExisting } from "./collection.ts";
import { locate, refuseOtherMethods, represent } from "./collectionRoutes.ts";
import { reference, text, time } from "./fields.ts";
import { admitsPopulation, inGroups } from "./groups.ts";
import { namedProvider, providerOf, requireProvider } from "./identityProviders.ts";
import { sendCode } from "./sendCode.ts";
import { groupsOf } from "./storedUser.ts";
import { setUserBody, users } from "./users.ts";

/** Each has one attribute of the user's state. The service documents no read of `verifyStatus` alone. */
const STATES: Record<string, { schema: z.ZodType<JsonObject>; readable: boolean }> = {
	enabled: { schema: z.object({ enabled: z.boolean() }), readable: true },
	mfaEnabled: { schema: z.object({ mfaEnabled: z.boolean() }), readable: true },
	verifyStatus: {
		schema: z.object({ verifyStatus: z.enum(["NOT_INITIATED", "ENABLED", "DISABLED"]) }),
		readable: false,
	},
};

/** What of a user has an endpoint of its own: enabled, mfaEnabled, verifyStatus, population, identity provider, the account's actions. */
export function userStateRoutes(world: World): Hono {
	const routes = new Hono();
	for (const [name, { schema, readable }] of Object.entries(STATES)) {
		const path = `/users/:id/${name}`;
		const state = (c: Context) => c.json(answer(located(world, c), name, (body) => ({ [name]: body[name] })));
		if (readable) routes.get(path, state);
		routes.put(path, async (c) => {
			const sent = await received(c);
			const { user } = located(world, c);
			const change = validate(schema, sent.json());
			world.store.setBody(user.id, { ...user.body, ...change });
			return state(c);
		});
		refuseOtherMethods(routes, path, readable ? ["GET", "PUT"] : ["PUT"]);
	}
	return routes
		.route("/", populationRoutes(world))
		.route("/", identityProviderRoutes(world))
		.route("/", accountRoutes(world));
}

const populationRoutes = (world: World): Hono =>
	partRoutes(world, "population", (user, sent) => move(world, user, validate(reference, sent.json()).id));

/** Who vouches for the user (PingOne API, "Update User Identity Provider"): PingOne does where the request names nobody. */
const identityProviderRoutes = (world: World): Hono =>
	partRoutes(world, "identityProvider", (user, sent) =>
		assign(world, user, validate(namedProvider, sent.optionalJson()).id),
	);

/** An object of the user's state: `change` does to the user what was sent. */
function partRoutes(world: World, name: string, change: (user: StoredObject, sent: Received) => void): Hono {
	const routes = new Hono();
	const path = `/users/:id/${name}`;
	const state = (c: Context) => c.json(answer(located(world, c), name, (body) => ({ ...(body[name] as JsonObject) })));
	routes.get(path, state);
	routes.put(path, async (c) => {
		const sent = await received(c);
		world.store.transaction(() => change(located(world, c).user, sent));
		return state(c);
	});
	refuseOtherMethods(routes, path, ["GET", "PUT"]);
	return routes;
}

interface Located {
	user: StoredObject;
	place: Place;
}

function located(world: World, c: Context): Located {
	const { object: user, place } = locate(world, c, users(world));
	return { user, place };
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

/** "If a user's population changes, they are also removed from any group" of the former one (PingOne API, "Group Membership"). */
function move(world: World, user: StoredObject, id: string): void {
	requireExisting(world, user.environment, { field: "id", kind: "population", target: id });
	const staying = groupsOf(user).filter((group) => admitsPopulation(world.store.find("group", group.id), id));
	setUserBody(world, user, inGroups({ ...user.body, population: { id } }, staying));
}

function assign(world: World, user: StoredObject, id: string | undefined): void {
	requireProvider(world, user.environment, id);
	setUserBody(world, user, { ...user.body, identityProvider: { ...providerOf(world, id) } });
}

type AccountAction = (world: World, user: StoredObject, body: JsonObject) => void;

/** `POST /users/:id`: the media type `application/vnd.pingidentity.<name>+json` chooses the action. */
const ACCOUNT_ACTIONS: Record<string, AccountAction> = {
	"account.lock": lock,
	"account.unlock": (world, user) =>
		world.store.transaction(() => {
			unlockPassword(world, user);
			world.store.setBody(user.id, { ...user.body, account: { status: "OK" } });
		}),
	"user.sendVerificationCode": (world, user) =>
		world.store.transaction(() => {
			sendCode(world, user, "VERIFICATION");
			world.store.setBody(user.id, { ...user.body, lifecycle: { status: "VERIFICATION_REQUIRED" } });
		}),
	"user.verify": (world, user, body) => {
		const { verificationCode } = validate(z.object({ verificationCode: text }), body);
		if (!verified(world, user, verificationCode))
			throw invalidValue("verificationCode", "The verification code is invalid");
	},
};

/** Until `unlockAt`, which must be still to come, or for good (PingOne API, "Lock Account"). */
function lock(world: World, user: StoredObject, body: JsonObject): void {
	const { unlockAt } = validate(z.object({ unlockAt: time.optional() }), body);
	const now = world.clock.now();
	const until = unlockAt === undefined ? undefined : Date.parse(unlockAt);
	if (until !== undefined && until <= now) return;
	const unlocks = until !== undefined && { unlockAt: timestamp(until) };
	const account = { status: "LOCKED", lockedAt: timestamp(now), ...unlocks };
	world.store.setBody(user.id, { ...user.body, account });
}

const mediaTypeOf = (name: string) => `application/vnd.pingidentity.${name}+json`;

function accountRoutes(world: World): Hono {
	const routes = new Hono();
	routes.post("/users/:id", async (c) => {
		const sent = await received(c);
		const { user } = located(world, c);
		const [mediaType, act] = chosenAction(c);
		// Each action has a transaction of its own: a wrong code is refused and still counts.
		act(world, user, sent.json([mediaType]));
		const after = located(world, c);
		return c.json(represent(users(world), after.user, after.place));
	});
	return routes;
}

/** Clients send the action's media type beside `application/json`, in either order. */
function chosenAction(c: Context): [string, AccountAction] {
	const known = Object.entries(ACCOUNT_ACTIONS).map(([name, act]) => [mediaTypeOf(name), act] as const);
	const found = known.find(([mediaType]) => mediaTypesOf(c).includes(mediaType.toLowerCase()));
	if (found) return [found[0].toLowerCase(), found[1]];
	throw unsupportedMediaType(
		c.req.header("content-type"),
		known.map(([mediaType]) => mediaType),
	);
}
