import type { Hono } from "hono";
import { z } from "zod";
import { constraintViolation, invalidData, invalidValue } from "../errors.ts";
import type { World } from "../world.ts";
import type { Collection, Parent } from "./collection.ts";
import { routesOf } from "./collectionRoutes.ts";
import { reference, text } from "./fields.ts";
import { rolesOf } from "./roles.ts";

const schema = z.object({
	role: reference,
	scope: z.object({ id: text, type: z.enum(["ORGANIZATION", "ENVIRONMENT", "POPULATION", "APPLICATION"]) }),
});

type RoleAssignment = z.infer<typeof schema> & { readOnly: boolean };

const KINDS = {
	ORGANIZATION: "organization",
	ENVIRONMENT: "environment",
	POPULATION: "population",
	APPLICATION: "application",
} as const;

/** Role assignments of an application, a user or a group (PingOne API, "Role Assignments"). They are never replaced. */
const roleAssignments = (world: World, under: Parent): Collection<z.infer<typeof schema>, RoleAssignment> => ({
	kind: "roleAssignment",
	path: "roleAssignments",
	under,
	without: ["PUT"],
	schema,
	prepare: (body, { parent }) => {
		const { role, scope } = body;
		if (!rolesOf(world).some(({ id }) => id === role.id))
			throw invalidValue("role.id", `role ${role.id} does not exist`);
		if (!world.store.find(KINDS[scope.type], scope.id)) throw invalidValue("scope.id", `${scope.id} does not exist`);
		if (world.store.findByKey("roleAssignment", parent.id, keyOf(body))) throw assignedAlready();
		return { ...body, readOnly: false };
	},
	unique: { target: "role", key: keyOf },
	refuseDelete: ({ body }) => {
		if (body.readOnly === true) throw constraintViolation("readOnly", "The role assignment is read only");
	},
	times: false,
});

const keyOf = ({ role, scope }: z.infer<typeof schema>): string => `${role.id} ${scope.id}`;

/** Observed on the service. */
const assignedAlready = () =>
	invalidData({ code: "UNIQUENESS_VIOLATION", target: "role", message: "May not assign duplicate Role" });

const UNDER: readonly Parent[] = [
	{ kind: "application", path: "applications" },
	{ kind: "user", path: "users" },
	{ kind: "group", path: "groups" },
];

export const roleAssignmentCollections = (world: World): Collection<z.infer<typeof schema>, RoleAssignment>[] =>
	UNDER.map((under) => roleAssignments(world, under));

export const roleAssignmentRoutes = (world: World): Hono => routesOf(world, roleAssignmentCollections(world));
