import { timestamp } from "./clock.ts";
import type { JsonObject } from "./json.ts";
import type { World } from "./world.ts";

const KIND = "lastSignOn";
/** Only a reset, a restored savepoint or an import forgets it: what puts other users in place of those who signed on. */
const NEVER = Date.UTC(9999, 11, 31);

/**
 * Keeps when and from where a user signed on (PingOne API, "Users data model"). Not with the profile: a sign-on does
 * not change that, nor its `updatedAt`.
 */
export function recordSignOn(world: World, userId: string, remoteIp: string | undefined): void {
	const at = timestamp(world.clock.now());
	world.store.putEntry(KIND, userId, { at, ...(remoteIp !== undefined && { remoteIp }) }, NEVER);
}

/** `{at, remoteIp}` of the user's last sign-on; undefined when there was none. */
export const lastSignOnOf = (world: World, userId: string): JsonObject | undefined =>
	world.store.findEntry(KIND, userId)?.body;
