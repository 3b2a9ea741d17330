import { obtainGrant, redeem } from "../grant.ts";
import type { Session } from "../session.ts";
import { introspectionRequest, readIntrospection } from "../steps/introspect.ts";
import { applicationCredentials } from "../steps/token.ts";

/** Redeems one code twice, then introspects the token of the first use. */
export async function codeReplay(session: Session) {
	const grant = await obtainGrant(session, "code-replay");
	const first = await redeem(session, "code-replay", grant);
	const second = await redeem(session, "code-replay", grant);
	return { first, second, afterwards: first.kind === "issued" ? await look(session, first.accessToken) : undefined };
}

async function look({ deployment, freshBrowser }: Session, token: string) {
	const request = introspectionRequest(deployment, token, applicationCredentials(deployment));
	return readIntrospection(await freshBrowser().send("code-replay", request));
}
