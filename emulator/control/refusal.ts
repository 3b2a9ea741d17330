import { isObject, type Json, type JsonObject } from "../json.ts";

/** Why an answer says no, in one line: PingOne's code and details, or OAuth's error. */
export function refusalOf(status: number, body: string | undefined, location: string | undefined): string | undefined {
	const redirected = location && refusalIn(location);
	if (redirected) return redirected;
	if (status < 400) return undefined;
	const { code, message, details, error, error_description } = parsed(body);
	if (typeof error === "string") return oauthReason(error, String(error_description ?? ""));
	if (typeof code !== "string") return undefined;
	const reasons = detailsOf(details);
	return `${code}: ${reasons.length > 0 ? reasons.join("; ") : message}`;
}

/** An authorization server refuses by a redirect (RFC 6749 section 4.1.2.1), or shows the error on its own page. */
function refusalIn(location: string): string | undefined {
	const parameters = new URLSearchParams(location.split(/[?#]/).slice(1).join("&"));
	const error = parameters.get("error");
	if (error === null) return undefined;
	if (error.startsWith("{")) return refusalOf(400, error, undefined);
	return oauthReason(error, parameters.get("error_description") ?? "");
}

/** The id is shown with the request anyway. */
function oauthReason(error: string, description: string): string {
	const reason = description.replace(/ \(Correlation ID: [^)]*\)$/, "");
	return reason ? `${error}: ${reason}` : error;
}

const detailsOf = (details: Json | undefined): string[] =>
	Array.isArray(details) ? details.map((detail) => detailText((detail ?? {}) as JsonObject)) : [];

const detailText = ({ code, target, message }: JsonObject): string =>
	[code, target, message].filter((part) => typeof part === "string").join(" ");

function parsed(body: string | undefined): JsonObject {
	try {
		const value: unknown = JSON.parse(body ?? "");
		return isObject(value) ? value : {};
	} catch {
		return {};
	}
}
