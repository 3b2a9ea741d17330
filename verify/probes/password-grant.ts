import type { Session } from "../session.ts";
import { grantRequest, readTokens } from "../steps/token.ts";

/** The right password, so that no failed sign-on is counted against the account. */
export async function passwordGrant({ deployment, freshBrowser }: Session) {
	const { username, password, scope } = deployment;
	const request = grantRequest(deployment, { grant_type: "password", username, password, scope });
	return readTokens(await freshBrowser().send("password-grant", request));
}
