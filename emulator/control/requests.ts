import { z } from "zod";
import { timestamp } from "../clock.ts";
import { isCut, JOURNAL_SIZE, type Journal, type Recorded } from "./journal.ts";
import { ownObject, validateOwn } from "./ownSchema.ts";
import { matchesPath } from "./pathPattern.ts";
import { redactedBody, redactedHeader, redactedUrl } from "./redact.ts";
import { refusalOf } from "./refusal.ts";

/** One exchange of the journal as it is shown. */
export interface ShownRequest {
	number: number;
	time: string;
	durationMs: number;
	method: string;
	/** Path and query. */
	url: string;
	status: number;
	correlationId: string | undefined;
	/** Why it was refused: what the answer says, and in brackets what only the emulator knows. */
	refusal?: string;
	/** What a fault did to it. */
	fault?: string;
	request: Message;
	answer: Message;
}

interface Message {
	headers: [name: string, value: string][];
	/** Missing where there was none, or where nobody read it. */
	body?: string;
	/** Set where the body is only the beginning of what was sent. */
	cut?: true;
}

/** How many are shown where nobody says. */
export const DEFAULT_LIMIT = 100;

const selection = ownObject({
	limit: z.coerce.number().int().min(1).max(JOURNAL_SIZE).default(DEFAULT_LIMIT),
	method: z.string().optional(),
	path: z.string().max(500).optional(),
	status: z
		.string()
		.regex(/^([1-5]\d\d|[1-5]xx)$/, "must be a status such as 404, or a class such as 4xx")
		.optional(),
	/** Those that were refused, also by a redirect; or those that were not. */
	refused: z.enum(["true", "false"]).optional(),
	correlationId: z.string().optional(),
	/** Those that came before the one of that number: the next page. */
	before: z.coerce.number().int().min(1).optional(),
	secrets: z.enum(["true", "false"]).default("false"),
});

type Selection = z.infer<typeof selection>;

/** The last requests that the query means, newest first; secrets are redacted unless it asks for them. */
export function listRequests(journal: Journal, query: Record<string, string>): ShownRequest[] {
	const wanted = validateOwn(selection, query);
	const meant = journal.all().filter((recorded) => isMeant(recorded, wanted));
	return meant
		.slice(-wanted.limit)
		.reverse()
		.map((recorded) => showRequest(recorded, wanted.secrets === "true"));
}

function isMeant(recorded: Recorded, wanted: Selection): boolean {
	const { number, method, url, status, answerHeaders } = recorded;
	if (wanted.before !== undefined && number >= wanted.before) return false;
	if (
		wanted.correlationId !== undefined &&
		wanted.correlationId !== headerOf(headersOf(answerHeaders), "correlation-id")
	)
		return false;
	if (wanted.refused !== undefined && wanted.refused !== String(isRefused(recorded))) return false;
	if (wanted.method !== undefined && wanted.method.toUpperCase() !== method) return false;
	if (wanted.path !== undefined && !matchesPath(wanted.path, new URL(url).pathname)) return false;
	return wanted.status === undefined || new RegExp(`^${wanted.status.replace("xx", "\\d\\d")}$`).test(String(status));
}

/** Whether it was answered by an error, or by a redirect that takes one along. */
const isRefused = ({ status, answerHeaders }: Recorded): boolean =>
	status >= 400 || refusalOf(status, undefined, headerOf(headersOf(answerHeaders), "location")) !== undefined;

/** One exchange, with its secrets or without. */
export function showRequest(recorded: Recorded, secrets: boolean): ShownRequest {
	const { number, at, durationMs, method, status, answerHeaders, answerBody, requestBody, fault, hint } = recorded;
	const { pathname, search } = new URL(recorded.url);
	const headers = headersOf(answerHeaders);
	const refusal = explained(refusalOf(status, answerBody, headerOf(headers, "location")), hint);
	return {
		number,
		time: timestamp(at),
		durationMs: Math.round(durationMs * 100) / 100,
		method,
		url: secrets ? pathname + search : redactedUrl(pathname + search),
		status,
		correlationId: headerOf(headers, "correlation-id"),
		...(refusal !== undefined && { refusal }),
		...(fault !== undefined && { fault }),
		request: message(headersOf(recorded.requestHeaders), requestBody, pathname, secrets),
		answer: message(headers, answerBody, pathname, secrets),
	};
}

function explained(refusal: string | undefined, hint: string | undefined): string | undefined {
	return refusal !== undefined && hint !== undefined ? `${refusal} (${hint})` : (refusal ?? hint);
}

const headerOf = (headers: readonly [string, string][], name: string): string | undefined =>
	headers.find(([each]) => each === name)?.[1];

function headersOf(lines: string): [string, string][] {
	const raw = lines === "" ? [] : lines.split("\n");
	const pairs: [string, string][] = [];
	for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i] ?? "", raw[i + 1] ?? ""]);
	return pairs;
}

function message(headers: [string, string][], body: string | undefined, path: string, secrets: boolean): Message {
	const cut = body !== undefined && isCut(body) && { cut: true as const };
	if (secrets) return { headers, ...(body !== undefined && { body }), ...cut };
	const contentType = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
	return {
		headers: headers.map(([name, value]) => [name, redactedHeader(name, value)]),
		...(body !== undefined && { body: redactedBody(body, contentType, path) }),
		...cut,
	};
}
