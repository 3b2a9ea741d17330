import type { Context } from "hono";
import type { JsonObject } from "../json.ts";
import { mediaTypesOf, readJson } from "../request.ts";

/** The body of a request that may have none: clients send `{}`, and nothing at all. */
export const optionalBody = async (c: Context, accepted?: readonly string[]): Promise<JsonObject> =>
	mediaTypesOf(c).length > 0 ? readJson(c, accepted) : {};
