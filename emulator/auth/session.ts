import type { Context } from "hono";
import { generateCookie, getCookie } from "hono/cookie";
import { addCookie } from "../answer.ts";
import { isLoopback } from "../loopback.ts";
import { recordsOf } from "../records.ts";
import type { World } from "../world.ts";
import { LONGEST_TOKEN_MS } from "./authorization.ts";
import type { AuthorizationServer } from "./server.ts";

/** One browser's session. The ST cookie holds the secret it is found by; `id` is public and becomes the `sid` claim. */
export type Session = {
	id: string;
	environment: string;
	/** Who signed on, and when in ms; absent until somebody has. */
	userId?: string;
	authenticatedAt?: number;
};

const sessions = recordsOf<Session>("session");
/** Sessions that ended by their id, which a sign-off with only an ID token knows, and tokens do. */
const ended = recordsOf<Record<string, never>>("endedSession");

/** In seconds. */
const LIFETIME = 30 * 24 * 3600;

/** The session of the browser that sent the request. */
export function sessionOf(world: World, c: Context, { environment }: AuthorizationServer): Session | undefined {
	const token = sessionSecret(c);
	const session = token === undefined ? undefined : sessions.find(world, token);
	if (session?.environment !== environment.id || hasEnded(world, session.id)) return undefined;
	return session;
}

/** Keeps the session under a new secret and hands that to the browser; the secret it had before is dead. */
export function keepSession(world: World, c: Context, server: AuthorizationServer, session: Session): void {
	const previous = sessionSecret(c);
	if (previous !== undefined && sessions.find(world, previous)?.id === session.id) sessions.remove(world, previous);
	const token = world.ids.uuid();
	sessions.put(world, token, session, world.clock.now() + LIFETIME * 1000);
	const attributes = { path: `/${server.environment.id}`, httpOnly: true, maxAge: LIFETIME };
	// Pages of other sites send the cookie too: an application's own sign-on page does. Only a Secure one may go there.
	const [scheme, host = ""] = server.origin.split("://");
	// Browsers take those from this machine without TLS as well (W3C Secure Contexts section 3.1).
	const isTrusted = scheme === "https" || isLoopback(host);
	addCookie(c, generateCookie("ST", token, { ...attributes, secure: isTrusted, sameSite: isTrusted ? "None" : "Lax" }));
	addCookie(c, generateCookie("ST-NO-SS", token, { ...attributes, secure: scheme === "https" }));
}

/** Ends a session, whoever still holds its cookie, and with it the tokens that came of it. */
export const endSession = (world: World, id: string): void =>
	ended.put(world, id, {}, world.clock.now() + LONGEST_TOKEN_MS);

export const hasEnded = (world: World, id: string): boolean => ended.find(world, id) !== undefined;

const SECRET = "sessionSecret";

/**
 * What the browser's cookie holds. Some clients reject SameSite=None and keep only the second one. Read once: several ask
 * for it, and parsing is dear.
 */
export function sessionSecret(c: Context): string | undefined {
	if (c.get(SECRET) === undefined) c.set(SECRET, getCookie(c, "ST") ?? getCookie(c, "ST-NO-SS") ?? "");
	return c.get(SECRET) || undefined;
}
