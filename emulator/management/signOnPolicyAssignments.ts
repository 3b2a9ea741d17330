import type { Hono } from "hono";
import { z } from "zod";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { reference, strictInteger } from "./fields.ts";

const schema = z.object({ signOnPolicy: reference, priority: strictInteger(1) });

/** Which sign-on policies an application uses, in which order (PingOne API, "Application Sign-On Policy Assignments"). */
export const signOnPolicyAssignments = (): Collection<z.infer<typeof schema>> => ({
	kind: "signOnPolicyAssignment",
	path: "signOnPolicyAssignments",
	under: { kind: "application", path: "applications" },
	schema,
	unique: { target: "signOnPolicy", key: ({ signOnPolicy }) => signOnPolicy.id },
	references: ({ signOnPolicy }) => [{ field: "signOnPolicy.id", kind: "signOnPolicy", target: signOnPolicy.id }],
	prepare: (body) => body,
	times: false,
});

export const signOnPolicyAssignmentRoutes = (world: World): Hono => collectionRoutes(world, signOnPolicyAssignments());
