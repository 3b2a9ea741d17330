import { isAt } from "../refusal.ts";
import type { Session } from "../session.ts";
import { unlessAny, type Verdict } from "../verdict.ts";
import type { Check } from "./check.ts";

export const authz01: Check = {
	id: "AUTHZ-01",
	title: "The redirect carries a code and the exact state",
	spec: "RFC 6749 4.1.2; RFC 9700 4.7.1",
	level: "must",
	attack: "Sign the user in as a browser would: authorize, flow, resume.",
	gist: "The state of the request is in the response, with the exact value received; it protects against CSRF.",
	expectation: "A redirect to the registered redirect_uri with a code and the state that was sent.",
	remedy: "Without the exact state a client must drop the response: check any proxy in front of PingOne.",
	run: ({ evidence, deployment }) => judgeRedirect(evidence, deployment.redirectUri),
};

export function judgeRedirect(
	{ authorization, state }: Pick<Session["evidence"], "authorization" | "state">,
	redirectUri: string,
): Verdict {
	const at = authorization.location?.href ?? "";
	return unlessAny([
		...(isAt(at, redirectUri) ? [] : ["the code was not sent to the registered redirect URI"]),
		...(authorization.state === state
			? []
			: [authorization.state === undefined ? "the state is missing" : "the state is not the one that was sent"]),
	]);
}
