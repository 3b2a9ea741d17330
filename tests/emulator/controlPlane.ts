import type { Emulator } from "../../emulator/index.ts";
import type { Body } from "./client.ts";

/** Asks the control plane as a script does. */
export function controlPlane({ authUrl }: Pick<Emulator, "authUrl">) {
	return async (method: string, path: string, body?: unknown) => {
		const headers = body === undefined ? {} : { "content-type": "application/json" };
		const sent = typeof body === "string" ? body : JSON.stringify(body);
		const answer = await fetch(`${authUrl}/_emulator${path}`, { method, headers, body: sent ?? null });
		const text = await answer.text();
		return { status: answer.status, headers: answer.headers, text, body: parsed(text) };
	};
}

function parsed(text: string): Body {
	try {
		return JSON.parse(text) as Body;
	} catch {
		return { id: "", _embedded: {} };
	}
}
