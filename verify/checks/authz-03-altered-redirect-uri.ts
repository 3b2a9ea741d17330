import { redirectUriAltered } from "../probes/redirect-uri-altered.ts";
import { judgeAuthorization } from "../refusal.ts";
import { failed, gravest } from "../verdict.ts";
import type { Check } from "./check.ts";

export const authz03: Check = {
	id: "AUTHZ-03",
	title: "An altered redirect_uri is refused, however slightly",
	spec: "RFC 9700 2.1, 4.1.3",
	level: "must",
	attack: "Ask with the registered URI changed in case, trailing slash, query, path, port, user or encoded slash.",
	gist: "Redirection URIs are compared as exact strings; only the port of a native app's localhost may vary.",
	expectation: "Each of the variants is refused and never redirected to.",
	remedy: "Register the exact URI, without wildcards (allowWildcardInRedirectUris: false).",
	async run(session) {
		const answers = await redirectUriAltered(session);
		return gravest(
			answers.map(({ alteration, uri, authorization }) => {
				const verdict = judgeAuthorization(authorization, { neverAt: uri });
				return verdict.outcome === "failed" ? failed(`${alteration}: ${verdict.reason}`) : verdict;
			}),
		);
	},
};
