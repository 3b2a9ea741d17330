import { parameterRepeated } from "../probes/parameter-repeated.ts";
import { judgeAuthorization } from "../refusal.ts";
import type { Check } from "./check.ts";

export const authz07: Check = {
	id: "AUTHZ-07",
	title: "A parameter sent twice is refused",
	spec: "RFC 6749 3.1, 4.1.2.1",
	level: "should",
	attack: "Ask with two different values of scope.",
	gist: "Request parameters must not be included more than once; two readers could take different ones.",
	expectation: "invalid_request; no sign-on is started.",
	remedy: "Nothing to configure: send each parameter once, and drop repeated ones in any proxy of yours.",
	run: async (session) => judgeAuthorization(await parameterRepeated(session)),
};
