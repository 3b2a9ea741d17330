import type { Context } from "hono";
import { invalidRequest, unsupportedMediaType } from "./errors.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";

/** The origin the client used: absolute links are built from it, so that they can be followed through a proxy. */
export function originOf(c: Context): string {
	const forwarded = forwardedFirst(c, "x-forwarded-host");
	const host = forwarded !== undefined && /^[\w.:[\]-]+$/.test(forwarded) ? forwarded : c.req.header("host");
	const proto = forwardedFirst(c, "x-forwarded-proto") === "https" ? "https" : "http";
	return `${proto}://${host ?? "127.0.0.1"}`;
}

/** Each proxy on the way adds its own value behind those before; the client came to the first. */
const forwardedFirst = (c: Context, name: string): string | undefined => c.req.header(name)?.split(",")[0]?.trim();

/**
 * All media types of the request, lower case and without parameters. A request may carry several Content-Type
 * lines (the vendor's own client does so to lock an account); they arrive joined by commas.
 */
export const mediaTypesOf = (c: Context): string[] =>
	(c.req.header("content-type") ?? "")
		.split(",")
		.map((value) => (value.split(";")[0] ?? "").trim().toLowerCase())
		.filter((value) => value !== "");

/** Reads a JSON object sent as one of `accepted` media types; refuses with 415 or 400 as PingOne does. */
export async function readJson(c: Context, accepted: readonly string[] = ["application/json"]): Promise<JsonObject> {
	if (!mediaTypesOf(c).some((type) => accepted.includes(type))) {
		throw unsupportedMediaType(c.req.header("content-type"), accepted);
	}
	return parseJsonObject(await textOf(c));
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The body as text: `c.req.text()` would put other characters in place of bytes that are no UTF-8. */
async function textOf(c: Context): Promise<string> {
	// An observer of the exchange has read it before.
	if (c.req.bodyCache.text) return c.req.text();
	const text = decoded(await c.req.arrayBuffer());
	// Where the journal looks for it, as `c.req.text()` would have left it.
	Object.assign(c.req.bodyCache, { text: Promise.resolve(text) });
	return text;
}

function decoded(bytes: ArrayBuffer): string {
	try {
		return utf8.decode(bytes);
	} catch {
		throw invalidRequest({ code: "INVALID_VALUE", message: "The request body is not UTF-8." });
	}
}

function parseJsonObject(text: string): JsonObject {
	if (text.trim() === "") return {};
	let value: Json;
	try {
		value = JSON.parse(text) as Json;
	} catch {
		throw invalidRequest({ code: "INVALID_VALUE", message: "The request body is not valid JSON." });
	}
	if (value === null) return {};
	if (!isObject(value)) {
		throw invalidRequest({ code: "INVALID_VALUE", message: "The request body must be a JSON object." });
	}
	return value;
}
