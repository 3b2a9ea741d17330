import type { Context } from "hono";
import { setHeader } from "../answer.ts";
import { noteHint } from "../hint.ts";
import { correlationIdOf } from "./correlation.ts";
import { OAuthRefusal } from "./refusal.ts";

/** Runs an endpoint that answers in OAuth's shapes: refusals as RFC 6749 section 5.2 writes them, nothing cached. */
export async function oauthEndpoint(c: Context, answer: () => Response | Promise<Response>): Promise<Response> {
	// RFC 6749 section 5.1.
	setHeader(c, "Cache-Control", "no-store");
	setHeader(c, "Pragma", "no-cache");
	try {
		return await answer();
	} catch (error) {
		if (!(error instanceof OAuthRefusal)) throw error;
		return refused(c, error);
	}
}

function refused(c: Context, { error, message, status, challenge, hint }: OAuthRefusal): Response {
	noteHint(c, hint);
	if (challenge !== undefined) setHeader(c, "WWW-Authenticate", challenge);
	// Observed on the service; what it denies for the client's sake says so itself.
	const prefix = status === 400 ? "Request failed: " : "";
	return c.json({ error, error_description: `${prefix}${message} (Correlation ID: ${correlationIdOf(c)})` }, status);
}

/** The answer to a method that an endpoint does not take. */
export const methodNotAllowed = (c: Context, allowed: string): Response => c.body(null, 405, { Allow: allowed });
