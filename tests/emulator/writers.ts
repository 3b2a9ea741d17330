import { Browser, locationOf, postForm } from "./auth/browser.ts";
import { type Client, user, webApp } from "./client.ts";
import type { Ledger } from "./ledger.ts";

const PASSWORD = "Kestrel-42-Harbour";
const PASSWORD_SET = "application/vnd.pingidentity.password.set+json";

/** One kind of client that writes until the emulator goes away; `name` is new in each life. */
export type Writer = (client: Client, ledger: Ledger, name: string) => Promise<void>;

/** Creates an object, and returns its path once that is acknowledged. */
async function create(client: Client, ledger: Ledger, collection: string, body: object): Promise<string> {
	const answer = await client.post(collection, body);
	if (answer.status !== 201) throw new Error(`${collection}: ${answer.status} ${JSON.stringify(answer.body)}`);
	const path = `${collection}/${answer.body.id}`;
	ledger.acknowledge(path, { id: answer.body.id });
	return path;
}

const put = (client: Client, ledger: Ledger, path: string, body: Record<string, string | boolean>) =>
	ledger.write(path, body, () => client.put(path, body));

const remove = (client: Client, ledger: Ledger, path: string) => ledger.write(path, "gone", () => client.delete(path));

/** Users that come, get a password, change and, every other one, go. */
const users: Writer = async (client, ledger, name) => {
	for (let n = 0; ; n++) {
		const path = await create(client, ledger, "/users", user(`${name}.${n}`));
		await ledger.write(path, {}, () => client.put(`${path}/password`, { value: PASSWORD }, PASSWORD_SET));
		await put(client, ledger, path, { ...user(`${name}.${n}`), nickname: `nick${n}` });
		if (n % 2 === 1) await remove(client, ledger, path);
	}
};

/** Each new population becomes the default one, which the one before stops being. */
const populations: Writer = async (client, ledger, name) => {
	for (let n = 0; ; n++) {
		const path = await create(client, ledger, "/populations", { name: `${name}.${n}`, default: true });
		await put(client, ledger, path, { name: `${name}.${n}`, description: "renamed" });
	}
};

/** Resources with a scope and a grant to an application of their own, taken down again every other time. */
const grants: Writer = async (client, ledger, name) => {
	const application = await create(client, ledger, "/applications", webApp(name));
	for (let n = 0; ; n++) {
		const resource = await create(client, ledger, "/resources", {
			name: `${name}.${n}`,
			audience: `https://${name}.${n}`,
		});
		const scope = await create(client, ledger, `${resource}/scopes`, { name: `orders:${n}` });
		const grant = { resource: { id: idOf(resource) }, scopes: [{ id: idOf(scope) }] };
		const path = await create(client, ledger, `${application}/grants`, grant);
		if (n % 2 === 0) continue;
		for (const one of [path, scope, resource]) await remove(client, ledger, one);
	}
};

/** An application whose secret is never old. */
const secrets: Writer = async (client, ledger, name) => {
	const application = await create(client, ledger, "/applications", webApp(name));
	const path = `${application}/secret`;
	for (;;) {
		// Which secret a lost answer held nobody knows: until the next one is acknowledged any will do.
		const { body } = await ledger.write(path, {}, () => client.post(path));
		ledger.acknowledge(path, { secret: String(body.secret) });
	}
};

/** The application and the user of the sign-ins. */
export interface SignOn {
	clientId: string;
	secret: string;
	username: string;
}

/** Makes what users sign on with. */
export async function prepareSignOn(client: Client): Promise<SignOn> {
	const application = await client.post("/applications", webApp("Portal"));
	const { body } = await client.get(`/applications/${application.body.id}/secret`);
	const person = await client.post("/users", user("ines"));
	await client.put(`/users/${person.body.id}/password`, { value: PASSWORD }, PASSWORD_SET);
	return { clientId: application.body.id, secret: String(body.secret), username: "ines" };
}

const REDIRECT_URI = "https://portal.example.com/cb";

const signIns =
	({ clientId, secret, username }: SignOn): Writer =>
	async ({ emulator }, ledger) => {
		const base = `${emulator.authUrl}/${emulator.environmentId}`;
		const query = new URLSearchParams({
			response_type: "code",
			client_id: clientId,
			redirect_uri: REDIRECT_URI,
			scope: "openid",
		});
		for (;;) {
			const browser = new Browser();
			const flowId = locationOf(await browser.get(`${base}/as/authorize?${query}`)).searchParams.get("flowId");
			await browser.act(`${base}/flows/${flowId}`, "usernamePassword.check", { username, password: PASSWORD });
			const code = locationOf(await browser.get(`${base}/as/resume?flowId=${flowId}`)).searchParams.get("code") ?? "";
			const grant = { grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI };
			const { data } = await postForm(`${base}/as/token`, { ...grant, client_id: clientId, client_secret: secret });
			ledger.acknowledgeToken(String(data.access_token));
		}
	};

/** Which of the tokens are not active (any more). */
export async function inactive(
	client: Client,
	{ clientId, secret }: SignOn,
	tokens: readonly string[],
): Promise<string[]> {
	const url = `${client.emulator.authUrl}/${client.emulator.environmentId}/as/introspect`;
	const ask = (token: string) => postForm(url, { token, client_id: clientId, client_secret: secret });
	const answers = await Promise.all(tokens.map(ask));
	return tokens.filter((_token, n) => answers[n]?.data.active !== true);
}

/** All of them, for one life. */
export const writersFor = (signOn: SignOn): readonly Writer[] => [
	users,
	users,
	populations,
	grants,
	secrets,
	signIns(signOn),
];

const idOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
