import { wordsOf } from "../json.ts";
import type { TokenAnswer } from "../steps/token.ts";
import { notTried, unlessAny, type Verdict } from "../verdict.ts";
import type { Check } from "./check.ts";

export const reach03: Check = {
	id: "REACH-03",
	title: "No token comes along that was not asked for",
	spec: "OpenID Connect Core 3.1.2.1, 11; RFC 9700 4.14",
	level: "should",
	attack: "Look for an ID token or a refresh token in the token answer.",
	gist: "An ID token belongs to scope openid; a refresh token should be issued only on purpose.",
	expectation: "Only the access token.",
	remedy: "Leave REFRESH_TOKEN out of grantTypes, or grant offline_access so that it must be asked for.",
	run: ({ deployment, evidence: { tokens } }) => judgeCompany(tokens, deployment.scope),
};

export function judgeCompany(tokens: TokenAnswer, scope: string): Verdict {
	if (tokens.kind !== "issued") return notTried("no access token (TOKEN-01)");
	const asked = wordsOf(scope);
	return unlessAny([
		...(tokens.idToken && !asked.includes("openid") ? ["an ID token came without openid"] : []),
		...(tokens.refreshToken && !asked.includes("offline_access")
			? ["a refresh token came without offline_access"]
			: []),
	]);
}
