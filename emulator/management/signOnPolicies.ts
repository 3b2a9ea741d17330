import type { Hono } from "hono";
import { z } from "zod";
import { constraintViolation } from "../errors.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { isDefault, moveDefault } from "./default.ts";

/** Requests of the documentation, as those of "Get a token for custom resource access", send the flag as a text. */
const fromText = (flag: unknown): unknown => (flag === "true" || flag === "false" ? flag === "true" : flag);

const schema = z.object({
	name: z
		.string()
		.min(1)
		.refine(
			(name) => /^[a-zA-Z0-9_. -]+$/.test(name) || (name.includes(":") && URL.canParse(name)),
			"must be letters, digits, '_', '.', '-' and spaces, or an absolute URI",
		),
	description: z.string().optional(),
	default: z.preprocess(fromText, z.boolean().optional()),
});

/** Sign-on policies (PingOne API, "Sign-On Policies"). The name is the `acr` claim and what `acr_values` asks for. */
export const signOnPolicies = (world: World): Collection<z.infer<typeof schema>> => ({
	kind: "signOnPolicy",
	path: "signOnPolicies",
	schema,
	unique: { target: "name", key: ({ name }) => name },
	// "This property can only be set to true": a default stops being one only when another takes its place.
	prepare: (body, _place, before) => ({ ...body, default: isDefault(body, before) }),
	saved: (object) => moveDefault(world, object),
	refuseDelete: (object) => {
		if (object.body.default === true) throw constraintViolation("default", "Cannot delete a default policy");
		if (world.store.sources("signOnPolicyAssignment", object.id).length > 0) {
			throw constraintViolation("id", "The sign-on policy is assigned to an application; delete the assignment first");
		}
	},
	links: { actions: "/actions" },
});

export const signOnPolicyRoutes = (world: World): Hono => collectionRoutes(world, signOnPolicies(world));
