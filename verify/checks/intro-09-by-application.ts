import { introspectionOf } from "../session.ts";
import type { Check } from "./check.ts";
import { judgeActive } from "./intro-01-by-resource.ts";

export const intro09: Check = {
	id: "INTRO-09",
	title: "The application sees its own token active",
	spec: "RFC 7662 2.2; PingOne workflow, step 17",
	level: "must",
	attack: "Introspect the token with the credentials of the application that got it.",
	gist: "active says whether the token was issued by this server, is not expired and not revoked.",
	expectation: "active: true with the aud and the scope of this API.",
	remedy: "Check the outputs applicationId, clientSecret and tokenEndpointAuthMethod; run pulumi up.",
	run: (session) => judgeActive(introspectionOf(session).byApplication, session.deployment),
};
