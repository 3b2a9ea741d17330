import { basicAuthorization } from "../../providers/api/token.ts";
import type { HttpRequest } from "../../providers/api/transport.ts";
import type { AuthMethod } from "../outputs.ts";

/** Who calls the token or the introspection endpoint, and how it proves that. */
export interface Credentials {
	method: AuthMethod;
	id: string;
	secret: string;
}

/** A form-encoded POST with client authentication exactly as PingOne is configured for it; RFC 6749 section 2.3.1. */
export function formRequest(
	url: string,
	form: Readonly<Record<string, string>>,
	credentials?: Credentials,
): HttpRequest & { headers: Record<string, string>; body: string } {
	const body = new URLSearchParams(form);
	const headers: Record<string, string> = { "Content-Type": "application/x-www-form-urlencoded" };
	if (credentials?.method === "CLIENT_SECRET_BASIC") {
		headers.Authorization = basicAuthorization(credentials.id, credentials.secret);
	} else if (credentials) {
		body.set("client_id", credentials.id);
		if (credentials.method === "CLIENT_SECRET_POST") body.set("client_secret", credentials.secret);
	}
	return { method: "POST", url, headers, body: body.toString() };
}
