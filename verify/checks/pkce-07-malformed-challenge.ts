import { challengeMalformed } from "../probes/challenge-malformed.ts";
import { judgeAuthorization } from "../refusal.ts";
import { failed, gravest } from "../verdict.ts";
import type { Check } from "./check.ts";

export const pkce07: Check = {
	id: "PKCE-07",
	title: "A malformed code_challenge is refused",
	spec: "RFC 7636 4.1, 4.2",
	level: "should",
	attack: "Ask with challenges of 42 and 129 characters and with one outside the alphabet.",
	gist: "A challenge is 43 to 128 unreserved characters.",
	expectation: "invalid_request; no sign-on is started.",
	remedy: "Nothing to configure: a malformed challenge only harms the client that sent it.",
	async run(session) {
		const answers = await challengeMalformed(session);
		return gravest(
			answers.map(({ flaw, authorization }) => {
				const verdict = judgeAuthorization(authorization);
				return verdict.outcome === "failed" ? failed(`${flaw}: ${verdict.reason}`) : verdict;
			}),
		);
	},
};
