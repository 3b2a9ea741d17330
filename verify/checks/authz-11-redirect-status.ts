import { failed, passed } from "../verdict.ts";
import type { Check } from "./check.ts";

export const authz11: Check = {
	id: "AUTHZ-11",
	title: "No redirect of the sign-in repeats a form (307, 308)",
	spec: "RFC 9700 4.12",
	level: "must",
	attack: "Look at the statuses of the redirects of the sign-in.",
	gist: "With 307 the browser would send the user's credentials on to the client; 303 is the status to use.",
	expectation: "302 or 303 only.",
	remedy: "Check any proxy or custom domain in front of PingOne that rewrites redirects.",
	run({ evidence: { redirects } }) {
		const repeating = redirects.find((status) => status === 307 || status === 308);
		return repeating === undefined ? passed : failed(`a redirect had the status ${repeating}`);
	},
};
