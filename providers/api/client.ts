import type { Settings } from "./config.ts";
import { PingOneError, readError } from "./error.ts";
import { createTokenSource, unreachable } from "./token.ts";
import { headerOf, realSurroundings, type Surroundings, send, TransportFailure } from "./transport.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** The management API of one PingOne organisation, as the worker application. Paths begin at `/environments`. */
export interface Client {
	settings: Settings;
	get(path: string): Promise<JsonObject>;
	/** `mediaType` selects the action where PingOne multiplexes actions on it. */
	post(path: string, body: JsonObject, mediaType?: string): Promise<JsonObject>;
	put(path: string, body: JsonObject, mediaType?: string): Promise<JsonObject>;
	delete(path: string): Promise<void>;
	/** Every object of a collection, all pages followed. `embedded` is the key in `_embedded`. */
	list(path: string, embedded: string): Promise<JsonObject[]>;
	/** Waits, on the same clock as retries. */
	wait(ms: number): Promise<void>;
}

/** Every method throws PingOneError and nothing else. */
export function createClient(settings: Settings, surroundings: Surroundings = realSurroundings()): Client {
	const tokens = createTokenSource(settings, surroundings);

	async function call(
		method: "GET" | "POST" | "PUT" | "DELETE",
		url: string,
		body?: JsonObject,
		mediaType = "application/json",
	) {
		const token = await tokens.current();
		const first = await authorized(method, url, token, body, mediaType);
		if (first.status !== 401) return read(method, url, first);
		// The token may have been revoked or cut short: one fresh one settles it.
		tokens.refused(token);
		return read(method, url, await authorized(method, url, await tokens.current(), body, mediaType));
	}

	async function authorized(
		method: "GET" | "POST" | "PUT" | "DELETE",
		url: string,
		token: string,
		body: JsonObject | undefined,
		mediaType: string,
	) {
		const headers = { Authorization: `Bearer ${token}`, ...(body && { "Content-Type": mediaType }) };
		try {
			return await send(surroundings, { method, url, headers, ...(body && { body: JSON.stringify(body) }) });
		} catch (error) {
			throw error instanceof TransportFailure ? unreachable(method, url, error) : error;
		}
	}

	const at = (path: string) => `${settings.apiUrl}${path}`;
	return {
		settings,
		get: (path) => call("GET", at(path)),
		post: (path, body, mediaType) => call("POST", at(path), body, mediaType),
		put: (path, body, mediaType) => call("PUT", at(path), body, mediaType),
		async delete(path) {
			await call("DELETE", at(path));
		},
		async list(path, embedded) {
			const all: JsonObject[] = [];
			for (let url: string | undefined = at(path); url !== undefined; ) {
				const page: JsonObject = await call("GET", url);
				all.push(...membersOf(page, embedded));
				url = nextOf(page, settings.apiUrl);
			}
			return all;
		},
		wait: (ms) => surroundings.wait(ms),
	};
}

function read(method: string, url: string, answer: Awaited<ReturnType<typeof send>>): JsonObject {
	if (answer.status < 200 || answer.status >= 300) {
		throw readError(method, url, answer.status, answer.body, headerOf(answer, "correlation-id"));
	}
	if (answer.body === undefined) return {};
	if (typeof answer.body === "object" && answer.body !== null && !Array.isArray(answer.body))
		return answer.body as JsonObject;
	throw new PingOneError({
		code: "OTHER",
		status: answer.status,
		method,
		url,
		message: `The answer of ${new URL(url).origin} is not PingOne's: check pingone:apiUrl and any proxy.`,
	});
}

function membersOf(page: JsonObject, embedded: string): JsonObject[] {
	const members = isObject(page._embedded) ? page._embedded[embedded] : undefined;
	return Array.isArray(members) ? members.filter(isObject) : [];
}

/** The next page, only if it stays on the configured host: the bearer token travels with it. */
function nextOf(page: JsonObject, apiUrl: string): string | undefined {
	const next = isObject(page._links) && isObject(page._links.next) ? page._links.next.href : undefined;
	return typeof next === "string" && new URL(next).origin === new URL(apiUrl).origin ? next : undefined;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
	typeof value === "object" && value !== null && !Array.isArray(value);
