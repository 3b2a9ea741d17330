import { obtainGrant, redeem } from "../grant.ts";
import type { Session } from "../session.ts";
import { resourceCredentials } from "../steps/introspect.ts";

/** The resource's credentials authenticate at introspection only; they are no application's. */
export async function codeByAnotherClient(session: Session) {
	const { tokenEndpointAuthMethod } = session.deployment;
	const method = tokenEndpointAuthMethod === "CLIENT_SECRET_POST" ? "CLIENT_SECRET_POST" : "CLIENT_SECRET_BASIC";
	const grant = await obtainGrant(session, "code-by-another-client");
	return redeem(session, "code-by-another-client", grant, {}, resourceCredentials(session.deployment, method));
}
