import { isDeeperThan, isObject, type JsonObject } from "../json.ts";
import { MAX_DEPTH } from "../request.ts";

/** The header of a JWT that nobody has verified; undefined when the text is none. */
export const unverifiedHeader = (jwt: string): JsonObject | undefined => partOf(jwt, 0);

/** The claims of a JWT that nobody has verified; undefined when the text is none. */
export const unverifiedClaims = (jwt: string): JsonObject | undefined => partOf(jwt, 1);

function partOf(jwt: string, index: number): JsonObject | undefined {
	const parts = jwt.split(".");
	try {
		const part: unknown = JSON.parse(Buffer.from(parts[index] ?? "", "base64url").toString());
		return parts.length === 3 && isObject(part) && !isDeeperThan(MAX_DEPTH, part) ? part : undefined;
	} catch {
		return undefined;
	}
}
