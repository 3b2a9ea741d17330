import { z } from "zod";
import { constraintViolation } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { validate } from "../validate.ts";

/** A non-empty text. */
export const text = z.string().min(1);

/** An integer in a range; directory and management services cut a float's fraction off (PingOne API, "API requests"). */
export const integer = (minimum: number, maximum = 2_147_483_647) =>
	z
		.number()
		.transform((value) => Math.trunc(value))
		.pipe(z.number().min(minimum).max(maximum));

/** An integer of the sign-on policy services, which refuse a float where the others cut it. */
export const strictInteger = (minimum: number, maximum = 2_147_483_647) => z.int().min(minimum).max(maximum);

/** A relationship to another object: `{ "id": … }`. */
export const reference = z.object({ id: text });

/** The id in a stored relationship. */
export const idIn = (relationship: unknown): string => String((relationship as { id: unknown }).id);

/** By which algorithm a key signs (PingOne API, "Certificate Management"). */
export const signatureAlgorithm = z.enum([
	"SHA256withRSA",
	"SHA384withRSA",
	"SHA512withRSA",
	"SHA256withECDSA",
	"SHA384withECDSA",
	"SHA512withECDSA",
]);

/** An absolute URL. */
export const url = z.string().refine((value) => URL.canParse(value), "must be a valid URL");

/** A URL of a page: https, or http on this machine. */
export const pageUrl = z
	.string()
	.refine(
		(value) => URL.canParse(value) && (/^https:\/\/./.test(value) || isLocalHttp(value)),
		"must be an https URL, or http for localhost and 127.0.0.1",
	);

/** Whether a URI is plain http to this machine, the one place where PingOne allows it. */
export const isLocalHttp = (uri: string): boolean => /^http:\/\/(localhost|127\.0\.0\.1)([:/?]|$)/.test(uri);

/** Client credentials that a new application or resource would bring along; "supported only for POST", a PUT's are ignored. */
export const imported = { clientId: z.unknown().optional(), clientSecret: z.unknown().optional() };

/** A moment with its offset from UTC. */
export const time = z.iso.datetime({ offset: true, error: "must be an ISO 8601 time" });

const credentials = z.object({ clientId: z.string().min(8).optional(), clientSecret: z.string().min(8).optional() });

/** The service takes credentials of the client's own only where the environment has the feature for imports. */
export function refuseImport(sent: { clientId?: unknown; clientSecret?: unknown }): void {
	const { clientId, clientSecret } = validate(credentials, sent as JsonObject);
	const target = clientId !== undefined ? "clientId" : clientSecret !== undefined ? "clientSecret" : undefined;
	if (target !== undefined) throw noImport(target);
}

/** Credentials of the client's own were sent where the environment takes none. */
export const noImport = (target: string) =>
	constraintViolation(target, "The environment does not have the import feature");

export type Context = z.core.$RefinementCtx;

/** Refuses the items of a list whose key, which stands in `member`, is that of an item before. */
export const refuseRepeated = (keys: readonly string[], member: string, ctx: Context): void =>
	keys.forEach((key, index) => {
		if (keys.indexOf(key) === index) return;
		refuse(ctx, [index, member], "must be unique", "UNIQUENESS_VIOLATION");
	});

/** Refuses one attribute from within a schema: `external.href`, or `["origins", 0]` where an item of a list is at fault. */
export const refuse = (ctx: Context, path: string | PropertyKey[], message: string, code = "INVALID_VALUE"): void =>
	ctx.addIssue({
		code: "custom",
		path: typeof path === "string" ? path.split(".") : path,
		message,
		params: { code },
	});
