import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Client, startWithClient } from "./client.ts";

let client: Client;
beforeAll(async () => {
	client = await startWithClient();
});
afterAll(() => client.emulator.close());

/** Not by `fetch`, which makes headers of its own of these. */
const ask = (method: string, path: string, headers: Record<string, string>) =>
	new Promise<{ status: number | undefined; headers: Record<string, unknown> }>((resolve, reject) => {
		const url = `${client.emulator.apiUrl}/environments/${client.emulator.environmentId}${path}`;
		const sent = request(url, { method, headers }, (answer) => {
			answer.resume().on("end", () => resolve({ status: answer.statusCode, headers: answer.headers }));
		});
		sent.on("error", reject).end();
	});

const preflight = {
	"Access-Control-Request-Method": "PUT",
	"Access-Control-Request-Headers": "authorization,content-type",
};

describe("a page of this machine", () => {
	it.each([
		"http://localhost:3000",
		"http://app.localhost",
		"https://127.0.0.1:8443",
		"http://[::1]:5173",
		"http://LOCALHOST:3000",
	])("may call the management API: %s", async (Origin) => {
		const asked = await ask("OPTIONS", "/users", { Origin, ...preflight });
		expect(asked.status).toBe(204);
		expect(asked.headers).toMatchObject({
			"access-control-allow-origin": Origin,
			"access-control-allow-methods": "OPTIONS,GET,POST,PUT,PATCH,DELETE",
			"access-control-allow-headers": expect.stringMatching(/Content-Type.*Authorization/),
			vary: "Origin",
		});
		const refused = await ask("GET", "/users", { Origin });
		expect(refused.status).toBe(401);
		expect(refused.headers).toMatchObject({
			"access-control-allow-origin": Origin,
			"access-control-expose-headers": "Correlation-Id",
		});
	});
});

describe("a page from elsewhere", () => {
	it.each(["https://evil.example", "http://localhost.evil.example", "http://127.0.0.1.evil.example", "null"])(
		"may not: %s",
		async (Origin) => {
			for (const method of ["OPTIONS", "GET"]) {
				const { status, headers } = await ask(method, "/users", { Origin, ...preflight });
				expect([status, Object.keys(headers).filter((name) => name.startsWith("access-control"))]).toEqual([401, []]);
			}
		},
	);
});
