import { DAY_MS } from "../../clock.ts";
import { withHint } from "../../hint.ts";
import type { JsonObject } from "../../json.ts";
import type { World } from "../../world.ts";
import { type Authorization, type Code, codes, revokeAuthorization } from "../authorization.ts";
import { answersChallenge } from "../checks/codeChallenge.ts";
import { type Parameters, required } from "../parameters.ts";
import { newRefreshToken } from "../refresh.ts";
import { invalidGrant } from "../refusal.ts";
import type { Application } from "../registered.ts";
import { isWithdrawn, keepRefreshToken } from "../tokens.ts";
import type { GrantRequest } from "./grantRequest.ts";
import { userTokens } from "./userTokens.ts";

/** Used codes are remembered this long after their redemption, so that a replay is seen for what it is. */
const REPLAY_MEMORY_MS = DAY_MS;

/** `grant_type=authorization_code` (RFC 6749 section 4.1.3). */
export async function authorizationCode(request: GrantRequest): Promise<JsonObject> {
	const { world, application, form } = request;
	const authorization = redeem(world, application, form);
	const tokens = await userTokens(request, authorization);
	const refresh = await newRefreshToken(request, authorization);
	if (!refresh) return tokens;
	keepRefreshToken(world, refresh.value, refresh.record);
	return { ...tokens, refresh_token: refresh.value };
}

/** Takes the code's authorization, at most once: nothing here waits, so of parallel redemptions the first wins. */
function redeem(world: World, application: Application, form: Parameters): Authorization {
	const value = required(form, "code");
	const code = codes.find(world, value);
	if (code?.authorization.clientId !== application.id) {
		throw withHint(invalidGrant("The authorization code is invalid or expired"), codeHint(code));
	}
	if (code.redeemed) {
		// RFC 6749 section 4.1.2: somebody else has the code as well, so what it bought is not safe.
		revokeAuthorization(world, code.authorization.id);
		throw invalidGrant("The authorization code was already used");
	}
	if (isWithdrawn(world, code.authorization)) {
		throw invalidGrant("The authorization was revoked, or the user has signed off");
	}
	if (form.get("redirect_uri") !== code.redirectUri) {
		throw withHint(
			invalidGrant("redirect_uri differs from the authorization request"),
			`the authorization request had ${code.redirectUri ?? "none"}`,
		);
	}
	codes.put(world, value, { ...code, redeemed: true }, world.clock.now() + REPLAY_MEMORY_MS);
	requireProof(code, form.get("code_verifier"));
	return code.authorization;
}

const codeHint = (code: Code | undefined): string =>
	code
		? `it was issued to application ${code.authorization.clientId}`
		: "no such code is known: it was never issued here, or it has expired";

/** RFC 7636 section 4.6, and RFC 9700 section 4.8.2 for a verifier that nothing asked for. A failed proof has used the code up. */
function requireProof({ codeChallenge }: Code, verifier: string | undefined): void {
	if (!codeChallenge) {
		if (verifier !== undefined) throw invalidGrant("code_verifier without code_challenge in the authorization request");
		return;
	}
	if (verifier === undefined) throw invalidGrant("code_verifier is required");
	if (!answersChallenge(verifier, codeChallenge)) throw invalidGrant("code_verifier does not match code_challenge");
}
