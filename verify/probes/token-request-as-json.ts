import { obtainGrant } from "../grant.ts";
import type { Session } from "../session.ts";
import { readTokens, tokenRequest } from "../steps/token.ts";

export async function tokenRequestAsJson(session: Session) {
	const attack = "token-request-as-json";
	const { browser, ...grant } = await obtainGrant(session, attack);
	const request = tokenRequest(session.deployment, grant);
	const body = JSON.stringify(Object.fromEntries(new URLSearchParams(request.body)));
	const headers = { ...request.headers, "Content-Type": "application/json" };
	return readTokens(await browser.send(attack, { ...request, headers, body }));
}
