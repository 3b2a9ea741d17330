import type { Context } from "hono";
import { redirect } from "../answer.ts";
import { invalidRequest, PingOneRefusal } from "../errors.ts";
import { noteHint } from "../hint.ts";
import type { JsonObject } from "../json.ts";
import { originOf } from "../request.ts";
import type { World } from "../world.ts";
import { type AuthorizationRequest, type CheckedRequest, checkRequest } from "./authorizationRequest.ts";
import { sendToClient } from "./authorizationResponse.ts";
import { knownApplication, ownRedirectUri } from "./checks/client.ts";
import { checkedResponseMode, defaultResponseMode } from "./checks/responseMode.ts";
import { correlationIdOf } from "./correlation.ts";
import { applyCorsSettings } from "./cors.ts";
import { type Flow, saveFlow } from "./flow.ts";
import { answerFlow } from "./flowView.ts";
import { grantToClient } from "./grantToClient.ts";
import { hintedSubject } from "./idTokenHint.ts";
import { type Parameters, queryOrForm } from "./parameters.ts";
import { beginPolicy } from "./policyRun.ts";
import { resolvedParameters } from "./pushedRequest.ts";
import { OAuthRefusal } from "./refusal.ts";
import type { Application } from "./registered.ts";
import { remoteIpOf } from "./remoteIp.ts";
import { type AuthorizationServer, serverOf } from "./server.ts";
import { keepSession, type Session, sessionOf } from "./session.ts";
import { refuseOnSignOnPage, signOnPageOf, signOnPageUrl } from "./signOnPage.ts";

/**
 * `GET|POST /as/authorize` (PingOne API, "Authorization"; RFC 6749 section 4.1.1). A refusal takes one of three
 * channels: the sign-on page while the client is not trusted, then the redirect URI, or JSON for `pi.flow`.
 */
export async function authorize(world: World, c: Context): Promise<Response> {
	const sent = await queryOrForm(c);
	let application: Application | undefined;
	try {
		const server = serverOf(world, c);
		application = knownApplication(world, server.environment.id, sent);
		applyCorsSettings(c, application);
		const request = await resolvedParameters(world, server, application, sent);
		return await authorizeClient(world, c, server, application, ownRedirectUri(application, request), request);
	} catch (error) {
		if (!(error instanceof PingOneRefusal) || sent.get("response_mode") === "pi.flow") throw error;
		const environment = { id: c.req.param("environmentId") ?? "" };
		return refuseOnSignOnPage(c, signOnPageOf({ origin: originOf(c), environment }, application), error);
	}
}

async function authorizeClient(
	world: World,
	c: Context,
	server: AuthorizationServer,
	application: Application,
	redirectUri: string | undefined,
	sent: Parameters,
): Promise<Response> {
	try {
		const { request, policies } = checkRequest(world, application, redirectUri, sent);
		const hint = sent.get("id_token_hint");
		const expected = hint === undefined ? {} : { subject: await hintedSubject(world, application, hint) };
		return await beginFlow(world, c, server, application, { request: { ...request, ...expected }, policies });
	} catch (error) {
		if (!(error instanceof OAuthRefusal)) throw error;
		return refuseToClient(c, redirectUri, sent, error);
	}
}

/** Starts a flow, unless the session of the browser already answers every question. */
async function beginFlow(
	world: World,
	c: Context,
	server: AuthorizationServer,
	application: Application,
	{ request, policies }: CheckedRequest,
): Promise<Response> {
	const known = sessionOf(world, c, server);
	const session: Session = known ?? { id: world.ids.uuid(), environment: server.environment.id };
	const flow = beginPolicy(world, blankFlow(world, c, request, session), policies, session);
	if (flow.status === "COMPLETED") return grantToClient(world, c, server, flow);
	if (request.prompt.includes("none")) throw noInteraction(flow);
	world.store.transaction(() => {
		saveFlow(world, flow);
		if (!known) keepSession(world, c, server, session);
	});
	if (request.responseMode === "pi.flow") return answerFlow(world, c, server, flow);
	return redirect(c, signOnPageUrl(signOnPageOf(server, application), flow.id));
}

/** A flow before any policy has run. */
function blankFlow(world: World, c: Context, request: AuthorizationRequest, { id, environment }: Session): Flow {
	const now = world.clock.now();
	return {
		...{ id: world.ids.uuid(), environment, request, step: 0, status: "FAILED", sessionId: id },
		remoteIp: remoteIpOf(c),
		createdAt: now,
		usedAt: now,
	};
}

/** The vendor's clients know by this text, in a redirect as well as in a body, that they may go on to the sign-on page. */
const LOGIN_REQUIRED = "User authentication is required";

const noInteraction = ({ error }: Flow): OAuthRefusal =>
	error ? new OAuthRefusal("access_denied", error.message) : new OAuthRefusal("login_required", LOGIN_REQUIRED);

function refuseToClient(
	c: Context,
	redirectUri: string | undefined,
	sent: Parameters,
	refusal: OAuthRefusal,
): Response | Promise<Response> {
	noteHint(c, refusal.hint);
	const answer = { error: refusal.error, error_description: refusal.message, state: stateOf(sent) };
	const mode = modeForRefusal(sent);
	if (mode !== "pi.flow" && redirectUri !== undefined)
		return sendToClient(c, { redirectUri, responseMode: mode }, answer);
	return c.json(refusal.error === "login_required" ? loginRequired(c) : answer, 400);
}

const loginRequired = (c: Context): JsonObject =>
	invalidRequest({ code: "LOGIN_REQUIRED", message: LOGIN_REQUIRED }).body(correlationIdOf(c));

const stateOf = (sent: Parameters): string | undefined =>
	sent.repeated.includes("state") ? undefined : sent.get("state");

/** The mode that was asked for, or the default one when it was the mode itself that is wrong. */
function modeForRefusal(sent: Parameters) {
	const responseType = sent.get("response_type");
	try {
		return checkedResponseMode(sent.get("response_mode"), (responseType ?? "").split(" "));
	} catch {
		return defaultResponseMode(responseType);
	}
}
