import type { Answer } from "../connection.ts";
import type { Task } from "../load.ts";
import { Browser, FORM, locationOf, parameterOf, parametersWith, postForm } from "./browser.ts";
import { newPkce } from "./pkce.ts";

/** What the ready line of `oidcProviderServer.ts` says. */
export interface OidcProviderReady {
	origin: string;
	clientId: string;
	clientSecret: string;
	password: string;
}

const AUDIENCE = "https://api.orders.example.com";
const REDIRECT_URI = "https://portal.example.com/cb";

/** Leads the browser from the first redirect of an authorization request to the one that carries the code. */
type Interaction = (browser: Browser, begun: Answer, username: string, password: string) => Promise<Answer>;

/** The pages that it brings: read login, log in, resume, read consent, agree, resume. */
export const withPages: Interaction = async (browser, begun, username, password) => {
	const login = await answerPage(browser, begun, { prompt: "login", login: username, password });
	const consent = await browser.ask(303, { path: locationOf(login).pathname });
	const agreed = await answerPage(browser, consent, { prompt: "consent" });
	return browser.ask(303, { path: locationOf(agreed).pathname });
};

async function answerPage(browser: Browser, redirect: Answer, form: Record<string, string>): Promise<Answer> {
	const path = locationOf(redirect).pathname;
	await browser.ask(200, { path });
	return browser.ask(303, { method: "POST", path, headers: FORM, body: new URLSearchParams(form).toString() });
}

/** With the interaction of `six-requests`: read it, log in and agree, resume. */
export const withoutPages: Interaction = async (browser, begun, username, password) => {
	const path = locationOf(begun).pathname;
	await browser.ask(200, { path });
	const agreed = await browser.ask(303, { method: "POST", path, body: JSON.stringify({ username, password }) });
	return browser.ask(303, { path: locationOf(agreed).pathname });
};

/** A complete sign-in: authorize, the interaction, token, introspect. */
export const oidcProviderSignIn = (
	{ clientId, clientSecret, password }: OidcProviderReady,
	interact: Interaction,
): Task => {
	const client = { client_id: clientId, client_secret: clientSecret };
	const authorize = parametersWith(authorizationRequest(clientId));
	const grant = { grant_type: "authorization_code", redirect_uri: REDIRECT_URI, resource: AUDIENCE };
	const redeem = parametersWith({ ...grant, ...client });
	const introspect = parametersWith(client);
	return async (connection, n) => {
		const browser = new Browser(connection);
		const { verifier, challenge } = newPkce();
		const begun = await browser.ask(303, { path: `/auth?${authorize({ code_challenge: challenge })}` });
		const code = parameterOf(await interact(browser, begun, `user${n}`, password), "code");
		const form = redeem({ code, code_verifier: verifier });
		const { access_token, id_token } = await postForm(connection, "/token", form);
		if (typeof id_token !== "string" || String(access_token).split(".").length !== 3) throw new Error("not two JWTs");
		// It refuses to introspect a JWT; what that costs is counted in its favour.
		await postForm(connection, "/token/introspection", introspect({ token: String(access_token) }), 400);
	};
};

const authorizationRequest = (clientId: string) => ({
	response_type: "code",
	client_id: clientId,
	redirect_uri: REDIRECT_URI,
	scope: "openid orders:read",
	resource: AUDIENCE,
	state: "xyz",
	nonce: "n-0S6",
	code_challenge_method: "S256",
});
