import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Client, JsonObject } from "../../providers/api/client.ts";
import { PingOneError } from "../../providers/api/error.ts";
import { checkArguments } from "../../providers/check.ts";
import { guarded } from "../../providers/guard.ts";
import { Holdings } from "../../providers/holdings.ts";
import { bodyOf, type Kind, type Properties, UNKNOWN } from "../../providers/kind.ts";
import { kinds } from "../../providers/kinds.ts";
import { create, diff, observe, PartialFailure, read, remove, update } from "../../providers/lifecycle.ts";
import { argumentsOf, shuffled } from "./arguments.ts";

const ENVIRONMENT = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";
const ID = "33333333-3333-4333-8333-333333333333";

const kindOf = (name: string): Kind => {
	const kind = kinds.find((known) => known.name === name);
	if (!kind) throw new Error(`no kind ${name}`);
	return kind;
};
const inputsOf = (kind: Kind, args: Properties) => checkArguments(kind, args, ENVIRONMENT).inputs;

const refusal = (status: number, code: PingOneError["code"], details: PingOneError["details"] = []) =>
	new PingOneError({ code, status, method: "POST", url: "https://api.pingone.com/v1/x", message: "refused", details });

type Call = [method: string, path: string, body?: JsonObject, mediaType?: string];

/** A client that answers from a script and remembers what it was asked. */
function scripted(answer: (...call: Call) => JsonObject | Error | undefined, takeOver = false) {
	const calls: Call[] = [];
	const waits: number[] = [];
	const call = async (...asked: Call): Promise<JsonObject> => {
		calls.push(asked);
		const result = answer(...asked);
		if (result instanceof Error) throw result;
		return result ?? {};
	};
	const client: Client = {
		settings: {
			apiUrl: "",
			authUrl: "",
			environmentId: ENVIRONMENT,
			targetEnvironmentId: ENVIRONMENT,
			credentials: { accessToken: "t" },
			emulator: false,
			takeOver,
		},
		get: (path) => call("GET", path),
		post: (path, body, mediaType) => call("POST", path, body, mediaType),
		put: (path, body, mediaType) => call("PUT", path, body, mediaType),
		delete: async (path) => {
			await call("DELETE", path);
		},
		list: async (path, embedded) => {
			const listed = (await call("LIST", path))[embedded];
			return Array.isArray(listed) ? (listed as JsonObject[]) : [];
		},
		wait: async (ms) => {
			waits.push(ms);
		},
	};
	return { client, calls, waits };
}

const failureOf = async (work: Promise<unknown>): Promise<Error> => {
	const error = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof Error)) throw new Error(`expected an Error, got ${String(error)}`);
	return error;
};

describe("what was written is never seen as a change", () => {
	it.each(kinds.map((kind) => [kind.name, kind] as const))(
		"%s: an answer that echoes the body in any order differs in nothing",
		(name, kind) => {
			fc.assert(
				fc.property(
					(argumentsOf[name] ?? fc.constant({})).chain((args) => {
						const inputs = inputsOf(kind, args);
						return fc.tuple(fc.constant(inputs), shuffled(bodyOf(kind, inputs)));
					}),
					([inputs, echoed]) => {
						const profile =
							name === "User" ? { enabled: inputs.enabled ?? null, mfaEnabled: inputs.mfaEnabled ?? null } : {};
						const population =
							name === "User" && inputs.populationId ? { population: { id: inputs.populationId } } : {};
						const answer = { id: ID, ...(echoed as JsonObject), ...profile, ...population };
						const outputs = observe(kind, answer, inputs);
						expect(diff(kind, outputs, inputs)).toEqual({ changes: false, replaces: [], deleteBeforeReplace: false });
						// And a refresh finds the same again.
						expect(observe(kind, answer, outputs)).toEqual(outputs);
					},
				),
			);
		},
	);
});

