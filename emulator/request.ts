import type { Context } from "hono";
import { invalidRequest, unsupportedMediaType } from "./errors.ts";
import { illFormedIn, isDeeperThan, isObject, type Json, type JsonObject } from "./json.ts";
import { targetOf } from "./validate.ts";

/** The origin the client used: absolute links are built from it, so that they can be followed through a proxy. */
export function originOf(c: Context): string {
	const forwarded = forwardedFirst(c, "x-forwarded-host");
	const host = forwarded !== undefined && isHost(forwarded) ? forwarded : c.req.header("host");
	const proto = forwardedFirst(c, "x-forwarded-proto") === "https" ? "https" : "http";
	return `${proto}://${host ?? "127.0.0.1"}`;
}

const isHost = (text: string): boolean => /^[\w.:[\]-]+$/.test(text) && URL.canParse(`http://${text}`);

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

/** How deep a body may be nested. No PingOne body comes near it; it keeps a hostile one from exhausting the stack. */
export const MAX_DEPTH = 64;

/** A request's body, all of which has arrived. */
export interface Received {
	/** The JSON object in it, sent as one of `accepted` media types; refuses with 415 or 400 as PingOne does. */
	json(accepted?: readonly string[], maxDepth?: number): JsonObject;
	/** The same for a request that may have no body: clients send `{}`, and nothing at all. */
	optionalJson(accepted?: readonly string[]): JsonObject;
}

/**
 * Waits for a request's body without judging it. A handler asks for that first: then what the path names is found, or
 * answered 404, before the body is looked at, and nothing waits any more in which another request could change it.
 */
export async function received(c: Context): Promise<Received> {
	const text = await textOf(c);
	const json: Received["json"] = (accepted = ["application/json"], maxDepth = MAX_DEPTH) => {
		if (!mediaTypesOf(c).some((type) => accepted.includes(type))) {
			throw unsupportedMediaType(c.req.header("content-type"), accepted);
		}
		return jsonObjectIn(text, maxDepth);
	};
	return { json, optionalJson: (accepted) => (mediaTypesOf(c).length > 0 ? json(accepted) : {}) };
}

function jsonObjectIn(text: string | undefined, maxDepth: number): JsonObject {
	if (text === undefined) throw unreadable("The request body is not UTF-8.");
	const body = parseJsonObject(text);
	if (isDeeperThan(maxDepth, body)) throw unreadable("The request body is nested too deeply.");
	// Only an escape can bring half a surrogate pair: the text itself was UTF-8.
	if (ESCAPED_SURROGATE.test(text)) requireWellFormed(body);
	return body;
}

const ESCAPED_SURROGATE = /\\u[dD][89A-Fa-f]/;

/** The store would keep another text in its place, and two names that differ would be the same. */
function requireWellFormed(body: JsonObject): void {
	const path = illFormedIn(body);
	if (path) throw unreadable("must not hold half a surrogate pair: it is no text of Unicode", targetOf(path));
}

const unreadable = (message: string, target = "") =>
	invalidRequest({ code: "INVALID_VALUE", ...(target && { target }), message });

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The body as text, or undefined: `c.req.text()` would put other characters in place of bytes that are no UTF-8. */
async function textOf(c: Context): Promise<string | undefined> {
	// An observer of the exchange has read it before.
	if (c.req.bodyCache.text) return c.req.text();
	const text = decoded(await c.req.arrayBuffer());
	// Where the journal looks for it, as `c.req.text()` would have left it.
	if (text !== undefined) Object.assign(c.req.bodyCache, { text: Promise.resolve(text) });
	return text;
}

function decoded(bytes: ArrayBuffer): string | undefined {
	try {
		return utf8.decode(bytes);
	} catch {
		return undefined;
	}
}

function parseJsonObject(text: string): JsonObject {
	if (text.trim() === "") return {};
	let value: Json;
	try {
		value = JSON.parse(text) as Json;
	} catch {
		throw unreadable("The request body is not valid JSON.");
	}
	if (value === null) return {};
	if (!isObject(value)) throw unreadable("The request body must be a JSON object.");
	return value;
}
