import type { Hono } from "hono";
import { z } from "zod";
import { constraintViolation, invalidValue } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { type Collection, requireExisting } from "./collection.ts";
import { routesOf } from "./collectionRoutes.ts";
import { text } from "./fields.ts";
import { supporting } from "./supporting.ts";

/** External identity providers (PingOne API, "Identity Providers"): kept, while nobody signs on with one here. */
const identityProviders = (world: World): Collection<JsonObject> => ({
	...supporting(world, {
		kind: "identityProvider",
		path: "identityProviders",
		named: "name",
		usedBy: ["identityProvider.id", "defaultIdentityProvider.id", "socialProviders", "discoveryRules"],
		links: { attributes: "/attributes" },
	}),
	created: (identityProvider) => createUsernameMapping(world, identityProvider),
});

/** Who vouches for users: an external provider or, where none is named, PingOne itself. */
export interface AuthoritativeProvider {
	id?: string;
	type: string;
}

export function providerOf(world: World, id: string | undefined): AuthoritativeProvider {
	if (id === undefined) return { type: "PING_ONE" };
	return { id, type: String(world.store.find("identityProvider", id)?.body.type ?? "PING_ONE") };
}

/** What names a provider in a request of its own; null and nothing stand for PingOne. */
export const namedProvider = z.object({ id: text.optional() });

/** Where a request names one, it must exist. */
export function requireProvider(world: World, environment: string, id: string | undefined): void {
	if (id !== undefined) requireExisting(world, environment, { field: "id", kind: "identityProvider", target: id });
}

/** "The following attributes may not be used." */
const FORBIDDEN = /^(account|id|created|updated|lifecycle|mfaEnabled|enabled)$/;

const attributeSchema = z
	.object({
		name: text.refine((name) => !FORBIDDEN.test(name), "cannot be mapped"),
		value: text,
		update: z.enum(["EMPTY_ONLY", "ALWAYS"]),
	})
	.transform((body): JsonObject => body);

/** How an identity provider's attributes become the user's (PingOne API, "Identity Provider Attributes"). */
const identityProviderAttributes = (world: World): Collection<JsonObject> => ({
	...supporting(world, {
		kind: "identityProviderAttribute",
		path: "attributes",
		under: { kind: "identityProvider", path: "identityProviders" },
		named: "name",
		prepare: (body, _place, before) => {
			const mappingType = before?.body.mappingType ?? "CUSTOM";
			if (mappingType === "CORE") requireSame(body, before);
			return { ...body, mappingType };
		},
	}),
	schema: attributeSchema,
	refuseDelete: ({ body }) => {
		if (body.mappingType === "CORE") throw constraintViolation("mappingType", "CORE attributes cannot be deleted");
	},
});

/** "The name and update properties cannot be changed." */
function requireSame(body: JsonObject, before: StoredObject | undefined): void {
	for (const name of ["name", "update"]) {
		if (body[name] !== before?.body[name]) throw invalidValue(name, "of a CORE attribute is fixed");
	}
}

/** Where the username comes from, by type of identity provider: the vendor's Terraform provider sets these values again. */
const USERNAME: Readonly<Record<string, string>> = {
	AMAZON: "${providerAttributes.user_id}",
	FACEBOOK: "${providerAttributes.email}",
	GITHUB: "${providerAttributes.id}",
	GOOGLE: "${providerAttributes.emailAddress.value}",
	LINKEDIN: "${providerAttributes.emailAddress}",
	MICROSOFT: "${providerAttributes.id}",
	PAYPAL: "${providerAttributes.user_id}",
	SAML: "${samlAssertion.subject}",
	TWITTER: "${providerAttributes.id}",
};

/** Every identity provider maps the username; the mapping can be changed, neither made nor removed. */
function createUsernameMapping(world: World, { id, environment, body }: StoredObject): void {
	const value = USERNAME[String(body.type)] ?? "${providerAttributes.sub}";
	world.store.insert({
		...{ id: world.ids.uuid(), kind: "identityProviderAttribute", environment, parent: id, key: "username" },
		body: { name: "username", value, update: "EMPTY_ONLY", mappingType: "CORE" },
	});
}

/** External identity providers and how their attributes are mapped (PingOne API, "Identity Providers"). */
export const identityProviderCollections = (world: World): Collection<JsonObject>[] => [
	identityProviders(world),
	identityProviderAttributes(world),
];

export const identityProviderRoutes = (world: World): Hono => routesOf(world, identityProviderCollections(world));
