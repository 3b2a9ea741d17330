import type { Context } from "hono";
import { invalidRequest } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { recordSignOn } from "../lastSignOn.ts";
import type { World } from "../world.ts";
import { type Flow, saveFlow } from "./flow.ts";
import type { FlowAction } from "./flowActions/flowAction.ts";
import { offered } from "./flowView.ts";
import { remoteIpOf } from "./remoteIp.ts";
import type { AuthorizationServer } from "./server.ts";
import { endSession, keepSession, sessionOf } from "./session.ts";

/** Runs one action of a flow and keeps what comes of it; a user who signs on by it gets the session. */
export function runAction(
	world: World,
	c: Context,
	server: AuthorizationServer,
	flow: Flow,
	action: FlowAction,
	body: JsonObject,
): Flow {
	if (!offered(flow).includes(action.name)) throw notOffered(action, flow);
	const ran = attempt(world, action, flow, body);
	return world.store.transaction(() => saveFlow(world, hasSignedOn(flow, ran) ? signOn(world, c, server, ran) : ran));
}

const notOffered = ({ name }: FlowAction, { status }: Flow) =>
	invalidRequest({
		code: "INVALID_VALUE",
		target: "Content-Type",
		message: `${name} is not possible in status ${status}`,
	});

/** A refused attempt is use as well: it keeps the flow alive. */
function attempt(world: World, action: FlowAction, flow: Flow, body: JsonObject): Flow {
	try {
		return action.run(world, flow, body);
	} catch (refusal) {
		saveFlow(world, flow);
		throw refusal;
	}
}

const hasSignedOn = (before: Flow, after: Flow): boolean =>
	before.authenticatedAt === undefined && after.authenticatedAt !== undefined;

/**
 * Gives the browser that knew the password a new session secret. Whoever else holds the flow's old one, or began the
 * flow and sent its link on, is left without (session fixation, RFC 9700 section 4.7).
 */
function signOn(world: World, c: Context, server: AuthorizationServer, flow: Flow): Flow {
	const { userId, authenticatedAt } = flow;
	if (userId === undefined || authenticatedAt === undefined) return flow;
	const own = sessionOf(world, c, server);
	// "The stashed away session is deleted": nobody else stays signed on in a browser that has become another's.
	if (own?.userId !== undefined && own.userId !== userId) endSession(world, own.id);
	const continues = own?.id === flow.sessionId && (own.userId === undefined || own.userId === userId);
	const sessionId = continues ? flow.sessionId : world.ids.uuid();
	keepSession(world, c, server, { id: sessionId, environment: flow.environment, userId, authenticatedAt });
	recordSignOn(world, userId, remoteIpOf(c));
	return { ...flow, sessionId };
}
