import { makeAccess, PASSWORD, REDIRECT_URI } from "../../bench/access.ts";
import type { Emulator } from "../../emulator/index.ts";
import type { JsonObject } from "../../emulator/json.ts";

/** An answer with all that a client can see of it but when it was sent. */
export interface Seen {
	status: number;
	headers: [string, string][];
	text: string;
}

/** Where requests say they were sent, so that answers of two emulators can be equal. */
const FORWARDED = { "x-forwarded-host": "pingone.example.com", "x-forwarded-proto": "https" };
const OF_THE_CONNECTION = new Set(["date", "connection", "keep-alive", "content-length", "transfer-encoding"]);

/** Sends requests to one emulator and keeps what it answered. */
export function recorder(emulator: Pick<Emulator, "authUrl">) {
	const seen: Seen[] = [];
	const send = async (method: string, path: string, headers: Record<string, string>, body?: string): Promise<Seen> => {
		const init = { method, headers: { ...FORWARDED, ...headers }, redirect: "manual" as const };
		const answer = await fetch(emulator.authUrl + path, { ...init, ...(body !== undefined && { body }) });
		const kept = [...answer.headers].filter(([name]) => !OF_THE_CONNECTION.has(name));
		const one = { status: answer.status, headers: kept, text: await answer.text() };
		seen.push(one);
		return one;
	};
	return { seen, send };
}

export const headerOf = ({ headers }: Seen, name: string): string =>
	headers
		.filter(([one]) => one === name)
		.map(([, value]) => value)
		.join(", ");

const FORM = { "content-type": "application/x-www-form-urlencoded" };

/** "Get a token for custom resource access", all 17 steps and a refresh; returns every answer, and the tokens. */
export async function wholeWorkflow(emulator: Emulator) {
	const { seen, send } = recorder(emulator);
	const { environmentId, clientId, clientSecret } = emulator;
	const basic = { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` };
	const base = `/${environmentId}`;
	const worker = await send("POST", `${base}/as/token`, { ...FORM, ...basic }, "grant_type=client_credentials");
	const authorization = { authorization: `Bearer ${JSON.parse(worker.text).access_token}` };
	const manage = async (method: string, path: string, body?: object, type = "application/json") => {
		const headers = { ...authorization, "content-type": type };
		const answer = await send(
			method,
			`/v1/environments/${environmentId}/${path}`,
			headers,
			body && JSON.stringify(body),
		);
		if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
		return JSON.parse(answer.text) as JsonObject;
	};
	const { applicationId: application } = await makeAccess(manage, {
		name: "Portal",
		username: "ines",
		application: { grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"] },
	});
	const { secret } = await manage("GET", `applications/${application}/secret`);

	const query = new URLSearchParams({
		response_type: "code",
		client_id: application,
		redirect_uri: REDIRECT_URI,
		scope: "openid orders:read",
	});
	const begun = await send("GET", `${base}/as/authorize?${query}`, {});
	const cookie = { cookie: headerOf(begun, "set-cookie").split(";")[0] ?? "" };
	const flow = new URL(headerOf(begun, "location")).searchParams.get("flowId");
	const check = "application/vnd.pingidentity.usernamePassword.check+json";
	const checked = await send(
		"POST",
		`${base}/flows/${flow}`,
		{ ...cookie, "content-type": check },
		JSON.stringify({ username: "ines", password: PASSWORD }),
	);
	const latest = headerOf(checked, "set-cookie").split(";")[0];
	const resumed = await send("GET", `${base}/as/resume?flowId=${flow}`, latest ? { cookie: latest } : cookie);
	const code = new URL(headerOf(resumed, "location")).searchParams.get("code") ?? "";
	const client = { client_id: application, client_secret: String(secret) };
	const ask = (path: string, form: Record<string, string>) =>
		send("POST", `${base}/as/${path}`, FORM, new URLSearchParams({ ...client, ...form }).toString());
	const redeemed = await ask("token", { grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI });
	const tokens = JSON.parse(redeemed.text) as { access_token: string; id_token: string; refresh_token: string };
	await ask("token", { grant_type: "refresh_token", refresh_token: tokens.refresh_token });
	await ask("introspect", { token: tokens.access_token });
	await send("GET", `${base}/as/jwks`, {});
	return { seen, tokens, flow: String(flow) };
}
