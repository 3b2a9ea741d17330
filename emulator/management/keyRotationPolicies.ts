import type { Hono } from "hono";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { supporting } from "./supporting.ts";

/**
 * Key rotation policies (PingOne API, "Key Rotation Policies"): kept, while nothing here rotates a key. "When an
 * environment is created, PingOne creates an initial KRP configuration object as the default KRP."
 */
export const keyRotationPolicies = (world: World): Collection<JsonObject> =>
	supporting(world, {
		kind: "keyRotationPolicy",
		path: "keyRotationPolicies",
		named: "name",
		hasDefault: true,
		usedBy: ["signing.keyRotationPolicy.id"],
	});

export const keyRotationPolicyRoutes = (world: World): Hono => collectionRoutes(world, keyRotationPolicies(world));
