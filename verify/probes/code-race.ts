import { obtainGrant, redeem } from "../grant.ts";
import type { Session } from "../session.ts";

/** Enough to lose a race that exists, and few enough for a tenant's rate limit. */
export const RUNNERS = 10;

export async function codeRace(session: Session) {
	const grant = await obtainGrant(session, "code-race");
	return Promise.all(Array.from({ length: RUNNERS }, () => redeem(session, "code-race", grant)));
}
