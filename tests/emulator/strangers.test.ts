import { once } from "node:events";
import { type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Emulator, startEmulator } from "../../emulator/index.ts";

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator({ port: 0, allowedHosts: ["Sso.Shop.dev", "pingone"] });
});
afterAll(() => emulator.close());

/** Sends a request with whatever headers, `Host` too, as no fetch would. */
async function ask(method: string, path: string, headers: OutgoingHttpHeaders | readonly string[]) {
	const sent = request(emulator.authUrl + path, { method, headers }).end();
	const [answer] = (await once(sent, "response")) as [IncomingMessage];
	return { status: answer.statusCode, body: await text(answer) };
}

const discovery = () => `/${emulator.environmentId}/as/.well-known/openid-configuration`;

const BROWSER = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0" };

describe("a request whose Host", () => {
	it.each(["127.0.0.1", "127.0.0.2:7650", "localhost:1", "LOCALHOST", "app.localhost", "[::1]:7650"])(
		"is %s is answered",
		async (host) => {
			expect((await ask("GET", "/_emulator/health", { host })).status).toBe(200);
			expect((await ask("GET", discovery(), { host })).status).toBe(200);
		},
	);

	it.each(["sso.shop.dev", "sso.shop.dev:443", "SSO.shop.dev", "pingone:7650"])(
		"is %s is answered, for it is allowed",
		async (host) => {
			expect((await ask("GET", "/_emulator/health", { host })).status).toBe(200);
			expect(JSON.parse((await ask("GET", discovery(), { host })).body).issuer).toContain(`http://${host}/`);
		},
	);

	it.each([
		...["attacker.com", "attacker.com:7650", "sso.shop.dev.attacker.com", "127.0.0.1.nip.io", "localhost.evil.org"],
		...["evil-example.com", "example.com.evil.org", "example.dev", "evil.test.dev"],
	])("is %s, which a stranger can have, is refused everywhere to a browser", async (host) => {
		for (const path of ["/_emulator", "/_emulator/", "/_emulator/state", discovery(), "/v1/environments", "/nowhere"]) {
			const { status, body } = await ask("GET", path, { ...BROWSER, host });
			expect([status, JSON.parse(body)]).toMatchObject([403, { code: "ACCESS_FAILED", details: [{ target: "Host" }] }]);
		}
	});

	it.each(["api.pingone.com", "auth.pingone.eu:443"])(
		"is %s, to which a proxy leads another program, is answered but by the control plane",
		async (host) => {
			expect(JSON.parse((await ask("GET", discovery(), { host })).body).issuer).toContain(`http://${host}/`);
			expect((await ask("GET", "/v1/environments", { host })).status).toBe(401);
			expect((await ask("GET", "/_emulator/state", { host })).status).toBe(403);
		},
	);

	it.each([
		...["api.pingone.example", "auth.pingone.test:443", "pingone.example.com", "sidecar:7650", "172.17.0.2:7650"],
		...["sso.example.net", "example.org:7650", "pingone.invalid", "host.docker.internal:7650", "[fd00::2]:7650"],
	])("is %s, which no stranger can have, is answered but by the control plane", async (host) => {
		const { body: metadata } = await ask("GET", discovery(), { ...BROWSER, host });
		expect(JSON.parse(metadata).issuer).toContain(`http://${host}/`);
		const { status, body } = await ask("POST", "/_emulator/reset", { host });
		expect([status, body]).toEqual([403, expect.stringContaining(`--allow-host ${host.split(":")[0]}`)]);
	});

	it.each([
		["no host", ["256.256.256.256"]],
		["two hosts", ["127.0.0.1", "localhost"]],
		["the same one twice", ["127.0.0.1", "127.0.0.1"]],
	])("is %s is refused, and can be seen in the journal", async (_what, hosts) => {
		const lines = hosts.flatMap((host) => ["host", host]);
		for (const path of [discovery(), "/v1/environments", "/_emulator/health"]) {
			const { status, body } = await ask("GET", path, lines);
			expect([status, JSON.parse(body)]).toMatchObject([
				400,
				{ code: "INVALID_REQUEST", details: [{ target: "Host" }] },
			]);
		}
		const journal = await ask("GET", "/_emulator/requests?limit=1&path=/v1/environments", {});
		expect(JSON.parse(journal.body).requests).toMatchObject([{ url: "/v1/environments", status: 400 }]);
		expect((await ask("GET", "/_emulator/?view=requests", {})).status).toBe(200);
	});

	it.each(["a:99999", "[[", "[::1", "a]", ":", "a:b:c", "256.256.256.256"])(
		"a proxy forwards as %s, which is none, leads to itself",
		async (forwarded) => {
			const headers = { host: "localhost:7650", "x-forwarded-host": forwarded };
			expect(JSON.parse((await ask("GET", discovery(), headers)).body).issuer).toContain("http://localhost:7650/");
		},
	);

	it("is this machine's while a proxy says where it was asked is answered", async () => {
		const headers = { "x-forwarded-host": "sso.shop.com", "x-forwarded-proto": "https" };
		expect(JSON.parse((await ask("GET", discovery(), headers)).body).issuer).toContain("https://sso.shop.com/");
		expect((await ask("POST", "/_emulator/reset", { ...headers, origin: "https://sso.shop.com" })).status).toBe(204);
	});
});

describe("a page of another site", () => {
	it.each(["cross-site", "same-site"])("that is %s may not ask the control plane", async (site) => {
		const { status, body } = await ask("POST", "/_emulator/reset", { "sec-fetch-site": site });
		expect([status, JSON.parse(body)]).toMatchObject([403, { code: "ACCESS_FAILED" }]);
	});

	it.each(["https://attacker.com", "http://127.0.0.1:1", "null", "nonsense"])(
		"of origin %s may not either, in a browser without Fetch Metadata",
		async (origin) => {
			expect((await ask("POST", "/_emulator/reset", { origin })).status).toBe(403);
			expect((await ask("GET", "/_emulator/state", { origin })).status).toBe(403);
		},
	);

	it("is not what the emulator's own page is", async () => {
		const origin = emulator.authUrl;
		expect((await ask("GET", "/_emulator/health", { origin })).status).toBe(200);
		expect((await ask("GET", "/_emulator/health", { origin: "null", "sec-fetch-site": "same-origin" })).status).toBe(
			200,
		);
	});
});
