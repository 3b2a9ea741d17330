import type { Context } from "hono";
import { setHeader } from "../answer.ts";
import type { World } from "../world.ts";
import { allowsOrigin } from "./checks/origin.ts";
import { type Application, findApplication } from "./registered.ts";

/** Lets pages of any origin read the answer (Fetch, "CORS protocol"); cookies count, or no page could run a flow. */
export function allowAnyOrigin(c: Context): void {
	const origin = c.req.header("origin");
	if (origin !== undefined) allow(c, origin);
}

/**
 * Lets those origins read the answer that the application's `corsSettings` name. An application without them leaves it
 * at what the endpoint allows by itself (PingOne API, "Application Operations").
 */
export function applyCorsSettings(c: Context, { body }: Application): void {
	const origin = c.req.header("origin");
	if (origin === undefined || !body.corsSettings) return;
	if (allowsOrigin(body.corsSettings, origin)) allow(c, origin);
	else for (const name of ALLOWANCE) setHeader(c, name, undefined);
}

/** The same where only the application's id is known. */
export function applyCorsSettingsOf(world: World, c: Context, environment: string, clientId: string): void {
	if (c.req.header("origin") === undefined) return;
	const application = findApplication(world, environment, clientId);
	if (application) applyCorsSettings(c, application);
}

/** Answers a preflight. It names no application yet: whether a page may read the answer proper is decided there. */
export function preflight(c: Context, methods: string): Response {
	const origin = c.req.header("origin");
	if (origin === undefined) return c.body(null, 405, { Allow: methods });
	allow(c, origin);
	setHeader(c, "Access-Control-Allow-Methods", methods);
	setHeader(c, "Access-Control-Allow-Headers", c.req.header("access-control-request-headers"));
	setHeader(c, "Access-Control-Max-Age", "600");
	return c.body(null, 204);
}

const ALLOWANCE = ["Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Expose-Headers"];

function allow(c: Context, origin: string): void {
	setHeader(c, "Vary", "Origin");
	setHeader(c, "Access-Control-Allow-Origin", origin);
	setHeader(c, "Access-Control-Allow-Credentials", "true");
	setHeader(c, "Access-Control-Expose-Headers", "Correlation-Id");
}
