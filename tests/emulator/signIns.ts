import type { AxiosResponse } from "axios";
import { Browser, locationOf, postForm } from "./auth/browser.ts";
import { type Client, user, webApp } from "./client.ts";
import type { Check, Ledger, Writer } from "./ledger.ts";

/** The application and the user of the sign-ins. */
export interface SignOn {
	clientId: string;
	secret: string;
	username: string;
}

const PASSWORD = "Kestrel-42-Harbour";
const REDIRECT_URI = "https://portal.example.com/cb";

/** Makes what users sign on with. */
export async function prepareSignOn(client: Client): Promise<SignOn> {
	const grantTypes = ["AUTHORIZATION_CODE", "REFRESH_TOKEN"];
	const application = await client.post("/applications", { ...webApp("Portal"), grantTypes });
	const policy = (await client.post("/signOnPolicies", { name: "Portal_Login" })).body.id;
	const condition = { secondsSince: "${session.lastSignOn.withAuthenticator.pwd.at}", greater: 3600 };
	await client.post(`/signOnPolicies/${policy}/actions`, { type: "LOGIN", priority: 1, condition });
	const assignment = { priority: 1, signOnPolicy: { id: policy } };
	await client.post(`/applications/${application.body.id}/signOnPolicyAssignments`, assignment);
	const { body } = await client.get(`/applications/${application.body.id}/secret`);
	const person = await client.post("/users", user("ines"));
	const mediaType = "application/vnd.pingidentity.password.set+json";
	await client.put(`/users/${person.body.id}/password`, { value: PASSWORD }, mediaType);
	return { clientId: application.body.id, secret: String(body.secret), username: "ines" };
}

/** Users who sign on again and again: one writer for each thing that may come of it. */
export const signIns = (signOn: SignOn): readonly Writer[] =>
	Object.entries(ENDS).map(
		([what, end]): Writer =>
			async (client, ledger, name) => {
				const portal = new Portal(signOn, client);
				for (let n = 0; ; n++) await end(portal, ledger, `${what} ${name}.${n}`);
			},
	);

type End = (portal: Portal, ledger: Ledger, name: string) => Promise<unknown>;

/** What each of them leaves may not be lost, and what each of them used up may not come back. */
const ENDS: Record<string, End> = {
	"code that was not redeemed": (portal, ledger, name) =>
		ledger.writeThat(
			name,
			(code) => portal.expects("token", codeGrant(code), isGood),
			() => portal.signOn(),
		),
	"code that was redeemed": async (portal, ledger, name) => {
		const grant = codeGrant(await portal.signOn());
		const refused = portal.expects("token", grant, ({ data }) => data.error === "invalid_grant");
		await ledger.writeThat(
			name,
			() => refused,
			() => portal.ask("token", grant),
		);
	},
	"access token": async (portal, ledger, name) => {
		const grant = codeGrant(await portal.signOn());
		await ledger.writeThat(
			name,
			({ data }) => portal.expects("introspect", { token: data.access_token }, isActive(true)),
			() => portal.ask("token", grant),
		);
	},
	"revoked token": async (portal, ledger, name) => {
		const { data } = await portal.ask("token", codeGrant(await portal.signOn()));
		const token = { token: data.access_token };
		await ledger.writeThat(
			name,
			() => portal.expects("introspect", token, isActive(false)),
			() => portal.ask("revoke", token),
		);
	},
	"refresh token": async (portal, ledger, name) => {
		const { data } = await portal.ask("token", codeGrant(await portal.signOn()));
		await ledger.writeThat(
			name,
			(next) => portal.expects("token", refreshGrant(next.data.refresh_token), isGood),
			() => portal.ask("token", refreshGrant(data.refresh_token)),
		);
	},
	session: async (portal, ledger, name) => {
		const browser = new Browser();
		await ledger.writeThat(
			name,
			() => portal.expectsSignedOn(browser),
			() => portal.signOn(browser),
		);
	},
};

const isGood = ({ status }: AxiosResponse): boolean => status === 200;
const isActive =
	(expected: boolean) =>
	({ data }: AxiosResponse): boolean =>
		data.active === expected;

type Form = Record<string, string>;

const codeGrant = (code: string): Form => ({ grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI });
const refreshGrant = (token: string): Form => ({ grant_type: "refresh_token", refresh_token: token });

/** The application, at the emulator of one life; what it expects is asked of the next one. */
class Portal {
	readonly #signOn: SignOn;
	readonly #client: Client;

	constructor(signOn: SignOn, client: Client) {
		this.#signOn = signOn;
		this.#client = client;
	}

	ask(path: string, form: Form): Promise<AxiosResponse> {
		const { clientId, secret } = this.#signOn;
		return postForm(`${this.#base()}/as/${path}`, { ...form, client_id: clientId, client_secret: secret });
	}

	expects(path: string, form: Form, isRight: (answer: AxiosResponse) => boolean): Check {
		return async (later) => isRight(await new Portal(this.#signOn, later).ask(path, form));
	}

	expectsSignedOn(browser: Browser): Check {
		return async (later) => {
			const answer = await browser.get(new Portal(this.#signOn, later).#authorizeUrl({ prompt: "none" }));
			return locationOf(answer).searchParams.has("code");
		};
	}

	/** Signs the user on and returns the code. */
	async signOn(browser = new Browser()): Promise<string> {
		const flowId = locationOf(await browser.get(this.#authorizeUrl({}))).searchParams.get("flowId");
		const sent = { username: this.#signOn.username, password: PASSWORD };
		await browser.act(`${this.#base()}/flows/${flowId}`, "usernamePassword.check", sent);
		const back = locationOf(await browser.get(`${this.#base()}/as/resume?flowId=${flowId}`));
		return back.searchParams.get("code") ?? "";
	}

	#base(): string {
		const { authUrl, environmentId } = this.#client.emulator;
		return `${authUrl}/${environmentId}`;
	}

	#authorizeUrl(more: Form): string {
		const query = { response_type: "code", redirect_uri: REDIRECT_URI, scope: "openid", ...more };
		return `${this.#base()}/as/authorize?${new URLSearchParams({ ...query, client_id: this.#signOn.clientId })}`;
	}
}
