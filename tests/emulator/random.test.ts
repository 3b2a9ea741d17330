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
	kind: fc.nat(9),
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
	const title = `n${name}`;
	const scopes = async () => [
		{ id: await one(`/resources/${flag ? resource : await one("/resources", c)}/scopes`, c).catch(() => "x") },
	];
	const requests: [string, () => object | Promise<object>][] = [
		["/applications", () => webApp(title)],
		["/resources", () => ({ name: title })],
		[`/resources/${resource}/scopes`, () => ({ name: title })],
		[`/applications/${application}/grants`, async () => ({ resource: { id: resource }, scopes: await scopes() })],
		["/signOnPolicies", () => ({ name: title, default: flag })],
		[
			`/signOnPolicies/${policy}/actions`,
			() => ({ type: "LOGIN", priority: 1, ...(flag && { registration: { enabled: true, population } }) }),
		],
		[`/applications/${application}/signOnPolicyAssignments`, () => ({ signOnPolicy: { id: policy }, priority: 1 })],
		["/passwordPolicies", () => ({ ...passwordPolicy(title), default: flag })],
		[
			"/populations",
			async () => ({
				name: title,
				default: flag,
				...(name > 2 && { passwordPolicy: { id: await one("/passwordPolicies", c) } }),
			}),
		],
		["/users", () => ({ ...user(title), ...(flag && { population }) })],
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
	expect([200, 201, 204, 400, 404]).toContain(status);
}

const idIn = (reference: unknown) => (reference as { id: string }).id;

/** Every id that some object holds of another. */
async function heldReferences(): Promise<string[]> {
	const paths: string[] = [];
	for (const { id } of await listed("/applications")) {
		const grants = await client.get(`/applications/${id}/grants`);
		for (const { resource, scopes } of grants.body._embedded?.grants ?? []) {
			paths.push(`/resources/${idIn(resource)}`);
			paths.push(...(scopes as { id: string }[]).map((scope) => `/resources/${idIn(resource)}/scopes/${scope.id}`));
		}
		const assignments = await listed(`/applications/${id}/signOnPolicyAssignments`);
		paths.push(...assignments.map(({ signOnPolicy }) => `/signOnPolicies/${idIn(signOnPolicy)}`));
	}
	for (const { id } of await listed("/signOnPolicies")) {
		for (const { registration } of await listed(`/signOnPolicies/${id}/actions`)) {
			if (registration) paths.push(`/populations/${idIn((registration as { population: unknown }).population)}`);
		}
	}
	for (const { passwordPolicy: policy } of await listed("/populations"))
		if (policy) paths.push(`/passwordPolicies/${idIn(policy)}`);
	for (const { population } of await listed("/users")) paths.push(`/populations/${idIn(population)}`);
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
			for (const path of ["signOnPolicies", "populations", "passwordPolicies"]) {
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
