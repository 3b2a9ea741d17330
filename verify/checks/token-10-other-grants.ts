import { grantTypeUnknown } from "../probes/grant-type-unknown.ts";
import { passwordGrant } from "../probes/password-grant.ts";
import { judgeToken } from "../refusal.ts";
import { failed, gravest } from "../verdict.ts";
import type { Check } from "./check.ts";

export const token10: Check = {
	id: "TOKEN-10",
	title: "Unknown grants and the password grant are closed",
	spec: "RFC 6749 5.2; RFC 9700 2.4",
	level: "must",
	attack: "Ask for a token with an unknown grant_type, and with grant_type=password and the user's password.",
	gist: "unsupported_grant_type; the resource owner password credentials grant must not be used.",
	expectation: "unsupported_grant_type or unauthorized_client, and no token.",
	remedy: "Leave only AUTHORIZATION_CODE in grantTypes.",
	async run(session) {
		const [unknown, password] = await Promise.all([grantTypeUnknown(session), passwordGrant(session)]);
		const verdict = judgeToken(password, ["unsupported_grant_type", "unauthorized_client", "invalid_request"]);
		return gravest([
			judgeToken(unknown, ["unsupported_grant_type", "invalid_request"]),
			verdict.outcome === "failed" ? failed(`grant_type=password: ${verdict.reason}`) : verdict,
		]);
	},
};
