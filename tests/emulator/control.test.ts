import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type EmulatorOptions, EmulatorStartError, StoreError, startEmulator } from "../../emulator/index.ts";
import { type Client, connect, startWithClient, user } from "./client.ts";

let client: Client;

beforeAll(async () => {
	client = await startWithClient({ seed: "control" });
});

afterAll(() => client.emulator.close());

const control = async (method: string, path: string) => {
	const answer = await fetch(`${client.emulator.authUrl}/_emulator${path}`, { method });
	return { status: answer.status, headers: answer.headers, body: await answer.text() };
};

describe("the control plane", () => {
	it("says that the emulator is ready, without a token", async () => {
		const { status, body } = await control("GET", "/health");
		expect([status, JSON.parse(body)]).toEqual([
			200,
			{ status: "ready", environmentId: client.emulator.environmentId },
		]);
	});

	it("resets to the furnished state, with the same worker and the same ids", async () => {
		const everything = async () => {
			const lists = ["applications", "resources", "signOnPolicies", "populations", "users", "passwordPolicies"];
			return Promise.all(lists.map(async (list) => (await client.get(`/${list}`)).body._embedded));
		};
		const before = await everything();
		const first = (await client.post("/users", user("first"))).body.id;
		const [population] = (await client.get("/populations")).body._embedded.populations ?? [];
		await client.put(`/populations/${population?.id}`, { name: "Renamed" });
		await client.delete(`/applications/${client.emulator.clientId}`);
		expect((await client.get("/users")).status).toBe(401);

		expect(await control("POST", "/reset")).toMatchObject({ status: 204, body: "" });
		expect(await everything()).toEqual(before);
		client = await connect(client.emulator);
		expect((await client.post("/users", user("first"))).body.id).toBe(first);
	});

	it.each([
		["POST", "/clock", "GET or PUT"],
		["GET", "/reset", "POST"],
		["DELETE", "/state", "GET or PUT"],
		["PUT", "/savepoints/a", "POST or DELETE"],
	])("refuses %s %s and says what is possible", async (method, path, possible) => {
		const { status, headers, body } = await control(method, path);
		expect([status, JSON.parse(body).message]).toEqual([405, expect.stringContaining(`use ${possible}.`)]);
		expect(headers.get("allow")).toBe(possible.replace(" or ", ", "));
	});

	it.each(["/state", "/messages", "/requests", "/clock", "/"])("has no browser keep what %s says", async (path) => {
		const { status, headers } = await control("GET", path);
		expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
	});

	it("takes no token apart whose claims are nested too deeply to be shown", async () => {
		const part = (json: string) => Buffer.from(json).toString("base64url");
		const deep = `${part("{}")}.${part(`{"x":${"[".repeat(10_000)}${"]".repeat(10_000)}}`)}.x`;
		const body = new URLSearchParams({ token: deep });
		const answer = await fetch(`${client.emulator.authUrl}/_emulator/?view=tokens`, { method: "POST", body });
		expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining("This is not a JWT")]);
	});

	it("does not answer for what it does not have", async () => {
		expect((await control("GET", "/nowhere")).status).toBe(501);
	});
});

describe("starting", () => {
	it.each(["0.0.0.0", "::", "10.0.0.1", "example.com", "127.0.0.1.evil.example"])(
		"refuses the host %s",
		async (host) => {
			await expect(startEmulator({ host, port: 0 })).rejects.toThrow(EmulatorStartError);
		},
	);

	it.each([-1, 65_536, 1.5, Number.NaN])("refuses the port %s", async (port) => {
		await expect(startEmulator({ port })).rejects.toThrow(/is not a port/);
	});

	it("with a seed on a file that has data draws new ids", async () => {
		const folder = mkdtempSync(join(tmpdir(), "seeded-"));
		const options = { data: join(folder, "seeded.db"), seed: "again" };
		const ids: string[] = [];
		for (const username of ["first", "second", "third"]) {
			const opened = await startWithClient(options);
			if (username === "third") await fetch(`${opened.emulator.authUrl}/_emulator/reset`, { method: "POST" });
			ids.push((await opened.post("/users", user(username))).body.id, opened.emulator.clientSecret);
			await opened.emulator.close();
		}
		expect(new Set(ids).size).toBe(4);
		rmSync(folder, { recursive: true });
	});

	it("that fails leaves no file, and draws nothing from the seed of one that is there", async () => {
		const folder = mkdtempSync(join(tmpdir(), "failing-"));
		const taken = await startEmulator({ port: 0 });
		const port = Number(new URL(taken.authUrl).port);
		const idsOf = async (name: string, fail: (options: EmulatorOptions) => Promise<unknown>) => {
			const options = { port: 0, data: join(folder, name), seed: "s", now: "2030-01-01T00:00:00Z" };
			await (await startEmulator(options)).close();
			await fail(options);
			const client = await startWithClient(options);
			const { id } = (await client.post("/users", user("first"))).body;
			await client.emulator.close();
			return id;
		};
		const rejected = async (options: EmulatorOptions) => {
			for (const wrong of [{ port }, { now: "noon" }, { now: "2029-01-01T00:00:00Z" }]) {
				await expect(startEmulator({ ...options, ...wrong })).rejects.toThrow(EmulatorStartError);
			}
		};
		expect(await idsOf("failing.db", rejected)).toBe(await idsOf("other.db", async () => undefined));
		const fresh = join(folder, "fresh.db");
		await expect(startEmulator({ port, data: fresh })).rejects.toThrow(/is taken/);
		await expect(startEmulator({ port: 0, data: fresh, now: "noon" })).rejects.toThrow(/ISO 8601/);
		expect(existsSync(fresh)).toBe(false);
		await taken.close();
		rmSync(folder, { recursive: true });
	});

	it("lets go of the port when the data file cannot be used", async () => {
		const free = await startEmulator({ port: 0 });
		const port = Number(new URL(free.authUrl).port);
		await free.close();
		await expect(startEmulator({ port, data: "" })).rejects.toThrow(StoreError);
		await (await startEmulator({ port })).close();
	});

	it("names a port that is taken", async () => {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		const { port } = server.address() as AddressInfo;
		await expect(startEmulator({ port })).rejects.toThrow(`port ${port} on 127.0.0.1 is taken`);
		server.close();
	});

	it("listens on the IPv6 loopback too, and on many ports at once", async () => {
		const emulators = await Promise.all(
			["::1", "localhost", "127.0.0.2"].map((host) => startEmulator({ host, port: 0 })),
		);
		for (const { authUrl } of emulators) expect((await fetch(`${authUrl}/_emulator/health`)).status).toBe(200);
		expect(emulators[0]?.apiUrl).toMatch(/^http:\/\/\[::1\]:\d+\/v1$/);
		await Promise.all(emulators.map(({ close }) => close()));
	});

	it("closes no idle connection, which its client might be taking up again", async () => {
		const emulator = await startEmulator({ port: 0 });
		const { headers } = await fetch(`${emulator.authUrl}/_emulator/health`);
		// Where node would say after how many seconds it closes.
		expect([headers.get("connection"), headers.get("keep-alive")]).toEqual(["keep-alive", null]);
		await emulator.close();
	});

	it("ends when told, once or twice, and lets go of its connections", async () => {
		const emulator = await startEmulator({ port: 0 });
		expect((await fetch(`${emulator.authUrl}/_emulator/health`)).status).toBe(200);
		await Promise.all([emulator.close(), emulator.close()]);
		await expect(fetch(`${emulator.authUrl}/_emulator/health`)).rejects.toThrow();
	});
});
