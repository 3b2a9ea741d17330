import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import axios, { AxiosError, type AxiosInstance } from "axios";
import { type Attempt, delayBeforeRetry } from "./retry.ts";

/** One HTTP request, body already encoded. */
export interface HttpRequest {
	method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	url: string;
	headers?: Record<string, string>;
	body?: string;
}

/** An answer of any status; `body` is parsed JSON where it is JSON, else the text. */
export interface HttpAnswer {
	status: number;
	headers: Record<string, string | string[]>;
	body: unknown;
}

/** No answer came. `mayHaveArrived` is false when the request certainly never reached the service. */
export class TransportFailure extends Error {
	override readonly name = "TransportFailure";
	readonly mayHaveArrived: boolean;
	constructor(message: string, mayHaveArrived: boolean) {
		super(message);
		this.mayHaveArrived = mayHaveArrived;
	}
}

/** The world outside a transport; tests give their own. */
export interface Surroundings {
	now(): number;
	random(): number;
	wait(ms: number): Promise<void>;
	/** One try over the network. Throws TransportFailure when no answer comes. */
	exchange(request: HttpRequest): Promise<HttpAnswer>;
}

const TRY_TIMEOUT_MS = 30_000;
const LARGEST_ANSWER_BYTES = 10 * 1024 * 1024;

/** Errors of a connection that was never made. */
const NEVER_SENT: readonly string[] = [
	"ECONNREFUSED",
	"ENOTFOUND",
	"EAI_AGAIN",
	"EHOSTUNREACH",
	"ENETUNREACH",
	"CERT_HAS_EXPIRED",
];

/** Axios as everything here uses it: keep-alive, no redirects followed, every status an answer. */
export function createAxios(): AxiosInstance {
	return axios.create({
		timeout: TRY_TIMEOUT_MS,
		maxRedirects: 0,
		maxContentLength: LARGEST_ANSWER_BYTES,
		validateStatus: () => true,
		responseType: "text",
		transformResponse: (data: unknown) => data,
		httpAgent: new HttpAgent({ keepAlive: true }),
		httpsAgent: new HttpsAgent({ keepAlive: true }),
		headers: { common: { Accept: "application/json, */*;q=0.5", "User-Agent": "pingone-access" } },
	});
}

export function realSurroundings(): Surroundings {
	const http = createAxios();
	return {
		now: () => Date.now(),
		random: () => Math.random(),
		wait: (ms) => sleep(ms),
		exchange: (request) => exchangeOver(http, request),
	};
}

async function exchangeOver(http: AxiosInstance, { method, url, headers, body }: HttpRequest): Promise<HttpAnswer> {
	try {
		const answer = await http.request<string>({ method, url, ...(headers && { headers }), data: body });
		return { status: answer.status, headers: plainHeaders(answer.headers), body: parseBody(answer.data) };
	} catch (error) {
		const code = error instanceof AxiosError ? (error.code ?? "") : "";
		const reason = error instanceof Error && error.message ? error.message : code;
		throw new TransportFailure(reason, !NEVER_SENT.includes(code));
	}
}

function plainHeaders(headers: object): Record<string, string | string[]> {
	const plain: Record<string, string | string[]> = {};
	for (const [name, value] of Object.entries(headers)) {
		if (typeof value === "string" || Array.isArray(value)) plain[name.toLowerCase()] = value;
	}
	return plain;
}

function parseBody(text: string): unknown {
	if (text === "") return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** The first value of a header, or undefined. */
export function headerOf(answer: HttpAnswer, name: string): string | undefined {
	const value = answer.headers[name.toLowerCase()];
	return Array.isArray(value) ? value[0] : value;
}

/** Sends a request and repeats it by the rules of retry.ts. Throws TransportFailure when no try was answered. */
export async function send(surroundings: Surroundings, request: HttpRequest): Promise<HttpAnswer> {
	let waited = 0;
	for (let tries = 1; ; tries++) {
		const outcome = await attempt(surroundings, request);
		const delay = delayBeforeRetry(outcome.attempt, tries, waited, surroundings.random(), surroundings.now());
		if (delay === undefined) return outcome.result();
		await surroundings.wait(delay);
		waited += delay;
	}
}

interface Outcome {
	attempt: Attempt;
	result(): HttpAnswer;
}

async function attempt(surroundings: Surroundings, request: HttpRequest): Promise<Outcome> {
	const { method } = request;
	try {
		const answer = await surroundings.exchange(request);
		const retryAfter = headerOf(answer, "retry-after");
		return { attempt: { method, status: answer.status, retryAfter, mayHaveArrived: true }, result: () => answer };
	} catch (error) {
		if (!(error instanceof TransportFailure)) throw error;
		const fail = () => {
			throw error;
		};
		return { attempt: { method, status: 0, mayHaveArrived: error.mayHaveArrived }, result: fail };
	}
}
