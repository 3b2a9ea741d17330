import { clientSecretWrong } from "../probes/client-secret-wrong.ts";
import { judgeToken } from "../refusal.ts";
import { quoteRefusal } from "../steps/refusalText.ts";
import type { TokenAnswer } from "../steps/token.ts";
import { failed, notApplicable, type Verdict, warning } from "../verdict.ts";
import type { Check } from "./check.ts";

export const token06: Check = {
	id: "TOKEN-06",
	title: "A wrong client secret is refused with 401",
	spec: "RFC 6749 5.2",
	level: "must",
	attack: "Redeem a code with a wrong secret of the right application.",
	gist: "invalid_client; with an Authorization header the answer is 401 and has WWW-Authenticate.",
	expectation: "401 invalid_client and no token; a missing WWW-Authenticate is a warning.",
	remedy: "Set tokenEndpointAuthMethod to a method with a secret; if it is, report this to PingOne.",
	async run(session) {
		const { tokenEndpointAuthMethod } = session.deployment;
		if (tokenEndpointAuthMethod === "NONE") return notApplicable("a public client has no secret");
		return judgeWrongSecret(await clientSecretWrong(session), tokenEndpointAuthMethod === "CLIENT_SECRET_BASIC");
	},
};

export function judgeWrongSecret(answer: TokenAnswer, byHeader: boolean): Verdict {
	const verdict = judgeToken(answer, ["invalid_client"]);
	if (verdict.outcome !== "passed" || answer.kind === "issued") return verdict;
	if (answer.status !== 401 && byHeader) return failed(`refused with ${quoteRefusal(answer.status, answer)}, not 401`);
	return byHeader && answer.header("www-authenticate") === undefined
		? warning("refused with 401, but without a WWW-Authenticate header")
		: verdict;
}
