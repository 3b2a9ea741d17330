import { challengeMissing } from "../probes/challenge-missing.ts";
import { judgeAuthorization } from "../refusal.ts";
import { failed, warning } from "../verdict.ts";
import type { Check } from "./check.ts";

export const pkce10: Check = {
	id: "PKCE-10",
	title: "A request without PKCE is refused",
	spec: "RFC 9700 2.1.1; RFC 7636 4.4.1",
	level: "must",
	attack: "Ask without code_challenge.",
	gist: "Public clients must use PKCE; for confidential clients it is recommended.",
	expectation: "invalid_request; a warning only where the application authenticates with a secret.",
	remedy: "Set pkceEnforcement to S256_REQUIRED on the application.",
	async run(session) {
		const { authorization, grant } = await session.once(challengeMissing);
		if (!grant) return judgeAuthorization(authorization);
		const reason = "a code was issued without PKCE";
		return session.deployment.tokenEndpointAuthMethod === "NONE" ? failed(reason) : warning(reason);
	},
};
