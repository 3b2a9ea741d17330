import { timestamp } from "./clock.ts";
import type { JsonObject } from "./json.ts";
import type { StoredObject } from "./store.ts";
import type { World } from "./world.ts";

/** The client secret of an application or a resource, and the one before it while it is still accepted. */
export interface Secret {
	secret: string;
	previous?: { secret: string; expiresAt: string; lastUsed?: string };
}

const KEY = "current";

/** PingOne generates at least 64 characters, so that a secret can be an HS512 key. */
const LENGTH = 64;

/** Gives a new application or resource its secret. */
export function createSecret(world: World, owner: StoredObject, secret = world.ids.secret(LENGTH)): void {
	const { environment, id: parent } = owner;
	world.store.insert({ id: world.ids.uuid(), kind: "secret", environment, parent, key: KEY, body: { secret } });
}

/** The secret of an application or resource; undefined for kinds that have none. */
export function secretOf(world: World, ownerId: string): Secret | undefined {
	const stored = world.store.findByKey("secret", ownerId, KEY);
	if (!stored) return undefined;
	const { secret, previous } = stored.body as unknown as Secret;
	return previous && Date.parse(previous.expiresAt) > world.clock.now() ? { secret, previous } : { secret };
}

/** The values that authenticate a client now: the current secret first, and the previous one until it expires. */
export function acceptedSecrets(world: World, ownerId: string): string[] {
	const kept = secretOf(world, ownerId);
	if (!kept) return [];
	return kept.previous ? [kept.secret, kept.previous.secret] : [kept.secret];
}

/** Notes that the previous secret authenticated a client just now: `previous.lastUsed` (PingOne API, "Application Secret"). */
export function stampPrevious(world: World, ownerId: string): void {
	const { secret, previous } = secretOf(world, ownerId) ?? {};
	if (secret === undefined || !previous) return;
	replace(world, ownerId, { secret, previous: { ...previous, lastUsed: timestamp(world.clock.now()) } });
}

/** Replaces the secret. The old one stays accepted until `previousExpiresAt` (ms), or dies at once without it. */
export function rotateSecret(world: World, ownerId: string, previousExpiresAt?: number): void {
	const before = secretOf(world, ownerId);
	const secret = world.ids.secret(LENGTH);
	const stays = before && previousExpiresAt !== undefined;
	const previous = stays ? { secret: before.secret, expiresAt: timestamp(previousExpiresAt) } : undefined;
	replace(world, ownerId, { secret, ...(previous && { previous }) });
}

/** Gives an owner a known secret; the one before dies at once. */
export const setSecret = (world: World, ownerId: string, secret: string): void => replace(world, ownerId, { secret });

/** Stops accepting the previous secret. */
export function dropPreviousSecret(world: World, ownerId: string): void {
	const kept = secretOf(world, ownerId);
	if (kept) setSecret(world, ownerId, kept.secret);
}

function replace(world: World, ownerId: string, body: JsonObject): void {
	const stored = world.store.findByKey("secret", ownerId, KEY);
	if (stored) world.store.setBody(stored.id, body);
}
