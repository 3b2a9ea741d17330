import manifest from "../package.json" with { type: "json" };
import { makeAccess, PASSWORD, PASSWORD_SET, REDIRECT_URI } from "./access.ts";
import { type ServerProcess, startServer } from "./serverProcess.ts";

/** What the emulator's ready line says. */
export interface EmulatorReady {
	apiUrl: string;
	authUrl: string;
	environmentId: string;
	clientId: string;
	clientSecret: string;
}

/** What `npm run emulator` gives node: the figures are of the emulator as people start it. */
const [, ...COMMAND] = manifest.scripts.emulator.split(" ");

/** The emulator in a process of its own, on a free port. */
export const startEmulatorProcess = (...args: string[]): Promise<ServerProcess<EmulatorReady>> =>
	startServer<EmulatorReady>(...COMMAND, "--port", "0", ...args);

/** Sends a request below the environment as its worker; the answer's JSON, or an error for a refusal. */
export type Administer = (method: string, path: string, body?: object, type?: string) => Promise<{ id: string }>;

/** Whom clients sign on to, and as whom. */
export interface SignOn {
	origin: string;
	environmentId: string;
	clientId: string;
	clientSecret: string;
	redirectUri: string;
	usernames: readonly string[];
	password: string;
}

/** The worker's Authorization header. */
export async function workerBearer({ authUrl, environmentId, clientId, clientSecret }: EmulatorReady): Promise<string> {
	const answer = await fetch(`${authUrl}/${environmentId}/as/token`, {
		method: "POST",
		headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
		body: new URLSearchParams({ grant_type: "client_credentials" }),
	});
	const { access_token } = (await answer.json()) as { access_token: string };
	return `Bearer ${access_token}`;
}

export async function administer(ready: EmulatorReady): Promise<Administer> {
	const authorization = await workerBearer(ready);
	return async (method, path, body, type = "application/json") => {
		const answer = await fetch(`${ready.apiUrl}/environments/${ready.environmentId}/${path}`, {
			method,
			headers: { authorization, "content-type": type },
			...(body && { body: JSON.stringify(body) }),
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
		return JSON.parse(text || "{}");
	};
}

/** Fills the environment as the workflow "Get a token for custom resource access" does, with `users` users. */
export async function fillTenant(ready: EmulatorReady, users: number): Promise<SignOn> {
	const ask = await administer(ready);
	const { applicationId } = await makeAccess(ask, { name: "Portal", username: "user0", application: PORTAL });
	const usernames = Array.from({ length: users }, (_, n) => `user${n}`);
	for (const username of usernames.slice(1)) await createUser(ask, username);
	const { secret } = (await ask("GET", `applications/${applicationId}/secret`)) as { id: string; secret?: string };
	const { authUrl: origin, environmentId } = ready;
	const client = { clientId: applicationId, clientSecret: secret ?? "", redirectUri: REDIRECT_URI };
	return { origin, environmentId, ...client, usernames, password: PASSWORD };
}

async function createUser(ask: Administer, username: string): Promise<void> {
	const { id } = await ask("POST", "users", { username, email: `${username}@example.com` });
	await ask("PUT", `users/${id}/password`, { value: PASSWORD }, PASSWORD_SET);
}

const PORTAL = { pkceEnforcement: "S256_REQUIRED" };
