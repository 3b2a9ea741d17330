import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openApiJudge } from "../contract/openapi.ts";
import { type Client, passwordPolicy, startWithClient, user, webApp } from "./client.ts";

const judge = openApiJudge();
const LAST_PASSWORD = "${session.lastSignOn.withAuthenticator.pwd.at}";

const asJson = (body: object) => ({
	body: JSON.stringify(body),
	headers: { "content-type": "application/json" },
});

if (!judge) console.warn("skipped: the vendor's OpenAPI description is not beside the repository");

(judge ? describe : describe.skip)("answers by the vendor's OpenAPI description", () => {
	let client: Client;
	const ids: Record<string, string> = {};

	beforeAll(async () => {
		client = await startWithClient(judge ? { observe: judge.observe } : {});
		const made = async (path: string) => (await client.post(path, { name: "Pointed at" })).body.id;
		ids.idp = await made("/identityProviders");
		ids.agreement = await made("/agreements");
		ids.mfa = await made("/deviceAuthenticationPolicies");
		const image = { body: "GIF89a", headers: { "content-type": "image/gif" } };
		ids.image = (await client.send("POST", "/images", image)).body.id;
	});

	/** `{name}` stands for the id of an object made above. */
	const filled = <T extends object>(body: T): T =>
		JSON.parse(JSON.stringify(body).replace(/\{(idp|agreement|mfa|image)\}/g, (_, name: string) => ids[name] ?? ""));

	afterAll(() => client.emulator.close());

	/** Creates, reads, lists, replaces and deletes one object of a collection; what `use` does comes in between. */
	async function through(path: string, body: object, use?: (one: string, id: string) => Promise<unknown>) {
		const { body: created, status } = await client.post(path, filled(body));
		expect([path, status, created]).toEqual([path, 201, expect.anything()]);
		const one = `${path}/${created.id}`;
		await client.get(one);
		await client.get(path);
		await client.put(one, filled(body));
		await use?.(one, created.id);
		return client.delete(one);
	}

	it("hold for the environment and for what a new one contains", async () => {
		await client.get("");
		const lists = ["applications", "resources", "signOnPolicies", "populations", "users", "passwordPolicies"];
		for (const list of lists) {
			for (const { id } of (await client.get(`/${list}`)).body._embedded[list] ?? [])
				await client.get(`/${list}/${id}`);
		}
	});

	it("hold for applications of every protocol with their secrets", async () => {
		await through(
			"/applications",
			{ ...webApp("Web"), loginPageUrl: "https://l.example", icon: { id: "{image}", href: "https://i" } },
			async (one) => {
				await client.get(`${one}/secret`);
				await client.post(`${one}/secret`, { previous: { expiresAt: new Date(Date.now() + 3_600_000).toISOString() } });
				await client.get(`${one}/secret`);
				await client.delete(`${one}/secret`);
			},
		);
		const mobile = { bundleId: "org.example", passcodeRefreshDuration: { duration: 30, timeUnit: "SECONDS" } };
		await through("/applications", { ...webApp("Native"), type: "NATIVE_APP", mobile });
		await through("/applications", {
			name: "Link",
			enabled: true,
			protocol: "EXTERNAL_LINK",
			type: "PORTAL_LINK_APP",
			homePageUrl: "https://h",
		});
		const saml = { acsUrls: ["https://acs"], assertionDuration: 60, spEntityId: "sp" };
		await through("/applications", { name: "Saml", enabled: true, protocol: "SAML", type: "WEB_APP", ...saml });
	});

	it("hold for resources, scopes, attributes, grants and assignments", async () => {
		const application = (await client.post("/applications", webApp("Granted"))).body.id;
		await through("/resources", { name: "Api", audience: "https://api.example.com" }, async (one, resource) => {
			await through(`${one}/attributes`, { name: "email", value: "x" });
			await client.get(`${one}/secret`);
			await client.post(`${one}/secret`);
			await client.delete(`${one}/secret`);
			await through(`${one}/scopes`, { name: "orders:read", description: "d" }, (_, scope) =>
				through(`/applications/${application}/grants`, { resource: { id: resource }, scopes: [{ id: scope }] }),
			);
		});
		await through("/signOnPolicies", { name: "Login" }, (_, policy) =>
			through(`/applications/${application}/signOnPolicyAssignments`, { signOnPolicy: { id: policy }, priority: 1 }),
		);
	});

	it.each([
		{ type: "LOGIN", recovery: { enabled: true }, registration: { enabled: false, external: { href: "https://r" } } },
		{ type: "LOGIN", condition: { secondsSince: LAST_PASSWORD, greater: 28_800 } },
		{ type: "MULTI_FACTOR_AUTHENTICATION", noDevicesMode: "BLOCK", deviceAuthenticationPolicy: { id: "{mfa}" } },
		{
			type: "IDENTIFIER_FIRST",
			discoveryRules: [{ condition: { contains: "a", value: "b" }, identityProvider: { id: "{idp}" } }],
		},
		{ type: "IDENTITY_PROVIDER", identityProvider: { id: "{idp}" }, acrValues: "Single_Factor" },
		{ type: "AGREEMENT", agreement: { id: "{agreement}" }, disableDeclineOption: true },
		{
			type: "PROGRESSIVE_PROFILING",
			attributes: [{ name: "email", required: true }],
			preventMultiplePromptsPerFlow: true,
			promptIntervalSeconds: 60,
			promptText: "t",
		},
		{ type: "PINGID_AUTHENTICATION" },
		{ type: "LOGIN", condition: { and: [{ not: { contains: "ip", ipRange: ["10.0.0.0/8"] } }, { or: [] }] } },
	])("hold for the action %j", async (action) => {
		const policy = (await client.post("/signOnPolicies", { name: `Policy-${judge?.judged()}` })).body.id;
		await client.post(`/signOnPolicies/${policy}/actions`, { type: "LOGIN", priority: 1 });
		await through(`/signOnPolicies/${policy}/actions`, { ...action, priority: 2 });
	});

	it("hold for password policies and populations", async () => {
		const policy = {
			...passwordPolicy("P"),
			minCharacters: { "0123456789": 1 },
			alphabetSequenceRule: { maxLength: 3 },
		};
		await through("/passwordPolicies", policy, (_, id) =>
			through("/populations", { name: "Pop", passwordPolicy: { id }, alternativeIdentifiers: ["x"] }),
		);
	});

	it("hold for users, their state and their password", async () => {
		const full = {
			...user("full"),
			name: { given: "G", family: "F", formatted: "G F" },
			address: { streetAddress: "s", countryCode: "FR" },
			photo: { href: "https://p" },
			timezone: "Europe/Paris",
			primaryPhone: "+33.1",
			externalId: "e",
		};
		await through("/users", full, async (one) => {
			await client.patch(one, { nickname: "n" });
			for (const lock of ["lock", "unlock"])
				await client.post(one, null, `application/vnd.pingidentity.account.${lock}+json`);
			for (const flag of ["enabled", "mfaEnabled"]) {
				await client.get(`${one}/${flag}`);
				await client.put(`${one}/${flag}`, { [flag]: false });
			}
			const { id } = (await client.get(`${one}/population`)).body;
			await client.put(`${one}/population`, { id });
			await client.put(`${one}/password`, { value: "x" }, "application/vnd.pingidentity.password.set+json");
			await client.put(
				`${one}/password`,
				{ value: "2FederateM0re!" },
				"application/vnd.pingidentity.password.set+json",
			);
			await client.get(`${one}/password`);
			await client.post(`${one}/password`, { password: "no" }, "application/vnd.pingidentity.password.check+json");
		});
	});

	it("hold for keys", async () => {
		const key = {
			...{ name: "K", algorithm: "EC", keyLength: 256, signatureAlgorithm: "SHA256withECDSA", subjectDN: "CN=k" },
			...{ usageType: "ENCRYPTION", validityPeriod: 10 },
		};
		await through("/keys", key, async (one) => {
			expect((await client.put(one, { default: false, usageType: "SIGNING" })).body).toMatchObject({
				...key,
				usageType: "SIGNING",
				status: "EXPIRING",
			});
		});
	});

	it("hold for environments", async () => {
		const license = (await client.get("")).body.license as object;
		const sandbox = { name: "Contract", type: "SANDBOX", region: "NA", license };
		const { id } = (await client.send("POST", "/../../environments", asJson(sandbox))).body;
		await client.send("PUT", `/../${id}`, asJson({ ...sandbox, description: "d" }));
		await client.send("GET", `/../${id}`);
		await client.send("DELETE", `/../${id}`);
	});

	it("are given by every operation", async () => {
		const unserved: string[] = [];
		for (const { method, template } of judge?.operations() ?? []) {
			const path = template.replace(/^\/environments\/\{[^}]+\}/, "").replace(/\{[^}]+\}/g, client.emulator.clientId);
			const { status } = await client.send(method, path, /P/.test(method) ? asJson({}) : {});
			if (status === 501 || status === 405) unserved.push(`${method} ${template} ${status}`);
		}
		expect(unserved).toEqual([]);
	});

	it("hold for refusals", async () => {
		await client.post("/users", {});
		await client.post("/users", { username: 5 });
		await client.get("/users?filter=x");
		await client.get("/applications/no");
		await client.send("POST", "/resources", { body: "{" });
		await client.send("GET", "/users", { headers: { authorization: "Bearer x" } });
	});

	it("broke the description nowhere, and enough of it was judged", () => {
		expect(judge?.violations()).toEqual([]);
		expect(judge?.judged()).toBeGreaterThan(160);
	});
});

