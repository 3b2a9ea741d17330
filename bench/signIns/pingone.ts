import type { Task } from "../load.ts";
import type { SignOn } from "../tenant.ts";
import { Browser, parameterOf, postForm } from "./browser.ts";
import { newPkce } from "./pkce.ts";

/** PingOne's six requests: authorize, read the flow, check the password, resume, token, introspect. */
export const pingoneSignIn = (to: SignOn): Task => {
	const base = `/${to.environmentId}`;
	const client = { client_id: to.clientId, client_secret: to.clientSecret };
	return async (connection, n) => {
		const browser = new Browser(connection);
		const { verifier, challenge } = newPkce();
		const flowId = parameterOf(await browser.ask(302, { path: authorizePath(to, challenge) }), "flowId");
		const flow = `${base}/flows/${flowId}`;
		await browser.ask(200, { path: flow });
		await browser.ask(200, { method: "POST", path: flow, ...passwordCheck(to, n) });
		const code = parameterOf(await browser.ask(302, { path: `${base}/as/resume?flowId=${flowId}` }), "code");
		const grant = { grant_type: "authorization_code", code, redirect_uri: to.redirectUri, code_verifier: verifier };
		const { access_token, id_token } = await postForm(connection, `${base}/as/token`, { ...grant, ...client });
		if (typeof id_token !== "string") throw new Error("no id_token");
		const token = { token: String(access_token), ...client };
		const { active } = await postForm(connection, `${base}/as/introspect`, token);
		if (active !== true) throw new Error("the access token is not active");
	};
};

function authorizePath({ environmentId, clientId, redirectUri }: SignOn, challenge: string): string {
	const parameters = new URLSearchParams({
		response_type: "code",
		client_id: clientId,
		redirect_uri: redirectUri,
		scope: "openid orders:read",
		state: "xyz",
		nonce: "n-0S6",
		code_challenge: challenge,
		code_challenge_method: "S256",
	});
	return `/${environmentId}/as/authorize?${parameters}`;
}

const passwordCheck = ({ usernames, password }: SignOn, n: number) => ({
	headers: { "Content-Type": "application/vnd.pingidentity.usernamePassword.check+json" },
	body: JSON.stringify({ username: usernames[n % usernames.length], password }),
});