describe("diff", () => {
	const application = kindOf("Application");
	const args = {
		name: "a",
		type: "WEB_APP",
		grantTypes: ["AUTHORIZATION_CODE"],
		redirectUris: ["https://a.example/1", "https://a.example/2"],
	};
	const olds = inputsOf(application, args);

	it("sees a mutable change as an update in place", () => {
		expect(diff(application, olds, { ...olds, description: "new" })).toEqual({
			changes: true,
			replaces: [],
			deleteBeforeReplace: false,
		});
	});

	it("sees an attribute that was set outside and is not wanted", () => {
		expect(diff(application, { ...olds, description: "by hand" }, olds).changes).toBe(true);
	});

	it("replaces for an immutable one, the old object first where the name is unique", () => {
		expect(diff(application, olds, { ...olds, type: "CUSTOM_APP" })).toEqual({
			changes: true,
			replaces: ["type"],
			deleteBeforeReplace: true,
		});
	});

	it("replaces for a nested immutable one only when that one changed", () => {
		const mobile = { ...olds, mobile: { bundleId: "org.a", passcodeGracePeriod: 5 } };
		expect(
			diff(application, mobile, { ...olds, mobile: { bundleId: "org.b", passcodeGracePeriod: 5 } }).replaces,
		).toEqual(["mobile"]);
		expect(
			diff(application, mobile, { ...olds, mobile: { bundleId: "org.a", passcodeGracePeriod: 6 } }).replaces,
		).toEqual([]);
	});

	it("replaces an object that moves to another environment", () => {
		expect(diff(application, olds, { ...olds, environmentId: OTHER }).replaces).toEqual(["environmentId"]);
	});

	it.each([
		["Scope", { resourceId: OTHER, name: "s" }, "resourceId", false],
		["Grant", { applicationId: OTHER, resourceId: OTHER, scopeIds: [OTHER] }, "applicationId", true],
		["Grant", { applicationId: OTHER, resourceId: OTHER, scopeIds: [OTHER] }, "resourceId", true],
		["SignOnPolicyAction", { signOnPolicyId: OTHER, type: "LOGIN" }, "signOnPolicyId", false],
		["SignOnPolicyAssignment", { applicationId: OTHER, signOnPolicyId: OTHER }, "signOnPolicyId", true],
	])(
		"%s follows the replacement of its parent, whose id is unknown until then",
		(name, childArgs, property, deleteBeforeReplace) => {
			const kind = kindOf(name);
			const child = inputsOf(kind, childArgs);
			expect(diff(kind, child, { ...child, [property]: UNKNOWN })).toEqual({
				changes: true,
				replaces: [property],
				deleteBeforeReplace,
			});
		},
	);

	it("updates a grant in place when a scope of it is replaced", () => {
		const grant = kindOf("Grant");
		const child = inputsOf(grant, { applicationId: OTHER, resourceId: OTHER, scopeIds: [OTHER] });
		expect(diff(grant, child, { ...child, scopeIds: [UNKNOWN] })).toMatchObject({ changes: true, replaces: [] });
	});

	it("ignores what the service fills in when it is not asked for", () => {
		const population = kindOf("Population");
		const answer = { id: ID, name: "p", theme: { id: OTHER }, preferredLanguage: "en", default: true };
		const changes = (wanted: Properties, news: Properties) =>
			diff(population, observe(population, answer, wanted), news).changes;
		const plain = inputsOf(population, { name: "p" });
		const english = { ...plain, preferredLanguage: "en" };
		expect(changes(plain, plain)).toBe(false);
		expect(changes(english, english)).toBe(false);
		expect(changes(english, { ...plain, preferredLanguage: "fr" })).toBe(true);
	});

	it("sees that the program no longer asks for what it had set, and leaves it to the service", async () => {
		const set = inputsOf(application, { ...args, deviceTimeout: 300 });
		const { client, calls } = scripted((method, path, body) =>
			method === "PUT"
				? { id: ID, deviceTimeout: 600, ...body }
				: path.endsWith("/secret")
					? { secret: "s" }
					: undefined,
		);
		expect(diff(application, set, olds)).toMatchObject({ changes: true, replaces: [] });
		const outs = await update(application, client, ID, set, olds);
		expect(calls[0]?.[2]).not.toHaveProperty("deviceTimeout");
		expect(diff(application, outs, olds).changes).toBe(false);
	});

	it("sees that the program no longer asks for a part of what the service fills in", () => {
		const action = kindOf("SignOnPolicyAction");
		const asking = (registration: JsonObject) =>
			inputsOf(action, { signOnPolicyId: OTHER, type: "LOGIN", registration });
		const both = asking({ enabled: false, confirmIdentityProviderAttributes: true });
		const answer = { ...bodyOf(action, both), id: ID };
		expect(diff(action, observe(action, answer, both), both).changes).toBe(false);
		expect(diff(action, observe(action, answer, both), asking({ enabled: false })).changes).toBe(true);
		const less = asking({ enabled: false });
		expect(diff(action, observe(action, answer, less), less).changes).toBe(false);
	});

	it.each([[{}], [undefined]])("takes %j for nothing, as the service answers either", (accessControl) => {
		const wanted = inputsOf(application, { ...args, accessControl: {} });
		const answer = { ...bodyOf(application, wanted), id: ID, ...(accessControl && { accessControl }) };
		if (!accessControl) delete (answer as JsonObject).accessControl;
		expect(diff(application, observe(application, answer, wanted), wanted).changes).toBe(false);
		expect(diff(application, observe(application, answer, olds), olds).changes).toBe(false);
	});
});

