import { Hono } from "hono";
import { furnish, refurnish } from "../furnish.ts";
import type { World } from "../world.ts";

/** The emulator's own control plane, below `/_emulator`: what a test or a script asks of it, and PingOne does not have. */
export function controlRoutes(world: World): Hono {
	const routes = new Hono();
	routes.get("/health", (c) => c.json({ status: "ready", environmentId: furnish(world).environmentId }));
	routes.post("/reset", (c) => {
		refurnish(world);
		return c.body(null, 204);
	});
	return routes;
}
