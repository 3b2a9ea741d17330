import { obtainGrant } from "../grant.ts";
import type { Session } from "../session.ts";
import { readTokens, tokenRequest } from "../steps/token.ts";
import { UNREGISTERED } from "./redirect-uri-unregistered.ts";

export async function tokenParameterRepeated(session: Session) {
	const attack = "token-parameter-repeated";
	const { browser, ...grant } = await obtainGrant(session, attack);
	const request = tokenRequest(session.deployment, grant);
	const body = `${request.body}&${new URLSearchParams({ redirect_uri: UNREGISTERED })}`;
	return readTokens(await browser.send(attack, { ...request, body }));
}
