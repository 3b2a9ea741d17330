import { askSignedIn, redeem } from "../grant.ts";
import type { Session } from "../session.ts";

export const SCOPE_NOBODY_HAS = "no-such-scope-0f2c";

/** Asks for one scope too many, and redeems the code where one is issued all the same. */
export async function scopeUnknown(session: Session) {
	const { authorization, grant } = await askSignedIn(session, "scope-unknown", (parameters) =>
		parameters.set("scope", `${session.deployment.scope} ${SCOPE_NOBODY_HAS}`),
	);
	return { authorization, tokens: grant && (await redeem(session, "scope-unknown", grant)) };
}
