import { type Context, Hono } from "hono";
import { z } from "zod";
import type { JsonObject } from "../json.ts";
import { originOf, received } from "../request.ts";
import type { StoredObject } from "../store.ts";
import { validate } from "../validate.ts";
import type { World } from "../world.ts";
import { environmentOf } from "./collection.ts";
import { refuseOtherMethods } from "./collectionRoutes.ts";
import { reference, refuseRepeated, url } from "./fields.ts";

const namesOf = (bookmarks: readonly { name: string }[]): string[] => bookmarks.map(({ name }) => name);

const product = z.object({
	type: z.enum([
		"PING_ONE_MFA",
		"PING_ONE_DAVINCI",
		"PING_ONE_ORCHESTRATE",
		"PING_ONE_RISK",
		"PING_ONE_FRAUD",
		"PING_ONE_PROVISIONING",
		"PING_DATA_SYNC",
		"PING_DATA_GOVERNANCE",
		"PING_ONE_FOR_ENTERPRISE",
		"PING_ID_SDK",
		"PING_ONE_FOR_SAAS",
		"PING_ONE_VERIFY",
		"PING_ONE_CREDENTIALS",
		"PING_ONE_AUTHORIZE",
		"PING_ONE_BASE",
		"PING_FEDERATE",
		"PING_ACCESS",
		"PING_DIRECTORY",
		"PING_AUTHORIZE",
		"PING_ID",
		"PING_ONE_ID",
		"PING_INTELLIGENCE",
		"PING_CENTRAL",
	]),
	description: z.string().optional(),
	console: z.object({ href: url }).optional(),
	softwareLicense: reference.optional(),
	deployment: reference.optional(),
	tags: z.array(z.enum(["DAVINCI_MINIMAL"])).optional(),
	bookmarks: z
		.array(z.object({ name: z.string().min(1).max(50), href: url }))
		.max(5)
		// "The name must be unique among the product bookmarks."
		.superRefine((bookmarks, ctx) => refuseRepeated(namesOf(bookmarks), "name", ctx))
		.optional(),
});

/** What a client may write of a bill of materials (PingOne API, "Bill of Materials (BOM)"). */
export const billOfMaterials = z.object({
	solutionType: z.enum(["WORKFORCE", "CUSTOMER", "CIAM_TRIAL", "WF_TRIAL"]).optional(),
	products: z.array(product),
});

type BillOfMaterials = z.infer<typeof billOfMaterials>;

/** As it is kept with its environment: each product with an id, which is that of one of its type from `before`. */
export function keptBillOfMaterials(
	world: World,
	sent: BillOfMaterials,
	before: readonly JsonObject[] = [],
): JsonObject {
	const left = [...before];
	const products = sent.products.map((product) => {
		const at = left.findIndex(({ type }) => type === product.type);
		const [same] = at < 0 ? [] : left.splice(at, 1);
		return { ...product, id: same?.id ?? world.ids.uuid() };
	});
	return { ...sent, products };
}

/** What takes the place of an environment's bill. A solution type is "ignored on PUT operations". */
export function replacedBillOfMaterials(
	world: World,
	{ products }: BillOfMaterials,
	environment: JsonObject,
): JsonObject {
	const before = (environment.billOfMaterials ?? { products: [] }) as { solutionType?: string; products: JsonObject[] };
	const { solutionType } = before;
	const kept = keptBillOfMaterials(world, { products }, before.products);
	return { ...(solutionType !== undefined && { solutionType }), ...kept };
}

/** `/billOfMaterials` of an environment: read and replaced. */
export function billOfMaterialsRoutes(world: World): Hono {
	const routes = new Hono();
	const path = "/billOfMaterials";
	routes.get(path, (c) => c.json(representBillOfMaterials(c, environmentOf(world, c))));
	routes.put(path, async (c) => {
		const sent = await received(c);
		const { id, body } = environmentOf(world, c);
		const bill = validate(billOfMaterials, sent.json());
		world.store.setBody(id, { ...body, billOfMaterials: replacedBillOfMaterials(world, bill, body) });
		return c.json(representBillOfMaterials(c, environmentOf(world, c)));
	});
	refuseOtherMethods(routes, path, ["GET", "PUT"]);
	return routes;
}

export function representBillOfMaterials(c: Context, { id, body, createdAt, updatedAt }: StoredObject): JsonObject {
	const environmentUrl = `${originOf(c)}/v1/environments/${id}`;
	return {
		_links: { self: { href: `${environmentUrl}/billOfMaterials` }, environment: { href: environmentUrl } },
		...(body.billOfMaterials as JsonObject),
		createdAt,
		updatedAt,
	};
}
