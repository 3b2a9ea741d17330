import { invalidToken } from "./errors.ts";
import type { StoredObject } from "./store.ts";
import type { World } from "./world.ts";

/** An application as far as its roles go. */
interface RoleHolder {
	id: string;
	body: { assignActorRoles?: unknown };
}

/** Whether a worker has administrator roles: those of whoever created it, or assigned ones (PingOne docs, "Administrator permissions"). */
export const hasRoles = (world: World, { id, body }: RoleHolder): boolean =>
	body.assignActorRoles === true || world.store.count("roleAssignment", id) > 0;

/** The application of a token; throws PingOneRefusal when it is gone or disabled. */
export function usableWorker(world: World, id: string): StoredObject {
	const application = world.store.find("application", id);
	if (application?.body.enabled !== true) throw invalidToken("The application of the token is gone or disabled");
	return application;
}
