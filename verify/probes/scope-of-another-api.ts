import { askSignedIn, redeem } from "../grant.ts";
import type { Session } from "../session.ts";

/** Lets a user read its own directory entry: a scope of the PingOne API, which exists in every environment. */
export const SCOPE_OF_ANOTHER_API = "p1:read:user";

export async function scopeOfAnotherApi(session: Session) {
	const { authorization, grant } = await askSignedIn(session, "scope-of-another-api", (parameters) =>
		parameters.set("scope", `${session.deployment.scope} ${SCOPE_OF_ANOTHER_API}`),
	);
	return { authorization, tokens: grant && (await redeem(session, "scope-of-another-api", grant)) };
}
