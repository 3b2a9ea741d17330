import type { Hono } from "hono";
import { z } from "zod";
import { constraintViolation, invalidData, invalidValue } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { type Collection, findIn, type Parent, type Place } from "./collection.ts";
import { routesOf } from "./collectionRoutes.ts";
import { reference, text } from "./fields.ts";
import { rolesOf } from "./roles.ts";

const KINDS = {
	ORGANIZATION: "organization",
	ENVIRONMENT: "environment",
	POPULATION: "population",
	APPLICATION: "application",
	GROUP: "group",
} as const;

type ScopeType = keyof typeof KINDS;

interface RoleAssignment {
	role: { id: string };
	scope: { id: string; type: ScopeType };
}

/** The types are written in any case: the documented example has `environment`, and the answer to it `ENVIRONMENT`. */
const assignmentOver = (types: readonly ScopeType[]): z.ZodType<RoleAssignment> =>
	z.object({ role: reference, scope: z.object({ id: text, type: z.string().toUpperCase().pipe(z.enum(types)) }) });

const OF_APPLICATIONS = ["ORGANIZATION", "ENVIRONMENT", "POPULATION", "APPLICATION"] as const;

/** Users and groups may have a role over a group as well. */
const OF_OTHERS = [...OF_APPLICATIONS, "GROUP"] as const;

/** Role assignments of an application, a user or a group (PingOne API, "Role Assignments"). They are never replaced. */
const roleAssignments = (world: World, under: Parent): Collection<RoleAssignment> => ({
	kind: "roleAssignment",
	path: "roleAssignments",
	under,
	without: ["PUT"],
	schema: assignmentOver(under.kind === "application" ? OF_APPLICATIONS : OF_OTHERS),
	prepare: (body, { parent }) => {
		const { role, scope } = body;
		const assigned = rolesOf(world).find(({ id }) => id === role.id);
		if (!assigned) throw invalidValue("role.id", `role ${role.id} does not exist`);
		if (!isApplicable(assigned, scope.type))
			throw invalidValue("scope", `role ${assigned.name} is not assigned over a scope of type ${scope.type}`);
		if (!world.store.find(KINDS[scope.type], scope.id)) throw invalidValue("scope.id", `${scope.id} does not exist`);
		if (world.store.findByKey("roleAssignment", parent.id, keyOf(body))) throw assignedAlready();
		return body;
	},
	unique: { target: "role", key: keyOf },
	// An assignment over an object of the same environment goes with it.
	references: ({ scope: { id: target, type } }, { environment }) =>
		type !== "ORGANIZATION" && type !== "ENVIRONMENT" && findIn(world, KINDS[type], environment.id, target)
			? [{ field: "scope.id", kind: KINDS[type], target }]
			: [],
	refuseDelete: (_assignment, place) => {
		if (isOwn(place)) throw constraintViolation("readOnly", "Role assignment cannot be deleted as it is read only");
	},
	present: (_assignment, place) => ({ readOnly: isOwn(place) }),
	times: false,
});

/** What no role lists, a group, any may be assigned over; and a role from an older export lists nothing. */
const isApplicable = ({ applicableTo }: JsonObject, type: ScopeType): boolean =>
	type === "GROUP" || !Array.isArray(applicableTo) || applicableTo.includes(type);

/** An assignment is read only to whom it is given, whoever has made it. */
const isOwn = ({ parent, worker }: Place): boolean => parent.id === worker?.id;

const keyOf = ({ role, scope }: RoleAssignment): string => `${role.id} ${scope.id}`;

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
			...{ key: keyOf(body), body },
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

export const roleAssignmentCollections = (world: World): Collection<RoleAssignment>[] =>
	UNDER.map((under) => roleAssignments(world, under));

export const roleAssignmentRoutes = (world: World): Hono => routesOf(world, roleAssignmentCollections(world));
