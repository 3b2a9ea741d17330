import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import type { Hono } from "hono";
import type { JWTPayload } from "jose";
import { createApp } from "../../emulator/app.ts";
import type { Exchange } from "../../emulator/exchange.ts";
import { findWorker, furnish, furnishEnvironment } from "../../emulator/furnish.ts";
import { applications } from "../../emulator/management/applications.ts";
import { create } from "../../emulator/management/collection.ts";
import { secretOf } from "../../emulator/secrets.ts";
import type { StoredObject } from "../../emulator/store.ts";
import type { World } from "../../emulator/world.ts";
import { webApp } from "./client.ts";
import { newWorld, START } from "./world.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const WORKER = { ...webApp("W"), type: "WORKER", grantTypes: ["CLIENT_CREDENTIALS"], responseTypes: undefined };

async function withApplication(body: object) {
	const { world, environment } = await newWorld();
	const place = { environment, parent: environment, url: "", environmentUrl: "" };
	const { id } = create(world, applications(world), place, { ...body });
	return { world, environment, client_id: id };
}

const claimsFor = (client_id: string): JWTPayload => ({
	client_id,
	aud: ["https://api.pingone.com"],
	exp: START / 1000 + 60,
});

async function askWith(world: World, environment: string, claims: JWTPayload, app: Hono = createApp(world)) {
	const headers = { authorization: `Bearer ${await world.keys.sign(claims)}` };
	const answer = await app.request(`/v1/environments/${environment}/users`, { headers });
	return { answer, body: (await answer.json()) as { id: string; code: string; details?: { code: string }[] } };
}

describe("the bearer of a token", () => {
	it.each<[string, object, (claims: JWTPayload) => JWTPayload, number, string | undefined]>([
		["a worker", WORKER, (claims) => claims, 200, undefined],
		[
			"a worker without roles",
			{ ...WORKER, assignActorRoles: false },
			(claims) => claims,
			403,
			"INSUFFICIENT_PERMISSIONS",
		],
		["an application that is no worker", webApp("A"), (claims) => claims, 403, "INSUFFICIENT_PERMISSIONS"],
		["a worker with a user", WORKER, (claims) => ({ ...claims, sub: "u" }), 403, "INSUFFICIENT_PERMISSIONS"],
		[
			"a token for another resource",
			WORKER,
			(claims) => ({ ...claims, aud: ["Api"] }),
			403,
			"INSUFFICIENT_PERMISSIONS",
		],
		["an ID token", WORKER, ({ client_id: _, ...claims }) => claims, 401, "INVALID_TOKEN"],
		["an application that is gone", WORKER, (claims) => ({ ...claims, client_id: "x" }), 401, "INVALID_TOKEN"],
		["an expired token", WORKER, (claims) => ({ ...claims, exp: START / 1000 - 1 }), 401, "INVALID_TOKEN"],
	])("that is %s", async (_who, body, change, status, code) => {
		const { world, environment, client_id } = await withApplication(body);
		const asked = await askWith(world, environment.id, change(claimsFor(client_id)));
		expect([asked.answer.status, asked.body.details?.[0]?.code]).toEqual([status, code]);
	});

	it("manages any environment of its organization, and does not learn below it which does not exist", async () => {
		const { world, client_id } = await withApplication(WORKER);
		const { answer, body } = await askWith(world, "00000000-0000-4000-8000-000000000000", claimsFor(client_id));
		expect([answer.status, body.code]).toEqual([403, "ACCESS_FAILED"]);
	});
});

