import { obtainGrant, redeem } from "../grant.ts";
import { unguessable } from "../pkce.ts";
import type { Session } from "../session.ts";
import { applicationCredentials } from "../steps/token.ts";

export async function clientSecretWrong(session: Session) {
	const grant = await obtainGrant(session, "client-secret-wrong");
	const credentials = { ...applicationCredentials(session.deployment), secret: unguessable() };
	return redeem(session, "client-secret-wrong", grant, {}, credentials);
}
