import { performance } from "node:perf_hooks";
import { CookieJar } from "tough-cookie";
import { retryAfterMs } from "../providers/api/retry.ts";
import { type HttpAnswer, type HttpRequest, headerOf, type Surroundings } from "../providers/api/transport.ts";
import { membersOf, textOf } from "./json.ts";
import type { Secrets } from "./secrets.ts";

/** One request and its answer as evidence: no header, no body, no value that opens anything. */
export interface Exchange {
	/** The step of the workflow, or the name of the attack. */
	step: string;
	method: string;
	url: string;
	status: number;
	ms: number;
	/** How often the service asked to come back later before it answered. */
	waits: number;
}

/** A user agent that keeps cookies, follows no redirect and writes down what it does. */
export interface Browser {
	/** Throws TransportFailure when no answer comes. */
	send(step: string, request: HttpRequest): Promise<HttpAnswer>;
	/** Another browser that starts with a copy of this one's cookies. */
	copy(): Promise<Browser>;
}

export interface BrowserParts {
	surroundings: Surroundings;
	secrets: Secrets;
	/** Gets one entry for each answer. */
	transcript: Exchange[];
}

const LONGEST_WAIT_MS = 30_000;

export function createBrowser(parts: BrowserParts, jar: CookieJar = new CookieJar()): Browser {
	return {
		async send(step, request) {
			const cookies = await jar.getCookieString(request.url);
			const headers = { ...request.headers, ...(cookies && { Cookie: cookies }) };
			const started = performance.now();
			const { answer, waits } = await exchangePatiently(parts.surroundings, { ...request, headers });
			const ms = Math.round(performance.now() - started);
			parts.secrets.learn(...secretsIn(answer));
			await keepCookies(jar, request.url, answer);
			parts.transcript.push({
				step,
				method: request.method,
				url: publicUrl(request.url),
				status: answer.status,
				ms,
				waits,
			});
			return answer;
		},
		copy: async () => createBrowser(parts, await jar.clone()),
	};
}

/** Repeats only what the service said it did not process (429): any other repetition could hide what a check looks for. */
async function exchangePatiently(surroundings: Surroundings, request: HttpRequest) {
	let waited = 0;
	for (let waits = 0; ; waits++) {
		const answer = await surroundings.exchange(request);
		const asked = retryAfterMs(headerOf(answer, "retry-after"), surroundings.now()) ?? 1000;
		if (answer.status !== 429 || waited + asked > LONGEST_WAIT_MS) return { answer, waits };
		await surroundings.wait(asked);
		waited += asked;
	}
}

const setCookiesOf = ({ headers }: HttpAnswer): string[] => [headers["set-cookie"] ?? []].flat();

async function keepCookies(jar: CookieJar, url: string, answer: HttpAnswer): Promise<void> {
	for (const cookie of setCookiesOf(answer)) await jar.setCookie(cookie, url, { ignoreError: true });
}

const SECRET_PARAMETERS = ["code", "access_token", "id_token", "refresh_token"];

/** What an answer hands out that must not be shown: cookies, codes and tokens. */
function secretsIn(answer: HttpAnswer): string[] {
	const cookies = setCookiesOf(answer).map((cookie) => cookie.split(";", 1)[0]?.split("=").slice(1).join("=") ?? "");
	const location = headerOf(answer, "location") ?? "";
	const redirected = location
		.split(/[?#]/)
		.slice(1)
		.map((part) => new URLSearchParams(part));
	const body = membersOf(answer.body);
	return [
		...cookies,
		...SECRET_PARAMETERS.flatMap((name) => redirected.map((parameters) => parameters.get(name) ?? "")),
		...SECRET_PARAMETERS.filter((name) => name !== "code").map((name) => textOf(body[name]) ?? ""),
	];
}

const SHOWN_PARAMETERS = [
	"response_type",
	"client_id",
	"redirect_uri",
	"scope",
	"prompt",
	"code_challenge_method",
	"flowId",
];

/** The URL with the values of all but a few harmless parameters left out. */
export function publicUrl(url: string): string {
	const { origin, pathname, searchParams } = new URL(url);
	const shown = [...searchParams].map(([name, value]) => `${name}=${SHOWN_PARAMETERS.includes(name) ? value : "…"}`);
	return `${origin}${pathname}${shown.length > 0 ? `?${shown.join("&")}` : ""}`;
}
