import type { Hono } from "hono";
import { constraintViolation, invalidValue } from "../errors.ts";
import type { World } from "../world.ts";
import { type Action, actionSchema } from "./actionSchema.ts";
import type { CheckedReference, Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";

const MAXIMUM_ACTIONS = 20;

/** The steps of a sign-on policy, lowest priority first (PingOne API, "Sign-On Policy Actions"). */
export const actions = (world: World): Collection<Action> => ({
	kind: "action",
	path: "actions",
	under: { kind: "signOnPolicy", path: "signOnPolicies" },
	schema: actionSchema,
	references: registrationPopulation,
	prepare: (body, { parent }, before) => {
		if (before && before.body.type !== body.type) throw invalidValue("type", "cannot be changed");
		if (!before && world.store.count("action", parent.id) >= MAXIMUM_ACTIONS) {
			throw constraintViolation(undefined, `A sign-on policy can have at most ${MAXIMUM_ACTIONS} actions`);
		}
		return body;
	},
	refuseDelete: (_object, { parent }) => {
		if (world.store.count("action", parent.id) === 1) {
			throw constraintViolation(undefined, "Cannot delete last action from the policy");
		}
	},
	times: false,
});

function registrationPopulation(body: Action): CheckedReference[] {
	const population = "registration" in body ? body.registration?.population : undefined;
	return population ? [{ field: "registration.population.id", kind: "population", target: population.id }] : [];
}

export const actionRoutes = (world: World): Hono => collectionRoutes(world, actions(world));
