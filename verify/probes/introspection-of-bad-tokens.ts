import type { AccessToken } from "../accessToken.ts";
import { accessTokenOf, type Session } from "../session.ts";
import { introspectionRequest, readIntrospection } from "../steps/introspect.ts";
import { applicationCredentials } from "../steps/token.ts";
import { flipBit } from "./forged-tokens.ts";

/** Introspects, as the application that got the real token, three that nobody issued. */
export async function introspectionOfBadTokens(session: Session) {
	const { deployment, freshBrowser } = session;
	const bad = badTokens(accessTokenOf(session));
	return Promise.all(
		Object.entries(bad).map(async ([flaw, token]) => {
			const request = introspectionRequest(deployment, token, applicationCredentials(deployment));
			return {
				flaw,
				introspection: readIntrospection(await freshBrowser().send("introspection-of-bad-tokens", request)),
			};
		}),
	);
}

function badTokens({ text, claims }: AccessToken): Record<string, string> {
	const [header, , signature] = text.split(".");
	const wider = Buffer.from(JSON.stringify({ ...claims, scope: `${claims.scope} admin` })).toString("base64url");
	const bad = {
		garbage: "not-a-token",
		"a flipped bit": flipBit(text),
		"changed claims": `${header}.${wider}.${signature}`,
	};
	// A token without a signature has no bit to flip (AT-01 fails on it).
	return Object.fromEntries(Object.entries(bad).filter(([, token]) => token !== text));
}
