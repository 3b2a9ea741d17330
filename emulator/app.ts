import { randomUUID } from "node:crypto";
import { type Context, Hono } from "hono";
import { correlationIdOf } from "./auth/correlation.ts";
import { authRoutes } from "./auth/index.ts";
import { controlRoutes } from "./control/index.ts";
import { notEmulated, PingOneRefusal, unexpectedError } from "./errors.ts";
import { type Exchange, observed } from "./exchange.ts";
import { managementRoutes } from "./management/index.ts";
import type { World } from "./world.ts";

/** All that the emulator answers: its own control plane, the management API, the authorization server. */
export function createApp(world: World, observe?: (exchange: Exchange) => void): Hono {
	const app = new Hono();
	if (observe) app.use("*", observed(observe));
	app.use("*", async (c, next) => {
		c.header("Correlation-Id", randomUUID());
		await next();
	});

	app.route("/_emulator", controlRoutes(world));
	app.route("/v1", managementRoutes(world));
	app.route("/", authRoutes(world));

	app.notFound((c) => refuse(c, notEmulated(`${c.req.method} ${templateOf(c.req.path)}`)));
	app.onError((error, c) => refuse(c, error instanceof PingOneRefusal ? error : unexpected(c, error)));
	return app;
}

const refuse = (c: Context, refusal: PingOneRefusal): Response =>
	c.json(refusal.body(correlationIdOf(c)), refusal.status);

/** An error of the emulator itself: the caller learns that it happened, the log learns why. Bodies are not logged. */
function unexpected(c: Context, error: Error): PingOneRefusal {
	console.error(`${correlationIdOf(c)} ${c.req.method} ${c.req.path}\n${error.stack ?? error.message}`);
	return unexpectedError();
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

const templateOf = (path: string): string => path.replace(UUID, "{id}").slice(0, 200);
