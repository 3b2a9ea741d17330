import type { Session } from "../session.ts";
import { introspectionRequest, readIntrospection } from "../steps/introspect.ts";
import { applicationCredentials } from "../steps/token.ts";

export const introspectionWithoutToken = async ({ deployment, freshBrowser }: Session) =>
	readIntrospection(
		await freshBrowser().send(
			"introspection-without-token",
			introspectionRequest(deployment, undefined, applicationCredentials(deployment)),
		),
	);
