import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { ShownRequest } from "../../emulator/control/requests.ts";
import type { Emulator } from "../../emulator/index.ts";
import { connect, user } from "./client.ts";
import { finished, ready, run } from "./process.ts";

let folder = "";
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "main-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the command line", () => {
	it("prints one line of JSON when it is ready, keeps its data, and ends cleanly on a signal", async () => {
		const data = join(folder, "kept/state.db");
		const child = run("--port", "0", "--data", data);
		const all = finished(child);
		const emulator = await ready(child);
		const port = new URL(emulator.apiUrl).port;
		expect(emulator).toMatchObject({
			apiUrl: `http://127.0.0.1:${port}/v1`,
			authUrl: `http://127.0.0.1:${port}`,
			environmentId: expect.any(String),
			clientId: expect.any(String),
			clientSecret: expect.any(String),
			pid: child.pid,
		});
		const { id } = (await (await connect(emulator)).post("/users", user("kept"))).body;
		child.kill("SIGINT");
		const { code, stdout, stderr } = await all;
		expect([code, stdout.trimEnd().split("\n").length, stderr]).toEqual([0, 1, ""]);

		const again = await ready(run("--port", "0", "--data", data, "--host", "localhost"));
		expect([again.environmentId, again.clientSecret]).toEqual([emulator.environmentId, emulator.clientSecret]);
		expect((await (await connect(again)).get(`/users/${id}`)).status).toBe(200);
		await again.close();
	});

	it("repeats ids and secrets by seed", async () => {
		const start = async (...seed: string[]) => {
			const emulator = await ready(run("--port", "0", ...seed));
			const { id } = (await (await connect(emulator)).post("/users", user("seeded"))).body;
			await emulator.close();
			return [emulator.environmentId, emulator.clientId, emulator.clientSecret, id];
		};
		const [first, second, other] = await Promise.all([start("--seed", "a"), start("--seed", "a"), start()]);
		expect(second).toEqual(first);
		expect(new Set([...first, ...other]).size).toBe(8);
	});

	it("stands at the time that --now gives, so that a seed repeats everything", async () => {
		const start = async () => {
			const emulator = await ready(run("--port", "0", "--seed", "a", "--now", "2026-03-04T09:10:11Z"));
			await (await connect(emulator)).post("/users", user("seeded"));
			const state = await (await fetch(`${emulator.authUrl}/_emulator/state`)).text();
			await emulator.close();
			return state;
		};
		const [first, second] = await Promise.all([start(), start()]);
		expect(second).toBe(first);
		expect(first).toContain("2026-03-04T09:10:11.000Z");
	});

	it("ends quietly on a signal while requests are being answered", async () => {
		const child = run("--port", "0", "--data", join(folder, "busy-end.db"));
		const all = finished(child);
		const emulator = await ready(child);
		let answered = 0;
		const ask = async () => {
			for (;;) {
				await connect(emulator);
				if (++answered === 40) child.kill("SIGINT");
			}
		};
		await Promise.all(Array.from({ length: 16 }, () => ask().catch(() => undefined)));
		const { code, stderr } = await all;
		expect([code, stderr]).toEqual([0, ""]);
	});

	it("takes a client that goes away in the middle of its body for no error", async () => {
		const child = run("--port", "0");
		const all = finished(child);
		const emulator = await ready(child);
		const { token } = await connect(emulator);
		const sent = [
			[`/v1/environments/${emulator.environmentId}/users`, "application/json"],
			[`/${emulator.environmentId}/as/token`, "application/x-www-form-urlencoded"],
		] as const;
		for (const [path, type] of sent)
			await goAwayInBody(emulator, path, [`Authorization: Bearer ${token}`, `Content-Type: ${type}`]);
		const gone = async () => {
			const answer = await fetch(`${emulator.authUrl}/_emulator/requests?status=499`);
			return ((await answer.json()) as { requests: ShownRequest[] }).requests;
		};
		while ((await gone()).length < sent.length);
		expect((await gone()).map(({ url }) => url).sort()).toEqual(sent.map(([path]) => path).sort());
		expect((await gone()).map(({ request }) => request.body)).toEqual([undefined, undefined]);
		await emulator.close();
		expect(await all).toMatchObject({ code: 0, stderr: "" });
	});

	it("helps", async () => {
		const { code, stdout } = await finished(run("--help"));
		expect(code).toBe(0);
		for (const option of ["--host", "--port", "--allow-host", "--data", "--seed", "--now", "7650"])
			expect(stdout).toContain(option);
	});
});

