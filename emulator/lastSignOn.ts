import { timestamp } from "./clock.ts";
import { recordsOf } from "./records.ts";
import type { World } from "./world.ts";

type LastSignOn = { at: string; remoteIp?: string };

/** By the user's id; they last as long as their users and not as long as the clock says. */
export const lastSignOns = recordsOf<LastSignOn>("lastSignOn");
/** It goes with the user: by a deletion, or a reset, restored savepoint or import that puts others in place of all. */
const NEVER = Date.UTC(9999, 11, 31);

/**
 * Keeps when and from where a user signed on (PingOne API, "Users data model"). Not with the profile: a sign-on does
 * not change that, nor its `updatedAt`.
 */
export function recordSignOn(world: World, userId: string, remoteIp: string | undefined): void {
	const at = timestamp(world.clock.now());
	lastSignOns.put(world, userId, { at, ...(remoteIp !== undefined && { remoteIp }) }, NEVER);
}

/** A user's last sign-on; undefined when there was none. */
export const lastSignOnOf = (world: World, userId: string): LastSignOn | undefined => lastSignOns.find(world, userId);

/** For when the user is deleted. */
export const forgetSignOn = (world: World, userId: string): void => lastSignOns.remove(world, userId);
