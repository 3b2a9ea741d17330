import { refusalByApi, signatureComplaint } from "../accessToken.ts";
import { accessTokenOf } from "../session.ts";
import { failed, notTried, passed } from "../verdict.ts";
import type { Check } from "./check.ts";

const ANOTHER_API = "https://another-api.invalid";

export const at09: Check = {
	id: "AT-09",
	title: "Another API that checks aud refuses the token",
	spec: "RFC 9068 4; RFC 9700 4.9.3",
	level: "must",
	attack: `Validate the token as an API with the audience ${ANOTHER_API}.`,
	gist: "A resource server must reject a token whose aud does not name it.",
	expectation: "Refused because of aud.",
	remedy: "The verifier cannot be trusted here: run npm ci again and compare the version of jose.",
	async run(session) {
		const token = accessTokenOf(session);
		const { jwks } = session.evidence;
		if (await signatureComplaint(token, jwks)) return notTried("the real token does not verify (AT-01)");
		const requirement = { issuer: token.claims.iss ?? "", audience: ANOTHER_API, now: session.now() };
		const refusal = await refusalByApi(token.text, jwks, requirement);
		return refusal === undefined ? failed("it was accepted") : passed;
	},
};