async function goAwayInBody({ authUrl }: Emulator, path: string, headers: string[]): Promise<void> {
	const socket = createConnection(Number(new URL(authUrl).port), "127.0.0.1");
	const lines = [`POST ${path} HTTP/1.1`, "Host: 127.0.0.1", ...headers, "Expect: 100-continue", "Content-Length: 9"];
	socket.write([...lines, "", ""].join("\r\n"));
	// By its "100 Continue" the server has begun to read.
	await once(socket, "data");
	socket.write("grant");
	socket.destroy();
}

describe("bad input is one line that names cause and remedy, with exit code 2", () => {
	const refused = async (...args: string[]) => {
		const { code, stdout, stderr } = await finished(run(...args));
		expect([code, stdout, stderr.trimEnd().split("\n").length]).toEqual([2, "", 1]);
		return stderr;
	};

	it.each([
		[["--prot", "1"], /Unknown option '--prot': --help lists the options/],
		[["serve"], /Unexpected argument 'serve'.*: --help lists the options/],
		[["--port"], /--port.* argument missing: --help lists the options/],
		[["--port", "eighty"], /--port eighty is not a port: give a number from 0/],
		[["--port", "70000"], /port 70000 is not a port: give one from 0/],
		[["--port", "-1"], /ambiguous|not a port/],
		[["--port", "0", "--now", "noon"], /now noon: must be an ISO 8601 time/],
		[["--host", "0.0.0.0"], /host 0\.0\.0\.0 is not this machine's loopback: .* use 127\.0\.0\.1, ::1 or localhost/],
		[["--port", "0", "--allow-host", "http://a.b"], /allowed host http:\/\/a\.b is not a host's name: give it without/],
		[["--port", "0", "--now", "1969-07-20T20:17:40Z"], /now 1969-07-20T20:17:40Z: must not be before 1970/],
		[["--port", "0", "--data", ""], /data file has no name: give a path, or :memory:/],
		[["--port", "0", "--data", "file:state.db"], /data file file:state.db is a URI: give its path/],
		[["--host", "example.com"], /host example\.com is not this machine's loopback/],
		[
			["--port", "0", "--data", "/dev/null/x/state.db"],
			/data file .* cannot be opened .*: check that its folder exists and is writable/,
		],
	])("%j", async (args, message) => {
		expect(await refused(...args)).toMatch(message);
	});

	it("a port that is taken", async () => {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		const { port } = server.address() as AddressInfo;
		const message = await refused("--port", String(port));
		expect(message).toBe(
			`emulator: port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another port (0 takes a free one)\n`,
		);
		server.close();
	});

	it("a data file that is no database, of another version, in use", async () => {
		const [text, old, busy] = ["text.db", "old.db", "busy.db"].map((name) => join(folder, name)) as [
			string,
			string,
			string,
		];
		writeFileSync(text, "not a database, just some text\n".repeat(99));
		new DatabaseSync(old).exec("PRAGMA user_version = 99");
		const holder = await ready(run("--port", "0", "--data", busy));
		expect(await refused("--port", "0", "--data", text)).toMatch(
			/is not a readable emulator database .*: move it away/,
		);
		expect(await refused("--port", "0", "--data", old)).toMatch(
			/schema version 99.*: give another --data file, or delete/,
		);
		expect(await refused("--port", "0", "--data", busy)).toMatch(/is in use by another process: stop that one/);
		await holder.close();
	});
});
