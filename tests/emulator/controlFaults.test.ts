import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { isChosen } from "../../emulator/control/faults.ts";
import { matchesPath } from "../../emulator/control/pathPattern.ts";
import { type Fault, type FaultRule, ManualClock } from "../../emulator/index.ts";
import { type Client, connect, startWithClient, user, webApp } from "./client.ts";
import { controlPlane } from "./controlPlane.ts";
import { finished, ready, run } from "./process.ts";

const START = Date.parse("2026-03-04T09:10:11.123Z");

let client: Client;
let control: ReturnType<typeof controlPlane>;
const clock = new ManualClock(START);

beforeAll(async () => {
	client = await startWithClient({ seed: "faults", clock });
	control = controlPlane(client.emulator);
});
beforeEach(async () => {
	client.emulator.reset();
	client = await connect(client.emulator);
});
afterAll(() => client.emulator.close());

const add = async (rule: FaultRule) => {
	const { status, body } = await control("POST", "/faults", rule);
	expect(status).toBe(201);
	return body.id;
};
const hits = async () =>
	((await control("GET", "/faults")).body.faults as unknown as Fault[]).map(({ matched, hits }) => [matched, hits]);
const statuses = async (n: number, path = "/users") => {
	const answers: number[] = [];
	for (let i = 0; i < n; i++) answers.push((await client.get(path)).status);
	return answers;
};
const usernames = async () => ((await client.get("/users")).body._embedded.users ?? []).map(({ username }) => username);

