import { readAccessToken } from "../accessToken.ts";
import { wordsOf } from "../json.ts";
import { scopeUnknown } from "../probes/scope-unknown.ts";
import { failed, notApplicable, passed } from "../verdict.ts";
import type { Check } from "./check.ts";

export const token13: Check = {
	id: "TOKEN-13",
	title: "A scope narrower than asked for is said",
	spec: "RFC 6749 3.3, 5.1",
	level: "must",
	attack: "Ask for one scope too many and look at scope in the token answer.",
	gist: "If the issued scope differs from the requested one, the answer must include scope.",
	expectation: "scope in the answer equals scope in the token.",
	remedy: "Clients must read the scope from the token instead: report this to PingOne.",
	async run(session) {
		const { tokens } = await session.once(scopeUnknown);
		if (tokens?.kind !== "issued") return notApplicable("such a request is refused and not narrowed");
		if (tokens.scope === undefined) return failed("the answer has no scope");
		const granted = wordsOf(readAccessToken(tokens.accessToken)?.claims.scope).join(" ");
		const said = wordsOf(tokens.scope).join(" ");
		return said === granted ? passed : failed(`the answer says "${said}", the token "${granted}"`);
	},
};
