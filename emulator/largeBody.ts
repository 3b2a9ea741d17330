import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { bodyTooLarge } from "./errors.ts";

/** Far more than any body of the service is long, and far less than what would make the process large. */
const MOST_BYTES = 10_000_000;

const refusal = () => bodyTooLarge(MOST_BYTES);

const inChunks = bodyLimit({
	maxSize: MOST_BYTES,
	onError: () => {
		throw refusal();
	},
});

/** Refuses a body that is too large, by the length that it says; only one that comes in chunks has to be read for it. */
export const refuseLarge: MiddlewareHandler = (c, next) => {
	if (Number(c.req.header("content-length") ?? 0) > MOST_BYTES) throw refusal();
	return c.req.header("transfer-encoding") === undefined ? next() : inChunks(c, next);
};
