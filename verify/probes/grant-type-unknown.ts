import type { Session } from "../session.ts";
import { grantRequest, readTokens } from "../steps/token.ts";

export const grantTypeUnknown = async ({ deployment, freshBrowser }: Session) =>
	readTokens(
		await freshBrowser().send(
			"grant-type-unknown",
			grantRequest(deployment, { grant_type: "urn:example:no-such-grant" }),
		),
	);
