import { codeByAnotherClient } from "../probes/code-by-another-client.ts";
import { judgeToken } from "../refusal.ts";
import type { Check } from "./check.ts";

export const token03: Check = {
	id: "TOKEN-03",
	title: "A code is worth nothing to another client",
	spec: "RFC 6749 4.1.3",
	level: "must",
	attack: "Redeem a code with the id and secret of the resource, the only other credentials of this deployment.",
	gist: "The server ensures that the code was issued to the authenticated client.",
	expectation: "invalid_grant, invalid_client or unauthorized_client, and no token.",
	remedy: "Report this to PingOne: any client of the environment could use a stolen code.",
	run: async (session) =>
		judgeToken(await codeByAnotherClient(session), ["invalid_grant", "invalid_client", "unauthorized_client"]),
};
