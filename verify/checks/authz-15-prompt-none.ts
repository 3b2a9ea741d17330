import { promptNone } from "../probes/prompt-none-without-session.ts";
import { judgeAuthorization } from "../refusal.ts";
import type { Check } from "./check.ts";

export const authz15: Check = {
	id: "AUTHZ-15",
	title: "prompt=none without a session is refused",
	spec: "OpenID Connect Core 3.1.2.1, 3.1.2.6",
	level: "should",
	attack: "Ask with prompt=none from a browser that has no session.",
	gist: "With none the server must not show any page, and returns an error such as login_required.",
	expectation: "login_required by redirect; no sign-on is started.",
	remedy: "Nothing to configure: clients that renew silently must expect a sign-on page here.",
	run: async (session) =>
		judgeAuthorization(await promptNone(session), { errors: ["login_required", "interaction_required"] }),
};
