import { tokenRequestAsJson } from "../probes/token-request-as-json.ts";
import { judgeToken } from "../refusal.ts";
import type { Check } from "./check.ts";

export const token12: Check = {
	id: "TOKEN-12",
	title: "A token request that is no form is refused",
	spec: "RFC 6749 3.2, 4.1.3",
	level: "should",
	attack: "Redeem a code with the same parameters as a JSON body.",
	gist: "The parameters are sent with the application/x-www-form-urlencoded format in the request body.",
	expectation: "An error and no token.",
	remedy: "Nothing to configure: a second way to read requests is a second way around filters.",
	run: async (session) => judgeToken(await tokenRequestAsJson(session)),
};
