import { invalidParameter } from "../refusal.ts";

/** An ID token that comes by the front channel must carry a nonce (OpenID Connect Core 3.2.2.1 and 3.3.2.11). */
export function checkedNonce(nonce: string | undefined, responseTypes: readonly string[]): string | undefined {
	if (nonce === undefined && responseTypes.includes("id_token")) {
		throw invalidParameter("nonce is required for response type id_token");
	}
	return nonce;
}
