import { type IncomingMessage, ServerResponse } from "node:http";
import type { Context, MiddlewareHandler } from "hono";
import { bindingsOf } from "../answer.ts";
import type { Clock } from "../clock.ts";
import { hintOf } from "../hint.ts";
import { isControlPath } from "./controlPath.ts";

/**
 * One request and its answer as they went over the wire; whoever looks makes something of it. Few long strings, because
 * a thousand of these stay while their successors come: what they hold, V8 copies again and again.
 */
export interface Recorded {
	/** Counts up from 1. */
	number: number;
	/** When it came, in ms of the emulator's clock. */
	at: number;
	/** Real time until the answer was made. */
	durationMs: number;
	method: string;
	/** With origin and query. */
	url: string;
	/** Names and values in turn, a line each, as they were sent. */
	requestHeaders: string;
	/** Undefined when nobody read it. */
	requestBody: string | undefined;
	status: number;
	/** Likewise, by their lower-case names. */
	answerHeaders: string;
	answerBody: string | undefined;
	/** The fault that struck it. */
	fault: string | undefined;
	/** Why it was refused, beyond what its answer says. */
	hint: string | undefined;
}

/** The last requests, oldest first. */
export interface Journal {
	add(recorded: Omit<Recorded, "number">): Recorded;
	all(): Recorded[];
	clear(): void;
}

export const JOURNAL_SIZE = 1000;

export function createJournal(): Journal {
	let ring: Recorded[] = [];
	let count = 0;
	return {
		add: (one) => {
			const recorded = { ...one, number: count + 1 };
			ring[count++ % JOURNAL_SIZE] = recorded;
			return recorded;
		},
		all: () => {
			const oldest = count % JOURNAL_SIZE;
			return count <= JOURNAL_SIZE ? [...ring] : [...ring.slice(oldest), ...ring.slice(0, oldest)];
		},
		clear: () => {
			ring = [];
			count = 0;
		},
	};
}

/** Writes down each exchange but those of the control plane. It keeps references only: nobody may ever look. */
export const journaled =
	(journal: Journal, clock: Clock): MiddlewareHandler =>
	async (c, next) => {
		if (isControlPath(c.req.path)) return next();
		const at = clock.now();
		const begun = performance.now();
		await next();
		const body = await textOf(c);
		const recorded = journal.add({
			at,
			durationMs: performance.now() - begun,
			method: c.req.method,
			url: parseable(c.req.url),
			requestHeaders: (bindingsOf(c).incoming?.rawHeaders ?? [...c.req.raw.headers].flat()).join("\n"),
			requestBody: body === undefined ? undefined : cut(body),
			status: c.res.status,
			answerHeaders: "",
			answerBody: undefined,
			fault: c.get(FAULT) as string | undefined,
			hint: hintOf(c),
		});
		const { outgoing } = bindingsOf(c);
		if (outgoing instanceof JournaledResponse) outgoing.recorded = recorded;
	};

/** The request is refused whose Host is none; what it was stands with the headers. */
const parseable = (url: string): string =>
	URL.canParse(url) ? url : url.replace(/^http:\/\/[^/]*/, "http://host.invalid");

/** What was read of the body. A client that went away in the middle of it left none that anybody read. */
async function textOf(c: Context): Promise<string | undefined> {
	try {
		return await c.req.bodyCache.text;
	} catch {
		return undefined;
	}
}

const FAULT = "fault";

/** Has the journal say which fault struck the request. */
export const noteFault = (c: Context, fault: string): void => c.set(FAULT, fault);

/** Node's answer: it notes headers and body on their way out, as to read them from hono's answer would cost a copy of each. */
export class JournaledResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
	recorded: Recorded | undefined;

	override end(...sent: unknown[]): this {
		if (this.recorded) {
			this.recorded.answerHeaders = headerLines(this);
			this.recorded.answerBody = kept(sent[0]);
		}
		return super.end(...(sent as Parameters<ServerResponse["end"]>));
	}
}

/** A header of several values, as Set-Cookie is, has as many lines. */
function headerLines(outgoing: ServerResponse): string {
	const lines: unknown[] = [];
	for (const name of outgoing.getHeaderNames()) {
		const value = outgoing.getHeader(name);
		for (const one of Array.isArray(value) ? value : [value]) lines.push(name, one);
	}
	return lines.join("\n");
}

const MOST = 65_536;

/** At most that much of a body, as text. */
function kept(body: unknown): string | undefined {
	if (typeof body === "string") return cut(body);
	if (!(body instanceof Uint8Array)) return undefined;
	return body.length > MOST ? `(${body.length} bytes)` : Buffer.from(body).toString();
}

/** Whether that is only the beginning of what was sent. */
export const isCut = (text: string): boolean => text.length === MOST + 1 && text.endsWith(MARK);

const MARK = "…";

/** Copied, because a slice would keep the whole of it in memory. */
const cut = (text: string): string => (text.length <= MOST ? text : Buffer.from(text.slice(0, MOST)).toString() + MARK);
