import { afterAll } from "@jest/globals";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/index.ts";
import type { JsonObject } from "../../emulator/json.ts";

/** An answer of the emulator, read. */
export interface Answer {
	status: number;
	headers: Headers;
	body: Body;
}

/** A JSON body; every object of the API has an id, every list `_embedded`. */
export interface Body extends JsonObject {
	id: string;
	_embedded: Record<string, Body[]>;
}

/** Sends requests below one environment with the worker's token. */
export interface Client {
	emulator: Emulator;
	token: string;
	/** Base URL of the environment. */
	url: string;
	get(path: string): Promise<Answer>;
	post(path: string, body?: unknown, mediaType?: string): Promise<Answer>;
	put(path: string, body?: unknown, mediaType?: string): Promise<Answer>;
	patch(path: string, body: unknown): Promise<Answer>;
	delete(path: string): Promise<Answer>;
	/** Any request: what the others do not allow to be sent. */
	send(method: string, path: string, init?: RequestInit): Promise<Answer>;
}

const started: Emulator[] = [];

// A test that fails before it closes its own emulator would keep jest from ending.
afterAll(() => Promise.all(started.map((emulator) => emulator.close())));

/** Starts an emulator on a free port with a client for it; it is closed after all tests of the file at the latest. */
export async function startWithClient(options: EmulatorOptions = {}): Promise<Client> {
	const emulator = await startEmulator({ port: 0, ...options });
	started.push(emulator);
	return connect(emulator);
}

export async function connect(emulator: Emulator): Promise<Client> {
	const url = `${emulator.apiUrl}/environments/${emulator.environmentId}`;
	const token = await workerToken(emulator);
	const send = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
		const headers = { authorization: `Bearer ${token}`, ...init.headers };
		const answer = await fetch(url + path, { ...init, method, headers });
		const text = await answer.text();
		return { status: answer.status, headers: answer.headers, body: JSON.parse(text || "null") };
	};
	const write = (method: string, path: string, body: unknown, mediaType = "application/json") =>
		send(method, path, { body: JSON.stringify(body ?? {}), headers: { "content-type": mediaType } });
	return {
		emulator,
		token,
		url,
		send,
		get: (path) => send("GET", path),
		post: (path, body, mediaType) => write("POST", path, body, mediaType),
		put: (path, body, mediaType) => write("PUT", path, body, mediaType),
		patch: (path, body) => write("PATCH", path, body),
		delete: (path) => send("DELETE", path),
	};
}

async function workerToken({ authUrl, environmentId, clientId, clientSecret }: Emulator): Promise<string> {
	const answer = await fetch(`${authUrl}/${environmentId}/as/token`, {
		method: "POST",
		headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
		body: new URLSearchParams({ grant_type: "client_credentials" }),
	});
	const { access_token } = (await answer.json()) as { access_token: string };
	return access_token;
}

/** Bodies that the service accepts, for tests that need an object and not its details. */
export const webApp = (name: string) => ({
	name,
	enabled: true,
	protocol: "OPENID_CONNECT",
	type: "WEB_APP",
	grantTypes: ["AUTHORIZATION_CODE"],
	responseTypes: ["CODE"],
	redirectUris: ["https://portal.example.com/cb"],
	tokenEndpointAuthMethod: "CLIENT_SECRET_POST",
});

export const passwordPolicy = (name: string) => ({
	name,
	excludesCommonlyUsed: false,
	excludesProfileData: false,
	notSimilarToCurrent: false,
});

export const user = (username: string) => ({ username, email: `${username}@example.com` });
