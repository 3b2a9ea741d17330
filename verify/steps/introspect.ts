import type { HttpAnswer, HttpRequest } from "../../providers/api/transport.ts";
import { membersOf } from "../json.ts";
import type { Deployment } from "../outputs.ts";
import { endpoint } from "./endpoints.ts";
import { type Credentials, formRequest } from "./form.ts";

/** How a resource may authenticate with its secret. */
export type ResourceMethod = "CLIENT_SECRET_BASIC" | "CLIENT_SECRET_POST";

/** The API's own credentials: the resource id and its secret (PingOne API, "Token Introspection (Resource ID and Secret)"). */
export const resourceCredentials = (
	{ resourceId, resourceSecret }: Deployment,
	method: ResourceMethod,
): Credentials => ({ method, id: resourceId, secret: resourceSecret });

/** Step 17; RFC 7662 section 2.1. `token` undefined sends none, `credentials` undefined sends none. */
export const introspectionRequest = (
	deployment: Deployment,
	token: string | undefined,
	credentials: Credentials | undefined,
): HttpRequest => formRequest(endpoint(deployment, "introspect"), token === undefined ? {} : { token }, credentials);

/** What introspection answered; RFC 7662 section 2.2. */
export interface Introspection {
	status: number;
	/** The member `active`, undefined when it is not a boolean. */
	active: boolean | undefined;
	/** All members of the body. */
	members: Readonly<Record<string, unknown>>;
	cacheControl: string;
}

export function readIntrospection({ status, body, headers }: HttpAnswer): Introspection {
	const members = membersOf(body);
	const active = typeof members.active === "boolean" ? members.active : undefined;
	return { status, active, members, cacheControl: [headers["cache-control"] ?? ""].flat().join(", ") };
}