describe("a worker", () => {
	const application = kindOf("Application");
	const ADMINISTRATORS = { role: { type: "ADMIN_USERS_ONLY" } };
	const group = { group: { type: "ANY_GROUP", groups: [{ id: OTHER }] } };
	const wanted = (more: Properties = {}) =>
		inputsOf(application, { name: "w", type: "WORKER", grantTypes: ["CLIENT_CREDENTIALS"], ...more });
	/** As PingOne does: a worker without `accessControl` gets that of administrators. */
	const service = () => {
		let stored: JsonObject = {};
		return scripted((method, path, body) => {
			if (path.endsWith("/secret")) return { secret: "s" };
			if (body && method !== "GET") stored = { id: ID, accessControl: ADMINISTRATORS, ...body };
			return stored;
		});
	};

	it("shows no change when the service restricts it to administrators", async () => {
		const { client } = service();
		const { outs } = await create(application, client, wanted(), new Holdings());
		const { props = {} } = await read(application, client, ID, outs);
		for (const state of [outs, props]) expect(diff(application, state, wanted()).changes).toBe(false);
		// Nor where a former version asked for nothing and kept what the service told.
		const { accessControl: _, ...asked } = wanted();
		const answer = { ...bodyOf(application, asked), id: ID, accessControl: ADMINISTRATORS };
		expect(diff(application, observe(application, answer, asked), wanted()).changes).toBe(false);
	});

	it("is restricted otherwise by argument, and to administrators again without it", async () => {
		const { client } = service();
		let state = (await create(application, client, wanted(), new Holdings())).outs;
		const both = { ...ADMINISTRATORS, ...group };
		for (const accessControl of [group, both, group, undefined]) {
			const news = accessControl ? wanted({ accessControl }) : wanted();
			expect(diff(application, state, news)).toMatchObject({ changes: true, replaces: [] });
			state = await update(application, client, ID, state, news);
			expect(state.accessControl).toEqual(accessControl ?? ADMINISTRATORS);
			expect(diff(application, state, news).changes).toBe(false);
		}
	});
});

