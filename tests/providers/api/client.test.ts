import { describe, expect, it } from "@jest/globals";
import { createClient } from "../../../providers/api/client.ts";
import type { Settings } from "../../../providers/api/config.ts";
import { explain, PingOneError } from "../../../providers/api/error.ts";
import { type HttpAnswer, type HttpRequest, TransportFailure } from "../../../providers/api/transport.ts";
import { answered, ScriptedSurroundings } from "./surroundings.ts";

const ENVIRONMENT = "11111111-1111-4111-8111-111111111111";
const CLIENT = "33333333-3333-4333-8333-333333333333";
const SETTINGS: Settings = {
	apiUrl: "https://api.pingone.com/v1",
	authUrl: "https://auth.pingone.com",
	environmentId: ENVIRONMENT,
	targetEnvironmentId: ENVIRONMENT,
	credentials: { clientId: CLIENT, clientSecret: "planted:secret/1" },
	emulator: false,
	takeOver: false,
};

const isTokenRequest = ({ url }: HttpRequest) => url.endsWith("/as/token");
const token = (value: string, seconds = 3600) =>
	answered(200, { access_token: value, token_type: "Bearer", expires_in: seconds });

/** A service that issues tok-1, tok-2, … and answers everything else from `management`. */
function service(management: (request: HttpRequest, nth: number) => HttpAnswer | Error) {
	let issued = 0;
	let asked = 0;
	const surroundings = new ScriptedSurroundings((request) =>
		isTokenRequest(request) ? token(`tok-${++issued}`) : management(request, ++asked),
	);
	return { client: createClient(SETTINGS, surroundings), surroundings, tokens: () => issued };
}

const failure = async (work: Promise<unknown>): Promise<PingOneError> => {
	const error = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof PingOneError)) throw new Error(`expected a PingOneError, got ${String(error)}`);
	return error;
};

describe("worker token", () => {
	it("is fetched once for requests that start together, with form-encoded Basic credentials", async () => {
		const { client, surroundings, tokens } = service(() => answered(200, {}));
		await Promise.all([client.get("/a"), client.get("/b"), client.get("/c")]);
		expect(tokens()).toBe(1);
		const [first] = surroundings.requests;
		expect(first).toMatchObject({
			method: "POST",
			url: `https://auth.pingone.com/${ENVIRONMENT}/as/token`,
			body: "grant_type=client_credentials",
		});
		expect(Buffer.from(first?.headers?.Authorization?.slice(6) ?? "", "base64").toString()).toBe(
			`${CLIENT}:planted%3Asecret%2F1`,
		);
	});

	it("is renewed a minute before it expires", async () => {
		const { client, surroundings, tokens } = service(() => answered(200, {}));
		await client.get("/a");
		surroundings.advance(3_539_000);
		await client.get("/a");
		expect(tokens()).toBe(1);
		surroundings.advance(1_000);
		await client.get("/a");
		expect(tokens()).toBe(2);
		expect(surroundings.requests.at(-1)?.headers?.Authorization).toBe("Bearer tok-2");
	});

	it("is fetched again once when the service refuses it", async () => {
		const { client, tokens } = service((_request, nth) =>
			answered(nth === 1 ? 401 : 200, { code: "ACCESS_FAILED", message: "no" }),
		);
		await client.get("/a");
		expect(tokens()).toBe(2);
	});

	it("does not go in circles when every token is refused", async () => {
		const { client, tokens } = service(() => answered(401, { code: "ACCESS_FAILED", message: "no" }));
		expect(await failure(client.get("/a"))).toMatchObject({ code: "ACCESS_FAILED", status: 401 });
		expect(tokens()).toBe(2);
	});

	it("is asked for by POST when the worker is configured so", async () => {
		const surroundings = new ScriptedSurroundings((request) => {
			if (!isTokenRequest(request)) return answered(200, {});
			if (request.headers?.Authorization)
				return answered(401, {
					error: "invalid_client",
					error_description: "Request denied: Unsupported authentication method",
				});
			return token("posted");
		});
		await createClient(SETTINGS, surroundings).get("/a");
		expect(new URLSearchParams(surroundings.requests[1]?.body).get("client_secret")).toBe("planted:secret/1");
		expect(surroundings.requests[2]?.headers?.Authorization).toBe("Bearer posted");
	});

	it.each([
		[
			401,
			{ error: "invalid_client", error_description: "Request denied: Invalid client credentials" },
			/Check pingone:clientId and pingone:clientSecret/,
		],
		[404, { code: "NOT_FOUND", message: "not found" }, /Check pingone:environmentId and pingone:regionCode/],
		[400, { error: "unauthorized_client" }, /at least one role/],
	])("refused with %d says what to check, in one line, without the secret", async (status, body, message) => {
		const surroundings = new ScriptedSurroundings(() => answered(status, body));
		const error = await failure(createClient(SETTINGS, surroundings).get("/a"));
		expect(error.code).toBe("NO_TOKEN");
		expect(error.message).toMatch(message);
		expect(error.message).not.toMatch(/\n|planted/);
	});
});

