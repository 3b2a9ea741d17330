import { type Answer, type Client, user, webApp } from "./client.ts";
import type { Check, Ledger, Writer } from "./ledger.ts";
import { type SignOn, signIns } from "./signIns.ts";

const PASSWORD = "Kestrel-42-Harbour";
const PASSWORD_SET = "application/vnd.pingidentity.password.set+json";
const PASSWORD_CHECK = "application/vnd.pingidentity.password.check+json";

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

/** Users that come, get a password and another one, change and, every other one, go. */
const users: Writer = async (client, ledger, name) => {
	for (let n = 0; ; n++) {
		const path = await create(client, ledger, "/users", user(`${name}.${n}`));
		for (const password of [PASSWORD, `${PASSWORD}-${n}`]) await setPassword(client, ledger, path, password);
		if (n % 2 === 1) ledger.forget(`${path}/password`);
		await put(client, ledger, path, { ...user(`${name}.${n}`), nickname: `nick${n}` });
		if (n % 2 === 1) await remove(client, ledger, path);
	}
};

function setPassword(client: Client, ledger: Ledger, path: string, password: string): Promise<Answer> {
	const isRight: Check = async (later) =>
		(await later.post(`${path}/password`, { password }, PASSWORD_CHECK)).status === 200;
	const set = () => client.put(`${path}/password`, { value: password }, PASSWORD_SET);
	return ledger.writeThat(
		`${path}/password`,
		() => isRight,
		() => acknowledged(set),
	);
}

async function acknowledged(send: () => Promise<Answer>): Promise<Answer> {
	const answer = await send();
	if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
	return answer;
}

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

/** All of them, for one life. */
export const writersFor = (signOn: SignOn): readonly Writer[] => [
	users,
	users,
	populations,
	grants,
	secrets,
	...signIns(signOn),
];

const idOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
