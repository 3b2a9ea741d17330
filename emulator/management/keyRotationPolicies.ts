import type { Hono } from "hono";
import type { World } from "../world.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { supporting } from "./supporting.ts";

/** Key rotation policies (PingOne API, "Key Rotation Policies"): kept, while nothing here rotates a key. */
export const keyRotationPolicyRoutes = (world: World): Hono =>
	collectionRoutes(
		world,
		supporting(world, {
			kind: "keyRotationPolicy",
			path: "keyRotationPolicies",
			named: "name",
			usedBy: ["signing.keyRotationPolicy.id"],
		}),
	);
