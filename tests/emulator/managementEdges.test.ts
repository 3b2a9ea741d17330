import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { Hono } from "hono";
import { createApp } from "../../emulator/app.ts";
import { lastSignOnOf, recordSignOn } from "../../emulator/lastSignOn.ts";
import { applications } from "../../emulator/management/applications.ts";
import { create } from "../../emulator/management/collection.ts";
import { sendCode } from "../../emulator/management/sendCode.ts";
import { users } from "../../emulator/management/users.ts";
import { checkPassword, setPassword } from "../../emulator/passwords.ts";
import type { StoredObject } from "../../emulator/store.ts";
import type { World } from "../../emulator/world.ts";
import { type Body, user, webApp } from "./client.ts";
import { newWorld, START } from "./world.ts";

const WORKER = { ...webApp("W"), type: "WORKER", grantTypes: ["CLIENT_CREDENTIALS"], responseTypes: undefined };

let world: World;
let environment: StoredObject;
let worker: StoredObject;
let app: Hono;
let authorization: string;

beforeEach(async () => {
	({ world, environment } = await newWorld());
	app = createApp(world);
	worker = create(world, applications(world), placeIn(environment), WORKER);
	const claims = { client_id: worker.id, aud: ["https://api.pingone.com"], exp: START / 1000 + 60 };
	authorization = `Bearer ${await world.keys.sign(claims)}`;
});

afterEach(() => {
	jest.restoreAllMocks();
});

const placeIn = (parent: StoredObject) => ({ environment: parent, parent, url: "", environmentUrl: "" });

async function send(method: string, path: string, body?: RequestInit["body"], contentType = "application/json") {
	const headers = { authorization, "content-type": contentType };
	const answer = await app.request(`/v1/environments${path}`, {
		...{ method, headers },
		...(body !== undefined && { body, duplex: "half" }),
	});
	return { status: answer.status, body: JSON.parse((await answer.text()) || "null") as Body };
}

const member = (name: string, within = environment): StoredObject =>
	create(world, users(world), placeIn(within), user(name));

const sandbox = (name: string) => ({ name, type: "SANDBOX", region: "EU", license: environment.body.license });

const account = (action: string) => `application/vnd.pingidentity.${action}+json`;

describe("a new environment", () => {
	/** Text that comes only when it is read, after `first`. */
	const late = (text: string, first: () => void) =>
		new ReadableStream(
			{
				pull: (controller) => {
					first();
					controller.enqueue(Buffer.from(text));
					controller.close();
				},
			},
			{ highWaterMark: 0 },
		);
	const post = (first: () => void) => send("POST", "", late(JSON.stringify(sandbox("Late")), first));

	it("is not made for a worker that is gone before its body has come", async () => {
		const { status, body } = await post(() => world.store.remove(worker.id));
		expect([status, body.code]).toEqual([401, "ACCESS_FAILED"]);
		expect(world.store.list("environment", environment.parent)).toHaveLength(1);
		expect((await post(() => undefined)).status).toBe(401);
	});

	it("is made for a worker that is still there", async () => {
		expect((await post(() => undefined)).status).toBe(201);
	});
});

describe("an action on an account that fails half-way", () => {
	/** Makes writing the user's own body fail once. */
	const failOnce = ({ id }: StoredObject) => {
		jest.spyOn(console, "error").mockImplementation(() => undefined);
		const { setBody } = world.store;
		const spy = jest.spyOn(world.store, "setBody").mockImplementation((target, body) => {
			if (target !== id) return setBody.call(world.store, target, body);
			spy.mockRestore();
			throw new Error("disk on fire");
		});
	};

	it("leaves a verification code as good as it was, while a wrong one counts", async () => {
		const person = member("verified");
		const codes = ["right123"];
		jest.spyOn(world.ids, "uuid").mockImplementationOnce(() => `00000000-0000-4000-8000-0000${codes[0]}`);
		sendCode(world, person, "VERIFICATION");
		const verify = (verificationCode: string) =>
			send(
				"POST",
				`/${environment.id}/users/${person.id}`,
				JSON.stringify({ verificationCode }),
				account("user.verify"),
			);
		for (let guess = 1; guess <= 3; guess++) expect((await verify("wrong")).status).toBe(400);
		failOnce(person);
		expect((await verify("right123")).status).toBe(500);
		const { status, body } = await verify("right123");
		expect([status, body.lifecycle, body.emailVerified]).toEqual([200, { status: "ACCOUNT_OK" }, true]);
		sendCode(world, person, "VERIFICATION");
		for (let guess = 1; guess <= 5; guess++) await verify("wrong");
		expect(world.store.findEntry("oneTimeCode", `VERIFICATION ${person.id}`)).toBeUndefined();
	});

	it("leaves a lockout as it was", async () => {
		const person = member("locked");
		setPassword(world, person, "2FederateM0re!");
		for (let guess = 1; guess <= 5; guess++) checkPassword(world, person, "wrong");
		const path = `/${environment.id}/users/${person.id}`;
		const unlock = () => send("POST", path, "{}", account("account.unlock"));
		failOnce(person);
		expect((await unlock()).status).toBe(500);
		expect((await send("GET", path)).body.account).toMatchObject({ status: "LOCKED" });
		expect((await unlock()).body.account).toMatchObject({ status: "OK" });
	});
});

describe("a write that fails", () => {
	it("is an error of the service, and not a name that is taken", async () => {
		jest.spyOn(console, "error").mockImplementation(() => undefined);
		const group = JSON.stringify({ name: "Unwritten" });
		jest.spyOn(world.store, "insert").mockImplementationOnce(() => {
			throw new Error("disk on fire");
		});
		expect((await send("POST", `/${environment.id}/groups`, group)).status).toBe(500);
		expect((await send("POST", `/${environment.id}/groups`, group)).status).toBe(201);
		const { status, body } = await send("POST", `/${environment.id}/groups`, group);
		expect([status, body.details]).toMatchObject([400, [{ code: "UNIQUENESS_VIOLATION", target: "name" }]]);
	});
});

describe("the last sign-on of a user", () => {
	it("goes with the user", async () => {
		const [kept, gone] = [member("kept"), member("gone")];
		for (const { id } of [kept, gone]) recordSignOn(world, id, "127.0.0.1");
		expect((await send("DELETE", `/${environment.id}/users/${gone.id}`)).status).toBe(204);
		expect([lastSignOnOf(world, kept.id)?.remoteIp, lastSignOnOf(world, gone.id)]).toEqual(["127.0.0.1", undefined]);
	});

	it("goes with the environment", async () => {
		const { id } = (await send("POST", "", JSON.stringify(sandbox("Brief")))).body;
		const gone = member("gone", world.store.find("environment", id));
		recordSignOn(world, gone.id, "127.0.0.1");
		expect((await send("DELETE", `/${id}`)).status).toBe(204);
		expect(lastSignOnOf(world, gone.id)).toBeUndefined();
	});
});

describe("a form", () => {
	it.each(["certificates", "keys", "images"])("that is none is refused by %s", async (collection) => {
		for (const contentType of ["multipart/form-data", "multipart/form-data; boundary=x"]) {
			const { status, body } = await send("POST", `/${environment.id}/${collection}`, "no form", contentType);
			expect([status, body.code, body.details]).toMatchObject([
				400,
				"INVALID_REQUEST",
				[{ code: "INVALID_VALUE", message: "The request body is not valid multipart/form-data." }],
			]);
		}
	});
});