describe("create", () => {
	const resource = kindOf("Resource");
	const inputs = inputsOf(resource, { name: "r" });
	const echo = {
		id: ID,
		name: "r",
		audience: "r",
		accessTokenValiditySeconds: 3600,
		introspectEndpointAuthMethod: "CLIENT_SECRET_BASIC",
		applicationPermissionsSettings: { claimEnabled: false },
	};

	it("posts once and reads the secret", async () => {
		const { client, calls } = scripted((method, path) =>
			path.endsWith("/secret") ? { secret: "s" } : method === "POST" ? echo : undefined,
		);
		expect(await create(resource, client, inputs, new Holdings())).toEqual({
			id: ID,
			outs: { ...inputs, secret: "s" },
		});
		expect(calls.map(([method, path]) => `${method} ${path}`)).toEqual([
			`POST /environments/${ENVIRONMENT}/resources`,
			`GET /environments/${ENVIRONMENT}/resources/${ID}/secret`,
		]);
	});

	it("waits for a secret that is not there yet", async () => {
		let asked = 0;
		const { client, waits } = scripted((_method, path) =>
			path.endsWith("/secret") ? (++asked < 3 ? refusal(404, "NOT_FOUND") : { secret: "s" }) : echo,
		);
		expect((await create(resource, client, inputs, new Holdings())).outs.secret).toBe("s");
		expect(waits).toEqual([250, 500]);
	});

	it("keeps the object when its secret cannot be read", async () => {
		const { client } = scripted((_method, path) => (path.endsWith("/secret") ? refusal(403, "ACCESS_FAILED") : echo));
		const error = await failureOf(create(resource, client, inputs, new Holdings()));
		expect(error).toBeInstanceOf(PartialFailure);
		expect(error).toMatchObject({ objectId: ID, state: inputs });
	});

	const taken = refusal(400, "INVALID_DATA", [{ code: "UNIQUENESS_VIOLATION", target: "name" }]);

	const withTwin = (twin: JsonObject, takeOver: boolean) =>
		scripted((method, path) => {
			if (method === "POST") return taken;
			return method === "LIST" ? { resources: [twin] } : path.endsWith("/secret") ? { secret: "s" } : undefined;
		}, takeOver);

	it("takes over the twin that an interrupted run left behind, when it is told to", async () => {
		const { client, calls } = withTwin(echo, true);
		expect((await create(resource, client, inputs, new Holdings())).id).toBe(ID);
		expect(calls.filter(([method]) => method === "POST")).toHaveLength(1);
	});

	it("otherwise says what exists and every way out, for it may be another stack's", async () => {
		const { message } = await failureOf(create(resource, withTwin(echo, false).client, inputs, new Holdings()));
		expect(message).toContain(`exists already with id ${ID} and is what the program describes`);
		for (const way of ["aliases:", "PINGONE_TAKE_OVER=true", "choose another"]) expect(message).toContain(way);
	});

	it.each([true, false])("never takes over one that differs, and says in what (told to: %s)", async (takeOver) => {
		const { client } = withTwin({ ...echo, description: "somebody else's", accessTokenValiditySeconds: 600 }, takeOver);
		const { message } = await failureOf(create(resource, client, inputs, new Holdings()));
		expect(message).toContain(`exists already with id ${ID} and differs in description, accessTokenValiditySeconds.`);
		for (const way of ["aliases:", "describe it as it is", "PINGONE_TAKE_OVER=true"]) expect(message).toContain(way);
	});

	it("refuses to take over one that this stack already holds", async () => {
		const holdings = new Holdings();
		holdings.compared(ID, false);
		const { message } = await failureOf(create(resource, withTwin(echo, true).client, inputs, holdings));
		expect(message).toContain(`exists already with id ${ID} and another resource of this stack has it.`);
		expect(message).toContain("aliases:");
	});

	it("passes a refusal on when nothing is to be seen of what the service refuses it for", async () => {
		const { client } = scripted((method) => (method === "POST" ? taken : { resources: [] }), true);
		expect(await failureOf(create(resource, client, inputs, new Holdings()))).toBe(taken);
	});

	it.each([true, false])("looks before posting again when an answer was lost (may take over: %s)", async (takeOver) => {
		const lost = new PingOneError({
			code: "UNREACHABLE",
			status: 0,
			method: "POST",
			url: "https://x",
			message: "No answer from https://x",
		});
		let posts = 0;
		const { client } = scripted((method, path) => {
			if (method === "POST") return ++posts === 1 ? lost : echo;
			return method === "LIST" ? { resources: [echo] } : path.endsWith("/secret") ? { secret: "s" } : undefined;
		}, takeOver);
		const creation = create(resource, client, inputs, new Holdings());
		// It may have been there before: only the run's master knows.
		if (takeOver) expect((await creation).id).toBe(ID);
		else expect((await failureOf(creation)).message).toContain("run once with PINGONE_TAKE_OVER=true");
		expect(posts).toBe(1);
	});

	it("posts again when the lost request had not arrived", async () => {
		let posts = 0;
		const { client } = scripted((method, path) => {
			if (method === "POST") return ++posts === 1 ? refusal(502, "UNEXPECTED_ERROR") : echo;
			return method === "LIST" ? { resources: [] } : path.endsWith("/secret") ? { secret: "s" } : undefined;
		});
		await create(resource, client, inputs, new Holdings());
		expect(posts).toBe(2);
	});

	describe("of a kind of which the service lets twins be made", () => {
		const action = kindOf("SignOnPolicyAction");
		const wanted = inputsOf(action, { signOnPolicyId: OTHER, type: "LOGIN" });
		const left = { id: ID, type: "LOGIN", priority: 1, recovery: { enabled: true } };
		const policy = () => scripted((method) => (method === "LIST" ? { actions: [left] } : { ...left, id: OTHER }));

		it("looks first, and takes what is left under an object of this stack", async () => {
			const holdings = new Holdings();
			holdings.created(OTHER);
			const { client, calls } = policy();
			expect((await create(action, client, wanted, holdings)).id).toBe(ID);
			expect(calls.map(([method]) => method)).toEqual(["LIST"]);
		});

		it("takes nothing that is under an object of others", async () => {
			const { client, calls } = policy();
			const { message } = await failureOf(create(action, client, wanted, new Holdings()));
			expect(message).toContain("PINGONE_TAKE_OVER=true");
			expect(calls.map(([method]) => method)).toEqual(["LIST"]);
		});

		it("makes another beside one that differs", async () => {
			const { client } = policy();
			const other = { ...wanted, recovery: { enabled: false } };
			expect((await create(action, client, other, new Holdings())).id).toBe(OTHER);
		});
	});

	it("makes a user with its password in one request", async () => {
		const user = kindOf("User");
		const wanted = inputsOf(user, { username: "u", email: "u@example.com", populationId: OTHER, password: "planted" });
		const { client, calls } = scripted(() => ({
			id: ID,
			username: "u",
			email: "u@example.com",
			population: { id: OTHER },
			enabled: true,
			mfaEnabled: false,
		}));
		expect((await create(user, client, wanted, new Holdings())).outs).toEqual(wanted);
		expect(calls).toEqual([
			[
				"POST",
				`/environments/${ENVIRONMENT}/users`,
				{
					username: "u",
					email: "u@example.com",
					mfaEnabled: false,
					population: { id: OTHER },
					password: { value: "planted", forceChange: false },
				},
				"application/vnd.pingidentity.user.import+json",
			],
		]);
	});

	it("takes over a user only when the password is the wanted one", async () => {
		const user = kindOf("User");
		const wanted = inputsOf(user, { username: "u", email: "u@example.com", password: "planted" });
		const twin = { id: ID, username: "u", email: "u@example.com", enabled: true, mfaEnabled: false };
		const nameTaken = refusal(400, "INVALID_DATA", [{ code: "UNIQUENESS_VIOLATION", target: "username" }]);
		const service = (check: JsonObject | Error) =>
			scripted((method, path) => {
				if (method === "LIST") return { users: [twin] };
				return path.endsWith("/password") ? check : nameTaken;
			}, true);
		expect((await create(user, service({}).client, wanted, new Holdings())).id).toBe(ID);
		const foreign = service(refusal(400, "INVALID_DATA"));
		const { message } = await failureOf(create(user, foreign.client, wanted, new Holdings()));
		expect(message).toContain("differs in password.");
		expect(message).not.toContain("planted");
	});

	it("disables a user after making it, and keeps it when that fails", async () => {
		const user = kindOf("User");
		const wanted = inputsOf(user, { username: "u", email: "u@example.com", enabled: false });
		const { client } = scripted((method) =>
			method === "PUT"
				? refusal(500, "UNEXPECTED_ERROR")
				: { id: ID, username: "u", email: "u@example.com", enabled: true, mfaEnabled: false },
		);
		expect(await failureOf(create(user, client, wanted, new Holdings()))).toMatchObject({
			objectId: ID,
			state: { enabled: true },
		});
	});
});

