import { readAccessToken } from "../accessToken.ts";
import { wordsOf } from "../json.ts";
import { SCOPE_NOBODY_HAS, scopeUnknown } from "../probes/scope-unknown.ts";
import { judgeAuthorization } from "../refusal.ts";
import { failed, passed } from "../verdict.ts";
import type { Check } from "./check.ts";

export const authz08: Check = {
	id: "AUTHZ-08",
	title: "A scope that does not exist is never granted",
	spec: "RFC 6749 3.3",
	level: "must",
	attack: `Ask for the granted scope together with ${SCOPE_NOBODY_HAS}.`,
	gist: "The server may ignore part of the requested scope or fail with invalid_scope, but grants only what exists.",
	expectation: "invalid_scope, or a token without that scope.",
	remedy: "Check in the PingOne console which scopes the application is granted.",
	async run(session) {
		const { authorization, tokens } = await session.once(scopeUnknown);
		if (tokens?.kind !== "issued")
			return tokens ? passed : judgeAuthorization(authorization, { errors: ["invalid_scope"] });
		const granted = wordsOf(readAccessToken(tokens.accessToken)?.claims.scope ?? tokens.scope);
		return granted.includes(SCOPE_NOBODY_HAS) ? failed(`the token carries ${SCOPE_NOBODY_HAS}`) : passed;
	},
};
