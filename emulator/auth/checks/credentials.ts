import type { Parameters } from "../parameters.ts";
import { invalidParameter, OAuthRefusal } from "../refusal.ts";

/** How a client says who it is (RFC 6749 section 2.3, RFC 7523 section 2.2). */
export type Credentials =
	| { method: "CLIENT_SECRET_BASIC" | "CLIENT_SECRET_POST"; clientId: string; secret: string }
	| { method: "ASSERTION"; clientId: string | undefined; assertion: string }
	| { method: "NONE"; clientId: string };

/** RFC 7523 section 2.2. */
const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** RFC 6749 section 5.2: a client that used the Authorization header is told which scheme it takes. */
const BASIC_CHALLENGE = 'Basic realm="PingOne"';

/** PingOne's answer to credentials that fail; `basic` says that they came in the Authorization header. */
export const invalidClient = (reason: string, basic: boolean) =>
	new OAuthRefusal("invalid_client", `Request denied: ${reason}`, 401, basic ? BASIC_CHALLENGE : undefined);

export const unsupportedMethod = (basic: boolean) => invalidClient("Unsupported authentication method", basic);

/** The one way by which the request names and proves its client; two at once are refused (RFC 6749 section 2.3). */
export function credentialsOf(authorization: string | undefined, form: Parameters): Credentials {
	const clientId = form.get("client_id");
	const secret = form.get("client_secret");
	const assertion = form.get("client_assertion");
	if ([authorization, secret, assertion].filter((proof) => proof !== undefined).length > 1) {
		throw invalidParameter("More than one client authentication method was used");
	}
	if (authorization !== undefined) return basicCredentials(authorization, clientId);
	if (assertion !== undefined) {
		if (form.get("client_assertion_type") !== JWT_BEARER) throw invalidParameter("Unsupported client_assertion_type");
		return { method: "ASSERTION", clientId, assertion };
	}
	if (clientId === undefined) throw unsupportedMethod(false);
	return secret === undefined ? { method: "NONE", clientId } : { method: "CLIENT_SECRET_POST", clientId, secret };
}

function basicCredentials(authorization: string, bodyClientId: string | undefined): Credentials {
	const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
	if (encoded === undefined) throw unsupportedMethod(true);
	const [id = "", ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
	const clientId = formDecoded(id);
	const secret = formDecoded(rest.join(":"));
	if (clientId === undefined || secret === undefined) throw invalidClient("Invalid client credentials", true);
	if (bodyClientId !== undefined && bodyClientId !== clientId) {
		throw invalidParameter("client_id differs from the one in the Authorization header");
	}
	return { method: "CLIENT_SECRET_BASIC", clientId, secret };
}

/** RFC 6749 section 2.3.1: both parts are form-urlencoded before they are joined. */
function formDecoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text.replaceAll("+", " "));
	} catch {
		return undefined;
	}
}
