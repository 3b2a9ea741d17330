import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";

/** The e-mails that PingOne would have sent, newest first: their codes are how a test goes on. */
export const messages = (world: World): JsonObject[] =>
	world.store
		.entries("message")
		.map(({ body }) => body)
		.sort((a, b) => (String(a.sentAt) < String(b.sentAt) ? 1 : -1));
