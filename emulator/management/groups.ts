import type { Hono } from "hono";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { byAttribute, type Filterable } from "./filter.ts";
import { leaveGroup } from "./groupMembership.ts";
import { pageOf, readFilter } from "./paging.ts";
import { supporting } from "./supporting.ts";

const FILTERABLE: Filterable = {
	id: { operators: ["eq"], condition: (id) => ({ id }) },
	name: { operators: ["eq", "sw"], condition: (key, operator) => ({ key, startsWith: operator === "sw" }) },
	...byAttribute(["population.id", "externalId"], ["eq"]),
};

/** Groups of users (PingOne API, "Groups"). Users leave a group that is deleted; an application keeps its groups. */
export const groups = (world: World): Collection<JsonObject> =>
	supporting(world, {
		kind: "group",
		path: "groups",
		named: "name",
		usedBy: ["accessControl.group.groups"],
		present: ({ id }) => ({ directMemberCounts: { users: world.store.countReferences("memberOfGroups", id) } }),
		deleting: ({ id }) => {
			for (const user of world.store.sources("user", id)) leaveGroup(world, user, id);
		},
		list: (c, place) => pageOf(world, c, "group", place, readFilter(c, FILTERABLE)),
	});

export const groupRoutes = (world: World): Hono => collectionRoutes(world, groups(world));
