import { twoAuthenticationMethods } from "../probes/two-authentication-methods.ts";
import { judgeToken } from "../refusal.ts";
import { notApplicable } from "../verdict.ts";
import type { Check } from "./check.ts";

export const token08: Check = {
	id: "TOKEN-08",
	title: "Two client authentications at once are refused",
	spec: "RFC 6749 2.3",
	level: "should",
	attack: "Redeem a code with the right secret in the header and in the body.",
	gist: "The client must not use more than one authentication method in each request.",
	expectation: "invalid_request or invalid_client and no token.",
	remedy: "Nothing to configure: send the secret one way only.",
	async run(session) {
		if (session.deployment.tokenEndpointAuthMethod === "NONE") return notApplicable("a public client has no secret");
		return judgeToken(await twoAuthenticationMethods(session), ["invalid_request", "invalid_client"]);
	},
};
