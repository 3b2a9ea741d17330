import { introspectionWithoutToken } from "../probes/introspection-without-token.ts";
import { failed, passed } from "../verdict.ts";
import type { Check } from "./check.ts";

export const intro05: Check = {
	id: "INTRO-05",
	title: "Introspection without a token is an error",
	spec: "RFC 7662 2.1",
	level: "should",
	attack: "Introspect with the application's credentials and no token parameter.",
	gist: "token is required; a request without it is malformed.",
	expectation: "400 invalid_request.",
	remedy: "Nothing to configure: an API must never ask without a token.",
	async run(session) {
		const { status, members } = await introspectionWithoutToken(session);
		return status === 400 ? passed : failed(`answered ${status}${members.active === undefined ? "" : " with active"}`);
	},
};
