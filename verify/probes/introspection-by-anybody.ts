import { unguessable } from "../pkce.ts";
import { accessTokenOf, introspectionOf, type Session } from "../session.ts";
import type { Credentials } from "../steps/form.ts";
import { introspectionRequest, readIntrospection, resourceCredentials } from "../steps/introspect.ts";

/** Introspects the good token without credentials and with a wrong secret. */
export async function introspectionByAnybody(session: Session) {
	const { deployment, freshBrowser } = session;
	const { text } = accessTokenOf(session);
	const look = async (credentials?: Credentials) =>
		readIntrospection(
			await freshBrowser().send("introspection-by-anybody", introspectionRequest(deployment, text, credentials)),
		);
	const { resourceMethod } = introspectionOf(session);
	const wrongSecret = { ...resourceCredentials(deployment, resourceMethod), secret: unguessable() };
	const [without, wrong] = await Promise.all([look(), look(wrongSecret)]);
	return { without, wrong };
}
