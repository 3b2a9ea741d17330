import type { Hono } from "hono";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { supporting } from "./supporting.ts";

/** MFA policies (PingOne MFA API, "Device Authentication Policies"), which MULTI_FACTOR_AUTHENTICATION actions name. */
export const deviceAuthenticationPolicies = (world: World): Collection<JsonObject> =>
	supporting(world, {
		kind: "deviceAuthenticationPolicy",
		path: "deviceAuthenticationPolicies",
		named: "name",
		hasDefault: true,
		usedBy: ["deviceAuthenticationPolicy.id"],
	});

export const deviceAuthenticationPolicyRoutes = (world: World): Hono =>
	collectionRoutes(world, deviceAuthenticationPolicies(world));
