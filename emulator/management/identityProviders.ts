import type { Hono } from "hono";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { routesOf } from "./collectionRoutes.ts";
import { supporting } from "./supporting.ts";

/** External identity providers and how their attributes are mapped (PingOne API, "Identity Providers"). */
export const identityProviderCollections = (world: World): Collection<JsonObject>[] => [
	supporting(world, {
		kind: "identityProvider",
		path: "identityProviders",
		named: "name",
		usedBy: ["identityProvider.id", "socialProviders", "discoveryRules"],
		links: { attributes: "/attributes" },
	}),
	supporting(world, {
		kind: "identityProviderAttribute",
		path: "attributes",
		under: { kind: "identityProvider", path: "identityProviders" },
		named: "name",
	}),
];

export const identityProviderRoutes = (world: World): Hono => routesOf(world, identityProviderCollections(world));
