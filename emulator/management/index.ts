import { Hono } from "hono";
import type { World } from "../world.ts";
import { actionRoutes } from "./actions.ts";
import { applicationRoutes } from "./applications.ts";
import { attributeRoutes } from "./attributes.ts";
import { bearer } from "./bearer.ts";
import { environmentRoutes } from "./environments.ts";
import { grantRoutes } from "./grants.ts";
import { passwordPolicyRoutes } from "./passwordPolicies.ts";
import { passwordRoutes } from "./passwords.ts";
import { populationRoutes } from "./populations.ts";
import { resourceRoutes } from "./resources.ts";
import { scopeRoutes } from "./scopes.ts";
import { secretRoutes } from "./secrets.ts";
import { signOnPolicyRoutes } from "./signOnPolicies.ts";
import { signOnPolicyAssignmentRoutes } from "./signOnPolicyAssignments.ts";
import { userStateRoutes } from "./userState.ts";
import { userRoutes } from "./users.ts";

/** The management API below `/v1`, in the order of PingOne's documentation ("PingOne Platform API"). */
export function managementRoutes(world: World): Hono {
	const inEnvironment = new Hono()
		.route("/", applicationRoutes(world))
		.route("/", secretRoutes(world, { kind: "application", path: "applications" }))
		.route("/", grantRoutes(world))
		.route("/", signOnPolicyAssignmentRoutes(world))
		.route("/", resourceRoutes(world))
		.route("/", secretRoutes(world, { kind: "resource", path: "resources" }))
		.route("/", scopeRoutes(world))
		.route("/", attributeRoutes(world))
		.route("/", signOnPolicyRoutes(world))
		.route("/", actionRoutes(world))
		.route("/", passwordPolicyRoutes(world))
		.route("/", populationRoutes(world))
		.route("/", userStateRoutes(world))
		.route("/", userRoutes(world))
		.route("/", passwordRoutes(world));

	return new Hono()
		.use("*", bearer(world))
		.route("/environments", environmentRoutes(world))
		.route("/environments/:environmentId", inEnvironment);
}
