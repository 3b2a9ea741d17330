import { readAccessToken } from "../accessToken.ts";
import { wordsOf } from "../json.ts";
import { SCOPE_OF_ANOTHER_API, scopeOfAnotherApi } from "../probes/scope-of-another-api.ts";
import { judgeAuthorization } from "../refusal.ts";
import { passed, unlessAny, type Verdict } from "../verdict.ts";
import { complaintAboutAudience } from "./at-04-audience.ts";
import type { Check } from "./check.ts";

export const authz09: Check = {
	id: "AUTHZ-09",
	title: "No scope of another API can be added to the token",
	spec: "RFC 9700 2.3",
	level: "must",
	attack: `Ask for the granted scope together with ${SCOPE_OF_ANOTHER_API}, a scope of the PingOne API.`,
	gist: "The privileges of a token are restricted to the minimum, and it is meant for certain resource servers only.",
	expectation: "invalid_scope, or a token for this API alone.",
	remedy: "Remove grants of other resources from the application.",
	async run(session) {
		const { authorization, tokens } = await scopeOfAnotherApi(session);
		if (tokens?.kind === "issued") return judgeWiderToken(tokens.accessToken, session.deployment.audience);
		return tokens ? passed : judgeAuthorization(authorization, { errors: ["invalid_scope"] });
	},
};

function judgeWiderToken(text: string, audience: string): Verdict {
	const { aud, scope } = readAccessToken(text)?.claims ?? {};
	return unlessAny([
		...(wordsOf(scope).includes(SCOPE_OF_ANOTHER_API) ? [`the token carries ${SCOPE_OF_ANOTHER_API}`] : []),
		...(complaintAboutAudience(aud, audience) ?? []),
	]);
}