describe("update", () => {
	it("puts the whole desired body", async () => {
		const scope = kindOf("Scope");
		const news = inputsOf(scope, { resourceId: OTHER, name: "s", description: "d" });
		const { client, calls } = scripted((_method, _path, body) => ({ id: ID, ...body }));
		expect(await update(scope, client, ID, inputsOf(scope, { resourceId: OTHER, name: "old" }), news)).toEqual(news);
		expect(calls).toEqual([
			[
				"PUT",
				`/environments/${ENVIRONMENT}/resources/${OTHER}/scopes/${ID}`,
				{ name: "s", description: "d" },
				undefined,
			],
		]);
	});

	it("sends only the user settings that changed through their own requests", async () => {
		const user = kindOf("User");
		const before = inputsOf(user, {
			username: "u",
			email: "u@example.com",
			populationId: OTHER,
			password: "old",
			enabled: true,
		});
		const after = { ...before, password: "new", enabled: false, populationId: ID };
		const { client, calls } = scripted((method) =>
			method === "GET"
				? { id: ID, username: "u", email: "u@example.com", population: { id: ID }, enabled: false, mfaEnabled: false }
				: {},
		);
		expect(await update(user, client, ID, before, after)).toEqual(after);
		expect(calls.slice(1, -1).map(([method, path, body]) => [method, path.split("/").at(-1), body])).toEqual([
			["PUT", "population", { id: ID }],
			["PUT", "enabled", { enabled: false }],
			["PUT", "password", { value: "new", forceChange: false }],
		]);
	});

	it("is content when the user already has the new password, as after a run that was cut off", async () => {
		const user = kindOf("User");
		const before = inputsOf(user, { username: "u", email: "u@example.com", password: "old" });
		const after = { ...before, password: "new" };
		const inHistory = refusal(400, "INVALID_DATA", [
			{ code: "INVALID_VALUE", target: "password", innerError: { unsatisfiedRequirements: ["history"] } },
		]);
		const echo = { id: ID, username: "u", email: "u@example.com", enabled: true, mfaEnabled: false };
		const { client } = scripted((method, path) => (method === "PUT" && path.endsWith("/password") ? inHistory : echo));
		expect(await update(user, client, ID, before, after)).toEqual(after);
	});

	it("remembers the former password when the new one was refused, so that it is tried again", async () => {
		const user = kindOf("User");
		const before = inputsOf(user, { username: "u", email: "u@example.com", password: "old" });
		const { client } = scripted((_method, path) =>
			path.endsWith("/password")
				? refusal(400, "INVALID_DATA")
				: { id: ID, username: "u", email: "u@example.com", enabled: true, mfaEnabled: false },
		);
		expect(await failureOf(update(user, client, ID, before, { ...before, password: "weak" }))).toMatchObject({
			objectId: ID,
			state: { password: "old" },
		});
	});
});

