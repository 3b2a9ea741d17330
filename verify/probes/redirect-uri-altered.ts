import { isLoopback } from "../../providers/api/config.ts";
import { askAnonymously } from "../grant.ts";
import type { Session } from "../session.ts";

/** One way to change a URI, and the URI so changed. */
export interface Alteration {
	alteration: string;
	uri: string;
}

/** The registered URI, altered in the seven ways that lax comparisons let through; RFC 9700 section 4.1.3. */
export function alterationsOf(registered: string): Alteration[] {
	const [, start = "", authority = "", rest = ""] = /^([^:]+:\/\/)([^/?#]*)(.*)$/.exec(registered) ?? [];
	const [, path = "", query = ""] = /^([^?#]*)(.*)$/.exec(rest) ?? [];
	const withPath = (changed: string) => `${start}${authority}${changed}${query}`;
	const all = [
		{ alteration: "case", uri: changeCase(registered, start.length + authority.length) },
		{ alteration: "trailing slash", uri: withPath(path.endsWith("/") ? path.slice(0, -1) : `${path}/`) },
		{ alteration: "extra query", uri: `${registered}${query.startsWith("?") ? "&" : "?"}altered=1` },
		{ alteration: "path suffix", uri: withPath(`${path.replace(/\/$/, "")}/altered`) },
		{ alteration: "port", uri: `${start}${authority.replace(/:\d+$/, "")}:44399${rest}` },
		{ alteration: "userinfo", uri: `${start}altered@${authority}${rest}` },
		{ alteration: "encoded slash", uri: withPath(`${path}%2Faltered`) },
	];
	return all.filter(({ alteration, uri }) => uri !== registered && !(alteration === "port" && portMayVary(registered)));
}

/** Native apps listen on a port of their choice (RFC 8252 section 7.3), so it says nothing when that is accepted. */
const portMayVary = (registered: string): boolean => isLoopback(new URL(registered));

/** Flips the case of the path's last letter, or of the last letter of all where the path has none. */
function changeCase(uri: string, pathStart: number): string {
	const flip = (text: string) =>
		text.replace(/[a-z](?=[^a-z]*$)/i, (letter) =>
			letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
		);
	const path = uri.slice(pathStart);
	return /[a-z]/i.test(path) ? uri.slice(0, pathStart) + flip(path) : flip(uri);
}

export const redirectUriAltered = (session: Session) =>
	Promise.all(
		alterationsOf(session.deployment.redirectUri).map(async ({ alteration, uri }) => ({
			...{ alteration, uri },
			authorization: await askAnonymously(session, "redirect-uri-altered", (parameters) =>
				parameters.set("redirect_uri", uri),
			),
		})),
	);
