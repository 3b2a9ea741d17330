import type { Hono } from "hono";
import { constraintViolation, invalidValue } from "../errors.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { supporting } from "./supporting.ts";

/** Gateways (PingOne API, "Gateways"): kept with their user types, while nothing here speaks to a directory. */
export const gateways = (world: World): Collection<JsonObject> =>
	supporting(world, {
		kind: "gateway",
		path: "gateways",
		named: "name",
		usedBy: ["newUserProvisioning.gateways", "kerberos.gateways"],
		prepare: (body, _place, before) => {
			const next = withUserTypeIds(world, body);
			if (before) requireUsedUserTypes(world, before, next);
			return next;
		},
		links: { credentials: "/credentials", instances: "/instances" },
	});

/** The service gives each user type an id; one that comes back with its id keeps it. */
function withUserTypeIds(world: World, { userTypes, ...body }: JsonObject): JsonObject {
	if (userTypes === undefined) return body;
	if (!Array.isArray(userTypes) || !userTypes.every(isObject))
		throw invalidValue("userTypes", "must be a list of objects");
	return { ...body, userTypes: userTypes.map((userType) => ({ id: world.ids.uuid(), ...userType })) };
}

/** A user type stays while a sign-on policy action makes users by it. */
function requireUsedUserTypes(world: World, gateway: StoredObject, next: JsonObject): void {
	const kept = userTypesIn(next).map(({ id }) => id);
	for (const { body } of world.store.sources("action", gateway.id)) {
		const { gateways } = body.newUserProvisioning as unknown as { gateways: Provisioning[] };
		const used = gateways.filter(({ id }) => id === gateway.id).map(({ userType }) => userType.id);
		const gone = used.find((id) => !kept.includes(id));
		if (gone !== undefined)
			throw constraintViolation("userTypes", `user type ${gone} is used by a sign-on policy action`);
	}
}

interface Provisioning {
	id: string;
	userType: { id: string };
}

/** Refuses a gateway that cannot make users of a sign-on policy action (PingOne API, "newUserProvisioning"). */
export function requireProvisioning(world: World, { id, userType }: Provisioning, target: string): void {
	const gateway = world.store.find("gateway", id);
	if (!gateway) return;
	if (gateway.body.type !== "LDAP") {
		throw invalidValue(target, "only 'LDAP' type gateways are supported for newUserProvisioning");
	}
	const found = userTypesIn(gateway.body).find((one) => one.id === userType.id);
	if (!found) throw invalidValue(`${target}.userType.id`, `the gateway has no user type ${userType.id}`);
	if (found.newUserLookup === undefined) {
		throw invalidValue(target, "all user types must have newUserLookup configuration to support provisioning");
	}
}

const userTypesIn = ({ userTypes }: JsonObject): JsonObject[] => (userTypes ?? []) as JsonObject[];

export const gatewayRoutes = (world: World): Hono => collectionRoutes(world, gateways(world));
