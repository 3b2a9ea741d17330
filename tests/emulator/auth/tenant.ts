import axios, { type AxiosInstance, type Method } from "axios";
import type { Ask } from "../../../bench/access.ts";
import { ManualClock, startEmulator } from "../../../emulator/index.ts";
import type { JsonObject } from "../../../emulator/json.ts";

export const START = Date.parse("2026-03-04T10:00:00.000Z");
export { PASSWORD, REDIRECT_URI } from "../../../bench/access.ts";

/** An emulated environment, filled over the management API as an administrator would fill it. */
export interface Tenant {
	clock: ManualClock;
	environmentId: string;
	/** `{origin}/{environmentId}`. */
	base: string;
	/** The worker that fills it. */
	worker: { clientId: string; clientSecret: string };
	ask: Ask;
	/** Creates an object below the environment and returns its id. */
	create(path: string, body: JsonObject): Promise<string>;
	replace(path: string, body: JsonObject): Promise<void>;
	remove(path: string): Promise<void>;
	read(path: string): Promise<JsonObject>;
	setPassword(userId: string, value: string, forceChange?: boolean): Promise<void>;
	/** Locks a user's account as an administrator, for good or until a time, or unlocks it. */
	lock(userId: string, locked?: boolean, unlockAt?: string): Promise<void>;
	secretOf(path: string): Promise<string>;
	/** Everything that the emulator keeps, codes and sessions included. */
	dump(): Promise<JsonObject>;
	/** Another environment of the same emulator. */
	createEnvironment(): Promise<Tenant>;
	/** The id of a built-in administrator role. */
	roleId(name: string): Promise<string>;
	close(): Promise<void>;
}

export async function startTenant(start = START): Promise<Tenant> {
	const clock = new ManualClock(start);
	const emulator = await startEmulator({ port: 0, clock });
	const { clientId, clientSecret, authUrl, apiUrl } = emulator;
	const worker = { clientId, clientSecret };
	const api = axios.create({ baseURL: apiUrl, proxy: false, validateStatus: null });
	const bearer = bearerOf(api, `${authUrl}/${emulator.environmentId}`, worker, clock);
	const askAt = async (method: Method, url: string, data?: JsonObject, type = "application/json") => {
		const headers = { Authorization: await bearer(), "Content-Type": type };
		return judged(await api.request({ method, url, data, headers }));
	};
	const tenantIn = (environmentId: string): Tenant => {
		const environment = `/environments/${environmentId}`;
		const ask = (method: Method, path: string, data?: JsonObject, type?: string) =>
			askAt(method, `${environment}/${path}`, data, type);
		return {
			clock,
			environmentId,
			base: `${authUrl}/${environmentId}`,
			worker,
			ask: (method, path, body, type) => ask(method, path, body as JsonObject | undefined, type),
			create: async (path, body) => String((await ask("post", path, body)).id),
			replace: async (path, body) => void (await ask("put", path, body)),
			remove: async (path) => void (await ask("delete", path)),
			read: (path) => ask("get", path),
			setPassword: async (userId, value, forceChange = false) =>
				void (await ask("put", `users/${userId}/password`, { value, forceChange }, PASSWORD_SET)),
			lock: async (userId, locked = true, unlockAt) =>
				void (await ask("post", `users/${userId}`, { unlockAt }, locked ? ACCOUNT_LOCK : ACCOUNT_UNLOCK)),
			secretOf: async (path) => String((await ask("get", `${path}/secret`)).secret),
			dump: async () => judged(await api.get(`${authUrl}/_emulator/state?all=true`)),
			createEnvironment: async () => {
				const { license } = await askAt("get", environment);
				const body = { name: `Environment ${++environments}`, type: "SANDBOX", region: "NA", license };
				return tenantIn(String((await askAt("post", "/environments", body)).id));
			},
			roleId: async (name) => {
				const { roles } = (await askAt("get", "/roles"))._embedded as { roles: { id: string; name: string }[] };
				return String(roles.find((role) => role.name === name)?.id);
			},
			close: () => emulator.close(),
		};
	};
	return tenantIn(emulator.environmentId);
}

let environments = 0;

const ACCOUNT_LOCK = "application/vnd.pingidentity.account.lock+json";
const ACCOUNT_UNLOCK = "application/vnd.pingidentity.account.unlock+json";
const PASSWORD_SET = "application/vnd.pingidentity.password.set+json";

/** The worker's Authorization header; a new token when the clock has moved. */
function bearerOf(api: AxiosInstance, base: string, worker: Tenant["worker"], clock: ManualClock) {
	let kept = { at: Number.NaN, header: "" };
	return async (): Promise<string> => {
		if (kept.at === clock.now()) return kept.header;
		const auth = { username: worker.clientId, password: worker.clientSecret };
		const form = new URLSearchParams({ grant_type: "client_credentials" });
		const { access_token } = judged(await api.post(`${base}/as/token`, form, { auth }));
		kept = { at: clock.now(), header: `Bearer ${access_token}` };
		return kept.header;
	};
}

function judged({ status, data }: { status: number; data: JsonObject }): JsonObject {
	if (status >= 300) throw new Error(`${status} ${JSON.stringify(data)}`);
	return data;
}
