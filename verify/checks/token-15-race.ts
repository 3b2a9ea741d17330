import { codeRace, RUNNERS } from "../probes/code-race.ts";
import type { TokenAnswer } from "../steps/token.ts";
import { failed, notTried, passed, type Verdict } from "../verdict.ts";
import type { Check } from "./check.ts";

export const token15: Check = {
	id: "TOKEN-15",
	title: "Parallel redemptions of one code give one token",
	spec: "RFC 6749 4.1.2",
	level: "must",
	attack: `Redeem one code ${RUNNERS} times at the same moment.`,
	gist: "A code is used once; a race between requests must not make an exception.",
	expectation: "At most one token, and an error to all others.",
	remedy: "Report this to PingOne: a code caught on its way could be redeemed beside the client.",
	disruptive: true,
	run: async (session) => judgeRace(await codeRace(session)),
};

/** No winner at all is fine too: a server may kill the code as soon as it sees it twice. */
export function judgeRace(answers: readonly TokenAnswer[]): Verdict {
	const issued = answers.filter(({ kind }) => kind === "issued").length;
	if (issued > 1) return failed(`${issued} of ${answers.length} requests got a token`);
	const broken = answers.find(({ status }) => status >= 500);
	if (broken) return failed(`the service broke with ${broken.status} instead of refusing`);
	return answers.some(({ status }) => status === 429) ? notTried("the service is limiting requests (429)") : passed;
}
