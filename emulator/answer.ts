import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { RedirectStatusCode } from "hono/utils/http-status";

/** Node's request and answer; nothing for a request that did not come through a socket. */
export const bindingsOf = (c: Context): Partial<HttpBindings> => c.env ?? {};

/**
 * Sets a header of the answer, or takes it off where there is no value. It goes straight to node's own answer: a Headers
 * object that is filled and read again costs more than the rest of a small answer.
 */
export function setHeader(c: Context, name: string, value: string | undefined): void {
	const { outgoing } = bindingsOf(c);
	if (!outgoing) c.header(name, value);
	else if (value === undefined) outgoing.removeHeader(name);
	else outgoing.setHeader(name, value);
}

/** Adds a `Set-Cookie` line to the answer. */
export function addCookie(c: Context, cookie: string): void {
	const { outgoing } = bindingsOf(c);
	if (outgoing) outgoing.appendHeader("Set-Cookie", cookie);
	else c.header("Set-Cookie", cookie, { append: true });
}

/** What a URL in a header cannot carry as it is; what is encoded already stays. */
const UNPRINTABLE = /[^!-~]+/g;

/** Sends the browser on. */
export function redirect(c: Context, location: string, status: RedirectStatusCode = 302): Response {
	setHeader(c, "Location", location.replace(UNPRINTABLE, encodeURIComponent));
	return c.body(null, status);
}
