import { z } from "zod";
import { type ErrorDetail, PingOneRefusal } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { Kind, Reference, StoredObject } from "../store.ts";
import { validate } from "../validate.ts";
import type { World } from "../world.ts";
import { actions } from "./actions.ts";
import { agreementCollections } from "./agreements.ts";
import { applicationAttributes } from "./applicationAttributes.ts";
import { applications } from "./applications.ts";
import { attributes } from "./attributes.ts";
import { certificates } from "./certificates.ts";
import { type CheckedReference, type Collection, findIn, type Place, schemaOf, writable } from "./collection.ts";
import { deviceAuthenticationPolicies } from "./deviceAuthenticationPolicies.ts";
import { environmentSchema } from "./environments.ts";
import { text } from "./fields.ts";
import { gateways } from "./gateways.ts";
import { grants } from "./grants.ts";
import { groups } from "./groups.ts";
import { identityProviderCollections } from "./identityProviders.ts";
import { images } from "./images.ts";
import { keyRotationPolicies } from "./keyRotationPolicies.ts";
import { keys } from "./keys.ts";
import { languages } from "./languages.ts";
import { passwordPolicies } from "./passwordPolicies.ts";
import { storedPopulations } from "./populations.ts";
import { resources } from "./resources.ts";
import { roleAssignmentCollections } from "./roleAssignments.ts";
import { schemaAttributes, schemas } from "./schemas.ts";
import { scopes } from "./scopes.ts";
import { signOnPolicies } from "./signOnPolicies.ts";
import { signOnPolicyAssignments } from "./signOnPolicyAssignments.ts";
import { themes } from "./themes.ts";
import { storedUsers } from "./users.ts";

/** What must hold of a stored object: where it may hang, and what is wrong with it, each fault with its place in it. */
export interface Shape {
	kind: Kind;
	/** Kinds of objects that it hangs under. */
	parents: readonly Kind[];
	/** What it points at, as its body says. Of an object without faults only. */
	references: (object: StoredObject) => readonly Reference[];
	faults: (object: StoredObject) => ErrorDetail[];
}

/** The shapes of all kinds, judged by what is in `world`. */
export const shapesOf = (world: World): Shape[] => [
	...mainKinds(world),
	...supportingKinds(world),
	shape("organization", [], organization),
	shape("environment", ["organization"], environmentSchema, ({ name }) => name),
	shape("secret", ["application", "resource"], secret, () => "current"),
	shape("password", ["user"], password, () => "current"),
];

const mainKinds = (world: World): Shape[] => [
	collected(world, applications(world)),
	collected(world, applicationAttributes(world)),
	collected(world, grants(world)),
	collected(world, signOnPolicyAssignments(world)),
	collected(world, resources(world)),
	collected(world, scopes(world)),
	collected(world, attributes(world)),
	collected(world, signOnPolicies(world)),
	collected(world, actions(world)),
	collected(world, passwordPolicies(world)),
	collected(world, storedPopulations(world)),
	collected(world, storedUsers(world)),
	...roleAssignmentCollections(world).map((collection) => collected(world, collection)),
];

const supportingKinds = (world: World): Shape[] => [
	...[...agreementCollections(world), ...identityProviderCollections(world)].map((one) => collected(world, one)),
	...[certificates(world), deviceAuthenticationPolicies(world), gateways(world), groups(world), images(world)].map(
		(one) => collected(world, one),
	),
	collected(world, keys(world)),
	...[keyRotationPolicies(world), languages(world), schemas(world), themes(world)].map((one) => collected(world, one)),
	collected(world, schemaAttributes()),
];

const named = z.object({ id: text, name: text });
const organization = z.object({ name: text, licenses: z.array(named), roles: z.array(named) });

const previous = z.object({ secret: text, expiresAt: z.iso.datetime(), lastUsed: z.iso.datetime().optional() });
const secret = z.object({ secret: text, previous: previous.optional() });

const encoded = z.object({ value: z.string().regex(/^\{[A-Z0-9]+\}/), changedAt: z.number() });
const password = encoded.extend({
	mustChange: z.boolean(),
	failures: z.number(),
	lockedUntil: z.number(),
	history: z.array(encoded),
});

function shape<B extends object>(
	kind: Kind,
	parents: readonly Kind[],
	schema: z.ZodType<B>,
	key: (body: B) => string | null = () => null,
): Shape {
	const faults = (object: StoredObject) =>
		schemaFaults(schema, object.body) ?? keyFaults(object, key(object.body as B));
	return { kind, parents, references: () => [], faults };
}

/** The shape of what a collection holds: its schema, its unique key, its references. */
function collected<B extends object, S extends object>(world: World, collection: Collection<B, S>): Shape {
	const { kind, under, unique } = collection;
	const references = (object: StoredObject) => collection.references?.(object.body as S, placeOf(world, object)) ?? [];
	const faults = (object: StoredObject): ErrorDetail[] =>
		schemaFaults(schemaOf(collection, placeOf(world, object)), writable(object.body, collection)) ?? [
			...keyFaults(object, unique?.key(object.body as S) ?? null),
			...references(object).flatMap((one) => referenceFaults(world, object, one)),
		];
	return { kind, parents: [under?.kind ?? "environment"], references, faults };
}

const referenceFaults = (world: World, { environment }: StoredObject, { field, kind, target }: CheckedReference) =>
	findIn(world, kind, environment, target)
		? []
		: [fault(`body.${field}`, `there is no ${kind} ${target} in the environment`)];

/** Schemas ask the place for its environment only. */
function placeOf(world: World, { environment: id }: StoredObject): Place {
	const environment = world.store.find("environment", id);
	if (!environment) throw new Error(`no environment ${id}`);
	return { environment, parent: environment, url: "", environmentUrl: "" };
}

/** Undefined when the body fits: only then do its key and its references mean anything. */
function schemaFaults<B>(schema: z.ZodType<B>, body: JsonObject): ErrorDetail[] | undefined {
	try {
		validate(schema, body);
		return undefined;
	} catch (error) {
		if (!(error instanceof PingOneRefusal)) throw error;
		return error.details.map((detail) => ({ ...detail, target: detail.target ? `body.${detail.target}` : "body" }));
	}
}

const keyFaults = (object: StoredObject, key: string | null): ErrorDetail[] =>
	object.key === key ? [] : [fault("key", key === null ? "must be absent" : `must be '${key}', as the body says`)];

const fault = (target: string, message: string): ErrorDetail => ({ code: "INVALID_VALUE", target, message });
