import { managementApiOf, managementApiWithAccessToken } from "../probes/management-api-with-access-token.ts";
import { failed, notApplicable, notTried, passed, type Verdict, warning } from "../verdict.ts";
import type { Check } from "./check.ts";

export const reach02: Check = {
	id: "REACH-02",
	title: "The token does not open the PingOne API",
	spec: "RFC 9068 4; RFC 9700 2.3",
	level: "must",
	attack: "Read the environment from the management API with the access token.",
	gist: "A resource server must reject a token whose aud does not name it.",
	expectation: "401 or 403.",
	remedy: "Report this to PingOne, and remove grants of the PingOne API from the application.",
	async run(session) {
		const apiUrl = managementApiOf(session.deployment.authUrl);
		if (apiUrl === undefined) return notApplicable("a custom domain does not say where the management API is");
		return judgeClosed(await managementApiWithAccessToken(session, apiUrl));
	},
};

/** Judges the status of a door that must be closed to this token. */
export function judgeClosed(status: number): Verdict {
	if (status === 401 || status === 403) return passed;
	if (status < 400) return failed(`it was let in with ${status}`);
	if (status === 429) return notTried("the service is limiting requests (429): run again later");
	return status < 500
		? warning(`refused with ${status} where 401 or 403 is due`)
		: failed(`the service broke with ${status}`);
}
