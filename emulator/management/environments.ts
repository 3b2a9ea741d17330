import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Authorized } from "../authorized.ts";
import { DAY_MS, timestamp } from "../clock.ts";
import { constraintViolation, invalidValue, notFound, requiredValue } from "../errors.ts";
import { furnishEnvironment } from "../furnish.ts";
import type { JsonObject } from "../json.ts";
import { forgetSignOn } from "../lastSignOn.ts";
import { originOf, received } from "../request.ts";
import type { StoredObject } from "../store.ts";
import { validate } from "../validate.ts";
import { usableWorker } from "../worker.ts";
import type { World } from "../world.ts";
import {
	billOfMaterials,
	keptBillOfMaterials,
	replacedBillOfMaterials,
	representBillOfMaterials,
} from "./billOfMaterials.ts";
import { environmentOf, namedEnvironment, type Place, pageLinks, unlessTaken } from "./collection.ts";
import { refuseOtherMethods } from "./collectionRoutes.ts";
import { idIn, reference, text } from "./fields.ts";
import { byAttribute, type Filterable } from "./filter.ts";
import { licensesOf } from "./licenses.ts";
import { organizationOf } from "./organizations.ts";
import { asksFor, pageOf, readFilter } from "./paging.ts";
import { assignToMaker, endAssignmentsIn } from "./roleAssignments.ts";

const type = z.enum(["PRODUCTION", "SANDBOX"]);

/** A PUT that leaves the licence out, as the vendor's sample does, keeps it, and so with the bill of materials. */
const changed = z.object({
	name: text,
	description: z.string().optional(),
	type,
	region: z.enum(["NA", "EU", "AP", "AU", "CA", "SG"]),
	license: reference.optional(),
	icon: text.optional(),
	billOfMaterials: billOfMaterials.optional(),
});

/** What is kept of an environment, as far as clients wrote it. */
export const environmentSchema = changed.extend({ license: reference });

const changedStatus = z.object({ status: z.enum(["ACTIVE", "DELETE_PENDING"]), license: reference.optional() });

const LINKS = [
	"agreements",
	"applications",
	"billOfMaterials",
	"deviceAuthenticationPolicies",
	"gateways",
	"groups",
	"identityProviders",
	"keys",
	"languages",
	"passwordPolicies",
	"populations",
	"resources",
	"schemas",
	"signOnPolicies",
	"themes",
	"users",
];

const FILTERABLE: Filterable = {
	id: { operators: ["eq"], condition: (id) => ({ id }) },
	name: { operators: ["sw"], condition: (key) => ({ key, startsWith: true }) },
	// Not in the reference; the vendor's own MCP server lists environments by it.
	...byAttribute(["organization.id", "license.id", "status"], ["eq"]),
};

/** As the vendor's OpenAPI description has it, while the page "Read All Environments" says 500. */
const LIMITS = { usual: 1000, most: 5000 };

/** Environments (PingOne API, "Environments"); paths below `/v1/environments`. */
export function environmentRoutes(world: World): Hono<Authorized> {
	const routes = new Hono<Authorized>();
	routes.get("/", (c) => c.json(list(world, c)));
	routes.post("/", async (c) => {
		const sent = await received(c);
		// Found again: while the body was on its way, another request may have deleted it.
		const worker = usableWorker(world, c.get("worker").id);
		const environment = world.store.transaction(() => create(world, sent.json(), worker));
		// Told here and at an address of its own, but not with the environment again.
		const { billOfMaterials = {} } = environment.body;
		const answer = { ...represent(c, environment), billOfMaterials };
		return c.json(answer, 201, { Location: `${originOf(c)}/v1/environments/${environment.id}` });
	});
	refuseOtherMethods(routes, "/", ["GET", "POST"]);

	routes.get("/:environmentId", (c) => c.json(expanded(c, requested(world, c))));
	routes.put("/:environmentId", async (c) => {
		const sent = await received(c);
		const replaced = world.store.transaction(() => replace(world, requested(world, c), sent.json()));
		return c.json(represent(c, replaced));
	});
	routes.delete("/:environmentId", (c) => {
		world.store.transaction(() => remove(world, requested(world, c), c.get("worker")));
		return c.body(null, 204);
	});
	refuseOtherMethods(routes, "/:environmentId", ["GET", "PUT", "DELETE"]);
	return routes.route("/", stateRoutes(world));
}

/** The environment that a path ends with, or 404. */
function requested(world: World, c: Context): StoredObject {
	const environment = namedEnvironment(world, c);
	if (!environment) throw notFound();
	return environment;
}

/** Type and status change by endpoints of their own. */
function stateRoutes(world: World): Hono<Authorized> {
	const routes = new Hono<Authorized>();
	routes.put("/:environmentId/type", async (c) => {
		const sent = await received(c);
		const { id, body } = environmentOf(world, c);
		const change = validate(z.object({ type }), sent.json());
		// To SANDBOX too, whatever the page "Update Environment Type" says: the vendor's Terraform provider, told to
		// force-delete production environments, does so before the delete.
		world.store.setBody(id, { ...body, ...change });
		return c.json(represent(c, environmentOf(world, c)));
	});
	refuseOtherMethods(routes, "/:environmentId/type", ["PUT"]);
	routes.put("/:environmentId/status", async (c) => {
		const sent = await received(c);
		const { id, body } = environmentOf(world, c);
		const { status, license } = validate(changedStatus, sent.json());
		world.store.setBody(id, status === "ACTIVE" ? restored(world, body, license) : softDeleted(world, body));
		return c.json(represent(c, environmentOf(world, c)));
	});
	refuseOtherMethods(routes, "/:environmentId/status", ["PUT"]);
	return routes;
}

