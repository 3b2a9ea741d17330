import { responseTypeWrong } from "../probes/response-type-wrong.ts";
import { judgeAuthorization } from "../refusal.ts";
import type { Authorization } from "../steps/authorize.ts";
import { failed, gravest, type Verdict, warning } from "../verdict.ts";
import type { Check } from "./check.ts";

export const authz05: Check = {
	id: "AUTHZ-05",
	title: "A missing or unknown response_type is refused",
	spec: "RFC 6749 3.1.1, 4.1.2.1",
	level: "must",
	attack: "Ask without response_type, then with one that does not exist.",
	gist: "The server must return an error: invalid_request or unsupported_response_type, by redirect, with the state.",
	expectation: "No code and no sign-on; an error redirect that echoes the state.",
	remedy: "Check any proxy in front of PingOne: it must not add or change parameters.",
	async run(session) {
		const { missing, unknown } = await responseTypeWrong(session);
		return gravest([
			judge("missing", missing, ["invalid_request"]),
			judge("unknown", unknown, ["unsupported_response_type", "invalid_request"]),
		]);
	},
};

function judge(which: string, { authorization, state }: Asked, errors: string[]): Verdict {
	const verdict = judgeAuthorization(authorization, { errors });
	if (verdict.outcome === "failed") return failed(`${which}: ${verdict.reason}`);
	const redirected = authorization.kind === "refused" && authorization.location !== undefined;
	if (verdict.outcome !== "passed" || !redirected || authorization.state === state) return verdict;
	return warning(`${which}: the error redirect does not echo the state`);
}

type Asked = { authorization: Authorization; state: string };
