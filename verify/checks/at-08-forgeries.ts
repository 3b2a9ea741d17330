import { refusalByApi, signatureComplaint } from "../accessToken.ts";
import { forgeriesOf } from "../probes/forged-tokens.ts";
import { accessTokenOf } from "../session.ts";
import { notTried, unlessAny } from "../verdict.ts";
import type { Check } from "./check.ts";

export const at08: Check = {
	id: "AT-08",
	title: "Forged and expired tokens are told from this one",
	spec: "RFC 8725 3.1",
	level: "must",
	attack:
		"Give our own validator the token with alg none, HS256 by the public key, a flipped bit, a foreign kid, and expired.",
	gist: "Only the expected algorithms and keys are accepted; all cryptographic operations are validated.",
	expectation: "The real token is accepted and each forgery refused: a test of the verifier's own eyes.",
	remedy: "The verifier cannot be trusted here: run npm ci again and compare the version of jose.",
	async run(session) {
		const token = accessTokenOf(session);
		const { jwks } = session.evidence;
		if (await signatureComplaint(token, jwks)) return notTried("the real token does not verify (AT-01)");
		const forgeries = await forgeriesOf(token, jwks, session.now());
		const refusals = await Promise.all(
			forgeries.map(async ({ flaw, text, requirement }) => ({
				flaw,
				refusal: await refusalByApi(text, jwks, requirement),
			})),
		);
		return unlessAny(refusals.flatMap(({ flaw, refusal }) => (refusal ? [] : [`${flaw} was accepted`])));
	},
};
