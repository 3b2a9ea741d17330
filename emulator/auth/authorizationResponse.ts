import { hash } from "node:crypto";
import type { Context } from "hono";
import { html, raw } from "hono/html";
import { redirect, setHeader } from "../answer.ts";
import type { World } from "../world.ts";
import type { ResponseMode } from "./checks/responseMode.ts";
import type { Flow } from "./flow.ts";
import { answerFlow } from "./flowView.ts";
import type { AuthorizationServer } from "./server.ts";

/** Where the answer of the authorization endpoint goes. */
export interface Destination {
	redirectUri: string;
	responseMode: Exclude<ResponseMode, "pi.flow">;
}

type Answer = Record<string, string | undefined>;

/** Answers the authorization request of a flow that has ended: in the body for `pi.flow`, else at the redirect URI. */
export function answerRequest(
	world: World,
	c: Context,
	server: AuthorizationServer,
	flow: Flow,
	answer: Answer,
): Response | Promise<Response> {
	const { redirectUri, responseMode } = flow.request;
	if (responseMode === "pi.flow" || redirectUri === undefined) {
		return answerFlow(world, c, server, flow, { authorizeResponse: answer });
	}
	return sendToClient(c, { redirectUri, responseMode }, answer);
}

/** Sends `answer` to the client through the browser (RFC 6749 section 4.1.2, OAuth 2.0 Form Post Response Mode). */
export function sendToClient(c: Context, to: Destination, answer: Answer): Response | Promise<Response> {
	setHeader(c, "Cache-Control", "no-store");
	setHeader(c, "Pragma", "no-cache");
	// RFC 9700 section 4.2.4: neither code nor state may leak by the Referer header.
	setHeader(c, "Referrer-Policy", "no-referrer");
	const members = Object.entries(answer).filter((member): member is [string, string] => member[1] !== undefined);
	if (to.responseMode === "form_post") return selfPostingForm(c, to.redirectUri, members);
	const encoded = members.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
	return redirect(c, to.redirectUri + separator(to) + encoded);
}

function separator({ redirectUri, responseMode }: Destination): string {
	if (responseMode === "fragment") return "#";
	return redirectUri.includes("?") ? "&" : "?";
}

const SUBMIT = "document.forms[0].submit()";

/** No form-action: the form goes wherever the client is. */
const POLICY = `default-src 'none'; script-src 'sha256-${hash("sha256", SUBMIT, "base64")}'; base-uri 'none'`;

/** Nothing runs on the page but its own script, whatever the redirect URI or the state may hold. */
function selfPostingForm(
	c: Context,
	action: string,
	members: readonly [string, string][],
): Response | Promise<Response> {
	setHeader(c, "Content-Security-Policy", POLICY);
	const inputs = members.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
	return c.html(
		html`<!doctype html><title>Submit</title><form method="post" action="${action}">${inputs}<noscript><button>Continue</button></noscript></form><script>${raw(SUBMIT)}</script>`,
	);
}
