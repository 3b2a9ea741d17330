import { codeByGet } from "../probes/code-by-get.ts";
import { judgeToken } from "../refusal.ts";
import { notApplicable } from "../verdict.ts";
import type { Check } from "./check.ts";

export const token09: Check = {
	id: "TOKEN-09",
	title: "GET on the token endpoint is refused",
	spec: "RFC 6749 3.2",
	level: "must",
	attack: "Redeem a code by GET, with the code in the query and the secret in the header.",
	gist: "The client must use POST for token requests: a URL ends up in logs and caches.",
	expectation: "An error and no token.",
	remedy: "Check any proxy in front of PingOne: it must not turn GET into POST.",
	async run(session) {
		if (session.deployment.tokenEndpointAuthMethod === "CLIENT_SECRET_POST") {
			return notApplicable("the secret of this application would have to stand in a URL");
		}
		return judgeToken(await codeByGet(session));
	},
};