describe("read and delete", () => {
	const population = kindOf("Population");
	const props = inputsOf(population, { name: "p", description: "d" });

	it("reads drift into inputs and outputs alike", async () => {
		const { client } = scripted(() => ({ id: ID, name: "p", description: "by hand", preferredLanguage: "en" }));
		const result = await read(population, client, ID, props);
		expect(result).toEqual({
			id: ID,
			props: { ...props, description: "by hand" },
			inputs: { ...props, description: "by hand" },
		});
	});

	it("answers nothing for an object that is gone", async () => {
		const { client } = scripted(() => refusal(404, "NOT_FOUND"));
		expect(await read(population, client, ID, props)).toEqual({});
	});

	it("does not take a failure for a missing object", async () => {
		const { client } = scripted(() => refusal(403, "ACCESS_FAILED"));
		expect(await failureOf(read(population, client, ID, props))).toMatchObject({ status: 403 });
	});

	it.each([400, 401, 403])("asks for the environment when %i may mean that it is gone", async (status) => {
		const gone = (environment: Error | undefined) =>
			scripted((_, path) => (path === `/environments/${ENVIRONMENT}` ? environment : refusal(status, "ACCESS_FAILED")))
				.client;
		const missing = gone(refusal(404, "NOT_FOUND"));
		expect(await read(population, missing, ID, props)).toEqual({});
		await expect(remove(population, missing, ID, props)).resolves.toBeUndefined();
		expect(await failureOf(read(population, gone(undefined), ID, props))).toMatchObject({ status });
		expect(await failureOf(remove(population, gone(refusal(403, "ACCESS_FAILED")), ID, props))).toMatchObject({
			status,
		});
	});

	it("deletes, and is content when there is nothing to delete", async () => {
		await expect(remove(population, scripted(() => ({})).client, ID, props)).resolves.toBeUndefined();
		await expect(
			remove(population, scripted(() => refusal(404, "NOT_FOUND")).client, ID, props),
		).resolves.toBeUndefined();
		await expect(remove(population, scripted(() => refusal(400, "INVALID_DATA")).client, ID, props)).rejects.toThrow(
			"refused",
		);
	});

	it("leaves the last action of a policy to its policy", async () => {
		const action = kindOf("SignOnPolicyAction");
		const last = refusal(400, "INVALID_DATA", [
			{ code: "CONSTRAINT_VIOLATION", message: "Cannot delete last action from the policy" },
		]);
		const wanted = inputsOf(action, { signOnPolicyId: OTHER, type: "LOGIN" });
		await expect(remove(action, scripted(() => last).client, ID, wanted)).resolves.toBeUndefined();
	});
});

