import { accessTokenOf } from "../session.ts";
import { unlessAny } from "../verdict.ts";
import type { Check } from "./check.ts";

export const at04: Check = {
	id: "AT-04",
	title: "aud is this API and nothing else",
	spec: "RFC 9068 2.2, 3; RFC 9700 2.3, 4.10.2",
	level: "must",
	attack: "Compare aud of the token with the audience of the resource.",
	gist: "Tokens are restricted to a certain resource server, preferably to a single one.",
	expectation: "aud has exactly one value: the audience.",
	remedy: "Check the resource's audience, and remove grants of other resources from the application.",
	run: (session) =>
		unlessAny(complaintAboutAudience(accessTokenOf(session).claims.aud, session.deployment.audience) ?? []),
};

/** What is wrong with `aud`, a string or an array (RFC 7519 section 4.1.3), or undefined. */
export function complaintAboutAudience(aud: unknown, audience: string): string[] | undefined {
	const values = aud === undefined ? [] : [aud].flat();
	if (values.length === 1 && values[0] === audience) return undefined;
	return [values.length === 0 ? "aud is missing" : `aud is ${values.join(", ")} where only ${audience} is wanted`];
}
