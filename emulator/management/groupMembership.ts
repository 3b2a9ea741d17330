import { type Context, Hono } from "hono";
import { notFound, notUnique } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { readJson, validate } from "../request.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { requireExisting } from "./collection.ts";
import { locate, refuseOtherMethods } from "./collectionRoutes.ts";
import { reference } from "./fields.ts";
import { groupsOf, setUserBody, users } from "./users.ts";

/** Which groups a user is a direct member of (PingOne API, "Group Membership"). */
export function groupMembershipRoutes(world: World): Hono {
	const routes = new Hono();
	const path = "/users/:id/memberOfGroups";

	routes.get(path, (c) => c.json(list(world, c)));

	routes.post(path, async (c) => {
		locate(world, c, users(world));
		const { id } = validate(reference, await readJson(c));
		world.store.transaction(() => joinGroup(world, locate(world, c, users(world)).object, id));
		const membership = one(world, c, id);
		return c.json(membership, 201, { Location: membership._links.self.href });
	});
	refuseOtherMethods(routes, path, ["GET", "POST"]);

	routes.get(`${path}/:groupId`, (c) => c.json(one(world, c, c.req.param("groupId"))));
	routes.delete(`${path}/:groupId`, (c) => {
		const group = c.req.param("groupId");
		one(world, c, group);
		world.store.transaction(() => leaveGroup(world, locate(world, c, users(world)).object, group));
		return c.body(null, 204);
	});
	refuseOtherMethods(routes, `${path}/:groupId`, ["GET", "DELETE"]);
	return routes;
}

function joinGroup(world: World, user: StoredObject, group: string): void {
	requireExisting(world, user.environment, { field: "id", kind: "group", target: group });
	const memberOfGroups = groupsOf(user);
	if (memberOfGroups.some(({ id }) => id === group)) throw notUnique("id", group);
	setUserBody(world, user, { ...user.body, memberOfGroups: [...memberOfGroups, { id: group }] });
}

/** Ends a user's membership of a group. */
export function leaveGroup(world: World, user: StoredObject, group: string): void {
	const { memberOfGroups: _, ...body } = user.body;
	const left = groupsOf(user).filter(({ id }) => id !== group);
	setUserBody(world, user, left.length > 0 ? { ...body, memberOfGroups: left } : body);
}

function one(world: World, c: Context, group: string) {
	const { object: user, place } = locate(world, c, users(world));
	if (!groupsOf(user).some(({ id }) => id === group)) throw notFound();
	const userUrl = `${place.url}/${user.id}`;
	return {
		_links: {
			self: { href: `${userUrl}/memberOfGroups/${group}` },
			environment: { href: place.environmentUrl },
			user: { href: userUrl },
			group: { href: `${place.environmentUrl}/groups/${group}` },
		},
		id: group,
		name: String(world.store.find("group", group)?.body.name),
		type: "DIRECT",
		environment: { id: place.environment.id },
		user: { id: user.id },
	};
}

function list(world: World, c: Context): JsonObject {
	const { object: user, place } = locate(world, c, users(world));
	const memberships = groupsOf(user).map(({ id }) => one(world, c, id));
	return {
		_links: { self: { href: `${place.url}/${user.id}/memberOfGroups` } },
		_embedded: { groupMemberships: memberships },
		count: memberships.length,
		size: memberships.length,
	};
}
