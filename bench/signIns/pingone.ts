import type { Task } from "../load.ts";
import type { SignOn } from "../tenant.ts";
import { Browser, parameterOf, parametersWith, postForm } from "./browser.ts";
import { newPkce } from "./pkce.ts";

/** PingOne's six requests: authorize, read the flow, check the password, resume, token, introspect. */
export const pingoneSignIn = (to: SignOn): Task => {
	const base = `/${to.environmentId}`;
	const client = { client_id: to.clientId, client_secret: to.clientSecret };
	const authorize = parametersWith(authorizationRequest(to));
	const redeem = parametersWith({ grant_type: "authorization_code", redirect_uri: to.redirectUri, ...client });
	const introspect = parametersWith(client);
	return async (connection, n) => {
		const browser = new Browser(connection);
		const { verifier, challenge } = newPkce();
		const path = `${base}/as/authorize?${authorize({ code_challenge: challenge })}`;
		const flowId = parameterOf(await browser.ask(302, { path }), "flowId");
		const flow = `${base}/flows/${flowId}`;
		await browser.ask(200, { path: flow });
		await browser.ask(200, { method: "POST", path: flow, ...passwordCheck(to, n) });
		const code = parameterOf(await browser.ask(302, { path: `${base}/as/resume?flowId=${flowId}` }), "code");
		const form = redeem({ code, code_verifier: verifier });
		const { access_token, id_token } = await postForm(connection, `${base}/as/token`, form);
		if (typeof id_token !== "string") throw new Error("no id_token");
		const token = String(access_token);
		const { active } = await postForm(connection, `${base}/as/introspect`, introspect({ token }));
		if (active !== true) throw new Error("the access token is not active");
	};
};

const authorizationRequest = ({ clientId, redirectUri }: SignOn) => ({
	response_type: "code",
	client_id: clientId,
	redirect_uri: redirectUri,
	scope: "openid orders:read",
	state: "xyz",
	nonce: "n-0S6",
	code_challenge_method: "S256",
});

const passwordCheck = ({ usernames, password }: SignOn, n: number) => ({
	headers: { "Content-Type": "application/vnd.pingidentity.usernamePassword.check+json" },
	body: JSON.stringify({ username: usernames[n % usernames.length], password }),
});
