import { redirectUriChangedAtToken } from "../probes/redirect-uri-changed-at-token.ts";
import { judgeToken } from "../refusal.ts";
import { failed, gravest, type Verdict } from "../verdict.ts";
import type { Check } from "./check.ts";

export const token04: Check = {
	id: "TOKEN-04",
	title: "The redirect_uri at the token endpoint must be the same",
	spec: "RFC 6749 4.1.3; RFC 9700 4.5.2",
	level: "must",
	attack: "Redeem a code with another redirect_uri, and one without any.",
	gist: "If redirect_uri was in the authorization request, it is required here and must be identical.",
	expectation: "400 invalid_grant (or invalid_request when missing) and no token.",
	remedy: "Report this to PingOne: a code sent to a wrong place could be redeemed.",
	async run(session) {
		const { different, missing } = await redirectUriChangedAtToken(session);
		return gravest([
			prefixed("different", judgeToken(different, ["invalid_grant"])),
			prefixed("missing", judgeToken(missing, ["invalid_grant", "invalid_request"])),
		]);
	},
};

const prefixed = (which: string, verdict: Verdict): Verdict =>
	verdict.outcome === "failed" ? failed(`${which}: ${verdict.reason}`) : verdict;
