import { constraintViolation } from "../errors.ts";
import type { MessagePurpose } from "../messages.ts";
import { sendOneTimeCode } from "../oneTimeCodes.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";

/** Sends a user a code; it can be read where the messages of the emulator are kept. Refuses a user without an address. */
export function sendCode(world: World, user: StoredObject, purpose: MessagePurpose): void {
	// Who was made while the environment's schema had disabled the attribute has none.
	if (user.body.email === undefined)
		throw constraintViolation("email", "The user has no email address to send a code to");
	sendOneTimeCode(world, user, purpose);
}
