import { implicitGrant } from "../probes/implicit-grant.ts";
import { judgeAuthorization } from "../refusal.ts";
import type { Check } from "./check.ts";

export const authz06: Check = {
	id: "AUTHZ-06",
	title: "The implicit grant is closed for this application",
	spec: "RFC 9700 2.1.2",
	level: "should",
	attack: "Ask with response_type=token.",
	gist: "Clients should not use the implicit grant: tokens in a redirect leak and are open to replay.",
	expectation: "unsupported_response_type or unauthorized_client; no sign-on is started.",
	remedy: "Leave IMPLICIT out of grantTypes and TOKEN out of responseTypes.",
	run: async (session) => judgeAuthorization(await implicitGrant(session)),
};
