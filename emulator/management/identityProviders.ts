import { Hono } from "hono";
import type { World } from "../world.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { supporting } from "./supporting.ts";

/** External identity providers and how their attributes are mapped (PingOne API, "Identity Providers"). */
export function identityProviderRoutes(world: World): Hono {
	const identityProviders = supporting(world, {
		kind: "identityProvider",
		path: "identityProviders",
		named: "name",
		usedBy: ["identityProvider.id", "socialProviders", "discoveryRules"],
		links: { attributes: "/attributes" },
	});
	const attributes = supporting(world, {
		kind: "identityProviderAttribute",
		path: "attributes",
		under: { kind: "identityProvider", path: "identityProviders" },
		named: "name",
	});
	return new Hono()
		.route("/", collectionRoutes(world, identityProviders))
		.route("/", collectionRoutes(world, attributes));
}
