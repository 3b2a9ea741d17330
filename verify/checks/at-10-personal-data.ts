import { accessTokenOf } from "../session.ts";
import { failed, passed } from "../verdict.ts";
import type { Check } from "./check.ts";

/** Standard claims about a person; OpenID Connect Core section 5.1. */
const PERSONAL = [
	...["name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture"],
	...["website", "email", "gender", "birthdate", "phone_number", "address"],
];

export const at10: Check = {
	id: "AT-10",
	title: "The token carries no personal data",
	spec: "RFC 9068 6",
	level: "should",
	attack: "Look for the standard claims about a person in the token.",
	gist: "The content of a token is visible to whoever holds it; sensitive data is left out.",
	expectation: "None of them.",
	remedy: "Remove the attribute mapping from the resource, unless the API needs it.",
	run(session) {
		const claims = Object.keys(accessTokenOf(session).claims).filter((name) => PERSONAL.includes(name));
		return claims.length === 0 ? passed : failed(`it has ${claims.join(", ")}`);
	},
};
