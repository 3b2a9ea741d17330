import type { Context } from "hono";
import { notEmulated, unsupportedMediaType } from "../errors.ts";
import { mediaTypesOf, received } from "../request.ts";
import type { World } from "../world.ts";
import { applyCorsSettingsOf } from "./cors.ts";
import { keepAlive, requireFlow } from "./flow.ts";
import type { FlowAction } from "./flowActions/flowAction.ts";
import { FLOW_ACTIONS, NOT_EMULATED } from "./flowActions/index.ts";
import { runAction } from "./flowRun.ts";
import { answerFlow } from "./flowView.ts";
import { serverOf } from "./server.ts";

/** `GET|POST /flows/{flowId}`. */
export const flow = (world: World, c: Context): Response | Promise<Response> =>
	c.req.method === "POST" ? runFlowAction(world, c) : readFlow(world, c);

/** `GET /flows/{flowId}` (PingOne API, "Read Flow"). Reading counts as use. */
function readFlow(world: World, c: Context): Response {
	const server = serverOf(world, c);
	const flow = requireFlow(world, server.environment.id, c.req.param("flowId") ?? "");
	applyCorsSettingsOf(world, c, flow.environment, flow.request.clientId);
	return answerFlow(world, c, server, keepAlive(world, flow));
}

/** `POST /flows/{flowId}`: the media type says which action runs (PingOne docs, "PingOne Flows"). */
async function runFlowAction(world: World, c: Context): Promise<Response> {
	const server = serverOf(world, c);
	const sent = await received(c);
	const action = requestedAction(c);
	const body = sent.json(mediaTypesFor(action.name));
	const before = requireFlow(world, server.environment.id, c.req.param("flowId") ?? "");
	applyCorsSettingsOf(world, c, before.environment, before.request.clientId);
	return answerFlow(world, c, server, runAction(world, c, server, before, action, body));
}

/** PingOne's pages print some of them without `+json`, and clients send them so. */
const mediaTypesFor = (name: string): readonly string[] => {
	const type = `application/vnd.pingidentity.${name.toLowerCase()}`;
	return [`${type}+json`, type];
};

function requestedAction(c: Context): FlowAction {
	const sent = mediaTypesOf(c);
	const isSent = (name: string) => mediaTypesFor(name).some((type) => sent.includes(type));
	const action = FLOW_ACTIONS.find(({ name }) => isSent(name));
	if (action) return action;
	const known = NOT_EMULATED.find(isSent);
	if (known !== undefined) throw notEmulated(`The flow action ${known}`);
	throw unsupportedMediaType(
		c.req.header("content-type"),
		FLOW_ACTIONS.map(({ name }) => `application/vnd.pingidentity.${name}+json`),
	);
}
