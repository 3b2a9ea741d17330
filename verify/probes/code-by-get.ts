import { obtainGrant } from "../grant.ts";
import type { Session } from "../session.ts";
import { readTokens, tokenRequest } from "../steps/token.ts";

/** Sends the token request as a GET. Only for clients whose secret is not in the form. */
export async function codeByGet(session: Session) {
	const { browser, ...grant } = await obtainGrant(session, "code-by-get");
	const { url, body, headers } = tokenRequest(session.deployment, grant);
	const { Authorization } = headers;
	return readTokens(
		await browser.send("code-by-get", {
			...{ method: "GET", url: `${url}?${body}` },
			...(Authorization !== undefined && { headers: { Authorization } }),
		}),
	);
}
