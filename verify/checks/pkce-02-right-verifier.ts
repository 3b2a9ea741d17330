import { quoteRefusal } from "../steps/refusalText.ts";
import { failed, passed } from "../verdict.ts";
import type { Check } from "./check.ts";

export const pkce02: Check = {
	id: "PKCE-02",
	title: "The right code_verifier is accepted",
	spec: "RFC 7636 4.6",
	level: "must",
	attack: "Redeem the code of the sign-in with the verifier of its S256 challenge.",
	gist: "If the transformed verifier equals the challenge, the token endpoint goes on as normal.",
	expectation: "An access token.",
	remedy: "Run pulumi refresh and pulumi up, then npm run verify again; see TOKEN-01 for what the server said.",
	run: ({ evidence: { tokens } }) =>
		tokens.kind === "issued" ? passed : failed(`the code was refused: ${quoteRefusal(tokens.status, tokens)}`),
};
