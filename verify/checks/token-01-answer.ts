import { quoteRefusal } from "../steps/refusalText.ts";
import type { TokenAnswer } from "../steps/token.ts";
import { failed, unlessAny, type Verdict } from "../verdict.ts";
import type { Check } from "./check.ts";

export const token01: Check = {
	id: "TOKEN-01",
	title: "The token answer is 200, typed, dated and not cached",
	spec: "RFC 6749 5.1",
	level: "must",
	attack: "Redeem the code of the sign-in.",
	gist: "200 with access_token, token_type and expires_in as JSON, and Cache-Control: no-store.",
	expectation: "All of these.",
	remedy: "Check any proxy in front of PingOne: a cached token answer hands the token to others.",
	run: ({ evidence: { tokens } }) => judgeTokenAnswer(tokens),
};

export function judgeTokenAnswer(tokens: TokenAnswer): Verdict {
	if (tokens.kind === "refused") return failed(`no token: ${quoteRefusal(tokens.status, tokens)}`);
	const { status, tokenType, expiresIn, header } = tokens;
	return unlessAny([
		...(status === 200 ? [] : [`the status is ${status}`]),
		...(/^application\/json\b/i.test(header("content-type") ?? "") ? [] : ["the media type is not application/json"]),
		...(String(tokenType).toLowerCase() === "bearer" ? [] : [`token_type is ${tokenType ?? "missing"}`]),
		...(typeof expiresIn === "number" && expiresIn > 0 ? [] : [`expires_in is ${expiresIn ?? "missing"}`]),
		...(/\bno-store\b/i.test(header("cache-control") ?? "") ? [] : ["Cache-Control has no no-store"]),
	]);
}
