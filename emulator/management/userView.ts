import type { Context } from "hono";
import { isLocked } from "../account.ts";
import { secondsUntil, timestamp } from "../clock.ts";
import type { JsonObject } from "../json.ts";
import { lastSignOnOf } from "../lastSignOn.ts";
import { type PasswordState, passwordState } from "../passwords.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import type { Collection, Place } from "./collection.ts";
import { disabledIn } from "./declaredAttributes.ts";
import { groupsOf, stateOf, type User } from "./storedUser.ts";
import type { UserBody } from "./userSchema.ts";

/** What answers show of a user beyond, or instead of, what is stored. */
export const presented = (world: World, user: StoredObject, place: Place, password: PasswordState): JsonObject => ({
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

/** The population of a user as the answer to a read embeds it. */
export function populationOf(world: World, user: StoredObject, { environmentUrl }: Place): JsonObject {
	const { id } = stateOf(user).population;
	const name = world.store.find("population", id)?.body.name;
	const _links = { self: { href: `${environmentUrl}/populations/${id}` }, environment: { href: environmentUrl } };
	return { _links, id, name };
}

/** Users as one is read and as they are listed: with the password, and the memberships that the request asks for. */
export function readUsers(
	world: World,
	c: Context,
	collection: Collection<UserBody, User>,
): Collection<UserBody, User> {
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

/** What `include` asks for (PingOne API, "READ One User"); it is a list, and may come several times. */
function memberships(world: World, asked: readonly string[], user: StoredObject): JsonObject {
	const ids = groupsOf(user).map(({ id }) => id);
	const nameOf = (id: string) => String(world.store.find("group", id)?.body.name);
	return {
		...(asked.includes("memberOfGroupIDs") && { memberOfGroupIDs: ids }),
		...(asked.includes("memberOfGroupNames") && { memberOfGroupNames: ids.map(nameOf) }),
	};
}
