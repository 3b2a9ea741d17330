import { accessTokenOf, type Session } from "../session.ts";
import { endpoint } from "../steps/endpoints.ts";

/** The HTTP status of userinfo for the API's access token. */
export async function userinfoWithAccessToken(session: Session): Promise<number> {
	const { text } = accessTokenOf(session);
	const { status } = await session.freshBrowser().send("userinfo-with-access-token", {
		...{ method: "GET", url: endpoint(session.deployment, "userinfo") },
		headers: { Authorization: `Bearer ${text}` },
	});
	return status;
}
