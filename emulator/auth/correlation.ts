import type { Context } from "hono";
import { setHeader } from "../answer.ts";

const CORRELATION_ID = "correlationId";

/** Gives the request the id by which PingOne support would find it, as its answer will show. */
export function correlate(c: Context, id: string): void {
	c.set(CORRELATION_ID, id);
	setHeader(c, "Correlation-Id", id);
}

/** That id. Not read off the answer: to look at one before it is made would have it copied. */
export const correlationIdOf = (c: Context): string => String(c.get(CORRELATION_ID));
