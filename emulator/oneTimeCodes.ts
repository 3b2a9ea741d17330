import { DAY_MS } from "./clock.ts";
import { type MessagePurpose, sendMessage } from "./messages.ts";
import { recordsOf } from "./records.ts";
import type { StoredObject } from "./store.ts";
import type { World } from "./world.ts";

/** Whom a code is sent to. */
type User = Pick<StoredObject, "id" | "environment" | "body">;

type OneTimeCode = { code: string; failures: number; expiresAt: number; sentTo?: string };

const oneTimeCodes = recordsOf<OneTimeCode>("oneTimeCode");

/** PingOne API, "Recover Password" and "Verify User": five minutes, and no end; a year is none to a test. */
const LIFETIME_MS: Record<MessagePurpose, number> = { RECOVERY: 5 * 60_000, VERIFICATION: 365 * DAY_MS };

/** Eight characters are too few to let anybody guess on. */
const ALLOWED_FAILURES = 5;

/** Sends the user a new code in place of any before; one without an address gets none. */
export function sendOneTimeCode(world: World, user: User, purpose: MessagePurpose): void {
	const { email: recipient } = user.body;
	if (typeof recipient !== "string") return;
	// PingOne API, "Recover Password": eight alphanumeric characters.
	const code = world.ids.uuid().slice(-8);
	const expiresAt = world.clock.now() + LIFETIME_MS[purpose];
	const address = purpose === "VERIFICATION" && { sentTo: recipient };
	keep(world, user, purpose, { code, failures: 0, expiresAt, ...address });
	sendMessage(world, user, { recipient, purpose, code });
}

/** Whether the user has a code of that purpose that could still be used. */
export const hasOneTimeCode = (world: World, user: User, purpose: MessagePurpose): boolean =>
	usableCode(world, user, purpose) !== undefined;

/** Whether `value` is the user's code, in either case; each is good once and survives four wrong guesses. */
export function redeemOneTimeCode(world: World, user: User, purpose: MessagePurpose, value: string): boolean {
	const kept = usableCode(world, user, purpose);
	if (!kept) return false;
	const right = value.trim().toLowerCase() === kept.code;
	const failures = kept.failures + 1;
	if (right || failures >= ALLOWED_FAILURES) oneTimeCodes.remove(world, keyOf(user, purpose));
	else keep(world, user, purpose, { ...kept, failures });
	return right;
}

/** A code verifies the address that it was sent to, and no other that the user has by then (PingOne API, "Users"). */
function usableCode(world: World, user: User, purpose: MessagePurpose): OneTimeCode | undefined {
	const kept = oneTimeCodes.find(world, keyOf(user, purpose));
	return kept?.sentTo === undefined || kept.sentTo === user.body.email ? kept : undefined;
}

const keep = (world: World, user: User, purpose: MessagePurpose, code: OneTimeCode): void =>
	oneTimeCodes.put(world, keyOf(user, purpose), code, code.expiresAt);

const keyOf = ({ id }: Pick<User, "id">, purpose: MessagePurpose): string => `${purpose} ${id}`;
