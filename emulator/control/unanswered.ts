import type { Context } from "hono";
import type { StatusCode } from "hono/utils/http-status";

/** nginx's codes for a connection that the server closed without an answer, and one that the client closed before it. */
export const CLOSED_HERE = 444;
export const CLOSED_BY_CLIENT = 499;

/** For the journal only: nobody is there to get it. */
export const unanswered = (c: Context, status: typeof CLOSED_HERE | typeof CLOSED_BY_CLIENT): Response =>
	c.newResponse(null, status as StatusCode);
