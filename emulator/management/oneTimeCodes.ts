import type { MessagePurpose } from "../auth/messages.ts";
import { redeemOneTimeCode, sendOneTimeCode } from "../auth/oneTimeCodes.ts";
import { findUser } from "../auth/registered.ts";
import { constraintViolation } from "../errors.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";

/** Sends a user a code; it can be read where the messages of the emulator are kept. */
export function sendCode(world: World, { id, body }: StoredObject, purpose: MessagePurpose): void {
	// Who was made while the environment's schema had disabled the attribute has none.
	if (body.email === undefined) throw constraintViolation("email", "The user has no email address to send a code to");
	const user = findUser(world, id);
	if (user) sendOneTimeCode(world, user, purpose);
}

/** Whether `code` is the one that was sent to the user; it is good once. */
export function redeemCode(world: World, { id }: StoredObject, purpose: MessagePurpose, code: string): boolean {
	const user = findUser(world, id);
	return user !== undefined && redeemOneTimeCode(world, user, purpose, code);
}
