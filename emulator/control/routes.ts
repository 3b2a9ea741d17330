import { type Context, Hono } from "hono";
import { z } from "zod";
import { setHeader } from "../answer.ts";
import { PingOneRefusal } from "../errors.ts";
import { furnish } from "../furnish.ts";
import { refuseOtherMethods } from "../management/collectionRoutes.ts";
import { MAX_DEPTH, originOf, received } from "../request.ts";
import type { World } from "../world.ts";
import type { Control } from "./index.ts";
import { inspectorRoutes } from "./inspector/index.ts";
import { sentMessages } from "./messages.ts";
import { ownObject, validateOwn } from "./ownSchema.ts";
import { listRequests } from "./requests.ts";
import * as savepoints from "./savepoints.ts";
import { exportState, stateText } from "./state.ts";
import { importState } from "./stateImport.ts";

/** The emulator's own control plane, below `/_emulator`. */
export function controlRoutes(world: World, control: Control): Hono {
	const { clock, faults, journal } = control;
	const routes = new Hono();
	routes.use("*", async (c, next) => {
		requireOwnPage(c);
		// Codes, secrets and whole states: nothing for a browser to keep.
		setHeader(c, "Cache-Control", "no-store");
		await next();
	});

	routes.get("/health", (c) => c.json({ status: "ready", environmentId: furnish(world).environmentId }));
	routes.post("/reset", (c) => {
		control.reset();
		return c.body(null, 204);
	});

	routes.get("/state", (c) => {
		const all = validateOwn(extent, c.req.query()).all === "true";
		return c.body(stateText(exportState(world, all)), 200, { "content-type": "application/json" });
	});
	routes.put("/state", async (c) => {
		importState(world, (await received(c)).json(["application/json"], STATE_DEPTH));
		return c.body(null, 204);
	});

	routes.get("/savepoints", (c) => c.json({ savepoints: savepoints.list(world) }));
	routes.post("/savepoints/:name", (c) => c.json(savepoints.save(world, c.req.param("name")), 201));
	routes.post("/savepoints/:name/restore", (c) => {
		savepoints.restore(world, c.req.param("name"));
		return c.body(null, 204);
	});
	routes.delete("/savepoints/:name", (c) => {
		savepoints.remove(world, c.req.param("name"));
		return c.body(null, 204);
	});

	routes.get("/clock", (c) => c.json(clock.read()));
	routes.put("/clock", async (c) => c.json(clock.set((await received(c)).json())));

	routes.get("/faults", (c) => c.json({ faults: faults.list() }));
	routes.post("/faults", async (c) => c.json(faults.add((await received(c)).json()), 201));
	routes.delete("/faults", (c) => {
		faults.clear();
		return c.body(null, 204);
	});
	routes.delete("/faults/:id", (c) => {
		faults.remove(c.req.param("id"));
		return c.body(null, 204);
	});

	routes.get("/requests", (c) => c.json({ requests: listRequests(journal, c.req.query()) }));
	routes.get("/messages", (c) => c.json({ messages: sentMessages(world) }));
	routes.route("/", inspectorRoutes(world, control));
	refuseOthers(routes);
	return routes;
}

/** A client's body as deep as it may be stands in a state at most so much deeper: `entries.{kind}.{id}.body.claims.{name}`. */
const STATE_DEPTH = MAX_DEPTH + 6;

const extent = ownObject({ all: z.enum(["true", "false"]).default("false") });

/** A path that is there with other methods is not one that is not emulated. */
function refuseOthers(routes: Hono): void {
	const own = routes.routes.filter(({ method }) => method !== "ALL");
	for (const path of new Set(own.map((route) => route.path))) {
		const allowed = own.filter((route) => route.path === path).map(({ method }) => method);
		refuseOtherMethods(routes, path, allowed);
	}
}

/**
 * A page of another site in the user's browser must neither read nor change anything here: by W3C Fetch Metadata, or
 * where a browser sends none, by the Origin that it sends with whatever changes something. Scripts send neither.
 */
function requireOwnPage(c: Context): void {
	const site = c.req.header("sec-fetch-site");
	const origin = c.req.header("origin");
	const own = site === undefined ? origin === undefined || isOwn(c, origin) : site === "same-origin" || site === "none";
	if (!own) throw new PingOneRefusal(403, "ACCESS_FAILED", "The control plane is not for pages of other sites.");
}

/** By host alone: a TLS proxy need not say that it is one. */
const isOwn = (c: Context, origin: string): boolean => hostOf(origin) === hostOf(originOf(c));

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);
