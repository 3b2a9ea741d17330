import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { curlOf } from "../../emulator/control/curl.ts";
import { createJournal, JOURNAL_SIZE, type Recorded } from "../../emulator/control/journal.ts";
import { redactedBody, redactedHeader, redactedUrl } from "../../emulator/control/redact.ts";
import { refusalOf } from "../../emulator/control/refusal.ts";
import type { ShownRequest } from "../../emulator/control/requests.ts";
import { ManualClock } from "../../emulator/index.ts";
import { type Client, connect, startWithClient, user, webApp } from "./client.ts";
import { controlPlane } from "./controlPlane.ts";
import { wholeWorkflow } from "./workflow.ts";

let client: Client;
let control: ReturnType<typeof controlPlane>;

beforeAll(async () => {
	client = await startWithClient({ clock: new ManualClock(Date.parse("2026-03-04T09:10:11.123Z")) });
	control = controlPlane(client.emulator);
});
beforeEach(async () => {
	client.emulator.reset();
	client = await connect(client.emulator);
});
afterAll(() => client.emulator.close());

const requests = async (query = "") =>
	(await control("GET", `/requests${query}`)).body.requests as unknown as ShownRequest[];

/** Where a browser begins a sign-on to a new application. */
async function authorizeUrl(): Promise<string> {
	const { id } = (await client.post("/applications", webApp("Portal"))).body;
	const asked = { client_id: id, redirect_uri: "https://portal.example.com/cb", scope: "openid" };
	const { authUrl, environmentId } = client.emulator;
	return `${authUrl}/${environmentId}/as/authorize?${new URLSearchParams({ response_type: "code", ...asked })}`;
}

