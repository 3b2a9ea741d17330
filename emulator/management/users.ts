import { type Context, Hono } from "hono";
import { z } from "zod";
import { isLocked } from "../account.ts";
import { secondsUntil, timestamp } from "../clock.ts";
import { defaultOf } from "../defaultOf.ts";
import { requiredValue } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { forgetSignOn, lastSignOnOf } from "../lastSignOn.ts";
import { type PasswordState, passwordState, setPassword } from "../passwords.ts";
import { mediaTypesOf, readJson } from "../request.ts";
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
import { customShape, disabledNames } from "./declaredAttributes.ts";
import { idIn, reference, text } from "./fields.ts";
import { type AuthoritativeProvider, providerOf } from "./identityProviders.ts";
import { pageOf, readFilter } from "./paging.ts";
import { sendCode } from "./sendCode.ts";
import { userFilter } from "./userFilter.ts";
import { merged, SCIM_PATCH, scimPatched } from "./userPatch.ts";
import { type External, importedPassword, importSchema, type UserBody, userSchema } from "./userSchema.ts";

/** What a user is besides the profile: the service sets it, or an endpoint of its own changes it. */
interface UserState {
	population: { id: string };
	enabled: boolean;
	mfaEnabled: boolean;
	account: { status: "OK" | "LOCKED"; lockedAt?: string; unlockAt?: string };
	identityProvider: AuthoritativeProvider;
	lifecycle: { status: string };
	verifyStatus: string;
	emailVerified?: boolean | undefined;
	/** Kept here, and shown by endpoints of its own. */
	memberOfGroups?: { id: string }[];
}

type User = Omit<UserBody, keyof UserState> & UserState;

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

/** Users as one is read and as they are listed: with the password, and the memberships that the request asks for. */
function readUsers(world: World, c: Context, collection: Collection<UserBody, User>): Collection<UserBody, User> {
	const asked = (c.req.queries("include") ?? []).flatMap((value) => value.split(","));
	const present = (user: StoredObject, place: Place): JsonObject => {
		const password = passwordState(world, user);
		return {
			...presented(world, user, place, password),
			...memberships(world, asked, user),
			_embedded: { password: embeddedPassword(user, password) },
		};
	};
	return { ...collection, present };
}

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

const disabledAt = new WeakMap<Place, string[]>();

/** Attributes that the environment's schema has disabled; read once a request, which may show many users. */
function disabledIn(world: World, place: Place): string[] {
	const names = disabledAt.get(place) ?? disabledNames(world, place.environment.id);
	disabledAt.set(place, names);
	return names;
}

/** The groups that a user, or another group, is a direct member of. */
export const groupsOf = ({ body }: StoredObject): { id: string }[] => (body.memberOfGroups ?? []) as { id: string }[];

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

/** What `include` asks for (PingOne API, "READ One User"); it is a list, and may come several times. */
function memberships(world: World, asked: readonly string[], user: StoredObject): JsonObject {
	const ids = groupsOf(user).map(({ id }) => id);
	const nameOf = (id: string) => String(world.store.find("group", id)?.body.name);
	return {
		...(asked.includes("memberOfGroupIDs") && { memberOfGroupIDs: ids }),
		...(asked.includes("memberOfGroupNames") && { memberOfGroupNames: ids.map(nameOf) }),
	};
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

function stateOf({ body }: StoredObject): UserState {
	const user = body as unknown as User;
	const { population, enabled, mfaEnabled, account, identityProvider, lifecycle, verifyStatus } = user;
	const { emailVerified, memberOfGroups } = user;
	return {
		...{ population, enabled, mfaEnabled, account, identityProvider, lifecycle, verifyStatus },
		...(emailVerified !== undefined && { emailVerified }),
		...(memberOfGroups !== undefined && { memberOfGroups }),
	};
}

/** What a PUT or PATCH of the profile leaves of the state: all but the identity provider, where it names one. */
function stateAfter(world: World, before: StoredObject, { identityProvider }: UserBody): UserState {
	const state = stateOf(before);
	return identityProvider ? { ...state, identityProvider: providerOf(world, identityProvider.id) } : state;
}

/** What answers show of a user beyond, or instead of, what is stored. */
const presented = (world: World, user: StoredObject, place: Place, password: PasswordState): JsonObject => ({
	account: accountOf(world, user, password),
	lastSignOn: lastSignOnOf(world, user.id),
	memberOfGroups: undefined,
	...Object.fromEntries(disabledIn(world, place).map((name) => [name, undefined])),
});

/** The account as answers show it: locked by an administrator, or for a while by failed passwords. */
function accountOf(world: World, user: StoredObject, { lockedUntil }: PasswordState): JsonObject {
	const { enabled, account } = stateOf(user);
	const now = world.clock.now();
	if (isLocked({ account }, now)) {
		const { unlockAt } = account;
		const left = unlockAt !== undefined && { secondsUntilUnlock: secondsUntil(Date.parse(unlockAt), now) };
		return { canAuthenticate: false, ...account, ...left };
	}
	if (lockedUntil === undefined) return { canAuthenticate: enabled, status: "OK" };
	const secondsUntilUnlock = secondsUntil(lockedUntil, now);
	return { canAuthenticate: false, status: "LOCKED", unlockAt: timestamp(lockedUntil), secondsUntilUnlock };
}

function embeddedPassword(
	{ id, environment }: StoredObject,
	{ policy, status, lastChangedAt }: PasswordState,
): JsonObject {
	const ids = { environment: { id: environment }, user: { id }, passwordPolicy: { id: policy.id } };
	return { ...ids, status, ...(lastChangedAt !== undefined && { lastChangedAt }) };
}

function populationOf(world: World, user: StoredObject, { environmentUrl }: Place): JsonObject {
	const { id } = stateOf(user).population;
	const name = world.store.find("population", id)?.body.name;
	const _links = { self: { href: `${environmentUrl}/populations/${id}` }, environment: { href: environmentUrl } };
	return { _links, id, name };
}
