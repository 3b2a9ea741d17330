import { randomUUID } from "node:crypto";
import type { Context } from "hono";

/** The id by which PingOne support would find this request: the answer's Correlation-Id. */
export function correlationIdOf(c: Context): string {
	return c.res.headers.get("Correlation-Id") ?? randomUUID();
}
