import { Hono } from "hono";
import { z } from "zod";
import { defaultOf } from "../defaultOf.ts";
import { requiredValue } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { forgetSignOn } from "../lastSignOn.ts";
import { passwordState, setPassword } from "../passwords.ts";
import { mediaTypesOf, received } from "../request.ts";
import type { StoredObject } from "../store.ts";
import { validate } from "../validate.ts";
import type { World } from "../world.ts";
import { type CheckedReference, type Collection, type Place, placeOf, requireExisting } from "./collection.ts";
import {
	answerCreated,
	answerListed,
	answerReplaced,
	collectionRoutes,
	locate,
	represent,
} from "./collectionRoutes.ts";
import { customShape, disabledIn } from "./declaredAttributes.ts";
import { idIn, reference, text } from "./fields.ts";
import { providerOf } from "./identityProviders.ts";
import { pageOf, readFilter } from "./paging.ts";
import { sendCode } from "./sendCode.ts";
import { stateOf, type User, type UserState } from "./storedUser.ts";
import { userFilter } from "./userFilter.ts";
import { merged, SCIM_PATCH, scimPatched } from "./userPatch.ts";
import { type External, importedPassword, importSchema, type UserBody, userSchema } from "./userSchema.ts";
import { populationOf, presented, readUsers } from "./userView.ts";

const IMPORT = "application/vnd.pingidentity.user.import+json";

/** Users (PingOne API, "Users"). The username is unique in the environment, without regard to case. */
export const users = (world: World): Collection<UserBody, User> => ({
	kind: "user",
	path: "users",
	further: ["PATCH", "POST"],
	schema: (place, before) => asDeclared(world, place, userSchema, before),
	unique: { target: "username", key: ({ username }) => keyOf(username) },
	references: referencesOf,
	// "If not provided, PingOne is the identity provider", while leaving it out keeps the one before.
	nulls: { identityProvider: {} },
	prepare: (body, place, before) => ({
		...withoutEmpty(body),
		...disabledValues(world, place, before),
		...(before ? stateAfter(world, before, body) : firstState(world, body, place)),
	}),
	present: (object, place) => presented(world, object, place, passwordState(world, object)),
	deleting: ({ id }) => forgetSignOn(world, id),
	list: (c, place) => pageOf(world, c, "user", place, readFilter(c, userFilter(world, place))),
	linksTo: ({ population }) => ({ population: `/populations/${idIn(population)}` }),
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
		memberOfGroups: "/memberOfGroups",
	},
});

const storedUser = importSchema.omit({ accountId: true }).extend({
	email: importSchema.shape.email.optional(),
	population: reference,
	enabled: z.boolean(),
	mfaEnabled: z.boolean(),
	account: z.object({
		status: z.enum(["OK", "LOCKED"]),
		lockedAt: text.optional(),
		unlockAt: z.iso.datetime().optional(),
	}),
	identityProvider: z.object({ id: text.optional(), type: text }),
	verifyStatus: text,
	memberOfGroups: z.array(reference).optional(),
});

/**
 * Users as they are stored. An attribute of the environment's own may be missing: it may have come after the user, and
 * the address where it is disabled. An older environment's own may be the one that is named `accountId`.
 */
export const storedUsers = (world: World): Collection<UserBody, User> => ({ ...users(world), schema: storedUser });

/** A user that brings its password and account state along. */
const importedUsers = (world: World, body: JsonObject): Collection<UserBody, User> => ({
	...users(world),
	schema: (place) => asDeclared(world, place, importSchema),
	created: (user) => {
		const { value, forceChange = false, external } = validate(importedPassword, body).password ?? {};
		requireGateway(world, user, external, "password.external");
		if (value !== undefined) setPassword(world, user, value, { forceChange, encodable: true });
		const { status, suppressVerificationCode } = (body.lifecycle ?? {}) as JsonObject;
		if (status === "VERIFICATION_REQUIRED" && suppressVerificationCode !== true) sendCode(world, user, "VERIFICATION");
	},
});