describe("the journal", () => {
	it("has the last requests, newest first, with why each was refused", async () => {
		await client.post("/users", user("ines"));
		const answer = await client.post("/users", { ...user("ines"), email: "nobody" });
		const [newest, before] = await requests();
		expect(newest).toMatchObject({
			time: "2026-03-04T09:10:11.123Z",
			method: "POST",
			url: `/v1/environments/${client.emulator.environmentId}/users`,
			status: 400,
			correlationId: answer.headers.get("correlation-id"),
			refusal: expect.stringMatching(/^INVALID_DATA: \w+ email /),
			request: { body: JSON.stringify({ username: "ines", email: "nobody" }) },
			answer: { body: JSON.stringify(answer.body) },
		});
		expect(newest?.durationMs).toBeGreaterThanOrEqual(0);
		expect(before).toMatchObject({ number: Number(newest?.number) - 1, status: 201 });
		expect(before?.refusal).toBeUndefined();
	});

	it("has what was sent to an object that is not there, and in another media type than it takes", async () => {
		const { id } = (await client.post("/users", user("ines"))).body;
		await client.put(`/users/${id}x/enabled`, { enabled: false });
		await client.put(`/users/${id}/enabled`, { enabled: true }, "application/xml");
		expect((await requests()).slice(0, 2)).toMatchObject([
			{ status: 415, request: { body: '{"enabled":true}' } },
			{ status: 404, request: { body: '{"enabled":false}' } },
		]);
	});

	it("shows no secret unless asked", async () => {
		const { tokens } = await wholeWorkflow(client.emulator);
		const { id } = (await client.post("/applications", webApp("Secretive"))).body;
		const { secret } = (await client.get(`/applications/${id}/secret`)).body;
		const brought = { ...user("brought"), password: { value: "Brought-Along-17" } };
		await client.post("/users", brought, "application/vnd.pingidentity.user.import+json");
		const secrets = [
			"Brought-Along-17",
			client.emulator.clientSecret,
			client.token,
			String(secret),
			"Kestrel-42-Harbour",
			tokens.access_token,
			tokens.id_token,
		];
		const redacted = JSON.stringify(await requests("?limit=1000"));
		const shown = JSON.stringify(await requests("?limit=1000&secrets=true"));
		expect(secrets.filter((one) => redacted.includes(one))).toEqual([]);
		expect(secrets.filter((one) => !shown.includes(one))).toEqual([client.emulator.clientSecret]);
		const codes = /[?&]code=([0-9a-f-]+)/.exec(shown)?.[1] ?? "none";
		expect(shown).toContain(codes);
		expect(redacted).not.toContain(codes);
		const cookie = /ST=([0-9a-f-]+)/.exec(shown)?.[1] ?? "none";
		expect(redacted).not.toContain(cookie);
	});

	it("has each of several cookies that an answer sets, without its value unless asked", async () => {
		const url = await authorizeUrl();
		await fetch(url, { redirect: "manual" });
		const cookies = async (query: string) =>
			(await requests(query))[0]?.answer.headers.filter(([name]) => name === "set-cookie").map(([, value]) => value);
		expect(await cookies("?limit=1&secrets=true")).toEqual([
			expect.stringMatching(/^ST=[0-9a-f-]{36}; /),
			expect.stringMatching(/^ST-NO-SS=[0-9a-f-]{36}; /),
		]);
		expect(await cookies("?limit=1")).toEqual(["[redacted]", "[redacted]"]);
	});

	it("is searched by method, path and status", async () => {
		await client.get("/users");
		await client.get("/nowhere");
		await client.post("/users", {});
		const found = async (query: string) => (await requests(query)).map(({ status }) => status);
		expect(await found("?method=get")).toEqual([501, 200]);
		expect(await found("?path=/v1/**/users")).toEqual([400, 200]);
		expect(await found("?status=501")).toEqual([501]);
		expect(await found("?status=4xx")).toEqual([400]);
		expect(await found("?limit=1")).toEqual([400]);
		expect(await found("?refused=true")).toEqual([400, 501]);
		expect(await found("?refused=false&path=/v1/**")).toEqual([200]);
		const { number, correlationId } = (await requests("?limit=1"))[0] as ShownRequest;
		expect(await found(`?correlationId=${correlationId}`)).toEqual([400]);
		expect(await found(`?before=${number}&limit=2`)).toEqual([501, 200]);
		for (const query of ["?limit=0", "?limit=1001", "?status=6xx", "?secrets=1", "?refused=1", "?before=0", "?pth=/"]) {
			expect((await control("GET", `/requests${query}`)).status).toBe(400);
		}
		const beyond = [
			"?limit=1.5",
			"?limit=x",
			"?status=600",
			"?status=099",
			"?status=40",
			"?status=4000",
			"?status=4XX",
		];
		for (const query of [...beyond, "?before=1.5", `?path=/${"x".repeat(500)}`]) {
			const [, member] = /^\?(\w+)=/.exec(query) ?? [];
			const { status, body } = await control("GET", `/requests${query}`);
			expect([query, status, body.details]).toMatchObject([query, 400, [{ target: member }]]);
		}
		expect(await found(`?path=/${"x".repeat(499)}`)).toEqual([]);
	});

	it("has a hundred where nobody says how many, each with its time to a hundredth of a millisecond", async () => {
		for (let n = 0; n < 101; n++) await client.get("/users?limit=1");
		const shown = await requests();
		expect(shown.map(({ number }) => Number(shown[0]?.number) - number)).toEqual(
			Array.from({ length: 100 }, (_, n) => n),
		);
		expect(shown.map(({ durationMs }) => String(durationMs)).filter((ms) => !/^\d+(\.\d{1,2})?$/.test(ms))).toEqual([]);
	});

	it("says which fault struck", async () => {
		client.emulator.faults.add({ effect: "lose-response-after-commit", nth: 1, method: "POST" });
		client.emulator.faults.add({ effect: "connection-reset", nth: 2, method: "POST" });
		client.emulator.faults.add({ effect: "status", status: 503, nth: 1, method: "GET" });
		for (let n = 0; n < 2; n++) await client.post("/users", user("faulty")).catch(() => undefined);
		await client.get("/users");
		client.emulator.faults.add({ effect: "delay", delayMs: 1 });
		await client.get("/users");
		expect((await requests("?limit=4")).map(({ fault, status }) => [fault, status])).toEqual([
			["delay 1 ms", 200],
			["status 503", 503],
			["connection-reset", 444],
			["lose-response-after-commit", 201],
		]);
	});

	it("leaves out the control plane, and is empty after a reset", async () => {
		await control("GET", "/health");
		await control("GET", "/nowhere");
		expect(await requests()).toHaveLength(1);
		await control("POST", "/reset");
		expect(await requests()).toEqual([]);
	});

	it("has bodies of up to 65,536 characters as a whole, and says of which it has the beginning only", async () => {
		const sent = async (length: number) => {
			const init = { body: `{"name":"${length}"}`.padEnd(length), headers: { "content-type": "application/json" } };
			expect((await client.send("POST", "/groups", init)).status).toBe(201);
			const [one] = await requests("?limit=1&secrets=true");
			return [one?.request.body?.length, one?.request.body?.slice(-2), one?.request.cut, one?.answer.cut];
		};
		expect(await sent(65_536)).toEqual([65_536, "  ", undefined, undefined]);
		expect(await sent(65_537)).toEqual([65_537, " …", true, undefined]);
	});

	it("cuts what is too long, and keeps no more than its size", async () => {
		await client.post("/users", { ...user("long"), nickname: "x".repeat(100_000) });
		const [request] = await requests();
		expect(request?.request.body?.length).toBeLessThan(66_000);
		const journal = createJournal();
		for (let n = 0; n < JOURNAL_SIZE + 5; n++) journal.add({} as Omit<Recorded, "number">);
		const numbers = journal.all().map(({ number }) => number);
		expect([numbers.length, numbers[0], numbers.at(-1)]).toEqual([JOURNAL_SIZE, 6, JOURNAL_SIZE + 5]);
		expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
	});
});

