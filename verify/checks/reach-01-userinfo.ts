import { wordsOf } from "../json.ts";
import { userinfoWithAccessToken } from "../probes/userinfo-with-access-token.ts";
import { failed, notApplicable } from "../verdict.ts";
import type { Check } from "./check.ts";
import { judgeClosed } from "./reach-02-management-api.ts";

export const reach01: Check = {
	id: "REACH-01",
	title: "The token does not open the user's profile",
	spec: "OpenID Connect Core 5.3; RFC 9700 2.3",
	level: "must",
	attack: "Call userinfo with the access token, which has no openid scope.",
	gist: "Userinfo is for tokens of an OpenID Connect request; privileges are restricted to the minimum.",
	expectation: "401 or 403.",
	remedy: "Grant no OIDC scope to the application unless it signs users in itself.",
	async run(session) {
		if (wordsOf(session.deployment.scope).includes("openid")) {
			return notApplicable("openid is among the scopes of this deployment");
		}
		const status = await userinfoWithAccessToken(session);
		return status === 200 ? failed("userinfo answered 200") : judgeClosed(status);
	},
};
