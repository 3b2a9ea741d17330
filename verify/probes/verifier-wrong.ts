import { obtainGrant, redeem } from "../grant.ts";
import { unguessable } from "../pkce.ts";
import type { Session } from "../session.ts";

/** Redeems one code with a wrong verifier, then with the right one. */
export async function verifierWrong(session: Session) {
	const grant = await obtainGrant(session, "verifier-wrong");
	const wrong = await redeem(session, "verifier-wrong", grant, { verifier: unguessable() });
	return { wrong, right: await redeem(session, "verifier-wrong", grant) };
}
