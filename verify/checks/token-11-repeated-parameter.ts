import { tokenParameterRepeated } from "../probes/token-parameter-repeated.ts";
import { judgeToken } from "../refusal.ts";
import type { Check } from "./check.ts";

export const token11: Check = {
	id: "TOKEN-11",
	title: "A parameter sent twice to the token endpoint is refused",
	spec: "RFC 6749 3.2, 5.2",
	level: "should",
	attack: "Redeem a code with two redirect_uri parameters, first the right one and then another.",
	gist: "Request parameters must not be included more than once; two readers could take different ones.",
	expectation: "invalid_request and no token.",
	remedy: "Nothing to configure: send each parameter once, and drop repeated ones in any proxy of yours.",
	run: async (session) => judgeToken(await tokenParameterRepeated(session), ["invalid_request", "invalid_grant"]),
};
