import type { Hono } from "hono";
import { z } from "zod";
import { invalidValue, notUnique } from "../errors.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { idIn, reference, strictInteger } from "./fields.ts";

const schema = z.object({ signOnPolicy: reference, priority: strictInteger(1) });

/** Which sign-on policies an application uses, in which order (PingOne API, "Application Sign-On Policy Assignments"). */
export const signOnPolicyAssignments = (world: World): Collection<z.infer<typeof schema>> => ({
	kind: "signOnPolicyAssignment",
	path: "signOnPolicyAssignments",
	under: { kind: "application", path: "applications" },
	schema,
	unique: { target: "signOnPolicy", key: ({ signOnPolicy }) => signOnPolicy.id },
	references: ({ signOnPolicy }) => [{ field: "signOnPolicy.id", kind: "signOnPolicy", target: signOnPolicy.id }],
	prepare: (body, { parent }, before) => {
		if (before && idIn(before.body.signOnPolicy) !== body.signOnPolicy.id)
			throw invalidValue("signOnPolicy.id", "cannot be changed");
		const others = world.store.list("signOnPolicyAssignment", parent.id).filter(({ id }) => id !== before?.id);
		const taken = others.find((other) => other.body.priority === body.priority);
		// The same policy again is told by its own key.
		if (taken && taken.key !== body.signOnPolicy.id) throw notUnique("priority", taken.id);
		return body;
	},
	linksTo: ({ signOnPolicy }) => ({ signOnPolicy: `/signOnPolicies/${idIn(signOnPolicy)}` }),
	times: false,
});

export const signOnPolicyAssignmentRoutes = (world: World): Hono =>
	collectionRoutes(world, signOnPolicyAssignments(world));
