import { wordsOf } from "../json.ts";
import { accessTokenOf } from "../session.ts";
import { failed, passed, type Verdict } from "../verdict.ts";
import type { Check } from "./check.ts";

export const at07: Check = {
	id: "AT-07",
	title: "scope is exactly the granted scope",
	spec: "RFC 9068 2.2.3; RFC 9700 2.3",
	level: "must",
	attack: "Compare scope of the token with the scope that was asked for and granted.",
	gist: "The scope claim names the authorizations of the token; they should be the minimum required.",
	expectation: "The same set of scopes.",
	remedy: "Grant the application this scope and no other of the resource, and run pulumi up.",
	run: (session) => judgeScope(accessTokenOf(session).claims.scope, session.deployment.scope),
};

export function judgeScope(scope: unknown, wanted: string): Verdict {
	const has = wordsOf(scope).join(" ");
	return has === wordsOf(wanted).join(" ") ? passed : failed(`scope is ${has || "missing"}, wanted is ${wanted}`);
}
