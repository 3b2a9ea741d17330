import type { Hono } from "hono";
import { z } from "zod";
import { constraintViolation, invalidData, invalidValue } from "../errors.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { type Collection, findIn, type Parent } from "./collection.ts";
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
	// An assignment over a population or an application of the same environment goes with it.
	references: ({ scope: { id: target, type } }, { environment }) =>
		(type === "POPULATION" || type === "APPLICATION") && findIn(world, KINDS[type], environment.id, target)
			? [{ field: "scope.id", kind: KINDS[type], target }]
			: [],
	refuseDelete: ({ body }) => {
		if (body.readOnly === true)
			throw constraintViolation("readOnly", "Role assignment cannot be deleted as it is read only");
	},
	times: false,
});

const keyOf = ({ role, scope }: z.infer<typeof schema>): string => `${role.id} ${scope.id}`;

/** Observed on the service. */
const assignedAlready = () =>
	invalidData({ code: "UNIQUENESS_VIOLATION", target: "role", message: "May not assign duplicate Role" });

/** Takes back the roles that anybody has over an object that goes. */
export function endAssignmentsOver(world: World, { id }: StoredObject): void {
	for (const assignment of world.store.sources("roleAssignment", id)) world.store.remove(assignment.id);
}

/** PingOne docs, "Administrator permissions": what a worker may do in an environment that it has made. */
const ROLES_OF_MAKER = ["Identity Data Admin", "Client Application Developer"];

/** Gives the maker of an environment its roles there. */
export function assignToMaker(world: World, maker: StoredObject, environment: StoredObject): void {
	for (const { id, name } of rolesOf(world)) {
		if (!ROLES_OF_MAKER.includes(String(name))) continue;
		const body = { role: { id: String(id) }, scope: { id: environment.id, type: "ENVIRONMENT" as const } };
		world.store.insert({
			...{ id: world.ids.uuid(), kind: "roleAssignment", environment: maker.environment, parent: maker.id },
			...{ key: keyOf(body), body: { ...body, readOnly: true } },
		});
	}
}

/** Takes back the roles that anybody has in an environment that goes. */
export function endAssignmentsIn(world: World, environment: StoredObject): void {
	for (const { id } of world.store.list("environment", environment.parent)) {
		for (const assignment of world.store.listAll("roleAssignment", id)) {
			const { scope } = assignment.body as unknown as RoleAssignment;
			if (scope.id === environment.id) world.store.remove(assignment.id);
		}
	}
}

const UNDER: readonly Parent[] = [
	{ kind: "application", path: "applications" },
	{ kind: "user", path: "users" },
	{ kind: "group", path: "groups" },
];

export const roleAssignmentCollections = (world: World): Collection<z.infer<typeof schema>, RoleAssignment>[] =>
	UNDER.map((under) => roleAssignments(world, under));

export const roleAssignmentRoutes = (world: World): Hono => routesOf(world, roleAssignmentCollections(world));
