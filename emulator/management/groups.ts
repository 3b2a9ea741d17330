import { Hono } from "hono";
import { isObject, type JsonObject } from "../json.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import type { CheckedReference, Collection } from "./collection.ts";
import { collectionRoutes, locate, represent } from "./collectionRoutes.ts";
import { byAttribute, type Filterable } from "./filter.ts";
import { byGroup } from "./groupFilter.ts";
import { asksFor, pageOf, readFilter } from "./paging.ts";
import { endAssignmentsOver } from "./roleAssignments.ts";
import { groupsOf } from "./storedUser.ts";
import { supporting } from "./supporting.ts";
import { setUserBody } from "./users.ts";

/** As what a group keeps that it is in another. */
const NESTED_IN = "nestedIn";

const FILTERABLE: Filterable = {
	id: { operators: ["eq"], condition: (id) => ({ id }) },
	name: { operators: ["eq", "sw"], condition: (key, operator) => ({ key, startsWith: operator === "sw" }) },
	...byAttribute(["externalId", "displayName"], ["eq", "sw"]),
	...byAttribute(["population.id", "sourceId"], ["eq"]),
	...byGroup(NESTED_IN),
};

/** Groups (PingOne API, "Groups"). Who is in a group leaves it when it is deleted; an application keeps its groups. */
export const groups = (world: World): Collection<JsonObject> => ({
	...supporting(world, {
		kind: "group",
		path: "groups",
		named: "name",
		usedBy: ["accessControl.group.groups"],
		// A group stays in its population, or in none.
		prepare: ({ memberOfGroups: _, population, ...body }, _place, before) => {
			const kept = before ? before.body.population : population;
			return inGroups({ ...body, ...(kept !== undefined && { population: kept }) }, before ? groupsOf(before) : []);
		},
		present: ({ id }) => ({
			memberOfGroups: undefined,
			directMemberCounts: membersOf(world, id),
		}),
		deleting: (group) => {
			for (const member of [...world.store.sources("user", group.id), ...world.store.sources("group", group.id)]) {
				leaveGroup(world, member, group.id);
			}
			endAssignmentsOver(world, group);
		},
		list: (c, place) => pageOf(world, c, "group", place, readFilter(c, FILTERABLE)),
	}),
	references: nestings,
});

const membersOf = (world: World, id: string): JsonObject => ({
	users: world.store.countReferences("memberOfGroups", id),
	groups: world.store.countReferences(NESTED_IN, id),
});

function nestings({ memberOfGroups = [] }: JsonObject): CheckedReference[] {
	const outer = memberOfGroups as { id: string }[];
	return outer.map(({ id }) => ({ field: NESTED_IN, kind: "group", target: id }));
}

/** The body of a user, or a group, that is a direct member of those groups. */
export function inGroups({ memberOfGroups: _, ...body }: JsonObject, memberOfGroups: { id: string }[]): JsonObject {
	return memberOfGroups.length > 0 ? { ...body, memberOfGroups } : body;
}

/** Whether users of that population may be in the group: "a population-level group can contain users from that population only". */
export function admitsPopulation(group: StoredObject | undefined, population: string): boolean {
	const own = group?.body.population;
	return !isObject(own) || own.id === population;
}

/** Puts a user, or a group, into a group besides those that it is in. */
export const joinGroup = (world: World, member: StoredObject, group: string): void =>
	setGroups(world, member, [...groupsOf(member), { id: group }]);

/** Ends the membership of a user, or a group, in a group. */
export const leaveGroup = (world: World, member: StoredObject, group: string): void =>
	setGroups(
		world,
		member,
		groupsOf(member).filter(({ id }) => id !== group),
	);

function setGroups(world: World, member: StoredObject, memberOfGroups: { id: string }[]): void {
	const body = inGroups(member.body, memberOfGroups);
	if (member.kind === "user") setUserBody(world, member, body);
	else world.store.replace(member.id, { body, key: member.key, references: nestings(body) });
}

/** Whether the group is `other`, or stands in it, however deep. */
export function isWithin(world: World, group: string, other: string): boolean {
	if (group === other) return true;
	const stored = world.store.find("group", group);
	return stored !== undefined && groupsOf(stored).some(({ id }) => isWithin(world, id, other));
}

/**
 * `/groups`; one is read with `include=totalMemberCounts` (PingOne API, "Read One Group"). Nested groups bring a group no
 * members here, so that the total is what is in it directly.
 */
export function groupRoutes(world: World): Hono {
	const routes = new Hono();
	routes.get("/groups/:id", (c, next) => {
		if (!asksFor(c, "include", "totalMemberCounts")) return next();
		const { object, place } = locate(world, c, groups(world));
		return c.json({ ...represent(groups(world), object, place), totalMemberCounts: membersOf(world, object.id) });
	});
	return routes.route("/", collectionRoutes(world, groups(world)));
}
