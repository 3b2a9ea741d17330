import type { Context } from "hono";
import { invalidRequest } from "../errors.ts";
import type { World } from "../world.ts";
import { applyCorsSettings } from "./cors.ts";
import { queryOrForm } from "./parameters.ts";
import type { Application } from "./registered.ts";
import { serverOf } from "./server.ts";
import { endSession } from "./session.ts";
import { leave, leavingOf } from "./signoffRequest.ts";

/**
 * `GET /as/idpSignoff` (PingOne API, "IdP Signoff"): ends the session that an ID token names, without its cookie, where
 * the application allows that by `idpSignoff`. A program that asks for JSON and names no place to go gets 204.
 */
export async function idpSignoff(world: World, c: Context): Promise<Response> {
	const server = serverOf(world, c);
	const sent = await queryOrForm(c);
	if (sent.get("id_token_hint") === undefined) throw refuse("REQUIRED_VALUE", "must not be null");
	const { application, subject, sessionId } = await leavingOf(world, server, sent);
	if (!application || subject === undefined) throw refuse("INVALID_VALUE", "is not an ID token of the application");
	applyCorsSettings(c, application);
	requireAllowed(application);
	if (sessionId !== undefined) endSession(world, sessionId);
	const isProgram = c.req.header("accept")?.includes("application/json") === true;
	const isLeaving = sent.get("post_logout_redirect_uri") !== undefined;
	return isProgram && !isLeaving ? c.body(null, 204) : leave(world, c, server, application, sent);
}

function requireAllowed({ body }: Application): void {
	if (body.enabled !== true) throw refuse("INVALID_VALUE", "Application is disabled");
	if (body.idpSignoff !== true) throw refuse("INVALID_VALUE", "idpSignoff is not enabled for the application");
}

const refuse = (code: string, message: string) => invalidRequest({ code, target: "id_token_hint", message });
