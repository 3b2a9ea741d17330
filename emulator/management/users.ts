import { Hono } from "hono";
import { timestamp } from "../clock.ts";
import { invalidData } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { lockedUntil, passwordStatus, setPassword } from "../passwords.ts";
import { mediaTypesOf, readJson, validate } from "../request.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { type Collection, existing, type Place, placeOf, replace } from "./collection.ts";
import { answerCreated, collectionRoutes, represent } from "./collectionRoutes.ts";
import { pageOf, readFilter } from "./paging.ts";
import { USER_FILTER } from "./userFilter.ts";
import { importedPassword, importSchema, type UserBody, userSchema } from "./userSchema.ts";

/** What a user is besides the profile: the service sets it, or an endpoint of its own changes it. */
interface UserState {
	population: { id: string };
	enabled: boolean;
	mfaEnabled: boolean;
	account: { status: "OK" | "LOCKED"; lockedAt?: string };
	identityProvider: { id?: string; type: string };
	lifecycle: { status: string };
	verifyStatus: string;
	emailVerified?: boolean | undefined;
	lastSignOn?: JsonObject;
}

type User = Omit<UserBody, keyof UserState> & UserState;

const IMPORT = "application/vnd.pingidentity.user.import+json";

/** Users (PingOne API, "Users"). The username is unique in the environment, without regard to case. */
export const users = (world: World): Collection<UserBody, User> => ({
	kind: "user",
	path: "users",
	schema: userSchema,
	unique: { target: "username", key: ({ username }) => username.toLowerCase() },
	references: ({ population }) => [{ field: "population.id", kind: "population", target: population.id }],
	prepare: (body, place, before) => ({ ...body, ...(before ? stateOf(before) : firstState(world, body, place)) }),
	present: (object) => ({ account: accountOf(world, object) }),
	list: (c, place) => pageOf(world, c, "user", place, readFilter(c, USER_FILTER)),
	links: {
		devices: "/devices",
		roleAssignments: "/roleAssignments",
		password: "/password",
		"password.reset": "/password",
		"password.set": "/password",
		"password.check": "/password",
		"password.recover": "/password",
		linkedAccounts: "/linkedAccounts",
		"account.sendVerificationCode": "",
	},
});

/** A user that brings its password and account state along. */
const importedUsers = (world: World, body: JsonObject): Collection<UserBody, User> => ({
	...users(world),
	schema: importSchema,
	created: (user) => {
		const { value, forceChange = false } = validate(importedPassword, body).password ?? {};
		if (value !== undefined) setPassword(world, user, value, { forceChange });
	},
});

/** The routes of `/users` and `/users/:id`. */
export function userRoutes(world: World): Hono {
	const collection = users(world);
	const routes = new Hono();

	routes.post("/users", async (c) => {
		placeOf(world, c, collection);
		const body = await readJson(c, ["application/json", IMPORT]);
		const isImport = mediaTypesOf(c).includes(IMPORT);
		return answerCreated(c, world, isImport ? importedUsers(world, body) : collection, body);
	});

	routes.get("/users/:id", (c) => {
		const place = placeOf(world, c, collection);
		const user = existing(world, collection, place, c.req.param("id"));
		return c.json({ ...represent(collection, user, place), _embedded: embedded(world, user) });
	});

	routes.patch("/users/:id", async (c) => {
		existing(world, collection, placeOf(world, c, collection), c.req.param("id"));
		const patch = await readJson(c);
		const answer = world.store.transaction(() => {
			const place = placeOf(world, c, collection);
			const user = existing(world, collection, place, c.req.param("id"));
			return represent(collection, replace(world, collection, place, user, merged(user.body, patch)), place);
		});
		return c.json(answer);
	});

	routes.route("/", collectionRoutes(world, collection));
	return routes;
}

function firstState(world: World, body: UserBody, place: Place): UserState {
	const { emailVerified, identityProvider } = body;
	return {
		population: body.population ?? defaultPopulation(world, place),
		enabled: true,
		mfaEnabled: body.mfaEnabled ?? false,
		account: { status: "OK" },
		identityProvider: { ...(identityProvider?.id !== undefined && { id: identityProvider.id }), type: "PING_ONE" },
		lifecycle: { status: body.lifecycle?.status ?? "ACCOUNT_OK" },
		verifyStatus: "NOT_INITIATED",
		...(emailVerified !== undefined && { emailVerified }),
	};
}

function defaultPopulation(world: World, { environment }: Place): { id: string } {
	const population = world.store.list("population", environment.id).find(({ body }) => body.default === true);
	if (population) return { id: population.id };
	throw invalidData({ code: "REQUIRED_VALUE", target: "population", message: "must not be null" });
}

function stateOf({ body }: StoredObject): UserState {
	const user = body as unknown as User;
	const { population, enabled, mfaEnabled, account, identityProvider, lifecycle, verifyStatus } = user;
	const { emailVerified, lastSignOn } = user;
	return {
		...{ population, enabled, mfaEnabled, account, identityProvider, lifecycle, verifyStatus },
		...(emailVerified !== undefined && { emailVerified }),
		...(lastSignOn !== undefined && { lastSignOn }),
	};
}

/** The account as answers show it: locked by an administrator, or for a while by failed passwords. */
function accountOf(world: World, user: StoredObject): JsonObject {
	const { enabled, account } = stateOf(user);
	if (account.status === "LOCKED") return { canAuthenticate: false, ...account };
	const until = lockedUntil(world, user);
	if (until === undefined) return { canAuthenticate: enabled, status: "OK" };
	const secondsUntilUnlock = Math.ceil((until - world.clock.now()) / 1000);
	return { canAuthenticate: false, status: "LOCKED", unlockAt: timestamp(until), secondsUntilUnlock };
}

function embedded(world: World, user: StoredObject): JsonObject {
	const { id } = stateOf(user).population;
	const name = world.store.find("population", id)?.body.name;
	return { password: { status: passwordStatus(world, user) }, population: { id, name } };
}

/** PATCH: what is left out stays, null clears, objects are merged member by member. */
function merged(target: JsonObject, patch: JsonObject): JsonObject {
	const changes = Object.entries(patch).map(([name, value]) => {
		const before = Object.hasOwn(target, name) ? target[name] : undefined;
		return [name, isObject(before) && isObject(value) ? merged(before, value) : value] as const;
	});
	return { ...target, ...Object.fromEntries(changes) };
}

const isObject = (value: unknown): value is JsonObject =>
	value !== null && typeof value === "object" && !Array.isArray(value);
