import type { Context } from "hono";
import { redirect, setHeader } from "../answer.ts";
import { PingOneRefusal } from "../errors.ts";
import type { World } from "../world.ts";
import { answerRequest } from "./authorizationResponse.ts";
import { applyCorsSettingsOf } from "./cors.ts";
import { type Flow, removeFlow, requireFlow, saveFlow } from "./flow.ts";
import { answerFlow } from "./flowView.ts";
import { grantToClient } from "./grantToClient.ts";
import { describable } from "./refusal.ts";
import { findApplication } from "./registered.ts";
import { type AuthorizationServer, serverOf } from "./server.ts";
import { sessionOf } from "./session.ts";
import { signOnPageOf, signOnPageUrl } from "./signOnPage.ts";

/** `GET /as/resume` (PingOne API, "Resume"): hands a finished flow back to the client that began it, once. */
export async function resume(world: World, c: Context): Promise<Response> {
	const server = serverOf(world, c);
	setHeader(c, "Cache-Control", "no-store");
	const flow = requireFlow(world, server.environment.id, c.req.query("flowId") ?? "");
	applyCorsSettingsOf(world, c, flow.environment, flow.request.clientId);
	// RFC 9700 section 4.7: a flow that another browser began would sign this one in as somebody else.
	if (sessionOf(world, c, server)?.id !== flow.sessionId) throw otherBrowser();
	if (flow.status === "COMPLETED") return grantToClient(world, c, server, flow);
	return flow.status === "FAILED" ? denyClient(world, c, server, flow) : backToSignOn(world, c, server, flow);
}

function denyClient(world: World, c: Context, server: AuthorizationServer, flow: Flow): Response | Promise<Response> {
	removeFlow(world, flow);
	return answerRequest(world, c, server, flow, {
		error: "access_denied",
		error_description: describable(flow.error?.message ?? "Sign-on failed."),
		state: flow.request.state,
	});
}

function backToSignOn(world: World, c: Context, server: AuthorizationServer, flow: Flow): Response {
	const kept = saveFlow(world, flow);
	if (flow.request.responseMode === "pi.flow") return answerFlow(world, c, server, kept);
	const application = findApplication(world, flow.environment, flow.request.clientId);
	return redirect(c, signOnPageUrl(signOnPageOf(server, application), flow.id));
}

const otherBrowser = () =>
	new PingOneRefusal(
		401,
		"ACCESS_FAILED",
		"The request could not be completed. You do not have access to this resource.",
		[
			{
				code: "INVALID_TOKEN",
				target: "ST",
				message: "The session token cookie is missing or belongs to another flow",
			},
		],
	);