describe("the worker that a start tells of", () => {
	const placeIn = (environment: StoredObject) => ({ environment, parent: environment, url: "", environmentUrl: "" });

	it("is the furnished one, else the oldest that can manage anything, else the furnished one that a reset brings back", async () => {
		const { world, environment } = await newWorld();
		const furnished = furnish(world);
		const add = (name: string, body: object, where = environment) =>
			create(world, applications(world), placeIn(where), { ...WORKER, name, ...body }).id;
		const change = (id: string, body: object) =>
			world.store.setBody(id, { ...world.store.find("application", id)?.body, ...body });
		const roleless = add("Roleless", { assignActorRoles: false });
		add("Disabled", { enabled: false });
		add("No worker", { ...webApp("No worker"), assignActorRoles: true });
		const oldest = add("Oldest", { assignActorRoles: true });
		const [organization] = world.store.listAll("organization", "");
		if (!organization) throw new Error("not furnished");
		const id = "00000000-0000-4000-8000-000000000000";
		const other = furnishEnvironment(world, organization, id, { name: "Other", license: environment.body.license });
		const newest = add("Newest", { assignActorRoles: true }, other);
		expect(furnish(world)).toEqual(furnished);
		change(furnished.clientId, { enabled: false });
		expect(furnish(world)).toEqual({
			environmentId: environment.id,
			clientId: oldest,
			clientSecret: secretOf(world, oldest)?.secret,
		});
		const assigned = { kind: "roleAssignment" as const, environment: environment.id, parent: roleless, body: {} };
		world.store.insert({ ...assigned, id: "assigned" });
		expect(furnish(world).clientId).toBe(roleless);
		for (const one of [roleless, oldest]) change(one, { enabled: false });
		expect(furnish(world)).toMatchObject({ environmentId: id, clientId: newest });
		change(newest, { enabled: false });
		expect([findWorker(world), furnish(world)]).toEqual([undefined, furnished]);
		// As an imported state may have it: last, though it was made first.
		for (const one of [furnished.clientId, oldest]) change(one, { enabled: true });
		const { objects, references } = world.store.dump();
		const moved = objects.map((row) => (row.id === furnished.clientId ? { ...row, seq: 1_000_000 } : row));
		world.store.restore({ objects: moved, references });
		expect(furnish(world)).toEqual(furnished);
	});
});

describe("every answer", () => {
	it("has a correlation id of its own, equal to the id of an error", async () => {
		const { world } = await newWorld();
		const app = createApp(world);
		const paths = [
			"/_emulator/health",
			"/v1/environments",
			"/nowhere",
			"/x/as/token",
			"/x/as/.well-known/openid-configuration",
		];
		const answers = await Promise.all(paths.map(async (path) => app.request(path)));
		const ids = answers.map(({ headers }) => headers.get("correlation-id"));
		for (const id of ids) expect(id).toMatch(UUID);
		expect(new Set(ids).size).toBe(paths.length);
		expect(await answers[1]?.json()).toMatchObject({ id: ids[1] });
	});
});

describe("an error of the emulator itself", () => {
	afterEach(() => {
		jest.restoreAllMocks();
	});

	it.each<[string, () => Error]>([
		["own", () => new Error("disk on fire")],
		["another", () => runInNewContext("new Error('disk on fire')") as Error],
	])("of its %s realm is answered in PingOne's shape and logged without the request", async (_realm, error) => {
		const logged = jest.spyOn(console, "error").mockImplementation(() => undefined);
		const { world, environment, client_id } = await withApplication(WORKER);
		const app = createApp(world);
		jest.spyOn(world.store, "count").mockImplementation(() => {
			throw error();
		});
		const { answer, body } = await askWith(world, environment.id, claimsFor(client_id), app);
		expect([answer.status, body]).toMatchObject([
			500,
			{ code: "UNEXPECTED_ERROR", id: answer.headers.get("correlation-id") },
		]);
		const log = logged.mock.calls.flat().join("\n");
		expect(log).toContain("disk on fire");
		expect(log).toContain(body.id);
		expect(log).not.toContain("Bearer");
	});
});

describe("an observer", () => {
	it("sees request and answer as they were", async () => {
		const { world } = await newWorld();
		const seen: Exchange[] = [];
		const app = createApp(world, (exchange) => seen.push(exchange));
		const headers = { "content-type": "text/plain" };
		const answer = await app.request("/nowhere?a=b", { method: "POST", body: "hello", headers });
		expect(seen).toEqual([
			{
				method: "POST",
				url: "/nowhere?a=b",
				request: { contentType: "text/plain", body: "hello" },
				status: 501,
				answer: { contentType: "application/json", body: await answer.text() },
			},
		]);
	});
});
