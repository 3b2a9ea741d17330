import { type Context, Hono } from "hono";
import { setHeader } from "../../answer.ts";
import type { Html } from "../../html.ts";
import type { World } from "../../world.ts";
import type { Control } from "../index.ts";
import type { Asked } from "./asked.ts";
import { controlsView } from "./controlsView.ts";
import { flowsView } from "./flowsView.ts";
import { objectsView } from "./objectsView.ts";
import { layout, VIEWS, type View } from "./page.ts";
import { requestsView } from "./requestsView.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import { tokensView } from "./tokensView.ts";

/** The page at `/_emulator/`: what is stored, what was asked and why it was refused, for a person at a browser. */
export function inspectorRoutes(world: World, control: Control): Hono {
	const routes = new Hono();
	routes.on(["GET", "POST"], "/", async (c) => {
		const query = c.req.query();
		const form = c.req.method === "POST" ? Object.fromEntries(new URLSearchParams(await c.req.text())) : {};
		const asked = { world, control, query, form, secrets: query.secrets === "true" };
		const view = VIEWS.find((one) => one === query.view) ?? "objects";
		protect(c);
		return c.html(layout(view, asked, await RENDER[view](asked)));
	});
	routes.get("/inspector.js", (c) => c.body(script, 200, { "content-type": "text/javascript" }));
	routes.get("/inspector.css", (c) => c.body(style, 200, { "content-type": "text/css" }));
	return routes;
}

const RENDER: Record<View, (asked: Asked) => Html | Promise<Html>> = {
	objects: objectsView,
	requests: requestsView,
	flows: flowsView,
	tokens: tokensView,
	controls: controlsView,
};

/** Names that clients stored are on this page: nothing but its own script may run, and no frame may hold it. */
function protect(c: Context): void {
	setHeader(
		c,
		"Content-Security-Policy",
		"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	);
	setHeader(c, "X-Content-Type-Options", "nosniff");
	// Not `no-referrer`: the page's own form would be sent with `Origin: null`, as one of a stranger.
	setHeader(c, "Referrer-Policy", "same-origin");
}