(judge ? describe : describe.skip)("the judge of the OpenAPI description", () => {
	const url = "/v1/environments/e/populations/p";
	const json = "application/json";
	const request = { contentType: undefined, body: "" };
	it.each([
		["a missing required attribute", url, 200, json, {}, "must have required property 'name'"],
		["a wrong type", url, 200, json, { name: "x", default: "no" }, "/default must be boolean"],
		["a time that is none", "/v1/environments/e/resources/r", 200, json, { name: "x", createdAt: "x" }, "date-time"],
		["an application by its protocol", "/v1/environments/e/applications/a", 200, json, { protocol: "SAML" }, "acsUrls"],
		["an action of no known type", "/v1/environments/e/signOnPolicies/s/actions/a", 200, json, { type: "X" }, "NOT"],
		["a status that is not described", url, 201, json, { name: "x" }, "the status is not described"],
		["a media type that is not described", url, 200, "application/hal+json", { name: "x" }, "media type"],
		["an error body without its code", url, 404, json, { id: "i", message: "m" }, "code is missing"],
	])("sees %s", (_what, path, status, contentType, body, fault) => {
		const fresh = openApiJudge();
		fresh?.observe({ method: "GET", url: path, request, status, answer: { contentType, body: JSON.stringify(body) } });
		expect(fresh?.violations().join().toUpperCase()).toContain(fault.toUpperCase());
	});

	it("passes over what the description does not have", () => {
		const fresh = openApiJudge();
		fresh?.observe({ method: "GET", url: "/x", request, status: 200, answer: { contentType: null, body: "" } });
		expect([fresh?.judged(), fresh?.violations()]).toEqual([0, []]);
	});
});
