import type { Parameters } from "../parameters.ts";

/** What decides whether a redirect URI is the application's own. */
export interface RedirectRegistration {
	type: string;
	redirectUris?: readonly string[];
	allowWildcardInRedirectUris?: boolean;
}

/**
 * Exact string comparison (RFC 9700 section 2.1). Two exceptions: a `*` in path or query where the application allows it
 * (PingOne docs, "Redirect URIs"), and the port of a native application's loopback URI (RFC 8252 section 7.3).
 */
export function isRegisteredRedirectUri(application: RedirectRegistration, requested: string): boolean {
	const registered = application.redirectUris ?? [];
	if (registered.includes(requested)) return true;
	if (application.type === "NATIVE_APP" && registered.some((uri) => sameLoopback(uri, requested))) return true;
	return application.allowWildcardInRedirectUris === true && registered.some((uri) => matchesWildcard(uri, requested));
}

/** `pi.flow` answers whoever asks, so it leads nowhere (PingOne API, "Redirect and non-redirect authentication flows"). */
export const needsRedirectUri = (sent: Parameters): boolean => sent.get("response_mode") !== "pi.flow";

/** Where a redirect URI that is not registered differs from the most similar one that is. */
export function redirectUriHint({ redirectUris = [] }: RedirectRegistration, requested: string): string {
	const [nearest] = redirectUris.toSorted((a, b) => commonLength(b, requested) - commonLength(a, requested));
	if (nearest === undefined) return "the application has no redirect URI";
	const at = commonLength(nearest, requested);
	return `differs from the registered ${nearest} at character ${at + 1}: ${here(requested, at)} instead of ${here(nearest, at)}`;
}

function commonLength(a: string, b: string): number {
	let length = 0;
	while (length < a.length && a[length] === b[length]) length++;
	return length;
}

const here = (uri: string, at: number): string => (at < uri.length ? `'${uri.slice(at, at + 20)}'` : "its end");

const LOOPBACK = /^(https?:\/\/(?:127\.0\.0\.1|\[::1\]|localhost))(?::\d{1,5})?((?:[/?].*)?)$/;

function sameLoopback(registered: string, requested: string): boolean {
	const [, host, rest] = LOOPBACK.exec(registered) ?? [];
	const [, requestedHost, requestedRest] = LOOPBACK.exec(requested) ?? [];
	return host !== undefined && host === requestedHost && rest === requestedRest;
}

const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/** Printable ASCII without a fragment: what a Location header can carry as it is. */
const PLAIN = /^[!"$-~]+$/;

/** One `*`, after the authority only: a wildcard host would hand codes to strangers. */
function matchesWildcard(pattern: string, requested: string): boolean {
	const authority = AUTHORITY.exec(pattern)?.[0];
	if (authority === undefined || authority.includes("*") || !PLAIN.test(requested)) return false;
	const [head, tail, ...more] = pattern.split("*");
	if (head === undefined || tail === undefined || more.length > 0) return false;
	if (requested.length < head.length + tail.length || AUTHORITY.exec(requested)?.[0] !== authority) return false;
	return requested.startsWith(head) && requested.endsWith(tail) && !climbs(requested);
}

/** `..` segments, encoded or not, would leave the path that the pattern describes. */
const climbs = (uri: string): boolean => /(^|[/\\])(\.|%2e){2}([/\\?#]|$)/i.test(uri.replace(/%2f|%5c/gi, "/"));
