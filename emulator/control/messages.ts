import { type Message, messages } from "../messages.ts";
import type { World } from "../world.ts";

/** The e-mails that PingOne would have sent, newest first: their codes are how a test goes on. */
export const sentMessages = (world: World): Message[] =>
	messages
		.list(world)
		.map(({ body }) => body)
		.sort((a, b) => (a.sentAt < b.sentAt ? 1 : -1));
