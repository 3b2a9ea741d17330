import { type Context, Hono } from "hono";
import { z } from "zod";
import { notFound } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { originOf, received } from "../request.ts";
import type { Condition, Order, StoredObject } from "../store.ts";
import { validate } from "../validate.ts";
import type { World } from "../world.ts";
import { refuseOtherMethods } from "./collectionRoutes.ts";
import { byAttribute, byTime } from "./filter.ts";
import { organizationIn } from "./organizations.ts";
import { readFilter } from "./paging.ts";

const FILTERABLE = {
	...byAttribute(["id", "name", "package", "status"], ["eq"]),
	...byTime(["beginsAt", "expiresAt", "terminatesAt"]),
};

/** PingOne API, "Licenses": the characters of a name. */
const renamed = z.object({
	name: z
		.string()
		.min(1)
		.max(255)
		.regex(/^[\p{L}\p{M}\p{N}/.'_ -]*$/u),
});

/** The licences of an organization, which stand in it. */
export const licensesOf = ({ body }: StoredObject): JsonObject[] => body.licenses as JsonObject[];

/** Licences of an organization (PingOne API, "Licenses"): read, and renamed. */
export function licenseRoutes(world: World): Hono {
	const routes = new Hono();
	const base = "/organizations/:organizationId/licenses";
	routes.get(base, (c) => c.json(list(world, c)));
	routes.get(`${base}/:id`, (c) => {
		const { organization, license } = located(world, c);
		return c.json(represent(world, c, organization, license));
	});
	routes.get(`${base}/:id/name`, (c) => c.json({ name: located(world, c).license.name }));
	routes.put(`${base}/:id/name`, async (c) => {
		const sent = await received(c);
		const found = located(world, c);
		const { name } = validate(renamed, sent.json());
		rename(world, found, name);
		return c.json({ name });
	});
	refuseOtherMethods(routes, base, ["GET"]);
	refuseOtherMethods(routes, `${base}/:id`, ["GET"]);
	refuseOtherMethods(routes, `${base}/:id/name`, ["GET", "PUT"]);
	return routes;
}

interface Located {
	organization: StoredObject;
	license: JsonObject;
}

function located(world: World, c: Context): Located {
	const organization = organizationIn(world, c);
	const license = licensesOf(organization).find(({ id }) => id === c.req.param("id"));
	if (!license) throw notFound();
	return { organization, license };
}

function rename(world: World, { organization, license }: Located, name: string): void {
	const licenses = licensesOf(organization).map((one) => (one.id === license.id ? { ...one, name } : one));
	world.store.setBody(organization.id, { ...organization.body, licenses });
}

function list(world: World, c: Context): JsonObject {
	const organization = organizationIn(world, c);
	const where = readFilter(c, FILTERABLE);
	const found = licensesOf(organization).filter((license) => !where || holds(where, license));
	const url = `${originOf(c)}/v1/organizations/${organization.id}/licenses`;
	return {
		_links: { self: { href: url + new URL(c.req.url).search } },
		_embedded: { licenses: found.map((license) => represent(world, c, organization, license)) },
		count: found.length,
		size: found.length,
	};
}

/** Whether a licence fits a filter; licences are few and stand in one object, so that the store need not look. */
function holds(where: Condition, license: JsonObject): boolean {
	if ("all" in where) return where.all.every((part) => holds(part, license));
	if ("any" in where) return where.any.some((part) => holds(part, license));
	if (!("attribute" in where) || !("value" in where)) return false;
	const { [where.attribute]: member } = license;
	if (typeof member !== "string") return false;
	if ("order" in where) return ORDERS[where.order](member, where.value);
	return member.toLowerCase() === where.value.toLowerCase();
}

const ORDERS: Record<Order, (one: string, other: string) => boolean> = {
	lt: (one, other) => one < other,
	le: (one, other) => one <= other,
	gt: (one, other) => one > other,
	ge: (one, other) => one >= other,
};

function represent(world: World, c: Context, { id }: StoredObject, license: JsonObject): JsonObject {
	const organizationUrl = `${originOf(c)}/v1/organizations/${id}`;
	const where = { attribute: "license.id", value: String(license.id), startsWith: false };
	return {
		_links: { self: { href: `${organizationUrl}/licenses/${license.id}` }, organization: { href: organizationUrl } },
		...license,
		organization: { id },
		assignedEnvironmentsCount: world.store.count("environment", id, where),
	};
}
