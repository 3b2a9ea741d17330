import { clientIdUnknown } from "../probes/client-id-unknown.ts";
import { judgeAuthorization } from "../refusal.ts";
import type { Check } from "./check.ts";

export const authz04: Check = {
	id: "AUTHZ-04",
	title: "An unknown client_id gets no redirect",
	spec: "RFC 6749 4.1.2.1; RFC 9700 4.11.2",
	level: "must",
	attack: "Ask with a client_id that no application has, and this application's redirect_uri.",
	gist: "With an invalid client identifier the server must not redirect: it would be an open redirector.",
	expectation: "An error page or an error status; nothing sent to the redirect_uri.",
	remedy: "Check any proxy or custom domain that answers in place of PingOne.",
	run: async (session) =>
		judgeAuthorization(await clientIdUnknown(session), { neverAt: session.deployment.redirectUri }),
};
