import type { Hono } from "hono";
import { constraintViolation, invalidValue } from "../errors.ts";
import type { Kind } from "../store.ts";
import type { World } from "../world.ts";
import { type Action, actionSchema } from "./actionSchema.ts";
import { requireEnabledAgreement } from "./agreements.ts";
import type { CheckedReference, Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { isDeclared } from "./declaredAttributes.ts";
import { requireProvisioning } from "./gateways.ts";

const MAXIMUM_ACTIONS = 20;

/** The steps of a sign-on policy, lowest priority first (PingOne API, "Sign-On Policy Actions"). */
export const actions = (world: World): Collection<Action> => ({
	kind: "action",
	path: "actions",
	under: { kind: "signOnPolicy", path: "signOnPolicies" },
	schema: actionSchema,
	references: referencesOf,
	prepare: (body, { parent }, before) => {
		if (before && before.body.type !== body.type) throw invalidValue("type", "cannot be changed");
		if (!before && world.store.count("action", parent.id) >= MAXIMUM_ACTIONS) {
			throw constraintViolation(undefined, `A sign-on policy can have at most ${MAXIMUM_ACTIONS} actions`);
		}
		requireUsableGateways(world, body);
		if (body.type === "AGREEMENT") requireEnabledAgreement(world, body.agreement.id);
		requireUserAttributes(world, parent.environment, body);
		return body;
	},
	refuseDelete: (_object, { parent }) => {
		if (world.store.count("action", parent.id) === 1) {
			throw constraintViolation(undefined, "Cannot delete last action from the policy");
		}
	},
	times: false,
});

/** The attributes by which an action of some type points at another object. */
const POINTERS: readonly { field: string; kind: Kind; ids: (action: Pointing) => string[] }[] = [
	{
		field: "registration.population.id",
		kind: "population",
		ids: ({ registration }) => idOf(registration?.population),
	},
	{ field: "socialProviders", kind: "identityProvider", ids: ({ socialProviders }) => idsOf(socialProviders) },
	{
		field: "discoveryRules",
		kind: "identityProvider",
		ids: ({ discoveryRules = [] }) => idsOf(discoveryRules.map(({ identityProvider }) => identityProvider)),
	},
	{ field: "identityProvider.id", kind: "identityProvider", ids: (action) => idOf(action.identityProvider) },
	{ field: "agreement.id", kind: "agreement", ids: ({ agreement }) => idOf(agreement) },
	{
		field: "deviceAuthenticationPolicy.id",
		kind: "deviceAuthenticationPolicy",
		ids: (action) => idOf(action.deviceAuthenticationPolicy),
	},
	{ field: "applications", kind: "application", ids: ({ applications }) => idsOf(applications) },
	{
		field: "newUserProvisioning.gateways",
		kind: "gateway",
		ids: ({ newUserProvisioning }) => idsOf(newUserProvisioning?.gateways),
	},
];

interface Reference {
	id: string;
}

/** Every attribute that points somewhere; which of them an action has depends on its type. */
interface Pointing {
	type: string;
	registration?: { population?: Reference | undefined } | undefined;
	socialProviders?: Reference[] | undefined;
	discoveryRules?: { identityProvider: Reference }[] | undefined;
	identityProvider?: Reference;
	agreement?: Reference;
	deviceAuthenticationPolicy?: Reference | undefined;
	applications?: Reference[] | undefined;
	newUserProvisioning?: { gateways: Reference[] } | undefined;
}

const idOf = (reference: Reference | undefined): string[] => (reference ? [reference.id] : []);

const idsOf = (references: readonly Reference[] = []): string[] => references.map(({ id }) => id);

const referencesOf = (body: Action): CheckedReference[] =>
	POINTERS.flatMap(({ field, kind, ids }) => ids(body).map((target) => ({ field, kind, target })));

function requireUsableGateways(world: World, body: Action): void {
	if (body.type !== "LOGIN") return;
	body.newUserProvisioning?.gateways.forEach((gateway, index) => {
		requireProvisioning(world, gateway, `newUserProvisioning.gateways[${index}]`);
	});
}

/** What a user is asked for, or found by, is "as defined in the user schema". */
function requireUserAttributes(world: World, environment: string, body: Action): void {
	const known = isDeclared(world, environment);
	const unknown = userAttributesOf(body).find(([, name]) => !known(name));
	if (unknown) throw invalidValue(unknown[0], `'${unknown[1]}' is not in the environment's user schema`);
}

/** The attributes of users that an action names, each with its place in the action. */
function userAttributesOf(body: Action): [target: string, name: string][] {
	if (body.type === "PROGRESSIVE_PROFILING")
		return body.attributes.map(({ name }, index) => [`attributes[${index}].name`, name]);
	if (body.type === "PINGID_WINLOGIN_PASSWORDLESS_AUTHENTICATION")
		return [["uniqueUserAttribute.name", body.uniqueUserAttribute.name]];
	return [];
}

export const actionRoutes = (world: World): Hono => collectionRoutes(world, actions(world));
