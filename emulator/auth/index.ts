import { type Context, Hono } from "hono";
import { refuseLarge } from "../largeBody.ts";
import type { World } from "../world.ts";
import { authorize } from "./authorize.ts";
import { allowAnyOrigin, preflight } from "./cors.ts";
import { discovery } from "./discovery.ts";
import { methodNotAllowed } from "./endpoint.ts";
import { flow } from "./flows.ts";
import { hostedPage } from "./hostedPage.ts";
import { idpSignoff } from "./idpSignoff.ts";
import { introspect } from "./introspect.ts";
import { jwks } from "./jwks.ts";
import { pushRequest } from "./pushedRequest.ts";
import { resume } from "./resume.ts";
import { revoke } from "./revoke.ts";
import { signoff } from "./signoff.ts";
import { token } from "./token.ts";
import { userinfo } from "./userinfo.ts";

type Endpoint = (world: World, c: Context) => Response | Promise<Response>;

/** The authorization server, in the order of PingOne's documentation ("Authentication APIs"). */
export function authRoutes(world: World): Hono {
	const routes = new Hono();
	const route = (methods: readonly string[], path: string, endpoint: Endpoint) => {
		const full = `/:environmentId${path}`;
		if (methods.includes("POST")) routes.post(full, refuseLarge);
		routes.on([...methods], full, (c) => endpoint(world, c));
		routes.options(full, (c) => preflight(c, methods.join(", ")));
		routes.all(full, (c) => methodNotAllowed(c, methods.join(", ")));
	};

	route(["GET", "POST"], "/as/authorize", authorize);
	route(["POST"], "/as/par", pushRequest);
	route(["GET", "POST"], "/flows/:flowId", openly(flow));
	route(["GET", "POST"], "/signon/", hostedPage);
	route(["GET"], "/as/resume", resume);
	route(["POST"], "/as/token", token);
	route(["POST"], "/as/introspect", introspect);
	route(["POST"], "/as/revoke", openly(revoke));
	route(["GET", "POST"], "/as/userinfo", openly(userinfo));
	route(["GET", "POST"], "/as/signoff", signoff);
	route(["GET"], "/as/idpSignoff", idpSignoff);
	route(["GET"], "/as/.well-known/openid-configuration", openly(discovery));
	route(["GET"], "/as/jwks", openly(jwks));
	return routes;
}

/** An endpoint whose answers pages of any origin may read, unless the application says otherwise. */
const openly =
	(endpoint: Endpoint): Endpoint =>
	(world, c) => {
		allowAnyOrigin(c);
		return endpoint(world, c);
	};