describe("a fault", () => {
	it("answers with a status, PingOne's body and Retry-After", async () => {
		await add({ effect: "status", status: 503, retryAfterSeconds: 7, method: "POST", path: "/v1/**/users" });
		const { status, headers, body } = await client.post("/users", user("refused"));
		expect([status, headers.get("retry-after")]).toEqual([503, "7"]);
		expect(body).toEqual({
			id: headers.get("correlation-id"),
			code: "UNEXPECTED_ERROR",
			message: "An unexpected error occurred while processing the request.",
		});
		expect(await usernames()).toEqual([]);
		expect(await hits()).toEqual([[1, 1]]);
	});

	it.each([
		[400, "REQUEST_FAILED", "There was an issue processing the request", undefined, undefined],
		[401, "ACCESS_FAILED", "You do not have access to this resource", "INVALID_TOKEN", "not valid or has expired"],
		[403, "ACCESS_FAILED", "is not authorized", "INSUFFICIENT_PERMISSIONS", "has no role that allows it"],
		[404, "NOT_FOUND", "The requested resource was not found", undefined, undefined],
		[429, "REQUEST_LIMITED", "Too many requests", "LIMIT_EXCEEDED", "The rate limit of the licence is exceeded"],
		[499, "REQUEST_FAILED", "There was an issue processing the request", undefined, undefined],
		[500, "UNEXPECTED_ERROR", "An unexpected error occurred", undefined, undefined],
	])("with status %i says %s: %s", async (status, code, message, detail, why) => {
		await add({ effect: "status", status });
		const answer = await client.get("/users");
		const details = answer.body.details as { code: string; message: string }[] | undefined;
		expect([answer.status, answer.body.code, details?.[0]?.code]).toEqual([status, code, detail]);
		expect(answer.body.message).toContain(message);
		expect(details?.[0]?.message ?? "").toContain(why ?? "");
		await control("DELETE", "/faults");
		await add({ effect: "status", status, code: "OWN_CODE" });
		expect((await client.get("/users")).body.code).toBe("OWN_CODE");
	});

	it("resets the connection before the request is handled", async () => {
		await add({ effect: "connection-reset", nth: 1, method: "POST" });
		await expect(client.post("/users", user("reset"))).rejects.toThrow(/fetch failed/);
		expect(await usernames()).toEqual([]);
		expect((await client.post("/users", user("reset"))).status).toBe(201);
	});

	it("loses the answer after the request was handled", async () => {
		await add({ effect: "lose-response-after-commit", nth: 1, method: "POST" });
		await expect(client.post("/users", user("lost"))).rejects.toThrow(/fetch failed/);
		expect(await usernames()).toEqual(["lost"]);
		const again = await client.post("/users", user("lost"));
		expect([again.status, again.body.code]).toEqual([400, "INVALID_DATA"]);
		expect(await hits()).toEqual([[2, 1]]);
	});

	it("delays, and the request is handled then", async () => {
		await add({ effect: "delay", delayMs: 120 });
		const begun = performance.now();
		expect((await client.get("/users")).status).toBe(200);
		expect(performance.now() - begun).toBeGreaterThanOrEqual(115);
	});

	it("that delays holds up neither other requests nor the end of the process", async () => {
		const child = run("--port", "0");
		const ended = finished(child);
		const emulator = await ready(child);
		const faults = `${emulator.authUrl}/_emulator/faults`;
		const rule = JSON.stringify({ effect: "delay", delayMs: 60_000, method: "POST" });
		await fetch(faults, { method: "POST", headers: { "content-type": "application/json" }, body: rule });
		const cut = fetch(`${emulator.apiUrl}/environments`, { method: "POST" }).catch(() => "cut off");
		// Answered only if it is not held up; and the other one has come by then.
		for (let matched = 0; matched === 0; ) {
			expect((await fetch(`${emulator.apiUrl}/environments`)).status).toBe(401);
			matched = ((await (await fetch(faults)).json()) as { faults: Fault[] }).faults[0]?.matched ?? 0;
		}
		await emulator.close();
		expect([await cut, (await ended).code]).toEqual(["cut off", 0]);
	}, 30_000);

	it("that delays does not serve a client that went away", async () => {
		await add({ effect: "delay", delayMs: 150, method: "POST" });
		await add({ effect: "status", status: 500, method: "PUT" });
		const gone = AbortSignal.timeout(20);
		const init = { body: JSON.stringify(user("gone")), headers: { "content-type": "application/json" }, signal: gone };
		await expect(client.send("POST", "/users", init)).rejects.toThrow();
		expect((await client.post("/users", user("stayed"))).status).toBe(201);
		expect(await usernames()).toEqual(["stayed"]);
	});

	it("hides the secret of a new application for so many reads", async () => {
		const old = (await client.post("/applications", webApp("Old"))).body.id;
		clock.advance(1000);
		await add({ effect: "secret-not-found-after-create", reads: 2 });
		const { id } = (await client.post("/applications", webApp("New"))).body;
		const resource = (await client.post("/resources", { name: "New" })).body.id;
		expect(await statuses(1, `/applications/${old}/secret`)).toEqual([200]);
		expect(await statuses(4, `/applications/${id}/secret`)).toEqual([404, 404, 200, 200]);
		expect(await statuses(3, `/resources/${resource}/secret`)).toEqual([404, 404, 200]);
		expect((await client.get(`/applications/${id}`)).status).toBe(200);
	});

	it("hides none that was there before, though the clock stands still", async () => {
		client.emulator.clock.set({ frozen: true });
		const old = (await client.post("/applications", webApp("Old"))).body.id;
		const resource = (await client.post("/resources", { name: "Old" })).body.id;
		await add({ effect: "secret-not-found-after-create", reads: 1 });
		const { id } = (await client.post("/applications", webApp("New"))).body;
		expect([
			...(await statuses(1, `/applications/${old}/secret`)),
			...(await statuses(1, `/resources/${resource}/secret`)),
			...(await statuses(1, `/applications/${id}/secret`)),
		]).toEqual([200, 200, 404]);
	});

	it("hides none that is older and was brought back, nor one that is made anew while it cannot be read", async () => {
		const old = (await client.post("/applications", webApp("Old"))).body.id;
		await control("POST", "/savepoints/older");
		await client.delete(`/applications/${old}`);
		clock.advance(1000);
		await add({ effect: "secret-not-found-after-create", reads: 1 });
		await control("POST", "/savepoints/older/restore");
		await control("DELETE", "/savepoints/older");
		client = await connect(client.emulator);
		expect(await statuses(1, `/applications/${old}/secret`)).toEqual([200]);
		const { id } = (await client.post("/applications", webApp("New"))).body;
		expect((await client.post(`/applications/${id}/secret`)).status).toBe(200);
		expect(await statuses(2, `/applications/${id}/secret`)).toEqual([404, 200]);
	});

	it("hides it for so many seconds", async () => {
		await add({ effect: "secret-not-found-after-create", seconds: 3 });
		const { id } = (await client.post("/applications", webApp("New"))).body;
		expect(await statuses(2, `/applications/${id}/secret`)).toEqual([404, 404]);
		clock.advance(3000);
		expect(await statuses(1, `/applications/${id}/secret`)).toEqual([200]);
	});

	it("limits the rate of a licence, whatever its paths", async () => {
		await add({ effect: "rate-limit", requestsPerSecond: 2, burst: 3 });
		expect([...(await statuses(2)), ...(await statuses(2, "/populations"))]).toEqual([200, 200, 200, 429]);
		const limited = await client.get("/users");
		expect([limited.status, limited.headers.get("retry-after"), limited.body.code]).toEqual([
			429,
			"1",
			"REQUEST_LIMITED",
		]);
		clock.advance(500);
		expect(await statuses(2)).toEqual([200, 429]);
		expect(await hits()).toEqual([[7, 3]]);
		await control("DELETE", "/faults");
		await add({ effect: "rate-limit", requestsPerSecond: 0.1 });
		await statuses(1);
		expect((await client.get("/users")).headers.get("retry-after")).toBe("10");
	});

	it("limits each rate group for itself, over all environments of a licence, where each has its rule", async () => {
		await add({ effect: "rate-limit", requestsPerSecond: 1, path: "/v1/environments/*/users" });
		await add({ effect: "rate-limit", requestsPerSecond: 1, path: "/v1/environments/*/populations" });
		expect([...(await statuses(2)), ...(await statuses(2, "/populations"))]).toEqual([200, 429, 200, 429]);
		clock.advance(1000);
		const { license } = (await client.get("")).body as unknown as { license: { id: string } };
		const other = await client.send("POST", "/../../environments", {
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ name: "Another", region: "NA", type: "SANDBOX", license: { id: license.id } }),
		});
		expect(other.status).toBe(201);
		const elsewhere = () => client.send("GET", `/../${other.body.id}/users`);
		expect([(await elsewhere()).status, ...(await statuses(1))]).toEqual([200, 429]);
	});

	it("limits what is asked of an environment wherever it is asked, and what is asked of none together", async () => {
		await add({ effect: "rate-limit", requestsPerSecond: 1, burst: 2 });
		const { authUrl, environmentId } = client.emulator;
		const keys = (await fetch(`${authUrl}/${environmentId}/as/jwks`)).status;
		expect([keys, ...(await statuses(1, "")), ...(await statuses(1))]).toEqual([200, 200, 429]);
		const [environments, roles] = ["/../../environments", "/../../roles"];
		expect([...(await statuses(1, environments)), ...(await statuses(2, roles))]).toEqual([200, 200, 429]);
	});

	it("of a rate loses no room by a clock that is put back", async () => {
		const state = (await control("GET", "/state")).text;
		const now = new Date(clock.now()).toISOString();
		await control("PUT", "/clock", { advanceSeconds: 60 });
		await add({ effect: "rate-limit", requestsPerSecond: 1, path: "/v1/environments/*/users" });
		expect(await statuses(2)).toEqual([200, 429]);
		await control("PUT", "/state", state);
		expect((await control("PUT", "/clock", { now })).status).toBe(200);
		client = await connect(client.emulator);
		expect(await statuses(1)).toEqual([429]);
		clock.advance(1000);
		expect(await statuses(2)).toEqual([200, 429]);
	});

	it("of a rate says after how many whole seconds there is room again", async () => {
		await add({ effect: "rate-limit", requestsPerSecond: 0.4 });
		await statuses(1);
		const seconds = async () => (await client.get("/users")).headers.get("retry-after");
		expect(await seconds()).toBe("3");
		clock.advance(1000);
		expect(await seconds()).toBe("2");
		clock.advance(1500);
		expect(await statuses(2)).toEqual([200, 429]);
	});

	it("strikes with its probability, the same requests for the same seed", async () => {
		const struck = async () => {
			client.emulator.reset();
			client = await connect(client.emulator);
			await add({ effect: "status", status: 500, probability: 0.5 });
			return statuses(40);
		};
		const first = await struck();
		expect(first.filter((status) => status === 500).length).toBeGreaterThan(8);
		expect(first.filter((status) => status === 200).length).toBeGreaterThan(8);
		expect(await struck()).toEqual(first);
	});

	it("never strikes with a probability of 0, and always with 1", async () => {
		await add({ effect: "status", status: 500, probability: 0 });
		await add({ effect: "status", status: 502, probability: 1 });
		expect(await statuses(3)).toEqual([502, 502, 502]);
		expect(await hits()).toEqual([
			[3, 0],
			[3, 3],
		]);
	});

	it("that may strike or not changes no id of what is made, nor of an answer", async () => {
		const madeWhile = async (path: string) => {
			client.emulator.reset();
			client = await connect(client.emulator);
			await add({ effect: "status", status: 500, probability: 0, path });
			const { headers, body } = await client.post("/users", user("chance"));
			return [body.id, headers.get("correlation-id"), (await client.get("/users")).headers.get("correlation-id")];
		};
		const elsewhere = await madeWhile("/nowhere");
		expect([await madeWhile("/**"), await hits()]).toEqual([elsewhere, [[2, 0]]]);
	});

	it("counts requests of its method and path only, and those that it does not strike too", async () => {
		await add({ effect: "status", status: 500, method: "POST", path: "/v1/environments/*/groups", nth: 2 });
		await client.get("/groups");
		await client.post("/users", user("counted"));
		const seen: number[] = [];
		for (const n of [1, 2, 3]) seen.push((await client.post("/groups", { name: `Group ${n}` })).status);
		expect([seen, await hits()]).toEqual([[201, 500, 201], [[3, 1]]]);
	});

	it("that delays lets the next one answer, and both have struck", async () => {
		await add({ effect: "delay", delayMs: 1 });
		await add({ effect: "status", status: 503, retryAfterSeconds: 0 });
		const { status, headers } = await client.get("/users");
		expect([status, headers.get("retry-after")]).toEqual([503, "0"]);
		expect(await hits()).toEqual([
			[1, 1],
			[1, 1],
		]);
	});

	it("of a rate takes as many at once as a second has, and gathers no more while nobody asks", async () => {
		await add({ effect: "rate-limit", requestsPerSecond: 2 });
		expect(await statuses(3)).toEqual([200, 200, 429]);
		clock.advance(499);
		expect(await statuses(1)).toEqual([429]);
		clock.advance(1);
		expect(await statuses(2)).toEqual([200, 429]);
		clock.advance(3_600_000 - 1000);
		expect(await statuses(3)).toEqual([200, 200, 429]);
	});

	it("counts no hit where another was first", async () => {
		await add({ effect: "lose-response-after-commit" });
		await add({ effect: "status", status: 500, nth: 1 });
		await add({ effect: "status", status: 502, nth: 1 });
		await add({ effect: "rate-limit", requestsPerSecond: 1 });
		expect(await statuses(1)).toEqual([500]);
		expect(await hits()).toEqual([
			[1, 0],
			[1, 1],
			[1, 0],
			[1, 0],
		]);
		await expect(client.get("/users")).rejects.toThrow(/fetch failed/);
		expect((await hits()).map(([, hit]) => hit)).toEqual([1, 1, 0, 0]);
	});

	it("spares the control plane", async () => {
		await add({ effect: "connection-reset" });
		expect((await control("GET", "/health")).status).toBe(200);
		expect(await hits()).toEqual([[0, 0]]);
	});

	it("goes when it is removed, when all are, and by a reset", async () => {
		const [one, other] = [await add({ effect: "status", status: 500 }), await add({ effect: "status", status: 502 })];
		expect(await statuses(1)).toEqual([500]);
		expect((await control("DELETE", `/faults/${one}`)).status).toBe(204);
		expect(await statuses(1)).toEqual([502]);
		expect((await control("DELETE", `/faults/${one}`)).status).toBe(404);
		expect(other).not.toBe(one);
		await control("DELETE", "/faults");
		expect(await statuses(1)).toEqual([200]);
		await add({ effect: "status", status: 500 });
		await control("POST", "/reset");
		expect(await hits()).toEqual([]);
		expect(await add({ effect: "status", status: 500 })).toBe(one);
	});

	it("is added in the process as well as over HTTP", async () => {
		const { id } = client.emulator.faults.add({ effect: "status", status: 500, nth: 1 });
		expect(await statuses(2)).toEqual([500, 200]);
		expect(client.emulator.faults.list()).toEqual([
			{ id, rule: { effect: "status", status: 500, nth: 1 }, matched: 2, hits: 1 },
		]);
		const { faults, clock } = client.emulator;
		expect(() => faults.add({ effect: "status", status: 200 })).toThrow(/^status must be at least 400$/);
		expect(() => faults.add({ effect: "nope" } as unknown as FaultRule)).toThrow(
			/^effect must be one of status, delay/,
		);
		expect(() => faults.remove("x")).toThrow("There is no fault 'x'");
		expect(() => clock.set({ now: "x" })).toThrow(/^now must be an ISO 8601 time$/);
		for (const nothing of [undefined, null, "x"] as unknown as FaultRule[]) {
			expect(() => faults.add(nothing)).toThrow(/ is no object: give one such as \{ effect: "status", status: 503 \}$/);
			expect(() => clock.set(nothing as object)).toThrow(/ is no object: give one such as \{ advanceSeconds: 60 \}$/);
		}
	});
});

