import type { Context } from "hono";
import { notFound } from "../errors.ts";
import { originOf } from "../request.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";

/** The authorization server of one environment, at the origin by which the request came. */
export interface AuthorizationServer {
	environment: StoredObject;
	origin: string;
	/** `{origin}/{environmentId}`, below which all of its endpoints lie. */
	base: string;
	/** The `iss` of its tokens. */
	issuer: string;
}

/** The server that the path names; 404 for an environment that does not exist. */
export function serverOf(world: World, c: Context): AuthorizationServer {
	const environment = world.store.find("environment", c.req.param("environmentId") ?? "");
	if (!environment) throw notFound();
	const origin = originOf(c);
	const base = `${origin}/${environment.id}`;
	return { environment, origin, base, issuer: `${base}/as` };
}

/** Where a finished flow goes on to its client. */
export const resumeUrl = ({ issuer }: AuthorizationServer, flow: { id: string }): string =>
	`${issuer}/resume?flowId=${flow.id}`;

/** The organisation of an environment, for the `org` claim. */
export function organizationOf(environment: StoredObject): string | undefined {
	const organization = environment.body.organization as { id?: string } | undefined;
	return organization?.id;
}

/** The region of an environment, for the `p1.region` claim. */
export const regionOf = ({ body }: StoredObject): string => String(body.region);
