import { invalidParameter } from "../refusal.ts";

/** How the answer of the authorization endpoint reaches the client. */
export type ResponseMode = "query" | "fragment" | "form_post" | "pi.flow";

const MODES: readonly string[] = ["query", "fragment", "form_post", "pi.flow"];

/** Where the answer goes when the request does not say, or says something unknown. */
export const defaultResponseMode = (responseType: string | undefined): ResponseMode =>
	carriesTokens((responseType ?? "").split(" ")) ? "fragment" : "query";

/** The requested mode if it exists and is safe: tokens never travel in a query (OAuth 2.0 Multiple Response Types, section 3). */
export function checkedResponseMode(requested: string | undefined, responseTypes: readonly string[]): ResponseMode {
	if (requested === undefined) return defaultResponseMode(responseTypes.join(" "));
	if (!MODES.includes(requested)) throw invalidParameter(`Unsupported response mode: ${requested}`);
	if (requested === "query" && carriesTokens(responseTypes)) {
		throw invalidParameter("response_mode query is not allowed for this response type");
	}
	return requested as ResponseMode;
}

const carriesTokens = (types: readonly string[]): boolean => types.includes("token") || types.includes("id_token");