describe("a rule", () => {
	it.each<[object, RegExp]>([
		[{}, /effect/],
		[{ effect: "explode" }, /must be one of status, delay/],
		[{ effect: "status" }, /status.*must not be null/],
		[{ effect: "status", status: 200 }, /status.*at least 400/],
		[{ effect: "delay", delayMs: 60_001 }, /delayMs.*at most 60000/],
		[{ effect: "delay", delayMs: "5" }, /"delayMs","message":"must be a number"/],
		[{ effect: "delay", delayMs: 0.5 }, /"delayMs","message":"must be an integer"/],
		[{ effect: "delay", delayMs: 5, path: 7 }, /"path","message":"must be a text"/],
		[
			{ effect: "connection-reset", status: 500 },
			/Unrecognized key: \\"status\\"; use method, .* probability, effect"/,
		],
		[{ effect: "connection-reset", path: "v1/**" }, /path.*must start with/],
		[{ effect: "connection-reset", method: "get" }, /method.*must be one of GET/],
		[{ effect: "connection-reset", from: 3, to: 2 }, /"to".*must not be before from/],
		[{ effect: "connection-reset", nth: 1, from: 2 }, /"nth".*is none of the requests that from, to and every choose/],
		[{ effect: "connection-reset", nth: 5, to: 4 }, /"nth".*is none of/],
		[{ effect: "connection-reset", nth: 3, every: 2 }, /"nth".*is none of/],
		[
			{ effect: "connection-reset", from: 2, to: 4, every: 5 },
			/"every".*must be at most 3, the requests from from to to/,
		],
		[{ effect: "connection-reset", nth: 0 }, /nth.*at least 1/],
		[{ effect: "connection-reset", probability: 1.5 }, /probability/],
		[{ effect: "secret-not-found-after-create" }, /either reads or seconds/],
		[{ effect: "secret-not-found-after-create", reads: 1, seconds: 1 }, /either reads or seconds/],
		[{ effect: "rate-limit", requestsPerSecond: 0 }, /requestsPerSecond/],
	])("that makes no sense is refused: %j", async (rule, message) => {
		const { status, text } = await control("POST", "/faults", rule);
		expect([status, text]).toEqual([400, expect.stringMatching(message)]);
		expect(await hits()).toEqual([]);
	});

	const status = { effect: "status", status: 500 };
	it.each<[string, object, unknown[], unknown[]]>([
		["status", status, [400, 599], [399, 600]],
		["code", status, ["x", "x".repeat(100)], ["", "x".repeat(101)]],
		["retryAfterSeconds", status, [0, 86_400], [-1, 0.5, 86_401]],
		["delayMs", { effect: "delay" }, [0, 60_000], [-1, 60_001]],
		["method", status, ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], ["TRACE", "Post", ""]],
		["path", status, ["/", `/${"x".repeat(499)}`], ["", `/${"x".repeat(500)}`]],
		["nth", status, [1, 1_000_000_000], [0, 1_000_000_001]],
		["to", { ...status, from: 2 }, [2], [1]],
		["every", { ...status, from: 2, to: 4 }, [3], [4]],
		["probability", status, [0, 1], [-0.1, 1.1]],
		["seconds", { effect: "secret-not-found-after-create" }, [1], [0]],
		["requestsPerSecond", { effect: "rate-limit" }, [0.001, 1_000_000], [0.0009, 1_000_001]],
		["burst", { effect: "rate-limit", requestsPerSecond: 1 }, [1], [0]],
	])("whose %s is at its limit is taken, and one beyond it is refused", async (member, rule, within, beyond) => {
		for (const value of within) {
			expect(await control("POST", "/faults", { ...rule, [member]: value })).toMatchObject({
				status: 201,
				body: { rule: { ...rule, [member]: value } },
			});
		}
		for (const value of beyond) {
			const { status, body } = await control("POST", "/faults", { ...rule, [member]: value });
			expect([status, body.details]).toMatchObject([400, [{ target: member }]]);
		}
	});

	it.each<object>([
		{ ...status, delayMs: 5 },
		{ effect: "delay", delayMs: 5, status: 500 },
		{ effect: "lose-response-after-commit", delayMs: 5 },
		{ effect: "secret-not-found-after-create", reads: 1, delayMs: 5 },
		{ effect: "rate-limit", requestsPerSecond: 1, per: "user" },
	])("with a member that its effect has not is refused, and told which there are: %j", async (rule) => {
		const { status, text } = await control("POST", "/faults", rule);
		expect([status, text]).toEqual([
			400,
			expect.stringMatching(/Unrecognized key: .*; use method, path, nth, from, to, every, /),
		]);
	});

	it.each<[object, number[]]>([
		[{}, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
		[{ nth: 3 }, [3]],
		[{ from: 3 }, [3, 4, 5, 6, 7, 8, 9]],
		[{ to: 2 }, [1, 2]],
		[{ from: 2, to: 4 }, [2, 3, 4]],
		[{ every: 3 }, [3, 6, 9]],
		[{ from: 2, to: 7, every: 2 }, [3, 5, 7]],
	])("%j means the requests %j", (rule, chosen) => {
		expect([1, 2, 3, 4, 5, 6, 7, 8, 9].filter((n) => isChosen(rule, n))).toEqual(chosen);
	});

	it.each([
		["/v1/**", "/v1/environments/e/users", true],
		["/v1/**", "/v2/environments", false],
		["/*/as/token", "/e/as/token", true],
		["/*/as/token", "/e/f/as/token", false],
		["/v1/environments/*/users", "/v1/environments/e/users/u", false],
		["/**/users/*", "/v1/environments/e/users/u", true],
		["/a.c", "/abc", false],
		["/a(b)+*", "/a(b)+x", true],
	])("with path %s and the path %s: %s", (pattern, path, matches) => {
		expect(matchesPath(pattern, path)).toBe(matches);
	});

	/** As the two wildcards are defined, trying everything. */
	function means(pattern: string, path: string): boolean {
		const [stars] = /^\**/.exec(pattern) ?? [""];
		if (stars === "")
			return pattern === "" ? path === "" : pattern[0] === path[0] && means(pattern.slice(1), path.slice(1));
		const most = stars === "*" ? path.split("/", 1)[0]?.length : path.length;
		const lengths = Array.from({ length: (most ?? 0) + 1 }, (_, length) => length);
		return lengths.some((length) => means(pattern.slice(stars.length), path.slice(length)));
	}

	it("means the paths that its wildcards allow, and no others", () => {
		const word = (letters: string[], maxLength: number) =>
			fc.array(fc.constantFrom(...letters), { maxLength }).map((parts) => parts.join(""));
		fc.assert(
			fc.property(word(["*", "**", "/", "a", "b"], 7), word(["/", "a", "b"], 7), (pattern, path) => {
				expect(matchesPath(pattern, path)).toBe(means(pattern, path));
			}),
			{ numRuns: 2000 },
		);
	});

	it.each(["*a", "**a", "**/*a", "*/"])("of many wildcards (%s) takes no time", (part) => {
		const begun = performance.now();
		expect(matchesPath(`/${part.repeat(100)}b`, `/${"a/a".repeat(500)}c`)).toBe(false);
		expect(performance.now() - begun).toBeLessThan(1000);
	});
});