/** "Name, type, region and license.id are required"; without a bill of materials it is that of the platform alone. */
function create(world: World, sent: JsonObject, maker: StoredObject): StoredObject {
	const { billOfMaterials: bill = { products: [{ type: "PING_ONE_BASE" }] }, ...body } = validate(
		environmentSchema,
		sent,
	);
	const organization = organizationOf(world);
	requireLicense(organization, body.license.id);
	const stored: JsonObject = { ...body, billOfMaterials: keptBillOfMaterials(world, bill) };
	const environment = unlessTaken("name", () => furnishEnvironment(world, organization, world.ids.uuid(), stored));
	assignToMaker(world, maker, environment);
	return environment;
}

function replace(world: World, before: StoredObject, sent: JsonObject): StoredObject {
	const { billOfMaterials: bill, ...body } = validate(changed, sent);
	for (const name of ["region", "type"] as const) {
		if (body[name] !== before.body[name]) throw invalidValue(name, "cannot be changed here");
	}
	if (body.license) requireLicense(organizationOf(world), body.license.id);
	const { description: _, icon: __, ...kept } = before.body;
	const next = {
		...kept,
		...body,
		...(bill && { billOfMaterials: replacedBillOfMaterials(world, bill, before.body) }),
	};
	return unlessTaken("name", () => world.store.replace(before.id, { body: next, key: body.name }));
}

function requireLicense(organization: StoredObject, id: string): void {
	if (!licensesOf(organization).some((license) => license.id === id)) {
		throw invalidValue("license.id", `license ${id} does not exist in the organization`, { referencedValues: [id] });
	}
}

const RESTORABLE_MS = 30 * DAY_MS;

/** A sandbox goes at once with all that is in it; a production environment waits thirty days, and can be restored. */
function remove(world: World, environment: StoredObject, worker: StoredObject): void {
	const { id, body } = environment;
	if (worker.environment === id) throw constraintViolation("id", "The application of the request's token is in it");
	const allowedAt = body.type === "SANDBOX" ? 0 : Date.parse(String(body.hardDeletedAllowedAt));
	if (Number.isNaN(allowedAt)) world.store.setBody(id, softDeleted(world, body));
	else if (allowedAt <= world.clock.now()) removeNow(world, environment);
	else throw constraintViolation("hardDeletedAllowedAt", "A production environment cannot be deleted before this time");
}

function removeNow(world: World, environment: StoredObject): void {
	endAssignmentsIn(world, environment);
	for (const { id } of world.store.listAll("user", environment.id)) forgetSignOn(world, id);
	world.store.remove(environment.id);
}

function softDeleted(world: World, body: JsonObject): JsonObject {
	const now = world.clock.now();
	const hardDeletedAllowedAt = timestamp(now + RESTORABLE_MS);
	return { ...body, status: "DELETE_PENDING", softDeletedAt: timestamp(now), hardDeletedAllowedAt };
}

/** Licence and all: "Required when setting status to ACTIVE" (PingOne API, "Update Environment Status"). */
function restored(world: World, before: JsonObject, license: { id: string } | undefined): JsonObject {
	if (!license) throw requiredValue("license.id");
	requireLicense(organizationOf(world), license.id);
	const { softDeletedAt: _, hardDeletedAllowedAt: __, ...body } = before;
	return { ...body, license, status: "ACTIVE" };
}

function list(world: World, c: Context): JsonObject {
	const organization = organizationOf(world);
	const url = `${originOf(c)}/v1/environments`;
	const place: Place = { environment: organization, parent: organization, environmentUrl: url, url };
	const page = pageOf(world, c, "environment", place, readFilter(c, FILTERABLE), LIMITS);
	return {
		_links: pageLinks(url + new URL(c.req.url).search, page.beside),
		_embedded: { environments: page.objects.map((environment) => expanded(c, environment)) },
		count: page.count,
		size: page.objects.length,
	};
}

/** With what `expand` asks for: "Queries that expand billOfMaterials show [it] as an _embedded resource". */
function expanded(c: Context, environment: StoredObject): JsonObject {
	const shown = represent(c, environment);
	if (!asksFor(c, "expand", "billOfMaterials")) return shown;
	return { ...shown, _embedded: { billOfMaterials: representBillOfMaterials(c, environment) } };
}

function represent(c: Context, { id, body, createdAt, updatedAt }: StoredObject): JsonObject {
	const self = `${originOf(c)}/v1/environments/${id}`;
	const links = Object.fromEntries(LINKS.map((name) => [name, { href: `${self}/${name}` }]));
	const { billOfMaterials: _, ...shown } = body;
	return { _links: { self: { href: self }, ...linksAbove(c, body), ...links }, id, ...shown, createdAt, updatedAt };
}

/** Whose an environment is, and by which licence; a document that was imported may not say whose. */
function linksAbove(c: Context, { organization, license }: JsonObject): JsonObject {
	if (organization === undefined) return {};
	const url = `${originOf(c)}/v1/organizations/${idIn(organization)}`;
	return { organization: { href: url }, license: { href: `${url}/licenses/${idIn(license)}` } };
}
