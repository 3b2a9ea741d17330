import type { Context } from "hono";
import { invalidRequest } from "../errors.ts";

/** The media type of forms with files. */
export const MULTIPART = "multipart/form-data";

/** The fields of a form that was sent as one; refuses bytes that are none, or whose boundary the request does not tell. */
export async function readForm(c: Context): Promise<Record<string, unknown>> {
	try {
		return await c.req.parseBody();
	} catch {
		throw invalidRequest({ code: "INVALID_VALUE", message: `The request body is not valid ${MULTIPART}.` });
	}
}
