import type { Browser } from "./browser.ts";
import { createPkcePair, unguessable } from "./pkce.ts";
import type { Session } from "./session.ts";
import { describeAuthorization, signOn, silently } from "./signOn.ts";
import {
	type Authorization,
	authorizationParameters,
	authorizationRequest,
	readAuthorization,
} from "./steps/authorize.ts";
import type { Credentials } from "./steps/form.ts";
import { type Redemption, readTokens, type TokenAnswer, tokenRequest } from "./steps/token.ts";
import { NotTried } from "./stop.ts";

/** A code of the signed-in user, ready to be redeemed. */
export interface Grant {
	code: string;
	redirectUri: string;
	verifier: string;
	browser: Browser;
}

/** How an attack's authorization request differs from the right one. */
export type Change = (parameters: URLSearchParams) => void;

const unchanged: Change = () => undefined;

/** Asks without a session, so that an accepted request shows as a flow and nobody signs on. */
export async function askAnonymously(session: Session, attack: string, change: Change): Promise<Authorization> {
	const { challenge } = createPkcePair();
	const { authorization } = await ask(session, attack, session.freshBrowser(), challenge, change);
	return authorization;
}

/** Whether the session of the sign-in gives further codes without the password; that is up to the sign-on policy. */
async function sessionServes(session: Session): Promise<boolean> {
	const browser = await session.signedInBrowser();
	const { authorization } = await ask(session, "single-sign-on", browser, createPkcePair().challenge, unchanged);
	return authorization.kind === "code";
}

/**
 * Asks as the signed-in user; where the session does not suffice, signs on anew in a browser of its own, because
 * parallel sign-ons in one session could replace each other's cookies. `grant` is there when a code came.
 */
export async function askSignedIn(
	session: Session,
	attack: string,
	change: Change = unchanged,
): Promise<{ authorization: Authorization; state: string; grant: Grant | undefined }> {
	const browser = (await session.once(sessionServes)) ? await session.signedInBrowser() : session.freshBrowser();
	const { verifier, challenge } = createPkcePair();
	const { authorization: first, state } = await ask(session, attack, browser, challenge, change);
	const authorization =
		first.kind === "flow" ? await signOn(session.deployment, browser, first.flowId, silently(attack)) : first;
	const { redirectUri } = session.deployment;
	const grant =
		authorization.kind === "code" ? { code: authorization.code, redirectUri, verifier, browser } : undefined;
	return { authorization, state, grant };
}

/** A code that the rightful client could redeem. Throws NotTried when there is none. */
export async function obtainGrant(session: Session, attack: string): Promise<Grant> {
	const { grant, authorization } = await askSignedIn(session, attack);
	if (grant) return grant;
	throw new NotTried(`no code to try it with (${describeAuthorization(authorization)})`);
}

/** Redeems a code as the application does, but for `change` and `credentials`. */
export async function redeem(
	{ deployment }: Session,
	attack: string,
	grant: Grant,
	change: Partial<Redemption> = {},
	credentials?: Credentials,
): Promise<TokenAnswer> {
	const { code, redirectUri, verifier, browser } = grant;
	const request = tokenRequest(deployment, { code, redirectUri, verifier, ...change }, credentials);
	return readTokens(await browser.send(attack, request));
}

async function ask(session: Session, attack: string, browser: Browser, challenge: string, change: Change) {
	const state = unguessable();
	const parameters = authorizationParameters(session.deployment, { state, nonce: unguessable(), challenge });
	change(parameters);
	const request = authorizationRequest(session.deployment, parameters);
	return { authorization: readAuthorization(await browser.send(attack, request), request.url), state };
}
