import { basicAuthorization } from "../../providers/api/token.ts";
import { obtainGrant } from "../grant.ts";
import type { Session } from "../session.ts";
import { readTokens, tokenRequest } from "../steps/token.ts";

export async function twoAuthenticationMethods(session: Session) {
	const attack = "two-authentication-methods";
	const { applicationId: id, clientSecret: secret } = session.deployment;
	const { browser, ...grant } = await obtainGrant(session, attack);
	const request = tokenRequest(session.deployment, grant, { method: "CLIENT_SECRET_POST", id, secret });
	const headers = { ...request.headers, Authorization: basicAuthorization(id, secret) };
	return readTokens(await browser.send(attack, { ...request, headers }));
}
