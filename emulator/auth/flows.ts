import type { Context } from "hono";
import { notEmulated, unsupportedMediaType } from "../errors.ts";
import { mediaTypesOf, readJson } from "../request.ts";
import type { World } from "../world.ts";
import { requireFlow, saveFlow } from "./flow.ts";
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
	saveFlow(world, flow);
	return answerFlow(world, c, server, flow);
}

/** `POST /flows/{flowId}`: the media type says which action runs (PingOne docs, "PingOne Flows"). */
async function runFlowAction(world: World, c: Context): Promise<Response> {
	const server = serverOf(world, c);
	const id = c.req.param("flowId") ?? "";
	requireFlow(world, server.environment.id, id);
	const action = requestedAction(c);
	const body = await readJson(c, [mediaTypeOf(action.name)]);
	const before = requireFlow(world, server.environment.id, id);
	return answerFlow(world, c, server, runAction(world, c, server, before, action, body));
}

const mediaTypeOf = (name: string): string => `application/vnd.pingidentity.${name}+json`.toLowerCase();

function requestedAction(c: Context): FlowAction {
	const sent = mediaTypesOf(c);
	const action = FLOW_ACTIONS.find(({ name }) => sent.includes(mediaTypeOf(name)));
	if (action) return action;
	const known = NOT_EMULATED.find((name) => sent.includes(mediaTypeOf(name)));
	if (known !== undefined) throw notEmulated(`The flow action ${known}`);
	throw unsupportedMediaType(
		c.req.header("content-type"),
		FLOW_ACTIONS.map(({ name }) => `application/vnd.pingidentity.${name}+json`),
	);
}
