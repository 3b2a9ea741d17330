import { wordsOf } from "../json.ts";
import { introspectionOf } from "../session.ts";
import type { Introspection } from "../steps/introspect.ts";
import { failed, unlessAny, type Verdict } from "../verdict.ts";
import { complaintAboutAudience } from "./at-04-audience.ts";
import type { Check } from "./check.ts";

export const intro01: Check = {
	id: "INTRO-01",
	title: "The API's own credentials see the token active",
	spec: "RFC 7662 2.2",
	level: "must",
	attack: "Introspect the token with the id and the secret of the resource.",
	gist: "active says whether the token was issued by this server, is not expired and not revoked.",
	expectation: "active: true with the aud and the scope of this API.",
	remedy: "Check the outputs resourceId and resourceSecret; rotate the secret with pulumi up if it was changed.",
	run: (session) => judgeActive(introspectionOf(session).byResource, session.deployment),
};

/** Judges an introspection that must be active. */
export function judgeActive(
	{ status, active, members }: Introspection,
	{ audience, scope }: { audience: string; scope: string },
): Verdict {
	if (active !== true)
		return failed(`the answer was ${status} ${active === false ? "active: false" : "without active"}`);
	const said = wordsOf(members.scope).join(" ");
	return unlessAny([
		...(complaintAboutAudience(members.aud, audience) ?? []),
		...(said === wordsOf(scope).join(" ") ? [] : [`scope is ${said || "missing"}, wanted is ${scope}`]),
	]);
}