describe("what the stack holds", () => {
	const holdingsAfter = (...events: ((holdings: Holdings) => void)[]) => {
		const holdings = new Holdings();
		for (const event of events) event(holdings);
		return { known: holdings.isKnown(ID), kept: holdings.isKept(ID) };
	};
	const read = (holdings: Holdings) => holdings.read(ID);
	const created = (holdings: Holdings) => holdings.created(ID);
	const compared = (holdings: Holdings) => holdings.compared(ID, false);
	const replaced = (holdings: Holdings) => holdings.compared(ID, true);
	const probed = (holdings: Holdings) => holdings.probed(ID);

	it.each([
		["nothing", [], { known: false, kept: false }],
		["a new object", [created], { known: true, kept: true }],
		["one that stays as the program wants it", [compared], { known: true, kept: true }],
		["one that makes room for its replacement", [replaced], { known: true, kept: false }],
		["one that another resource is to be replaced from", [compared, replaced], { known: true, kept: true }],
		["one that was taken over before that", [created, replaced], { known: true, kept: true }],
		["one that the engine only asks about", [probed], { known: true, kept: false }],
		["one that was asked about and stays", [probed, compared], { known: true, kept: true }],
		["one that a refresh has looked at", [read, compared], { known: true, kept: false }],
		["one that is in the program still after a refresh", [read, compared, compared], { known: true, kept: true }],
		["one that a refresh found under two resources", [read, read, compared, compared], { known: true, kept: false }],
		["one that was taken over after a refresh", [read, compared, created], { known: true, kept: true }],
	])("%s", (_what, events, expected) => {
		expect(holdingsAfter(...events)).toEqual(expected);
	});
});

describe("the guard", () => {
	const call = {
		kind: "User",
		subject: { username: "u", name: { given: "Ines" }, password: "planted-secret", __provider: "text" },
		secrets: ["password"],
	};

	it("drops undefined at every depth", async () => {
		expect(await guarded(call, async () => ({ a: undefined, b: [{ c: undefined }] }))).toEqual({ b: [{}] });
	});

	it.each([
		["a string", "boom"],
		["nothing", undefined],
		["an object", { id: "phantom" }],
	])("throws an Error without id for %s", async (_what, thrown) => {
		const error = await failureOf(guarded(call, () => Promise.reject(thrown)));
		expect(error).not.toHaveProperty("id");
		expect(error.message).toMatch(/^User "u": /);
	});

	it("keeps a partial creation with its provider, so that it can be destroyed", async () => {
		const error = await failureOf(
			guarded(call, () => Promise.reject(new PartialFailure(ID, { username: "u" }, refusal(403, "ACCESS_FAILED")))),
		);
		expect(error).toMatchObject({
			id: ID,
			properties: { username: "u", __provider: "text" },
			reasons: [expect.stringContaining("refused")],
		});
	});

	it("prints its message once: what the SDK prints beside it is one short line", async () => {
		const error = await failureOf(guarded(call, () => Promise.reject(new Error("boom"))));
		expect(error.message).toBe('User "u": boom');
		expect(`${error}: ${error.stack}`).toBe('User "u": failed, as told with the resource');
	});

	it("lets no secret out", async () => {
		const error = await failureOf(guarded(call, () => Promise.reject(new Error("cannot set planted-secret"))));
		expect(`${error.message}${error.stack}`).not.toContain("planted-secret");
	});
});
