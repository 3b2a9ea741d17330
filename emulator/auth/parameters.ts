import type { Context } from "hono";
import { unsupportedMediaType } from "../errors.ts";
import { mediaTypesOf } from "../request.ts";
import { invalidParameter } from "./refusal.ts";

/** OAuth parameters of one request. One without a value counts as not sent (RFC 6749 section 3.1). */
export interface Parameters {
	get(name: string): string | undefined;
	all: ReadonlyMap<string, string>;
	/** Names that were sent more than once, which RFC 6749 section 3.1 forbids. */
	repeated: readonly string[];
}

const FORM = "application/x-www-form-urlencoded";

/** Reads `name=value&…`. */
export function parseParameters(encoded: string): Parameters {
	const values = new Map<string, string>();
	const repeated = new Set<string>();
	for (const [name, value] of new URLSearchParams(encoded)) {
		if (value === "") continue;
		if (values.has(name)) repeated.add(name);
		values.set(name, value);
	}
	return parametersOf(values, [...repeated]);
}

export const parametersOf = (all: ReadonlyMap<string, string>, repeated: readonly string[]): Parameters => ({
	get: (name) => all.get(name),
	all,
	repeated,
});

/** Parameters in the query, or in the body of a POST that has one: the vendor's browser client posts without. */
export async function queryOrForm(c: Context): Promise<Parameters> {
	const mediaType = c.req.header("content-type");
	if (c.req.method === "POST" && mediaType !== undefined && !isForm(c)) throw unsupportedMediaType(mediaType, [FORM]);
	const form = isForm(c) ? await c.req.text() : "";
	return parseParameters(form === "" ? queryOf(c.req.url) : form);
}

function queryOf(url: string): string {
	const query = url.indexOf("?");
	return query < 0 ? "" : url.slice(query + 1);
}

/** The form of an endpoint that takes nothing else; repeated parameters are refused. */
export async function formOf(c: Context): Promise<Parameters> {
	// RFC 6749 section 2.3.1: credentials must not be in the request URI, where logs keep them.
	if (c.req.query("client_secret") !== undefined) throw invalidParameter("client_secret must not be sent in the URL");
	if (!isForm(c)) throw invalidParameter(`Content-Type must be ${FORM}`);
	const form = parseParameters(await c.req.text());
	if (form.repeated.length > 0) throw invalidParameter(`Parameter ${form.repeated[0]} must not be repeated`);
	return form;
}

/** A parameter that has to be there. */
export function required(parameters: Parameters, name: string): string {
	const value = parameters.get(name);
	if (value === undefined) throw invalidParameter(`${name} is required`);
	return value;
}

const isForm = (c: Context): boolean => mediaTypesOf(c).includes(FORM);
