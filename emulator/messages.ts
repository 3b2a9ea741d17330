import { DAY_MS, timestamp } from "./clock.ts";
import { recordsOf } from "./records.ts";
import type { StoredObject } from "./store.ts";
import type { World } from "./world.ts";

/** Why PingOne writes to a user (PingOne API, "Notifications Templates"). */
export type MessagePurpose = "RECOVERY" | "VERIFICATION";

/** An e-mail that PingOne would send. It is kept for whoever tests to read the code. */
export type Message = {
	id: string;
	environment: string;
	userId: string;
	/** The user's e-mail address. */
	recipient: string;
	purpose: MessagePurpose;
	code: string;
	sentAt: string;
};

/** Messages by purpose and user. */
export const messages = recordsOf<Message>("message");

/** Leaves a message with a code where the user's mailbox would be, in place of one of that purpose: its code is dead. */
export function sendMessage(
	world: World,
	{ id: userId, environment }: Pick<StoredObject, "id" | "environment">,
	letter: Pick<Message, "recipient" | "purpose" | "code">,
): void {
	const now = world.clock.now();
	const message = { id: world.ids.uuid(), environment, userId, ...letter, sentAt: timestamp(now) };
	messages.put(world, `${letter.purpose} ${userId}`, message, now + DAY_MS);
}
