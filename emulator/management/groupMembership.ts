import { type Context, Hono } from "hono";
import { invalidValue, notFound, notUnique } from "../errors.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { readJson, validate } from "../request.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { type Place, requireExisting } from "./collection.ts";
import { locate, refuseOtherMethods } from "./collectionRoutes.ts";
import { reference } from "./fields.ts";
import { groups, isWithin, joinGroup, leaveGroup } from "./groups.ts";
import { groupsOf, users } from "./users.ts";

/** Finds the user, or the group, whose memberships a request is about. */
type Locate = (c: Context) => { object: StoredObject; place: Place };

/** Which groups a user, or another group, is a direct member of (PingOne API, "Group Membership", "Group Nesting"). */
export function groupMembershipRoutes(world: World): Hono {
	return new Hono()
		.route(
			"/",
			membershipRoutes(world, "/users", (c) => locate(world, c, users(world))),
		)
		.route(
			"/",
			membershipRoutes(world, "/groups", (c) => locate(world, c, groups(world))),
		);
}

function membershipRoutes(world: World, members: string, located: Locate): Hono {
	const routes = new Hono();
	const path = `${members}/:id/memberOfGroups`;

	routes.get(path, (c) => c.json(list(world, located(c))));

	routes.post(path, async (c) => {
		located(c);
		const { id } = validate(reference, await readJson(c));
		world.store.transaction(() => join(world, located(c).object, id));
		const membership = one(world, located(c), id);
		return c.json(membership, 201, { Location: membership._links.self.href });
	});
	refuseOtherMethods(routes, path, ["GET", "POST"]);

	routes.get(`${path}/:groupId`, (c) => c.json(one(world, located(c), c.req.param("groupId"))));
	routes.delete(`${path}/:groupId`, (c) => {
		const group = c.req.param("groupId");
		world.store.transaction(() => {
			const member = located(c);
			one(world, member, group);
			leaveGroup(world, member.object, group);
		});
		return c.body(null, 204);
	});
	refuseOtherMethods(routes, `${path}/:groupId`, ["GET", "DELETE"]);
	return routes;
}

function join(world: World, member: StoredObject, group: string): void {
	requireExisting(world, member.environment, { field: "id", kind: "group", target: group });
	if (groupsOf(member).some(({ id }) => id === group)) throw notUnique("id", group);
	if (isWithin(world, group, member.id)) throw invalidValue("id", "a group cannot be nested in itself");
	joinGroup(world, member, group);
}

function one(world: World, { object: member, place }: ReturnType<Locate>, group: string) {
	if (!groupsOf(member).some(({ id }) => id === group)) throw notFound();
	const memberUrl = `${place.url}/${member.id}`;
	const { name, population } = world.store.find("group", group)?.body ?? {};
	return {
		_links: {
			self: { href: `${memberUrl}/memberOfGroups/${group}` },
			...(member.kind === "user" && { user: { href: memberUrl } }),
			environment: { href: place.environmentUrl },
			...linkToPopulation(place, population),
			group: { href: `${place.environmentUrl}/groups/${group}` },
		},
		id: group,
		name: String(name),
		type: "DIRECT",
		environment: { id: place.environment.id },
		...(population !== undefined && { population }),
		...(member.kind === "user" && { user: { id: member.id } }),
	};
}

/** The population of the group, where it belongs to one: `population` is kept as it was sent. */
function linkToPopulation({ environmentUrl }: Place, population: Json | undefined): JsonObject {
	const id = isObject(population) ? population.id : undefined;
	return typeof id === "string" ? { population: { href: `${environmentUrl}/populations/${id}` } } : {};
}

function list(world: World, located: ReturnType<Locate>): JsonObject {
	const { object: member, place } = located;
	const memberships = groupsOf(member).map(({ id }) => one(world, located, id));
	return {
		_links: { self: { href: `${place.url}/${member.id}/memberOfGroups` } },
		_embedded: { groupMemberships: memberships },
		count: memberships.length,
		size: memberships.length,
	};
}
