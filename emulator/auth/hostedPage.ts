import type { Context } from "hono";
import { html } from "hono/html";
import { redirect, setHeader } from "../answer.ts";
import { PingOneRefusal } from "../errors.ts";
import { noteHint } from "../hint.ts";
import type { Html } from "../html.ts";
import type { Json, JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import { correlationIdOf } from "./correlation.ts";
import { type Flow, requireFlow, saveFlow } from "./flow.ts";
import { FLOW_ACTIONS } from "./flowActions/index.ts";
import { runAction } from "./flowRun.ts";
import { offered } from "./flowView.ts";
import { flowPage } from "./hostedFlow.ts";
import { FIELDS, isSending, isWaiting } from "./hostedForms.ts";
import { alert, page, quiet, STYLE_SOURCE } from "./hostedPageView.ts";
import { problemsOf } from "./hostedProblems.ts";
import { formOf } from "./parameters.ts";
import { OAuthRefusal } from "./refusal.ts";
import { findApplication, findUser } from "./registered.ts";
import { type AuthorizationServer, resumeUrl, serverOf } from "./server.ts";
import { keepSession, sessionOf, sessionSecret } from "./session.ts";
import { SIGNED_OFF } from "./signOnPage.ts";

/** `GET|POST /signon/`: the page PingOne hosts for applications that have none of their own. */
export async function hostedPage(world: World, c: Context): Promise<Response> {
	// RFC 9700 sections 4.16 and 4.2.4: no frame may hold this page, and no Referer may tell of it.
	// No form-action: browsers hold it against the redirect to the client as well.
	setHeader(
		c,
		"Content-Security-Policy",
		`default-src 'none'; style-src ${STYLE_SOURCE}; base-uri 'none'; frame-ancestors 'none'`,
	);
	setHeader(c, "X-Frame-Options", "DENY");
	setHeader(c, "Referrer-Policy", "no-referrer");
	setHeader(c, "Cache-Control", "no-store");
	const error = c.req.query("error");
	if (error !== undefined) return refused(c, error);
	if (c.req.query("flowId") === undefined) return c.html(nothingToDo());
	try {
		return await showFlow(world, c);
	} catch (refusal) {
		if (!(refusal instanceof PingOneRefusal)) throw refusal;
		noteHint(c, refusal.hint ?? refusal.message);
		const known = world.store.find("environment", c.req.param("environmentId") ?? "");
		return c.html(notPossible(known ? ENDED : "There is no such environment.", correlationIdOf(c)), refusal.status);
	}
}

/** Where sign-offs end, and whoever opens the page by hand. */
const nothingToDo = (): Html =>
	page(
		"Sign on",
		html`<p id="${SIGNED_OFF}">You have signed off. You can close this page.</p><p>To sign on, go to an application.</p>`,
	);

function refused(c: Context, error: string): Response | Promise<Response> {
	const { message, correlationId } = shownError(error);
	noteHint(c, message);
	return c.html(notPossible(message, correlationId), 400);
}

/** The page of a sign-on that cannot go on. By its correlation id the request is found in the inspector. */
const notPossible = (message: string, correlationId?: string): Html =>
	page(
		"Sign-on is not possible",
		html`${alert([message])}${correlationId ? quiet(`Correlation id: ${correlationId}`) : ""}`,
		true,
	);

const ENDED =
	"This sign-on has ended, has expired or was begun in another browser. Go back to the application and try again.";

async function showFlow(world: World, c: Context): Promise<Response> {
	const server = serverOf(world, c);
	const sent = c.req.method === "POST" ? await sentForm(c) : undefined;
	const flow = requireFlow(world, server.environment.id, c.req.query("flowId") ?? "");
	if (sent && isRepeated(c, flow, sent)) return goOn(c, server, continued(world, c, server, flow), sent.action);
	// A form that another site posts must not sign this browser on (RFC 9700 section 4.7).
	if (sessionOf(world, c, server)?.id !== flow.sessionId) throw new PingOneRefusal(403, "ACCESS_FAILED", ENDED);
	if (!sent) return show(world, c, server, flow, { action: c.req.query("form") ?? "" });
	try {
		return goOn(c, server, act(world, c, server, flow, sent), sent.action);
	} catch (refusal) {
		if (!(refusal instanceof PingOneRefusal)) throw refusal;
		noteHint(c, [...problemsOf(refusal), refusal.hint ?? []].flat().join("; "));
		return show(world, c, server, flow, sent, refusal);
	}
}

/**
 * Whether the form was sent twice, by a double click for one, and the browser did not wait for the first answer: it comes
 * with the secret that it had before. Its id is known to nobody but the browser that read the page.
 */
const isRepeated = (c: Context, { sentForm }: Flow, { formId }: JsonObject): boolean =>
	sentForm !== undefined && sentForm.id === formId && sentForm.secret === sessionSecret(c);

/** The secret that the first answer brought is lost, so the browser gets another. */
function continued(world: World, c: Context, server: AuthorizationServer, flow: Flow): Flow {
	const { sessionId: id, environment, userId, authenticatedAt } = flow;
	if (userId !== undefined && authenticatedAt !== undefined) {
		keepSession(world, c, server, { id, environment, userId, authenticatedAt });
	}
	return flow;
}

/**
 * To where the flow waits now. 303: whoever reloads or goes back there sends nothing again, and the password does not
 * go on to the client (RFC 9700 section 4.12).
 */
function goOn(c: Context, server: AuthorizationServer, flow: Flow, sent: Json | undefined): Response {
	if (!isWaiting(flow)) return redirect(c, resumeUrl(server, flow), 303);
	return redirect(c, `${server.base}/signon/?flowId=${flow.id}${isSending(sent) ? "&sent=again" : ""}`, 303);
}

/** The form the flow waits for, or on to the client when it waits for none. */
function show(
	world: World,
	c: Context,
	server: AuthorizationServer,
	flow: Flow,
	values: JsonObject,
	refusal?: PingOneRefusal,
): Response | Promise<Response> {
	if (!isWaiting(flow)) return redirect(c, resumeUrl(server, flow), 303);
	const shown = flowPage({
		flow,
		formId: world.ids.uuid(),
		sentAgain: c.req.query("sent") === "again" && !refusal,
		offered: offered(flow),
		applicationName: findApplication(world, flow.environment, flow.request.clientId)?.body.name ?? "the application",
		email: flow.status === "VERIFICATION_CODE_REQUIRED" ? findUser(world, flow.userId ?? "")?.body.email : undefined,
		action: typeof values.action === "string" ? values.action : undefined,
		values,
		problems: refusal ? problemsOf(refusal) : [],
		targets: refusal?.details.map(({ target }) => target) ?? [],
	});
	return c.html(shown, refusal === undefined ? 200 : 400);
}

function act(world: World, c: Context, server: AuthorizationServer, flow: Flow, sent: JsonObject): Flow {
	const action = FLOW_ACTIONS.find(({ name }) => name === sent.action);
	if (!action) return flow;
	const ran = runAction(world, c, server, flow, action, sent);
	if (typeof sent.formId !== "string") return ran;
	return saveFlow(world, { ...ran, sentForm: { id: sent.formId, secret: sessionSecret(c) } });
}

const FORM_MEMBERS = ["formId", "action", ...new Set(FIELDS.map(({ name }) => name))];

async function sentForm(c: Context): Promise<JsonObject> {
	try {
		const form = await formOf(c);
		return Object.fromEntries(FORM_MEMBERS.map((name) => [name, form.get(name)]));
	} catch (refusal) {
		if (!(refusal instanceof OAuthRefusal)) throw refusal;
		throw new PingOneRefusal(400, "INVALID_REQUEST", refusal.message);
	}
}

/** What the error object in the page's query says and its id, or the query itself when it is none. */
function shownError(error: string): { message: string; correlationId?: string } {
	try {
		const { id, message, details } = JSON.parse(error) as {
			id?: string;
			message?: string;
			details?: { target?: string; message: string }[];
		};
		const reasons = (details ?? []).map((detail) => `${detail.target ?? "request"}: ${detail.message}`);
		return { message: [message ?? "", ...reasons].join(" "), ...(typeof id === "string" && { correlationId: id }) };
	} catch {
		return { message: error };
	}
}
