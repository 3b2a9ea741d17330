import type { Authorization } from "./steps/authorize.ts";
import { quoteRefusal } from "./steps/refusalText.ts";
import type { TokenAnswer } from "./steps/token.ts";
import { failed, notTried, passed, type Verdict, warning } from "./verdict.ts";

/** What an attack on the authorization endpoint must meet. */
export interface ExpectedRefusal {
	/** Error codes that the spec names; any refusal will do when left out. */
	errors?: readonly string[];
	/** A redirect URI that must not be used, not even for the error (RFC 6749 section 4.1.2.1). */
	neverAt?: string;
}

/** Judges the answer to an authorization request that must be refused. */
export function judgeAuthorization(answer: Authorization, { errors, neverAt }: ExpectedRefusal = {}): Verdict {
	if (answer.kind === "code") return failed("a code was issued");
	if (answer.kind === "token") return failed("tokens were issued in the redirect");
	if (answer.kind === "flow") return failed("it was accepted: a sign-on was started");
	if (neverAt !== undefined && answer.location && isAt(answer.location.href, neverAt)) {
		return failed("the browser was sent to that redirect URI");
	}
	if (answer.kind === "unreadable")
		return failed(`it was not refused: the answer was ${answer.status} without an error`);
	return judgeRefusal(answer.status, answer, errors);
}

/** Judges the answer to a token request that must be refused. */
export function judgeToken(answer: TokenAnswer, errors?: readonly string[]): Verdict {
	if (answer.kind === "issued") return failed("an access token was issued");
	if (answer.status < 400) return failed(`it was not refused: the answer was ${answer.status} without an error`);
	return judgeRefusal(answer.status, answer, errors);
}

function judgeRefusal(
	status: number,
	said: { error: string; description: string },
	errors: readonly string[] | undefined,
): Verdict {
	if (status === 429) return notTried("the service is limiting requests (429): run again later");
	if (status >= 500) return failed(`the service broke instead of refusing: ${quoteRefusal(status, said)}`);
	if (errors === undefined || errors.includes(said.error)) return passed;
	return warning(`refused, but with ${quoteRefusal(status, said)} where the spec names ${errors.join(" or ")}`);
}

/** True when `location` is `uri` itself with nothing but a query or fragment added. */
export function isAt(location: string, uri: string): boolean {
	const normal = URL.canParse(uri) ? new URL(uri).href : uri;
	return [uri, normal].some((start) => location.startsWith(start) && /^([?#&]|$)/.test(location.slice(start.length)));
}
