import { obtainGrant, redeem } from "../grant.ts";
import { challengeOf } from "../pkce.ts";
import type { Session } from "../session.ts";

/** The challenge is in the front channel, where an attacker may read it. */
export async function challengeAsVerifier(session: Session) {
	const grant = await obtainGrant(session, "challenge-as-verifier");
	return redeem(session, "challenge-as-verifier", grant, { verifier: challengeOf(grant.verifier) });
}
