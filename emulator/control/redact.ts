import type { Json } from "../json.ts";

/** Stands where a secret was. */
export const REDACTED = "[redacted]";

/** Names of members, parameters and headers whose value lets somebody in, whatever else they are called in front. */
const SECRET_ENDINGS =
	/(?:secret|password|credentials|token|assertion|verifier|(?:verification|recovery)_?code|(?:private|signing|decryption|verification)_?key)$/i;

/** Those that end like names of other things, which are public. */
const SECRET_NAMES =
	/^(?:authorization|proxy-authorization|cookie|set-cookie|code|hint|id_token_hint|pem|request|pkcs7|pkcs12)$/i;

const isSecret = (name: string): boolean => SECRET_ENDINGS.test(name) || SECRET_NAMES.test(name);

/** An error's `code` is what went wrong, not an authorization code. */
const ERROR_CODE = /^[A-Z_]+$/;

const PASSWORD = /\/password(\/|$)/;

/** JSON without its secrets. `path` is where it was sent, or stands: from `…/password` on, a member `value` is one as well. */
export function redactedJson(value: Json, path = ""): Json {
	if (value === null || typeof value !== "object") return value;
	if (Array.isArray(value)) return value.map((item) => redactedJson(item, path));
	return Object.fromEntries(
		Object.entries(value).map(([name, member]) => [name, redactedMember(name, member ?? null, path)]),
	);
}

function redactedMember(name: string, member: Json, path: string): Json {
	if (member === null || typeof member === "boolean") return member;
	if (Array.isArray(member)) return member.map((item) => redactedMember(name, item, path));
	// A user that is imported brings its password along: `{"password": {"value": …, "forceChange": true}}`.
	if (typeof member === "object") return redactedJson(member, `${path}/${name}`);
	if (name === "code" && ERROR_CODE.test(String(member))) return member;
	return isSecret(name) || (name === "value" && PASSWORD.test(path)) ? REDACTED : member;
}

/** `name=value&…` without its secrets. */
export const redactedForm = (form: string): string =>
	form
		.split("&")
		.map((pair) => {
			const [name = ""] = pair.split("=", 1);
			return isSecretParameter(decoded(name)) && pair.length > name.length + 1 ? `${name}=${REDACTED}` : pair;
		})
		.join("&");

/** Of several values, or of a part: `client_secret[]`, `user[password]`. */
const isSecretParameter = (name: string): boolean => name.split(/[[\]]+/).some(isSecret);

/** A parameter's name as a server reads it, whatever was encoded in it. */
const decoded = (name: string): string => [...new URLSearchParams(name).keys()][0] ?? "";

/** A URL whose query and fragment have no secrets. */
export const redactedUrl = (url: string): string =>
	url.replace(/([?#])([^?#]*)/g, (_, mark, form) => mark + redactedForm(form));

/** A header's value as it may be shown; the scheme of credentials stays. */
export function redactedHeader(name: string, value: string): string {
	if (/^(location|referer)$/i.test(name)) return redactedUrl(value);
	if (!isSecret(name)) return value;
	const [scheme] = /^(Basic|Bearer) /i.exec(value) ?? [""];
	return scheme + REDACTED;
}

/** A body of any kind as it may be shown. */
export function redactedBody(body: string, contentType: string, path: string): string {
	// Several media types may be named, and a body is one of them at most.
	if (/html/.test(contentType) && /^\s*</.test(body)) return redactedHtml(body);
	// Sent by mistake under another type, or none, it is no less secret.
	return /json/.test(contentType) || /^\s*[[{]/.test(body) ? redactedJsonText(body, path) : redactedForm(body);
}

function redactedJsonText(body: string, path: string): string {
	try {
		return JSON.stringify(redactedJson(JSON.parse(body) as Json, path));
	} catch {
		return REDACTED;
	}
}

/** Pages carry what they post to the application in hidden fields (OAuth 2.0 Form Post Response Mode). */
const redactedHtml = (body: string): string =>
	body.replace(/(name="([^"]*)"[^>]*? value=")[^"]*/g, (field, start, name) =>
		isSecret(name) ? start + REDACTED : field,
	);
