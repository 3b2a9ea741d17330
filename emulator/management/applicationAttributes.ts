import type { Hono } from "hono";
import { z } from "zod";
import { constraintViolation, invalidValue } from "../errors.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { isBuiltIn } from "./applicationFields.ts";
import type { Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { text } from "./fields.ts";

const schema = z.object({
	name: text,
	value: text,
	required: z.boolean(),
	nameFormat: text.optional(),
	oidcScopes: z.array(text).min(1).optional(),
	idToken: z.boolean().optional(),
	userInfo: z.boolean().optional(),
});

/** "Set on create only": a PUT names the attribute as it is, or not at all. */
const schemaAfter = ({ body }: StoredObject): z.ZodType<Sent> =>
	schema.extend({ name: text.default(String(body.name)) });

type Sent = z.infer<typeof schema>;
type Mapping = Sent & { mappingType: "CORE" | "CUSTOM" };

/** Claim names that the service sets itself in the tokens of an OpenID Connect application. */
const RESERVED = /^(acr|amr|at_hash|aud|auth_time|azp|client_id|exp|iat|iss|jti|nbf|nonce|org|scope|sid)$/;

/** The attribute of each protocol that names the subject: it can be changed, neither made nor removed. */
const CORE: Readonly<Record<string, string>> = { OPENID_CONNECT: "sub", SAML: "saml_subject" };

/** What an application tells about a user besides its scopes (PingOne API, "Application Attribute Mapping"). */
export const applicationAttributes = (world: World): Collection<Sent, Mapping> => ({
	kind: "applicationAttribute",
	path: "attributes",
	under: { kind: "application", path: "applications", has: hasAttributes },
	schema: (_place, before) => (before ? schemaAfter(before) : schema),
	unique: { target: "name", key: ({ name }) => name.toLowerCase() },
	references: ({ oidcScopes = [] }) =>
		oidcScopes.map((target) => ({ field: "oidcScopes", kind: "scope" as const, target })),
	prepare: (sent, { parent }, before) => {
		requireName(sent, parent, before);
		const { idToken, userInfo, oidcScopes, ...common } = sent;
		if (before?.body.mappingType === "CORE") return { ...common, required: true, mappingType: "CORE" };
		const openid = parent.body.protocol === "OPENID_CONNECT" ? placesOf(world, sent) : {};
		return { ...common, ...openid, mappingType: "CUSTOM" };
	},
	refuseDelete: ({ body }) => {
		if (body.mappingType === "CORE") throw constraintViolation("mappingType", "CORE attributes cannot be deleted");
	},
});

/** Links and the service's own applications map nothing. */
const hasAttributes = ({ body }: StoredObject): boolean => body.protocol !== "EXTERNAL_LINK" && !isBuiltIn(body.type);

function requireName({ name }: Sent, { body }: StoredObject, before: StoredObject | undefined): void {
	if (before && before.body.name !== name) throw invalidValue("name", "cannot be changed");
	if (body.protocol === "OPENID_CONNECT" && RESERVED.test(name)) {
		throw invalidValue("name", `Attribute name '${name}' is not valid for the '${body.protocol}' application`);
	}
}

/** "At least one of these properties must have a value of true"; with scopes, they are of the `openid` resource. */
function placesOf(world: World, { idToken = true, userInfo = true, oidcScopes }: Sent): Partial<Sent> {
	if (!idToken && !userInfo) throw invalidValue("idToken", "idToken and userInfo cannot both be false");
	for (const id of oidcScopes ?? []) {
		const resource = world.store.find("resource", world.store.find("scope", id)?.parent ?? "");
		if (resource?.body.type !== "OPENID_CONNECT") {
			throw invalidValue("oidcScopes", `scope ${id} does not belong to the OpenID Connect resource`);
		}
	}
	return { idToken, userInfo, ...(oidcScopes && { oidcScopes }) };
}

/** The subject of a new application: the user's id. */
export function createSubjectAttribute(world: World, { id, environment, body }: StoredObject): void {
	const name = CORE[String(body.protocol)];
	if (name === undefined) return;
	const mapping: Mapping = { name, value: "${user.id}", required: true, mappingType: "CORE" };
	world.store.insert({
		...{ id: world.ids.uuid(), kind: "applicationAttribute", environment, parent: id, key: name },
		body: { ...mapping },
	});
}

export const applicationAttributeRoutes = (world: World): Hono => collectionRoutes(world, applicationAttributes(world));
