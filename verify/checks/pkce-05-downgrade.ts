import { redeem } from "../grant.ts";
import { challengeMissing } from "../probes/challenge-missing.ts";
import { judgeAuthorization, judgeToken } from "../refusal.ts";
import type { Check } from "./check.ts";

export const pkce05: Check = {
	id: "PKCE-05",
	title: "A code without a challenge takes no verifier",
	spec: "RFC 9700 2.1.1, 4.8.2",
	level: "must",
	attack: "Ask without a challenge, as an attacker who stripped it would, then redeem the code with a verifier.",
	gist: "A token request with a verifier is accepted only if the authorization request had a challenge.",
	expectation: "The authorization request is refused already, or the token request is.",
	remedy: "Set pkceEnforcement to S256_REQUIRED on the application.",
	async run(session) {
		const { authorization, grant } = await session.once(challengeMissing);
		if (!grant) return judgeAuthorization(authorization);
		return judgeToken(await redeem(session, "challenge-missing", grant), ["invalid_grant", "invalid_request"]);
	},
};
