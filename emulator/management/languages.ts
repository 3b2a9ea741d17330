import type { Hono } from "hono";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { supporting } from "./supporting.ts";

/** Languages that pages and messages are shown in (PingOne API, "Languages"). */
export const languages = (world: World): Collection<JsonObject> =>
	supporting(world, { kind: "language", path: "languages", named: "locale", hasDefault: true });

export const languageRoutes = (world: World): Hono => collectionRoutes(world, languages(world));
