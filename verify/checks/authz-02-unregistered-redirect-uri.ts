import { redirectUriUnregistered, UNREGISTERED } from "../probes/redirect-uri-unregistered.ts";
import { judgeAuthorization } from "../refusal.ts";
import type { Check } from "./check.ts";

export const authz02: Check = {
	id: "AUTHZ-02",
	title: "An unregistered redirect_uri gets no redirect",
	spec: "RFC 6749 3.1.2.4, 4.1.2.1",
	level: "must",
	attack: `Ask for a code with redirect_uri=${UNREGISTERED}.`,
	gist: "An invalid redirection URI must not be redirected to; the user is told instead.",
	expectation: "An error page or an error status; no code, no sign-on, nothing sent to that URI.",
	remedy: "Register only your own redirect URIs on the application and disallow wildcards in them.",
	run: async (session) => judgeAuthorization(await redirectUriUnregistered(session), { neverAt: UNREGISTERED }),
};
