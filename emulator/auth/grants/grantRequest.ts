import type { World } from "../../world.ts";
import type { Parameters } from "../parameters.ts";
import type { Application } from "../registered.ts";
import type { AuthorizationServer } from "../server.ts";

/** A token request whose client is proven and may use the grant type. */
export interface GrantRequest {
	world: World;
	server: AuthorizationServer;
	application: Application;
	form: Parameters;
}
