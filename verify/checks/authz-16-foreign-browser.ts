import { resumeFromAnotherBrowser } from "../probes/resume-from-another-browser.ts";
import { judgeAuthorization } from "../refusal.ts";
import { passed } from "../verdict.ts";
import type { Check } from "./check.ts";

export const authz16: Check = {
	id: "AUTHZ-16",
	title: "A finished sign-on cannot be resumed elsewhere",
	spec: "RFC 9700 4.5, 4.7",
	level: "must",
	attack: "Sign on in one browser, then resume that flow in another one without its cookies.",
	gist: "A response is bound to the user agent that began it, or an attacker could inject a code or a session.",
	expectation: "An error, or the sign-on page; no code.",
	remedy: "Check any proxy in front of PingOne: it must not share or add session cookies.",
	async run(session) {
		const answer = await resumeFromAnotherBrowser(session);
		// Being sent back to the sign-on page is as good as an error: there is no code.
		return answer.kind === "flow" ? passed : judgeAuthorization(answer);
	},
};
