import { afterAll, beforeAll, expect, it } from "@jest/globals";
import fc from "fast-check";
import { openApiJudge } from "../contract/openapi.ts";
import { type Body, type Client, passwordPolicy, startWithClient, user, webApp } from "./client.ts";

const judge = openApiJudge();
let client: Client;

beforeAll(async () => {
	client = await startWithClient(judge ? { observe: judge.observe } : {});
});

afterAll(() => client.emulator.close());

/** Draws of one request: numbers that choose among the objects that exist by then. */
interface Draw {
	method: string;
	kind: number;
	pick: [number, number, number];
	name: number;
	flag: boolean;
}

const draw: fc.Arbitrary<Draw> = fc.record({
	method: fc.constantFrom("POST", "POST", "POST", "PUT", "DELETE"),
	kind: fc.nat(14),
	pick: fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)),
	name: fc.nat(5),
	flag: fc.boolean(),
});

const LISTS = ["applications", "resources", "signOnPolicies", "populations", "users", "passwordPolicies"] as const;

const listed = async (path: string): Promise<Body[]> => {
	const { body } = await client.get(path);
	return Object.values(body._embedded)[0] ?? [];
};

/** The path and body of a drawn request, over what the environment holds now. */
async function requestOf({ kind, pick: [a, b, c], name, flag }: Draw): Promise<{ path: string; body: object }> {
	const one = async (path: string, n: number) => {
		const items = await listed(path);
		return items[n % Math.max(items.length, 1)]?.id ?? "00000000-0000-4000-8000-000000000000";
	};
	const [application, resource, policy] = await Promise.all([
		one("/applications", a),
		one("/resources", b),
		one("/signOnPolicies", c),
	]);
	const population = { id: await one("/populations", b) };
	const [group, provider, theme] = await Promise.all([
		one("/groups", c),
		one("/identityProviders", b),
		one("/themes", a),
	]);
	const title = `n${name}`;
	const scopes = async () => [
		{ id: await one(`/resources/${flag ? resource : await one("/resources", c)}/scopes`, c).catch(() => "x") },
	];
	const requests: [string, () => object | Promise<object>][] = [
		[
			"/applications",
			() => ({
				...webApp(title),
				...(flag && { accessControl: { group: { type: "ANY_GROUP", groups: [{ id: group }] } } }),
			}),
		],
		["/resources", () => ({ name: title })],
		[`/resources/${resource}/scopes`, () => ({ name: title })],
		[`/applications/${application}/grants`, async () => ({ resource: { id: resource }, scopes: await scopes() })],
		["/signOnPolicies", () => ({ name: title, default: flag })],
		[
			`/signOnPolicies/${policy}/actions`,
			() => ({
				...{ type: "LOGIN", priority: 1, ...(flag && { registration: { enabled: true, population } }) },
				...(name > 3 && { socialProviders: [{ id: provider }] }),
			}),
		],
		[`/applications/${application}/signOnPolicyAssignments`, () => ({ signOnPolicy: { id: policy }, priority: 1 })],
		["/passwordPolicies", () => ({ ...passwordPolicy(title), default: flag })],
		[
			"/populations",
			async () => ({
				name: title,
				default: flag,
				...(name > 2 && { passwordPolicy: { id: await one("/passwordPolicies", c) } }),
				...(name > 4 && { theme: { id: theme } }),
			}),
		],
		[
			"/users",
			() => ({
				...{ ...user(title), ...(flag && { population }) },
				...(name > 3 && { identityProvider: { id: provider } }),
			}),
		],
		["/groups", () => ({ name: title })],
		["/identityProviders", () => ({ name: title })],
		["/themes", () => ({ configuration: { name: title }, default: flag })],
		["/deviceAuthenticationPolicies", () => ({ name: title, default: flag })],
		[`/users/${await one("/users", a)}/memberOfGroups`, () => ({ id: group })],
	];
	const [path = "", body = () => ({})] = requests[kind] ?? [];
	return { path, body: await body() };
}