describe("why a request was refused", () => {
	const base = () => `${client.emulator.authUrl}/${client.emulator.environmentId}`;
	const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
		fetch(base() + path, { method: "POST", headers, body: new URLSearchParams(fields) });
	const reason = async () => (await requests("?refused=true&limit=1"))[0]?.refusal;
	const authorize = (parameters: Record<string, string>) =>
		fetch(`${base()}/as/authorize?${new URLSearchParams({ response_type: "code", ...parameters })}`, {
			redirect: "manual",
		});

	it("says more than its answer may: where a redirect URI differs", async () => {
		const { id } = (await client.post("/applications", webApp("Portal"))).body;
		await authorize({ client_id: id, redirect_uri: "https://portal.example.com/cb2" });
		expect(await reason()).toBe(
			"INVALID_REQUEST: INVALID_VALUE redirect_uri Redirect URI mismatch (differs from the registered https://portal.example.com/cb at character 30: '2' instead of its end)",
		);
		await authorize({ client_id: id, redirect_uri: "https://portal.example.com/cb", scope: "orders:write" });
		expect(await reason()).toMatch(/^invalid_scope: .*\(the application's grants open openid\)$/);
	});

	it("what is wrong with a client, a code and a token", async () => {
		const { id } = (await client.post("/applications", webApp("Portal"))).body;
		const { secret } = (await client.get(`/applications/${id}/secret`)).body;
		const redeem = { grant_type: "authorization_code", code: "none", redirect_uri: "https://portal.example.com/cb" };
		await form("/as/token", { ...redeem, client_id: "nobody" });
		expect(await reason()).toMatch(/has no OpenID Connect application with client_id nobody\)$/);
		await form("/as/token", redeem, { authorization: `Basic ${btoa(`${id}:${secret}`)}` });
		expect(await reason()).toMatch(/set to CLIENT_SECRET_POST, and the request used CLIENT_SECRET_BASIC\)$/);
		await form("/as/token", { ...redeem, client_id: id, client_secret: "guess" });
		expect(await reason()).toMatch(/\(the secret is not the client's\)$/);
		await form("/as/token", { ...redeem, client_id: id, client_secret: String(secret) });
		expect(await reason()).toMatch(/\(no such code is known: it was never issued here, or it has expired\)$/);
		await form("/as/token", { grant_type: "refresh_token", client_id: id, client_secret: String(secret) });
		client.emulator.clock.set({ advanceSeconds: 3601 });
		await client.get("/users");
		expect(await reason()).toMatch(/\(The signature is good, but the token expired at 2026-03-04T10:10:11.000Z.\)$/);
		await fetch(`${base()}/as/userinfo`, { headers: { authorization: "Bearer e.f.g" } });
		expect(await reason()).toMatch(/\(The signature is not by this emulator's key.\)$/);
	});

	it("what the sign-on page told the person, and which of name and password was wrong", async () => {
		const { id } = (await client.post("/applications", webApp("Portal"))).body;
		const begun = await authorize({ client_id: id, redirect_uri: "https://portal.example.com/cb", scope: "openid" });
		const sent = { action: "usernamePassword.check", username: "nobody", password: "wrong" };
		const cookie = begun.headers.get("set-cookie")?.split(";")[0] ?? "";
		const post = () =>
			fetch(begun.headers.get("location") ?? "", {
				method: "POST",
				headers: { cookie },
				body: new URLSearchParams(sent),
			});
		await post();
		expect(await reason()).toBe("The provided credentials were invalid; there is no user of that name");
		const person = (await client.post("/users", user("nobody"))).body.id;
		await client.put(`/users/${person}/password`, { value: "Kestrel-42-Harbour" }, PASSWORD_SET);
		await post();
		expect(await reason()).toBe("The provided credentials were invalid; the password is wrong");
	});
});

const PASSWORD_SET = "application/vnd.pingidentity.password.set+json";

describe("a reason", () => {
	const location = (query: string) => `https://portal.example.com/cb?${query}`;
	it.each<[number, string | undefined, string | undefined, string | undefined]>([
		[200, "{}", undefined, undefined],
		[302, undefined, location("code=1"), undefined],
		[302, undefined, location("error=access_denied"), "access_denied"],
		[302, undefined, location("a=b#error=login_required&error_description=No+one"), "login_required: No one"],
		[302, undefined, location("error=invalid_scope&error_description=No+such"), "invalid_scope: No such"],
		[302, undefined, location(`error=${encodeURIComponent('{"code":"A","message":"b"}')}`), "A: b"],
		[401, '{"error":"invalid_client","error_description":"Wrong"}', undefined, "invalid_client: Wrong"],
		[
			401,
			'{"error":"invalid_client","error_description":"Wrong (Correlation ID: 1-2)"}',
			undefined,
			"invalid_client: Wrong",
		],
		[400, '{"code":"A","message":"b","details":[{"code":"C","target":"d","message":"e"}]}', undefined, "A: C d e"],
		[500, "<html>", undefined, undefined],
		[404, undefined, undefined, undefined],
	])("of %i %s %s is %s", (status, body, to, reason) => {
		expect(refusalOf(status, body, to)).toBe(reason);
	});
});

describe("redaction", () => {
	it("finds secrets in JSON, forms, URLs, headers and pages", () => {
		const json = '{"a":[{"client_secret":"x","name":"n"}],"code":"INVALID_DATA","value":"v"}';
		expect(redactedBody(json, "application/json", "/users")).toBe(
			'{"a":[{"client_secret":"[redacted]","name":"n"}],"code":"INVALID_DATA","value":"v"}',
		);
		expect(redactedBody('{"value":"v"}', "application/json", "/users/1/password")).toBe('{"value":"[redacted]"}');
		expect(redactedBody('{"history":[{"value":"v"}]}', "application/json", "/password")).toBe(
			'{"history":[{"value":"[redacted]"}]}',
		);
		expect(
			redactedBody('{"password":{"value":"v","forceChange":true},"value":"v"}', "application/json", "/users"),
		).toBe('{"password":{"value":"[redacted]","forceChange":true},"value":"v"}');
		expect(redactedBody('{"password":123,"code":null}', "application/json", "/")).toBe(
			'{"password":"[redacted]","code":null}',
		);
		expect(redactedBody("{broken", "application/json", "/")).toBe("[redacted]");
		const form = "grant_type=a&code=b&client_secret=c&token=";
		expect(redactedBody(form, "application/x-www-form-urlencoded", "/")).toBe(
			"grant_type=a&code=[redacted]&client_secret=[redacted]&token=",
		);
		expect(redactedUrl("/a?code=1&state=2#access_token=3")).toBe("/a?code=[redacted]&state=2#access_token=[redacted]");
		expect(redactedHeader("Authorization", "Bearer abc")).toBe("Bearer [redacted]");
		expect(redactedHeader("Set-Cookie", "ST=abc; Path=/")).toBe("[redacted]");
		expect(redactedHeader("Proxy-Authorization", "Basic abc")).toBe("Basic [redacted]");
		expect(redactedHeader("Accept", "text/html")).toBe("text/html");
		expect(redactedHeader("Referer", "https://a?code=1&b=2")).toBe("https://a?code=[redacted]&b=2");
		expect(redactedBody('<input name="code" value="abc">', "text/html", "/")).toBe(
			'<input name="code" value="[redacted]">',
		);
		expect(redactedBody('<input name="recoveryCode" type="text" value="abc">', "text/html", "/")).toBe(
			'<input name="recoveryCode" type="text" value="[redacted]">',
		);
	});

	it.each(["pem", "pkcs7", "pkcs12", "PEM", "hint", "id_token_hint", "request", "code"])(
		"finds a secret called %s, in JSON and in a form",
		(name) => {
			expect(redactedBody(`{"${name}":"s","${name}Type":"t"}`, "application/json", "/")).toBe(
				`{"${name}":"[redacted]","${name}Type":"t"}`,
			);
			expect(redactedBody(`${name}=s&${name}Type=t`, "application/x-www-form-urlencoded", "/")).toBe(
				`${name}=[redacted]&${name}Type=t`,
			);
		},
	);

	it.each(["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"])("hides the header %s", (name) => {
		expect(redactedHeader(name, "a=b")).toBe("[redacted]");
		expect(redactedHeader(`${name}-Type`, "a=b")).toBe("a=b");
	});

	it("hides what stored passwords are encoded to, the former ones too", async () => {
		const encoded = ["first", "second"].map((name) =>
			Buffer.from(`${name} digest, twenty bytes or more`).toString("base64"),
		);
		const [policy] = (await client.get("/passwordPolicies")).body._embedded.passwordPolicies ?? [];
		expect(policy?.history).toMatchObject({ count: expect.any(Number) });
		const { id } = (await client.post("/users", user("hashed"))).body;
		for (const value of encoded) await client.put(`/users/${id}/password`, { value: `{SSHA}${value}` }, PASSWORD_SET);
		const shown = async (query: string) => {
			const kind = `/?view=objects&environment=${client.emulator.environmentId}&kind=password${query}`;
			const { text } = await control("GET", kind);
			return encoded.filter((value) => text.includes(value));
		};
		expect([await shown(""), await shown("&secrets=true")]).toEqual([[], encoded]);
	});

	it("goes by how a name ends", () => {
		const secret = {
			defaultSharedSecret: "s",
			radiusClients: [{ ip: "10.0.0.1", sharedSecret: "s" }],
			kerberos: { serviceAccountUPN: "svc@corp", serviceAccountPassword: "s" },
			...{ clientSecretSigningKey: "s", appSecret: "s", decryptionKey: "s", verificationKey: "s", bindPassword: "s" },
			...{ serviceAccountCredentials: '{"private_key": "s"}', client_secret: ["s", "s"] },
		};
		expect(JSON.parse(redactedBody(JSON.stringify(secret), "application/json", "/"))).toEqual({
			defaultSharedSecret: "[redacted]",
			radiusClients: [{ ip: "10.0.0.1", sharedSecret: "[redacted]" }],
			kerberos: { serviceAccountUPN: "svc@corp", serviceAccountPassword: "[redacted]" },
			...{ clientSecretSigningKey: "[redacted]", appSecret: "[redacted]", decryptionKey: "[redacted]" },
			...{ verificationKey: "[redacted]", bindPassword: "[redacted]" },
			...{ serviceAccountCredentials: "[redacted]", client_secret: ["[redacted]", "[redacted]"] },
		});
		const open = {
			...{ passwordPolicy: { id: "p" }, tokenEndpointAuthMethod: "NONE", mustChangePassword: true, tokenType: "x" },
			...{ accessTokenValiditySeconds: 60, requireSecret: false, postalCode: "1", codeChallengeMethod: "S256" },
			...{ keyRotationPolicy: "k", loginHint: "ines", token_type: "Bearer", passwordExpiryWarning: "w" },
		};
		const text = JSON.stringify(open);
		expect(redactedBody(text, "application/json", "/")).toBe(text);
		expect(redactedUrl("/a?client_secret[]=s&user[password]=s&client_secret%5B%5D=s&scope[]=openid")).toBe(
			"/a?client_secret[]=[redacted]&user[password]=[redacted]&client_secret%5B%5D=[redacted]&scope[]=openid",
		);
	});

	it("is not deceived by an encoded name or another media type", () => {
		expect(redactedUrl("/a?client%5Fsecret=x&co%64e=y&state=z")).toBe(
			"/a?client%5Fsecret=[redacted]&co%64e=[redacted]&state=z",
		);
		for (const type of ["", "text/plain", "application/octet-stream", "text/html", "text/html, x/y"]) {
			expect(redactedBody("username=a&password=b", type, "/")).toBe("username=a&password=[redacted]");
			expect(redactedBody('{"password":"b"}', type, "/")).toBe('{"password":"[redacted]"}');
		}
		expect(redactedBody('{"password":"b"}', "application/json, text/html", "/")).toBe('{"password":"[redacted]"}');
	});
});

describe("the page", () => {
	const summaries = async (view: string) =>
		[...(await control("GET", `/?view=${view}`)).text.matchAll(/<summary>(.*?)<\/summary>/g)].map(([, text]) => text);
	const later = () => client.emulator.clock.set({ advanceSeconds: 1 });

	it("shows the flow first that is open longest", async () => {
		const url = await authorizeUrl();
		const flows: unknown[] = [];
		for (let n = 0; n < 5; n++) {
			const { headers } = await fetch(url, { redirect: "manual" });
			flows.unshift(new URL(headers.get("location") ?? "").searchParams.get("flowId"));
			later();
		}
		expect((await summaries("flows")).map((text) => /<code>(.*)<\/code>/.exec(text ?? "")?.[1])).toEqual(flows);
	});

	it("shows the newest hundred tokens, the newest first", async () => {
		const ends: string[] = [];
		for (let n = 0; n < 101; n++) {
			const { now } = later();
			await connect(client.emulator);
			ends.unshift(new Date(Date.parse(now) + 3_600_000).toISOString().replace(/\.\d+/, ".000"));
		}
		expect((await summaries("tokens")).map((text) => /until (.*)$/.exec(text ?? "")?.[1])).toEqual(ends.slice(0, 100));
	});

	it("shows objects a hundred at a time, in the order in which they were made", async () => {
		const names = Array.from({ length: 201 }, (_, n) => `group${1000 - n}`);
		for (const name of names) await client.post("/groups", { name });
		let next = `objects&environment=${client.emulator.environmentId}&kind=group`;
		const pages: unknown[][] = [];
		while (next) {
			pages.push((await summaries(next)).map((text) => text?.split(" ")[0]));
			const { text } = await control("GET", `/?view=${next}`);
			next = /href="\?view=([^"]*)">More</.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? "";
		}
		expect(pages).toEqual([names.slice(0, 100), names.slice(100, 200), names.slice(200)]);
	});
});

describe("curl", () => {
	it("quotes whatever is in a request", () => {
		const request = {
			method: "POST",
			url: "/a?b='c'",
			request: {
				headers: [
					["Host", "h"],
					["Content-Type", "application/json"],
				],
				body: '{"name":"it\'s $HOME"}',
			},
		} as unknown as ShownRequest;
		expect(curlOf(request, "http://127.0.0.1:1")).toBe(
			[
				"curl -X POST 'http://127.0.0.1:1/a?b='\\''c'\\'''",
				"-H 'Content-Type: application/json'",
				`--data-raw '{"name":"it'\\''s $HOME"}'`,
			].join(" \\\n  "),
		);
		const head = { method: "HEAD", url: "/a", request: { headers: [] } } as unknown as ShownRequest;
		expect(curlOf(head, "http://127.0.0.1:1")).toBe("curl --head 'http://127.0.0.1:1/a'");
	});

	it.each(["/users?filter={a,b}", "/users?page[size]=1", "/[1-2]"])("sends one request for %s", (url) => {
		const request = { method: "GET", url, request: { headers: [] } } as unknown as ShownRequest;
		expect(curlOf(request, "http://127.0.0.1:1")).toBe(`curl -X GET --globoff 'http://127.0.0.1:1${url}'`);
	});

	it("is not given for a body that is not there as a whole", async () => {
		await client.post("/users", { ...user("long"), nickname: "x".repeat(100_000) });
		const commandOf = async (secrets: boolean) =>
			curlOf((await requests(`?limit=1&secrets=${secrets}`))[0] as ShownRequest, "http://127.0.0.1:1");
		for (const secrets of [true, false]) {
			expect(await commandOf(secrets)).toBe("# No command: only the beginning of the request's body was kept.");
		}
		const image = { body: Buffer.from("89504e47", "hex"), headers: { "content-type": "image/png" } };
		await client.send("POST", "/images", image);
		expect(await commandOf(true)).toBe("# No command: the request's body was not kept.");
		await client.delete("/users/none");
		expect(await commandOf(true)).toMatch(/^curl -X DELETE /);
	});
});
