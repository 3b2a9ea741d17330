import { Hono, type MiddlewareHandler } from "hono";
import type { Authorized } from "../authorized.ts";
import { refuseLarge } from "../largeBody.ts";
import type { World } from "../world.ts";
import { actionRoutes } from "./actions.ts";
import { agreementRoutes } from "./agreements.ts";
import { applicationAttributeRoutes } from "./applicationAttributes.ts";
import { applicationRoutes } from "./applications.ts";
import { attributeRoutes } from "./attributes.ts";
import { billOfMaterialsRoutes } from "./billOfMaterials.ts";
import { certificateRoutes } from "./certificates.ts";
import { cors } from "./cors.ts";
import { defaultIdentityProviderRoutes } from "./defaultIdentityProvider.ts";
import { deviceAuthenticationPolicyRoutes } from "./deviceAuthenticationPolicies.ts";
import { environmentRoutes } from "./environments.ts";
import { gatewayRoutes } from "./gateways.ts";
import { grantRoutes } from "./grants.ts";
import { groupMembershipRoutes } from "./groupMembership.ts";
import { groupRoutes } from "./groups.ts";
import { identityProviderRoutes } from "./identityProviders.ts";
import { imageRoutes } from "./images.ts";
import { keyRotationPolicyRoutes } from "./keyRotationPolicies.ts";
import { keyRoutes } from "./keys.ts";
import { languageRoutes } from "./languages.ts";
import { licenseRoutes } from "./licenses.ts";
import { organizationRoutes } from "./organizations.ts";
import { passwordPolicyRoutes } from "./passwordPolicies.ts";
import { passwordRoutes } from "./passwords.ts";
import { populationRoutes } from "./populations.ts";
import { resourceRoutes } from "./resources.ts";
import { roleAssignmentRoutes } from "./roleAssignments.ts";
import { roleRoutes } from "./roles.ts";
import { schemaRoutes } from "./schemas.ts";
import { scopeRoutes } from "./scopes.ts";
import { secretRoutes } from "./secrets.ts";
import { signOnPolicyRoutes } from "./signOnPolicies.ts";
import { signOnPolicyAssignmentRoutes } from "./signOnPolicyAssignments.ts";
import { themeRoutes } from "./themes.ts";
import { userStateRoutes } from "./userState.ts";
import { userRoutes } from "./users.ts";

/** The management API below `/v1`; `bearer` lets those pass who may use it. */
export const managementRoutes = (world: World, bearer: MiddlewareHandler<Authorized>): Hono<Authorized> =>
	new Hono<Authorized>()
		.use("*", cors)
		.use("*", bearer)
		.use("*", refuseLarge)
		.route("/", organizationRoutes(world))
		.route("/", licenseRoutes(world))
		.route("/", roleRoutes(world))
		.route("/environments", environmentRoutes(world))
		.route("/environments/:environmentId", billOfMaterialsRoutes(world))
		.route("/environments/:environmentId", mainKinds(world))
		.route("/environments/:environmentId", supportingKinds(world));

/** The nine kinds of the workflow and what belongs to them, in the order of PingOne's documentation. */
const mainKinds = (world: World): Hono =>
	new Hono()
		.route("/", applicationRoutes(world))
		.route("/", secretRoutes(world, { kind: "application", path: "applications" }))
		.route("/", applicationAttributeRoutes(world))
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
		.route("/", defaultIdentityProviderRoutes(world))
		.route("/", userStateRoutes(world))
		.route("/", userRoutes(world))
		.route("/", passwordRoutes(world))
		.route("/", groupMembershipRoutes(world))
		.route("/", roleAssignmentRoutes(world));

/** Kinds that the main ones point at: kept and echoed, their own attributes hardly judged. */
const supportingKinds = (world: World): Hono =>
	new Hono()
		.route("/", agreementRoutes(world))
		.route("/", certificateRoutes(world))
		.route("/", deviceAuthenticationPolicyRoutes(world))
		.route("/", gatewayRoutes(world))
		.route("/", groupRoutes(world))
		.route("/", identityProviderRoutes(world))
		.route("/", imageRoutes(world))
		.route("/", keyRoutes(world))
		.route("/", keyRotationPolicyRoutes(world))
		.route("/", languageRoutes(world))
		.route("/", schemaRoutes(world))
		.route("/", themeRoutes(world));
