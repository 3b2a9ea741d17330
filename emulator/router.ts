import type { Result, Router } from "hono/router";
import { RegExpRouter } from "hono/router/reg-exp-router";

/** What the first segments are not that routes spell out: `/:environmentId/…`. */
const ANY = ":";

/**
 * Finds routes by one regular expression for each first path segment. Hono's fastest router cannot tell `/v1/…` from
 * `/:environmentId/…`, and the one it falls back to takes several times as long; a first segment tells at once.
 */
export class FirstSegmentRouter<T> implements Router<T> {
	readonly name = "FirstSegmentRouter";
	readonly #parts = new Map<string, RegExpRouter<T>>([[ANY, new RegExpRouter()]]);
	/** Middleware of every path; parts that begin later get it as well. */
	readonly #everywhere: [method: string, path: string, handler: T][] = [];

	add(method: string, path: string, handler: T): void {
		const segment = firstSegment(path);
		if (segment === "*") {
			this.#everywhere.push([method, path, handler]);
			for (const part of this.#parts.values()) part.add(method, path, handler);
		} else this.#part(segment.startsWith(":") ? ANY : segment).add(method, path, handler);
	}

	match(method: string, path: string): Result<T> {
		const part = this.#parts.get(firstSegment(path)) ?? this.#part(ANY);
		return part.match(method, path);
	}

	#part(segment: string): RegExpRouter<T> {
		const known = this.#parts.get(segment);
		if (known) return known;
		const part = new RegExpRouter<T>();
		for (const route of this.#everywhere) part.add(...route);
		this.#parts.set(segment, part);
		return part;
	}
}

/** `v1` of `/v1/environments`. */
function firstSegment(path: string): string {
	const start = path.startsWith("/") ? 1 : 0;
	const end = path.indexOf("/", start);
	return end < 0 ? path.slice(start) : path.slice(start, end);
}
