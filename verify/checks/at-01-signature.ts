import { readAccessToken, signatureComplaint } from "../accessToken.ts";
import { failed, notTried, passed } from "../verdict.ts";
import type { Check } from "./check.ts";

export const at01: Check = {
	id: "AT-01",
	title: "The token is signed with a published key (RS256)",
	spec: "RFC 9068 2.1; RFC 8725 3.1, 3.2",
	level: "must",
	attack: "Verify the signature with the key of the JWKS that kid names.",
	gist: "Access tokens are signed, never with alg none; only expected algorithms are accepted.",
	expectation: "RS256, a known kid, and a signature that fits.",
	remedy: "Check that discovery and token come from the same environment, and any proxy between.",
	async run({ evidence: { tokens, jwks } }) {
		if (tokens.kind !== "issued") return notTried("no access token (TOKEN-01)");
		const token = readAccessToken(tokens.accessToken);
		if (token === undefined) return failed("the access token is not a JWT");
		const complaint = await signatureComplaint(token, jwks);
		return complaint === undefined ? passed : failed(`alg ${token.header.alg}: ${complaint}`);
	},
};
