import type { Hono } from "hono";
import { z } from "zod";
import { constraintViolation, invalidData, invalidValue } from "../errors.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { isEnabled } from "./declaredAttributes.ts";
import { text } from "./fields.ts";
import { unknownPlaceholder } from "./placeholders.ts";
import { requireUnused } from "./supporting.ts";

const schema = z.object({
	name: text,
	value: z.string(),
	idToken: z.boolean().optional(),
	userInfo: z.boolean().optional(),
	required: z.boolean().optional(),
});

type Attribute = z.infer<typeof schema> & { type: string };

/** Claim names that the service sets itself on the OpenID Connect resource. */
const RESERVED = /^(acr|amr|aud|auth_time|client_id|env|exp|iat|iss|jti|org|scope|sid|sub|p1\..*)$/;

/** Attribute mappings of a resource: claim names and where their values come from (PingOne API, "Resource Attributes"). */
export const attributes = (world: World): Collection<z.infer<typeof schema>, Attribute> => ({
	kind: "attribute",
	path: "attributes",
	under: { kind: "resource", path: "resources" },
	schema,
	unique: { target: "name", key: ({ name }) => name },
	prepare: (body, { parent }, before) => {
		const type = String(before?.body.type ?? "CUSTOM");
		if (parent.body.type === "PINGONE_API") {
			throw constraintViolation(undefined, "Attributes cannot be added to the PingOne API resource");
		}
		if (type !== "CUSTOM" && body.name !== before?.body.name)
			throw invalidValue("name", `of a ${type} attribute is fixed`);
		// The service's own claims may go without a value; what a client adds may not.
		if (type !== "PREDEFINED" && body.value === "") {
			throw invalidData({ code: "EMPTY_VALUE", target: "value", message: "must not be empty" });
		}
		requireUserAttributes(world, parent, body);
		return { ...byResource(body, parent, type), type };
	},
	refuseDelete: ({ id, body }) => {
		if (body.type !== "CUSTOM") throw constraintViolation("type", `${body.type} attributes cannot be deleted`);
		requireUnused(world, "attribute", id, ["mappedClaims"]);
	},
	times: false,
});

/** `idToken` and `userInfo` exist on the OpenID Connect resource only; there some names are the service's own. */
function byResource(body: z.infer<typeof schema>, resource: StoredObject, type: string): z.infer<typeof schema> {
	const { idToken: _, userInfo: __, ...anywhere } = body;
	if (resource.body.type !== "OPENID_CONNECT") return anywhere;
	if (type === "CUSTOM" && RESERVED.test(body.name)) throw invalidValue("name", `'${body.name}' is a reserved name`);
	const { idToken = true, userInfo = true } = body;
	if (!idToken && !userInfo) throw invalidValue("idToken", "idToken and userInfo cannot both be false");
	return { ...body, idToken, userInfo };
}

/** What placeholders name must be in the environment's user schema. */
function requireUserAttributes(world: World, { environment }: StoredObject, { value }: { value: string }): void {
	const unknown = unknownPlaceholder(value, isEnabled(world, environment));
	if (unknown === undefined) return;
	throw invalidValue("value", `'${unknown}' is not an enabled attribute of the environment's user schema`);
}

const USER_ID = "${user.id}";

/** Every custom resource has `sub`, which can be changed but neither made nor removed. */
export function createCoreAttribute(world: World, resource: StoredObject): void {
	world.store.insert({
		id: world.ids.uuid(),
		kind: "attribute",
		environment: resource.environment,
		parent: resource.id,
		key: "sub",
		body: { name: "sub", value: USER_ID, type: "CORE" },
	});
}

export const attributeRoutes = (world: World): Hono => collectionRoutes(world, attributes(world));
