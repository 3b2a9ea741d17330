import { Hono } from "hono";
import { z } from "zod";
import { defaultOf } from "../defaultOf.ts";
import type { JsonObject } from "../json.ts";
import { received } from "../request.ts";
import { validate } from "../validate.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { collectionRoutes, locate, refuseOtherMethods } from "./collectionRoutes.ts";
import { isDefault, moveDefault } from "./default.ts";
import { text } from "./fields.ts";
import { supporting } from "./supporting.ts";

const schema = z.looseObject({ configuration: z.looseObject({ name: text }) }).transform((body) => body as JsonObject);

/** Branding themes (PingOne API, "Branding Themes"). The default one is for populations that name none. */
export const themes = (world: World): Collection<JsonObject> => ({
	...supporting(world, { kind: "theme", path: "themes", hasDefault: true, usedBy: ["theme.id"] }),
	schema,
	unique: { target: "configuration.name", key: ({ configuration }) => String((configuration as JsonObject).name) },
	links: { default: "/default" },
});

/** The id of the theme that a population without one gets. */
export function defaultTheme(world: World, environment: string): string {
	const theme = defaultOf(world, "theme", environment);
	if (!theme) throw new Error(`environment ${environment} has no default theme`);
	return theme.id;
}

/** `/themes`, and the flag `/themes/:id/default` of each. */
export function themeRoutes(world: World): Hono {
	const routes = new Hono();
	const path = "/themes/:id/default";
	const flag = z.object({ default: z.boolean() });

	routes.get(path, (c) => c.json({ default: locate(world, c, themes(world)).object.body.default }));
	routes.put(path, async (c) => {
		const sent = await received(c);
		const { object } = locate(world, c, themes(world));
		const theme = { ...object, body: { ...object.body, default: isDefault(validate(flag, sent.json()), object) } };
		world.store.transaction(() => {
			world.store.setBody(theme.id, theme.body);
			moveDefault(world, theme);
		});
		return c.json({ default: theme.body.default });
	});
	refuseOtherMethods(routes, path, ["GET", "PUT"]);
	return routes.route("/", collectionRoutes(world, themes(world)));
}