describe("requests", () => {
	it("waits as long as Retry-After says, then succeeds", async () => {
		const { client, surroundings } = service((_request, nth) =>
			nth < 3 ? answered(429, {}, { "retry-after": "3" }) : answered(201, { id: "x" }),
		);
		expect(await client.post("/a", { name: "n" })).toEqual({ id: "x" });
		expect(surroundings.waits).toHaveLength(2);
		expect(Math.min(...surroundings.waits)).toBeGreaterThanOrEqual(3000);
	});

	it("never sends a POST twice when its answer was lost", async () => {
		const { client, surroundings } = service(() => new TransportFailure("socket hang up", true));
		expect(await failure(client.post("/a", {}))).toMatchObject({ code: "UNREACHABLE", status: 0 });
		expect(surroundings.requests.filter((request) => !isTokenRequest(request))).toHaveLength(1);
	});

	it("repeats a GET whose answer was lost", async () => {
		const { client } = service((_request, nth) =>
			nth === 1 ? new TransportFailure("socket hang up", true) : answered(200, { ok: true }),
		);
		expect(await client.get("/a")).toEqual({ ok: true });
	});

	it("says how to start the emulator when nothing listens on this machine", async () => {
		const local = { ...SETTINGS, apiUrl: "http://127.0.0.1:7650/v1", authUrl: "http://127.0.0.1:7650" };
		const error = await failure(
			createClient(local, new ScriptedSurroundings(() => new TransportFailure("connect ECONNREFUSED", false))).get(
				"/a",
			),
		);
		expect(error.message).toBe(
			"Cannot reach http://127.0.0.1:7650 (connect ECONNREFUSED). Start the emulator with: npm run emulator -- --data .pingone/emulator.db (npm start does all of it), or point pingone:apiUrl elsewhere.",
		);
	});

	it("follows pages on the same host only", async () => {
		const page = (n: number, next?: string) =>
			answered(200, { _links: next ? { next: { href: next } } : {}, _embedded: { users: [{ id: `u${n}` }] } });
		const near = service((_request, nth) =>
			page(nth, nth < 3 ? `https://api.pingone.com/v1/users?cursor=${nth}` : undefined),
		);
		expect(await near.client.list("/users", "users")).toEqual([{ id: "u1" }, { id: "u2" }, { id: "u3" }]);
		const far = service((_request, nth) => page(nth, "https://evil.example/v1/users"));
		expect(await far.client.list("/users", "users")).toEqual([{ id: "u1" }]);
	});

	it("sends the media type that selects the action", async () => {
		const { client, surroundings } = service(() => answered(200, {}));
		await client.put("/p", { value: "x" }, "application/vnd.pingidentity.password.set+json");
		expect(surroundings.requests.at(-1)?.headers?.["Content-Type"]).toBe(
			"application/vnd.pingidentity.password.set+json",
		);
	});

	it("does not take another server's page for PingOne's answer", async () => {
		const { client } = service(() => answered(200, "<html>"));
		expect((await failure(client.get("/a"))).message).toMatch(/is not PingOne's: check pingone:apiUrl/);
	});
});

describe("a refusal", () => {
	const refusal = {
		id: "c0ffee00-0000-4000-8000-000000000000",
		code: "INVALID_DATA",
		message: "The request could not be completed. One or more validation errors were in the request.",
		details: [
			{
				code: "OUT_OF_RANGE",
				target: "accessTokenValiditySeconds",
				message: "must be at least 300",
				innerError: { rangeMinimumValue: 300 },
			},
		],
	};

	it("keeps code, details and correlation id, and has no id of its own", async () => {
		const { client } = service(() => answered(400, refusal, { "correlation-id": refusal.id }));
		const error = await failure(client.post("/environments/e/resources", {}));
		expect(error).toMatchObject({ code: "INVALID_DATA", status: 400, correlationId: refusal.id });
		expect(error.has("OUT_OF_RANGE", "accessTokenValiditySeconds")).toBe(true);
		expect(Object.keys(error)).not.toContain("id");
	});

	it("is told as property, what the service said, what to do, and the id for support", async () => {
		const { client } = service(() => answered(400, refusal));
		expect(explain(await failure(client.post("/environments/e/resources", {}))).split("\n")).toEqual([
			refusal.message,
			"  accessTokenValiditySeconds: must be at least 300 (OUT_OF_RANGE) [rangeMinimumValue 300]",
			"  Correct the property and run the command again.",
			`  PingOne answered 400 to POST /v1/environments/e/resources, correlation id ${refusal.id}`,
		]);
	});

	it.each([
		[403, "ACCESS_FAILED", /Client Application Developer/],
		[404, "NOT_FOUND", /pulumi refresh/],
		[500, "UNEXPECTED_ERROR", /run the command again/],
	])("%d without a known body still has code %s and a remedy", async (status, code, remedy) => {
		const surroundings = service(() => answered(status, "oops"));
		const error = await failure(surroundings.client.post("/a", {}));
		expect(error.code).toBe(code);
		expect(explain(error)).toMatch(remedy);
	});

	it("says of a secret that is kept from the client who may be behind it", async () => {
		const error = await failure(service(() => answered(403, "")).client.get("/applications/a/secret"));
		expect(explain(error)).toMatch(/If it is the application itself, use another worker/);
	});
});
