import type { Hono } from "hono";
import { invalidValue } from "../errors.ts";
import type { JsonObject } from "../json.ts";
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
		prepare: (body) => withUserTypeIds(world, body),
		links: { credentials: "/credentials", instances: "/instances" },
	});

/** The service gives each user type an id; one that comes back with its id keeps it. */
function withUserTypeIds(world: World, { userTypes, ...body }: JsonObject): JsonObject {
	if (userTypes === undefined) return body;
	if (!Array.isArray(userTypes)) throw invalidValue("userTypes", "must be an array");
	return { ...body, userTypes: userTypes.map((userType) => ({ id: world.ids.uuid(), ...(userType as JsonObject) })) };
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
	const found = userTypesOf(gateway).find((one) => one.id === userType.id);
	if (!found) throw invalidValue(`${target}.userType.id`, `the gateway has no user type ${userType.id}`);
	if (found.newUserLookup === undefined) {
		throw invalidValue(target, "all user types must have newUserLookup configuration to support provisioning");
	}
}

const userTypesOf = ({ body }: StoredObject): JsonObject[] => (body.userTypes ?? []) as JsonObject[];

export const gatewayRoutes = (world: World): Hono => collectionRoutes(world, gateways(world));
