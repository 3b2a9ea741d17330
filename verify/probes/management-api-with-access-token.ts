import { isLoopback } from "../../providers/api/config.ts";
import { accessTokenOf, type Session } from "../session.ts";

/** The management API that belongs to an authentication server: the region's, or the emulator's own. */
export function managementApiOf(authUrl: string): string | undefined {
	const { protocol, hostname, host } = new URL(authUrl);
	if (isLoopback(new URL(authUrl))) return `${protocol}//${host}/v1`;
	const [, region] = /^auth\.pingone\.([a-z.]+)$/.exec(hostname) ?? [];
	return region && `https://api.pingone.${region}/v1`;
}

/** The HTTP status of reading the environment with the API's access token. */
export async function managementApiWithAccessToken(session: Session, apiUrl: string): Promise<number> {
	const { text } = accessTokenOf(session);
	const { status } = await session.freshBrowser().send("management-api-with-access-token", {
		...{ method: "GET", url: `${apiUrl}/environments/${session.deployment.environmentId}` },
		headers: { Authorization: `Bearer ${text}` },
	});
	return status;
}
