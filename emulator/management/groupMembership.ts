import { type Context, Hono } from "hono";
import { invalidValue, notFound, notUnique } from "../errors.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { received } from "../request.ts";
import type { StoredObject } from "../store.ts";
import { validate } from "../validate.ts";
import type { World } from "../world.ts";
import { type Place, pageLinks, requireExisting } from "./collection.ts";
import { locate, refuseOtherMethods, represent } from "./collectionRoutes.ts";
import { idIn, reference } from "./fields.ts";
import { admitsPopulation, groups, isWithin, joinGroup, leaveGroup } from "./groups.ts";
import { invalidParameter } from "./paging.ts";
import { groupsOf } from "./storedUser.ts";
import { users } from "./users.ts";

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

	routes.get(path, (c) => c.json(list(world, c, located(c))));

	routes.post(path, async (c) => {
		const sent = await received(c);
		const { object } = located(c);
		const { id } = validate(reference, sent.json());
		world.store.transaction(() => join(world, object, id));
		// The user is among its links only ("Add User to Group").
		const { user: _, ...membership } = one(world, located(c), id);
		return c.json(membership, 201, { Location: membership._links.self.href });
	});
	refuseOtherMethods(routes, path, ["GET", "POST"]);

	routes.get(`${path}/:groupId`, (c) => c.json(expanded(world, c, located(c), c.req.param("groupId"))));
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
	if (member.kind === "user" && !admitsPopulation(world.store.find("group", group), idIn(member.body.population)))
		throw invalidValue("id", "the group is of another population than the user");
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

/** With the group itself, where `expand` asks for it. */
function expanded(world: World, c: Context, located: ReturnType<Locate>, id: string): JsonObject {
	const membership = one(world, located, id);
	const group = c.req.query("expand") === "group" ? world.store.find("group", id) : undefined;
	if (!group) return membership;
	const { environment, environmentUrl } = located.place;
	const place = { environment, parent: environment, environmentUrl, url: `${environmentUrl}/groups` };
	return { ...membership, _embedded: { group: represent(groups(world), group, place) } };
}

/** The population of the group, where it belongs to one: `population` is kept as it was sent. */
function linkToPopulation({ environmentUrl }: Place, population: Json | undefined): JsonObject {
	const id = isObject(population) ? population.id : undefined;
	return typeof id === "string" ? { population: { href: `${environmentUrl}/populations/${id}` } } : {};
}

/** All memberships, or as many as `limit` says from the one that `cursor` names. */
function list(world: World, c: Context, located: ReturnType<Locate>): JsonObject {
	const { object: member, place } = located;
	const ids = groupsOf(member).map(({ id }) => id);
	const from = firstOf(ids, c.req.query("cursor"));
	const limit = limitOf(c.req.query("limit"), ids.length);
	const memberships = ids.slice(from, from + limit).map((id) => expanded(world, c, located, id));
	const url = `${place.url}/${member.id}/memberOfGroups`;
	const urlAt = (at: number, size: number) => `${url}?${queryAt(c, String(ids[at]), size)}`;
	return {
		_links: pageLinks(url + new URL(c.req.url).search, {
			...(from + limit < ids.length && { next: urlAt(from + limit, limit) }),
			...(from > 0 && { prev: urlAt(Math.max(from - limit, 0), Math.min(limit, from)) }),
		}),
		_embedded: { groupMemberships: memberships },
		count: ids.length,
		size: memberships.length,
	};
}

function firstOf(ids: readonly string[], cursor: string | undefined): number {
	const first = cursor === undefined ? 0 : ids.indexOf(cursor);
	if (first < 0) throw invalidParameter("cursor", "is not a cursor of this collection");
	return first;
}

function limitOf(limit: string | undefined, all: number): number {
	if (limit !== undefined && !/^0*[1-9]\d*$/.test(limit)) throw invalidParameter("limit", "must be at least 1");
	return limit === undefined ? all : Number(limit);
}

/** The query of a request for another page. */
function queryAt(c: Context, cursor: string, limit: number): URLSearchParams {
	const query = new URL(c.req.url).searchParams;
	query.set("limit", String(limit));
	query.set("cursor", cursor);
	return query;
}
