import { hash, timingSafeEqual } from "node:crypto";
import { invalidParameter } from "../refusal.ts";

/** What a code_verifier must answer to. */
export type CodeChallenge = { value: string; method: "plain" | "S256" };

/** RFC 7636 sections 4.1 and 4.2: 43 to 128 unreserved characters. */
const GRAMMAR = /^[A-Za-z0-9\-._~]{43,128}$/;

/** The challenge of an authorization request, as far as the application's `pkceEnforcement` allows (RFC 7636 section 4.3). */
export function checkedChallenge(
	enforcement: string | undefined,
	value: string | undefined,
	method: string | undefined,
): CodeChallenge | undefined {
	if (value === undefined) {
		if (method !== undefined) throw invalidParameter("code_challenge_method requires code_challenge");
		if (enforcement === "REQUIRED" || enforcement === "S256_REQUIRED") {
			throw invalidParameter("code_challenge is required");
		}
		return undefined;
	}
	if (!GRAMMAR.test(value)) throw invalidParameter("code_challenge must be 43 to 128 unreserved characters");
	return { value, method: checkedMethod(enforcement, method) };
}

function checkedMethod(enforcement: string | undefined, method = "plain"): CodeChallenge["method"] {
	if (method !== "plain" && method !== "S256") throw invalidParameter(`Unsupported code_challenge_method: ${method}`);
	if (enforcement === "S256_REQUIRED" && method !== "S256")
		throw invalidParameter("code_challenge_method must be S256");
	return method;
}

/** Whether the verifier is the one whose challenge began the flow (RFC 7636 section 4.6). */
export function answersChallenge(verifier: string, { value, method }: CodeChallenge): boolean {
	if (!GRAMMAR.test(verifier)) return false;
	const expected = Buffer.from(value);
	const given = Buffer.from(method === "plain" ? verifier : hash("sha256", verifier, "base64url"));
	return expected.length === given.length && timingSafeEqual(expected, given);
}
