import { Hono } from "hono";
import { z } from "zod";
import { constraintViolation, invalidValue } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { createSecret } from "../secrets.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { createCoreAttribute } from "./attributes.ts";
import type { Collection, Place } from "./collection.ts";
import { answerListed, collectionRoutes, locate, represent } from "./collectionRoutes.ts";
import { imported, integer, refuseImport, text } from "./fields.ts";
import { asksFor } from "./paging.ts";
import { scopes } from "./scopes.ts";

const schema = z.object({
	...imported,
	name: text,
	description: z.string().optional(),
	type: z.enum(["CUSTOM", "OPENID_CONNECT", "PINGONE_API"]).optional(),
	audience: text.optional(),
	accessTokenValiditySeconds: integer(300, 2_592_000).optional(),
	introspectEndpointAuthMethod: z
		.enum(["NONE", "CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST", "CLIENT_SECRET_JWT", "PRIVATE_KEY_JWT"])
		.optional(),
	applicationPermissionsSettings: z.object({ claimEnabled: z.boolean().optional() }).optional(),
});

type Resource = z.infer<typeof schema>;

/** Custom OAuth resources (PingOne API, "Resources"). The id is the client id for introspection by the resource. */
export const resources = (world: World): Collection<Resource> => ({
	kind: "resource",
	path: "resources",
	schema,
	unique: { target: "name", key: ({ name }) => name },
	prepare: ({ clientId, clientSecret, ...body }, _place, before) => {
		if (!before) refuseImport({ clientId, clientSecret });
		if (before && before.body.type !== "CUSTOM")
			throw constraintViolation("type", "Built-in resources cannot be changed");
		if (body.type !== undefined && body.type !== "CUSTOM") throw invalidValue("type", "must be CUSTOM");
		const audience = body.audience ?? body.name;
		requireAudience(audience);
		return {
			...body,
			type: "CUSTOM",
			audience,
			accessTokenValiditySeconds: body.accessTokenValiditySeconds ?? 3600,
			introspectEndpointAuthMethod: body.introspectEndpointAuthMethod ?? "CLIENT_SECRET_BASIC",
			applicationPermissionsSettings: { claimEnabled: body.applicationPermissionsSettings?.claimEnabled ?? false },
		};
	},
	created: (object) => {
		createSecret(world, object);
		createCoreAttribute(world, object);
	},
	refuseDelete: (object) => {
		if (object.body.type !== "CUSTOM") throw constraintViolation("type", "Built-in resources cannot be deleted");
	},
	// The service takes the grants along: one that stays readable without its resource breaks the vendor's client.
	deleting: (object) => {
		for (const grant of world.store.sources("grant", object.id)) world.store.remove(grant.id);
	},
	links: ({ type }) => ({
		scopes: "/scopes",
		attributes: "/attributes",
		...(type === "CUSTOM" && { secret: "/secret" }),
	}),
});

function requireAudience(audience: string): void {
	if (/pingone|pingidentity/i.test(audience)) {
		throw invalidValue("audience", "must not contain pingone or pingidentity");
	}
	if (URL.canParse(audience) && audience.includes("#")) throw invalidValue("audience", "must not have a fragment");
}

/** Resources with their scopes along, as `expand=scopes` asks for them (PingOne API, "Read All Resources"). */
const expanded = (world: World): Collection<Resource> => ({
	...resources(world),
	present: (resource, place) => ({ _embedded: { scopes: scopesIn(world, resource, place) } }),
});

function scopesIn(world: World, resource: StoredObject, place: Place): JsonObject[] {
	const inside = { ...place, parent: resource, url: `${place.url}/${resource.id}/scopes` };
	return world.store.list("scope", resource.id).map((scope) => represent(scopes(world), scope, inside));
}

export function resourceRoutes(world: World): Hono {
	const routes = new Hono();
	routes.get("/resources", (c, next) =>
		asksFor(c, "expand", "scopes") ? answerListed(c, world, expanded(world)) : next(),
	);
	routes.get("/resources/:id", (c, next) => {
		if (!asksFor(c, "expand", "scopes")) return next();
		const { object, place } = locate(world, c, expanded(world));
		return c.json(represent(expanded(world), object, place));
	});
	return routes.route("/", collectionRoutes(world, resources(world)));
}
