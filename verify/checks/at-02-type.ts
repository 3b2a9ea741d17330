import { accessTokenOf } from "../session.ts";
import { failed, passed } from "../verdict.ts";
import type { Check } from "./check.ts";

export const at02: Check = {
	id: "AT-02",
	title: "The token says that it is an access token (at+jwt)",
	spec: "RFC 9068 2.1",
	level: "should",
	attack: "Look at typ in the header of the token.",
	gist: "typ is at+jwt, so that no ID token is taken for an access token.",
	expectation: "typ is at+jwt; PingOne promises it only from March 2027 on.",
	remedy: "Nothing to configure: let the API check aud and scope, which an ID token does not have.",
	run(session) {
		const { typ } = accessTokenOf(session).header;
		return /^(application\/)?at\+jwt$/i.test(typ ?? "") ? passed : failed(`typ is ${typ ?? "missing"}`);
	},
};