async function play(step: Draw): Promise<void> {
	const { path, body } = await requestOf(step);
	const items = step.method === "POST" ? [] : await listed(path).catch(() => []);
	const target = step.method === "POST" ? path : `${path}/${items[step.pick[0] % Math.max(items.length, 1)]?.id}`;
	if (target.endsWith(client.emulator.clientId)) return;
	const init = { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
	const { status } = await client.send(step.method, target, step.method === "DELETE" ? {} : init);
	// 405: a membership of a group cannot be replaced.
	expect([200, 201, 204, 400, 404, 405]).toContain(status);
}

const idIn = (reference: unknown) => (reference as { id: string }).id;

/** Every id that some object holds of another. */
async function heldReferences(): Promise<string[]> {
	const paths: string[] = [];
	for (const { id, accessControl } of await listed("/applications")) {
		const { group } = (accessControl ?? {}) as { group?: { groups: { id: string }[] } };
		paths.push(...(group?.groups ?? []).map((one) => `/groups/${one.id}`));
		const grants = await client.get(`/applications/${id}/grants`);
		for (const { resource, scopes } of grants.body._embedded?.grants ?? []) {
			paths.push(`/resources/${idIn(resource)}`);
			paths.push(...(scopes as { id: string }[]).map((scope) => `/resources/${idIn(resource)}/scopes/${scope.id}`));
		}
		const assignments = await listed(`/applications/${id}/signOnPolicyAssignments`);
		paths.push(...assignments.map(({ signOnPolicy }) => `/signOnPolicies/${idIn(signOnPolicy)}`));
	}
	for (const { id } of await listed("/signOnPolicies")) {
		for (const { registration, socialProviders } of await listed(`/signOnPolicies/${id}/actions`)) {
			paths.push(...((socialProviders ?? []) as { id: string }[]).map((one) => `/identityProviders/${one.id}`));
			if (registration) paths.push(`/populations/${idIn((registration as { population: unknown }).population)}`);
		}
	}
	for (const { passwordPolicy: policy, theme } of await listed("/populations")) {
		paths.push(`/themes/${idIn(theme)}`);
		if (policy) paths.push(`/passwordPolicies/${idIn(policy)}`);
	}
	for (const { id, population, identityProvider } of await listed("/users")) {
		paths.push(`/populations/${idIn(population)}`);
		if (idIn(identityProvider)) paths.push(`/identityProviders/${idIn(identityProvider)}`);
		paths.push(...(await listed(`/users/${id}/memberOfGroups`)).map((membership) => `/groups/${membership.id}`));
	}
	return [...new Set(paths)];
}

it("requests in any order never fail, and never break a reference or a default", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(draw, { minLength: 40, maxLength: 80 }), async (steps) => {
			await fetch(`${client.emulator.authUrl}/_emulator/reset`, { method: "POST" });
			for (const step of steps) await play(step);

			const references = await heldReferences();
			const answers = await Promise.all(references.map((path) => client.get(path)));
			expect(references.filter((_, n) => answers[n]?.status !== 200)).toEqual([]);
			for (const path of [
				"signOnPolicies",
				"populations",
				"passwordPolicies",
				"themes",
				"deviceAuthenticationPolicies",
			]) {
				expect((await listed(`/${path}`)).filter((item) => item.default === true)).toHaveLength(1);
			}
			const users = await listed("/users");
			for (const { id, userCount } of await listed("/populations")) {
				expect(userCount).toBe(users.filter(({ population }) => idIn(population) === id).length);
			}
		}),
		{ numRuns: 15 },
	);
	expect(judge?.violations() ?? []).toEqual([]);
}, 60_000);

it("a body of any JSON is taken or refused, on every collection", async () => {
	const attributes = [
		"name",
		"type",
		"protocol",
		"enabled",
		"priority",
		"scopes",
		"resource",
		"username",
		"email",
		"default",
		"__proto__",
		"constructor",
	];
	const body = fc.dictionary(fc.constantFrom(...attributes), fc.jsonValue({ maxDepth: 2 }));
	const resource = (await client.post("/resources", { name: "any" })).body.id;
	const [application] = await listed("/applications");
	const paths = [
		...LISTS.map((list) => `/${list}`),
		`/resources/${resource}/scopes`,
		`/applications/${application?.id}/grants`,
		`/applications/${application?.id}/signOnPolicyAssignments`,
	];
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...paths), body, async (path, any) => {
			const { status } = await client.post(path, any);
			expect([201, 400]).toContain(status);
		}),
		{ numRuns: 150 },
	);
	expect(judge?.violations() ?? []).toEqual([]);
});

/** What the emulator acknowledged, by path; what it forgot when it acknowledged that it is gone. */
type Acknowledged = Map<string, { status: number; body: Body }>;

async function acknowledge(seen: Acknowledged, { method, kind, name, pick }: Draw): Promise<void> {
	const bodies: [string, object][] = [
		["/groups", { name: `n${name}` }],
		["/users", user(`n${name}`)],
		["/populations", { name: `n${name}` }],
		["/resources", { name: `n${name}` }],
		["/applications", webApp(`n${name}`)],
	];
	const [list, body] = bodies[kind % bodies.length] ?? ["/groups", {}];
	const known = [...seen.keys()].filter((path) => path.startsWith(list));
	const one = known[pick[0] % Math.max(known.length, 1)] ?? `${list}/none`;
	const init = { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
	const answer = await client.send(method, method === "POST" ? list : one, method === "DELETE" ? {} : init);
	if (answer.status === 201) seen.set(`${list}/${answer.body.id}`, answer);
	if (answer.status === 200) seen.set(one, answer);
	if (answer.status === 204) seen.delete(one);
}

it("what was acknowledged is there, as it was acknowledged", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(draw, { minLength: 20, maxLength: 40 }), async (steps) => {
			await fetch(`${client.emulator.authUrl}/_emulator/reset`, { method: "POST" });
			const seen: Acknowledged = new Map();
			for (const step of steps) await acknowledge(seen, step);
			for (const [path, { body }] of seen) {
				// What the service counts moves with other objects.
				const { userCount: _, directMemberCounts: __, ...expected } = body;
				expect((await client.get(path)).body).toMatchObject(expected);
			}
		}),
		{ numRuns: 10 },
	);
}, 60_000);