/** The routes of `/users` and `/users/:id`. */
export function userRoutes(world: World): Hono {
	const collection = users(world);
	const routes = new Hono();

	routes.post("/users", async (c) => {
		const sent = await received(c);
		placeOf(world, c, collection);
		const body = sent.json(["application/json", IMPORT]);
		const isImport = mediaTypesOf(c).includes(IMPORT);
		return answerCreated(c, world, isImport ? importedUsers(world, body) : collection, body);
	});

	routes.get("/users", (c) => answerListed(c, world, readUsers(world, c, collection)));

	routes.get("/users/:id", (c) => {
		const { object: user, place } = locate(world, c, collection);
		const shown = represent(readUsers(world, c, collection), user, place);
		const population = populationOf(world, user, place);
		return c.json({ ...shown, _embedded: { ...(shown._embedded as JsonObject), population } });
	});

	routes.patch("/users/:id", (c) => {
		const isScim = mediaTypesOf(c).includes(SCIM_PATCH);
		const merge = isScim ? scimPatched(world) : merged;
		return answerReplaced(c, world, collection, merge, ["application/json", SCIM_PATCH]);
	});

	routes.route("/", collectionRoutes(world, collection));
	return routes;
}

/** A name or an address of which nothing is set is not set itself. */
function withoutEmpty({ name, address, ...rest }: UserBody): UserBody {
	const isSet = (part: object = {}) => Object.keys(part).length > 0;
	return { ...rest, ...(isSet(name) && { name }), ...(isSet(address) && { address }) };
}

/** The gateway to the directory that keeps a password must exist; nothing here speaks to it. */
export function requireGateway(world: World, user: StoredObject, external: External | undefined, path: string): void {
	const id = external?.gateway?.id;
	if (id === undefined) return;
	requireExisting(world, user.environment, { field: `${path}.gateway.id`, kind: "gateway", target: id });
}

const keyOf = (username: string): string => username.toLowerCase();

function referencesOf(user: Pick<UserState, "population" | "identityProvider" | "memberOfGroups">): CheckedReference[] {
	const { population, identityProvider, memberOfGroups = [] } = user;
	return [
		{ field: "population.id", kind: "population" as const, target: population.id },
		...(identityProvider.id === undefined
			? []
			: [{ field: "identityProvider.id", kind: "identityProvider" as const, target: identityProvider.id }]),
		...memberOfGroups.map(({ id }) => ({ field: "memberOfGroups", kind: "group" as const, target: id })),
	];
}

/** Stores what endpoints of a user's own have changed, with what the user points at by then. */
export function setUserBody(world: World, user: StoredObject, body: JsonObject): void {
	const references = referencesOf(body as unknown as User);
	world.store.replace(user.id, { body, key: user.key, references });
}

type Members = Record<never, never>;

/** Not among the attributes of every user in older environments, which may have one of their own by the name. */
const LATER = ["accountId"];

/** The attributes of every user and those of the environment's schema, without what it has disabled. */
function asDeclared(world: World, place: Place, schema: typeof userSchema, before?: StoredObject): z.ZodType<UserBody> {
	const isOfEveryUser = (name: string) => Object.hasOwn(schema.shape, name);
	const shape = customShape(world, place.environment.id, before);
	const custom = Object.entries(shape).filter(([name]) => !isOfEveryUser(name) || LATER.includes(name));
	const disabled = disabledIn(world, place).filter(isOfEveryUser);
	if (custom.length + disabled.length === 0) return schema;
	const omitted = Object.fromEntries(disabled.map((name) => [name, true as const]));
	return schema.omit<Members>(omitted).extend<Members>(Object.fromEntries(custom));
}

/** Values of attributes that the environment's schema has disabled outlive a PUT or PATCH, which cannot tell of them. */
function disabledValues(world: World, place: Place, before: StoredObject | undefined): JsonObject {
	if (!before) return {};
	const names = disabledIn(world, place).filter((name) => Object.hasOwn(before.body, name));
	return Object.fromEntries(names.map((name) => [name, before.body[name]]));
}

function firstState(world: World, body: UserBody, place: Place): UserState {
	const { emailVerified, identityProvider } = body;
	return {
		population: body.population ?? defaultPopulation(world, place),
		enabled: true,
		mfaEnabled: body.mfaEnabled ?? false,
		account: { status: "OK" },
		identityProvider: providerOf(world, identityProvider?.id),
		lifecycle: { status: body.lifecycle?.status ?? "ACCOUNT_OK" },
		verifyStatus: "NOT_INITIATED",
		...(emailVerified !== undefined && { emailVerified }),
	};
}

function defaultPopulation(world: World, { environment }: Place): { id: string } {
	const population = defaultOf(world, "population", environment.id);
	if (population) return { id: population.id };
	throw requiredValue("population");
}

/** What a PUT or PATCH of the profile leaves of the state: all but the identity provider, where it names one. */
function stateAfter(world: World, before: StoredObject, { identityProvider }: UserBody): UserState {
	const state = stateOf(before);
	return identityProvider ? { ...state, identityProvider: providerOf(world, identityProvider.id) } : state;
}
