import { type Context, Hono } from "hono";
import { bindingsOf, redirect } from "./answer.ts";
import { bearer } from "./auth/bearer.ts";
import { correlate, correlationIdOf } from "./auth/correlation.ts";
import { authRoutes } from "./auth/index.ts";
import { type Control, createControl } from "./control/index.ts";
import { controlRoutes } from "./control/routes.ts";
import { CLOSED_BY_CLIENT, unanswered } from "./control/unanswered.ts";
import { notEmulated, PingOneRefusal, unexpectedError } from "./errors.ts";
import { type Exchange, observed } from "./exchange.ts";
import { noteHint } from "./hint.ts";
import { uploadRoutes } from "./management/images.ts";
import { managementRoutes } from "./management/index.ts";
import { FirstSegmentRouter } from "./router.ts";
import { featureOf } from "./routes.ts";
import type { World } from "./world.ts";

/** All that the emulator answers: its own control plane, the management API, the authorization server. */
export function createApp(
	world: World,
	observe?: (exchange: Exchange) => void,
	control: Control = createControl(world),
): Hono {
	const app = new Hono({ router: new FirstSegmentRouter() });
	if (observe) app.use("*", observed(observe));
	app.use("*", control.journaled);
	app.use("*", async (c, next) => {
		correlate(c, world.ids.correlationId());
		control.requireOwnHost(c);
		try {
			return await control.faulty(c, next);
		} catch (error) {
			// Hono hands on errors of its own realm only; under jest, node's are of another.
			if (error instanceof Error) throw error;
			return failed(c, error as Error);
		}
	});

	app.get("/_emulator", (c) => redirect(c, "/_emulator/"));
	app.route("/_emulator/", controlRoutes(world, control));
	app.route("/v1", managementRoutes(world, bearer(world)));
	app.route("/uploads", uploadRoutes(world));
	app.route("/", authRoutes(world));

	app.notFound((c) => refuse(c, notEmulated(featureOf(c.req.method, c.req.path))));
	app.onError((error, c) => failed(c, error));
	return app;
}

function failed(c: Context, error: Error): Response {
	if (error instanceof PingOneRefusal) return refuse(c, error);
	// Node's own word for a client that went away in the middle of its body: no error of the emulator.
	if (error === bindingsOf(c).incoming?.errored) return unanswered(c, CLOSED_BY_CLIENT);
	return refuse(c, unexpected(c, error));
}

function refuse(c: Context, refusal: PingOneRefusal): Response {
	noteHint(c, refusal.hint);
	return c.json(refusal.body(correlationIdOf(c)), refusal.status);
}

/** An error of the emulator itself: the caller learns that it happened, the log learns why. Bodies are not logged. */
function unexpected(c: Context, error: Error): PingOneRefusal {
	console.error(`${correlationIdOf(c)} ${c.req.method} ${c.req.path}\n${error.stack ?? error.message}`);
	return unexpectedError();
}
