import type { MiddlewareHandler } from "hono";
import { setHeader } from "../answer.ts";
import { isLoopback } from "../loopback.ts";

/**
 * Lets pages of this machine call the API (PingOne API, "Conventions": CORS). PingOne lets all pages: no stranger can make
 * tokens for it, but for an emulator with its known key anybody can.
 */
export const cors: MiddlewareHandler = async (c, next) => {
	const origin = c.req.header("origin");
	if (origin === undefined || !isOfThisMachine(origin)) return next();
	setHeader(c, "Vary", "Origin");
	setHeader(c, "Access-Control-Allow-Origin", origin);
	setHeader(c, "Access-Control-Expose-Headers", "Correlation-Id");
	if (c.req.method !== "OPTIONS") return next();
	setHeader(c, "Access-Control-Allow-Methods", "OPTIONS,GET,POST,PUT,PATCH,DELETE");
	setHeader(c, "Access-Control-Allow-Headers", "Content-Type,Content-Disposition,Authorization,Correlation-Id");
	setHeader(c, "Access-Control-Max-Age", "600");
	return c.body(null, 204);
};

const isOfThisMachine = (origin: string): boolean => isLoopback(/^https?:\/\/([^/]+)$/.exec(origin)?.[1] ?? "");
