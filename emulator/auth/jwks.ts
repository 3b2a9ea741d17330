import type { Context } from "hono";
import type { World } from "../world.ts";
import { serverOf } from "./server.ts";

/** `GET /as/jwks` (RFC 7517). */
export function jwks(world: World, c: Context): Response {
	serverOf(world, c);
	return c.json(world.keys.jwks());
}
