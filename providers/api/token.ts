import type { Settings } from "./config.ts";
import { PingOneError } from "./error.ts";
import { type HttpAnswer, headerOf, type Surroundings, send, TransportFailure } from "./transport.ts";

/** Hands out the worker's access token: one request for all who ask at the same time, renewed before it expires. */
export interface TokenSource {
	/** A token that is still good for a minute. */
	current(): Promise<string>;
	/** Forgets `token` if it is the current one, so that the next `current()` fetches another. */
	refused(token: string): void;
}

interface Issued {
	token: string;
	/** Milliseconds since 1970. */
	renewAt: number;
}

const RENEW_EARLY_MS = 60_000;

/** The token of PingOne API "Token, client_credentials"; RFC 6749 section 4.4. */
export function createTokenSource(settings: Settings, surroundings: Surroundings): TokenSource {
	const { credentials } = settings;
	if ("accessToken" in credentials) {
		return { current: () => Promise.resolve(credentials.accessToken), refused: () => undefined };
	}
	let pending: Promise<Issued> | undefined;
	const fetchShared = (): Promise<Issued> => {
		const started = requestToken(settings, credentials, surroundings);
		pending = started;
		// A failure is not kept: the next request may succeed.
		started.catch(() => {
			if (pending === started) pending = undefined;
		});
		return started;
	};
	let issuedToken: string | undefined;
	return {
		async current() {
			let issued = await (pending ?? fetchShared());
			if (surroundings.now() >= issued.renewAt) issued = await fetchShared();
			issuedToken = issued.token;
			return issued.token;
		},
		refused(token) {
			if (token === issuedToken) pending = undefined;
		},
	};
}

type WorkerCredentials = { clientId: string; clientSecret: string };

async function requestToken(
	settings: Settings,
	worker: WorkerCredentials,
	surroundings: Surroundings,
): Promise<Issued> {
	const url = `${settings.authUrl}/${settings.environmentId}/as/token`;
	const ask = (method: "basic" | "post") => sendTokenRequest(url, worker, method, surroundings);
	let answer = await ask("basic");
	// The worker may be configured for CLIENT_SECRET_POST; the service then names the method as the problem.
	if (answer.status === 401 && /authentication method/i.test(descriptionOf(answer))) answer = await ask("post");
	return readToken(settings, worker, url, answer, surroundings.now());
}

async function sendTokenRequest(
	url: string,
	{ clientId, clientSecret }: WorkerCredentials,
	method: "basic" | "post",
	surroundings: Surroundings,
): Promise<HttpAnswer> {
	const form = new URLSearchParams({ grant_type: "client_credentials" });
	const headers: Record<string, string> = { "Content-Type": "application/x-www-form-urlencoded" };
	if (method === "basic") headers.Authorization = basicAuthorization(clientId, clientSecret);
	else {
		form.set("client_id", clientId);
		form.set("client_secret", clientSecret);
	}
	try {
		return await send(surroundings, { method: "POST", url, headers, body: form.toString() });
	} catch (error) {
		if (error instanceof TransportFailure) throw unreachable("POST", url, error);
		throw error;
	}
}

/** RFC 6749 section 2.3.1: both parts form-encoded, then base64. */
export const basicAuthorization = (clientId: string, clientSecret: string): string =>
	`Basic ${Buffer.from(`${formEncode(clientId)}:${formEncode(clientSecret)}`).toString("base64")}`;

const formEncode = (text: string) => new URLSearchParams({ "": text }).toString().slice(1);

function readToken(
	settings: Settings,
	worker: WorkerCredentials,
	url: string,
	answer: HttpAnswer,
	now: number,
): Issued {
	const body = answer.body as { access_token?: unknown; expires_in?: unknown } | undefined;
	if (answer.status === 200 && typeof body?.access_token === "string") {
		const lifetimeMs = (typeof body.expires_in === "number" ? body.expires_in : 3600) * 1000;
		return { token: body.access_token, renewAt: now + Math.max(lifetimeMs - RENEW_EARLY_MS, lifetimeMs / 2) };
	}
	throw new PingOneError({
		code: "NO_TOKEN",
		status: answer.status,
		method: "POST",
		url,
		message: tokenRefused(settings, worker, answer),
		correlationId: headerOf(answer, "correlation-id"),
	});
}

function tokenRefused(settings: Settings, worker: WorkerCredentials, answer: HttpAnswer): string {
	const who = `worker application ${worker.clientId} of environment ${settings.environmentId} at ${settings.authUrl}`;
	const said = `the service answered ${answer.status}${descriptionOf(answer) ? ` "${descriptionOf(answer)}"` : ""}`;
	if (answer.status === 404) {
		return `No token for ${who}: ${said}. Check pingone:environmentId and pingone:regionCode: this environment is not there.`;
	}
	if (answer.status === 401) {
		return `No token for ${who}: ${said}. Check pingone:clientId and pingone:clientSecret (PINGONE_CLIENT_ID and PINGONE_CLIENT_SECRET come first), the region, and that the application is enabled.`;
	}
	return `No token for ${who}: ${said}. The worker needs grant type CLIENT_CREDENTIALS and at least one role.`;
}

function descriptionOf(answer: HttpAnswer): string {
	const body = answer.body as { error?: unknown; error_description?: unknown; message?: unknown } | undefined;
	const text = body?.error_description ?? body?.message ?? body?.error;
	return typeof text === "string" ? text : "";
}

/** The error for a service that gave no answer at all. */
export function unreachable(method: string, url: string, failure: TransportFailure): PingOneError {
	const origin = new URL(url).origin;
	const remedy = /127\.0\.0\.1|localhost|\[::1\]/.test(origin)
		? "Start the emulator with: npm run emulator -- --data .pingone/emulator.db (npm start does all of it), or point pingone:apiUrl elsewhere."
		: "Check pingone:regionCode, the network and any proxy.";
	return new PingOneError({
		code: "UNREACHABLE",
		status: 0,
		method,
		url,
		message: `${failure.mayHaveArrived ? "No answer from" : "Cannot reach"} ${origin} (${failure.message}). ${remedy}`,
	});
}
