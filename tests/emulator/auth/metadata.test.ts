import { createHash, X509Certificate } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { decodeProtectedHeader } from "jose";
import { Browser, get, locationOf, postForm } from "./browser.ts";
import { fillOrders, freshCode, introspect, type Orders, redeem, signOn } from "./orders.ts";
import { PASSWORD, REDIRECT_URI, startTenant } from "./tenant.ts";

let orders: Orders;
beforeAll(async () => {
	orders = await fillOrders(await startTenant(), { postLogoutRedirectUris: ["https://portal.example.com/bye?x=1"] });
});
afterAll(() => orders.close());

describe("discovery", () => {
	it("names the issuer it was fetched from, and endpoints that answer", async () => {
		const { status, data } = await get(`${orders.base}/as/.well-known/openid-configuration`);
		expect(status).toBe(200);
		expect(data.issuer).toBe(`${orders.base}/as`);
		expect(data.code_challenge_methods_supported).toContain("S256");
		expect(data).not.toHaveProperty("authorization_response_iss_parameter_supported");
		const endpoints = Object.keys(data).filter((name) => /_endpoint$|^jwks_uri$/.test(name));
		expect(endpoints.length).toBeGreaterThan(6);
		for (const name of endpoints) {
			expect(data[name].startsWith(`${orders.base}/as/`)).toBe(true);
			const answer = await postForm(data[name], {});
			expect([404, 501]).not.toContain(answer.status);
		}
	});

	it("is PingOne's document without the device flow", async () => {
		const { data } = await get(`${orders.base}/as/.well-known/openid-configuration`);
		const issuer = `${orders.base}/as`;
		const signing = ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512"];
		const { claims_supported, ...rest } = data;
		expect(rest).toEqual({
			issuer,
			authorization_endpoint: `${issuer}/authorize`,
			pushed_authorization_request_endpoint: `${issuer}/par`,
			token_endpoint: `${issuer}/token`,
			userinfo_endpoint: `${issuer}/userinfo`,
			jwks_uri: `${issuer}/jwks`,
			end_session_endpoint: `${issuer}/signoff`,
			ping_end_idp_session_endpoint: `${issuer}/idpSignoff`,
			introspection_endpoint: `${issuer}/introspect`,
			revocation_endpoint: `${issuer}/revoke`,
			claims_parameter_supported: false,
			request_parameter_supported: true,
			request_uri_parameter_supported: false,
			require_pushed_authorization_requests: false,
			scopes_supported: ["openid", "profile", "email", "address", "phone", "offline_access"],
			response_types_supported: [
				...["code", "id_token", "token id_token", "code id_token", "code token", "code token id_token"],
			],
			response_modes_supported: ["pi.flow", "query", "fragment", "form_post"],
			grant_types_supported: ["authorization_code", "implicit", "client_credentials", "refresh_token"],
			subject_types_supported: ["public"],
			id_token_signing_alg_values_supported: ["RS256"],
			userinfo_signing_alg_values_supported: ["none"],
			request_object_signing_alg_values_supported: ["none", ...signing],
			token_endpoint_auth_methods_supported: [
				...["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"],
			],
			token_endpoint_auth_signing_alg_values_supported: signing,
			claim_types_supported: ["normal"],
			code_challenge_methods_supported: ["plain", "S256"],
		});
		expect(claims_supported).toEqual(expect.arrayContaining(["sub", "iss", "acr", "auth_time", "name", "email"]));
	});

	it("follows the origin by which the request came", async () => {
		const forwarded = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "auth.example" };
		const { data } = await get(`${orders.base}/as/.well-known/openid-configuration`, forwarded);
		expect(data.issuer).toBe(`https://auth.example/${orders.environmentId}/as`);
	});

	it("is unknown for an unknown environment", async () => {
		const base = orders.base.replace(orders.environmentId, orders.userId);
		expect((await get(`${base}/as/.well-known/openid-configuration`)).status).toBe(404);
		expect((await get(`${base}/as/jwks`)).status).toBe(404);
	});
});

describe("the published keys", () => {
	it("are RSA signing keys of 2048 bits without private members", async () => {
		const { data } = await get(`${orders.base}/as/jwks`);
		expect(data.keys).toEqual([
			{
				...{ kty: "RSA", use: "sig", alg: "RS256", kid: "default", e: "AQAB" },
				n: expect.stringMatching(/^[\w-]{342}$/),
				x5t: expect.any(String),
				x5c: [expect.any(String)],
			},
		]);
	});

	it("come with a certificate that holds them", async () => {
		const [key] = (await get(`${orders.base}/as/jwks`)).data.keys;
		const certificate = new X509Certificate(Buffer.from(key.x5c[0], "base64"));
		expect(certificate.publicKey.export({ format: "jwk" }).n).toBe(key.n);
		expect(certificate.verify(certificate.publicKey)).toBe(true);
		expect(certificate.validFromDate.getTime()).toBeLessThan(orders.clock.now());
		expect(certificate.validToDate.getTime()).toBeGreaterThan(orders.clock.now());
		expect(createHash("sha1").update(certificate.raw).digest("base64url")).toBe(key.x5t);
	});

	it("are named by certificate in the tokens of an application that wants it", async () => {
		const [{ x5t }] = (await get(`${orders.base}/as/jwks`)).data.keys;
		const headersOf = async (own: Orders) => {
			const { data } = await redeem(own, await freshCode(own, { scope: "openid orders:read" }));
			return [data.access_token, data.id_token].map((jwt) => decodeProtectedHeader(jwt));
		};
		const own = await fillOrders(orders, { includeX5t: true });
		expect(await headersOf(own)).toEqual(Array(2).fill({ alg: "RS256", kid: "default", x5t }));
		expect(await headersOf(orders)).toEqual(Array(2).fill({ alg: "RS256", kid: "default" }));
	});
});

describe("the header of an access token", () => {
	it("has the type of RFC 9068 where the application wants it, and ID tokens do not", async () => {
		const headersOf = async (own: Orders) => {
			const { data } = await redeem(own, await freshCode(own, { scope: "openid orders:read" }));
			return [data.access_token, data.id_token].map((jwt) => decodeProtectedHeader(jwt));
		};
		const plain = { alg: "RS256", kid: "default" };
		const typ = "at+jwt";
		expect(await headersOf(await fillOrders(orders, { includeTyp: true }))).toEqual([{ ...plain, typ }, plain]);
		const [{ x5t }] = (await get(`${orders.base}/as/jwks`)).data.keys;
		const both = await fillOrders(orders, { includeTyp: true, includeX5t: true });
		expect(await headersOf(both)).toEqual([
			{ ...plain, typ, x5t },
			{ ...plain, x5t },
		]);
	});
});

describe("endpoints that are not emulated", () => {
	it.each(["device_authorization", "cibaAuthorization"])("say so: %s", async (endpoint) => {
		const answer = await postForm(`${orders.base}/as/${endpoint}`, {});
		expect([answer.status, answer.data.code]).toEqual([501, "NOT_EMULATED"]);
	});
});

describe("signoff", () => {
	const condition = { secondsSince: `\${session.lastSignOn.withAuthenticator.pwd.at}`, greater: 600 };
	const signoff = (query: Record<string, string>) => `${orders.base}/as/signoff?${new URLSearchParams(query)}`;
	const silent = () =>
		`${orders.base}/as/authorize?${new URLSearchParams({
			response_type: "code",
			client_id: orders.applicationId,
			redirect_uri: REDIRECT_URI,
			scope: "openid",
			prompt: "none",
		})}`;

	beforeAll(async () => {
		const path = `signOnPolicies/${orders.policyId}/actions/${orders.actionId}`;
		await orders.replace(path, { priority: 1, type: "LOGIN", condition });
	});

	it("ends the session and goes where the application registered", async () => {
		const browser = new Browser();
		const code = (await signOn(orders, { scope: "openid" }, browser)).searchParams.get("code") ?? "";
		const { id_token } = (await redeem(orders, code)).data;
		expect(locationOf(await browser.get(silent())).searchParams.has("code")).toBe(true);
		orders.clock.advance(2 * 3_600_000);
		const query = {
			id_token_hint: id_token,
			post_logout_redirect_uri: "https://portal.example.com/bye?x=1",
			state: "s",
		};
		const target = locationOf(await browser.get(signoff(query)));
		expect(target.href).toBe("https://portal.example.com/bye?x=1&state=s");
		expect(locationOf(await browser.get(silent())).searchParams.get("error")).toBe("login_required");
	});

	it("takes a form, and the client's name where there is no ID token", async () => {
		const browser = new Browser();
		await signOn(orders, {}, browser);
		const bye = "https://portal.example.com/bye?x=1";
		const form = new URLSearchParams({ client_id: orders.applicationId, post_logout_redirect_uri: bye });
		const type = "application/x-www-form-urlencoded";
		expect(locationOf(await browser.send(`${orders.base}/as/signoff`, type, `${form}`)).href).toBe(bye);
		expect(locationOf(await browser.get(silent())).searchParams.get("error")).toBe("login_required");
	});

	it("that names no application goes where any that is enabled has registered", async () => {
		const bye = "https://other.example.com/bye";
		const other = await fillOrders(orders, { postLogoutRedirectUris: [bye] });
		const browser = new Browser();
		await signOn(orders, {}, browser);
		expect(locationOf(await browser.get(signoff({ post_logout_redirect_uri: bye, state: "s" }))).href).toBe(
			`${bye}?state=s`,
		);
		expect(locationOf(await browser.get(silent())).searchParams.get("error")).toBe("login_required");
		const named = { client_id: orders.applicationId, post_logout_redirect_uri: bye };
		expect(locationOf(await browser.get(signoff(named))).searchParams.has("error")).toBe(true);
		const application = await orders.read(`applications/${other.applicationId}`);
		await orders.replace(`applications/${other.applicationId}`, { ...application, enabled: false });
		expect(locationOf(await browser.get(signoff({ post_logout_redirect_uri: bye }))).searchParams.has("error")).toBe(
			true,
		);
	});

	it("that names no place ends on the page's own part for it", async () => {
		expect(locationOf(await get(signoff({}))).href).toBe(`${orders.base}/signon/#signedOff`);
		const { status, data } = await get(`${orders.base}/signon/`);
		expect([status, String(data).includes('id="signedOff"')]).toEqual([200, true]);
	});

	it("is refused for the ID token of another user than the one who is signed on", async () => {
		const code = (await signOn(orders, { scope: "openid" })).searchParams.get("code") ?? "";
		const { id_token } = (await redeem(orders, code)).data;
		const username = "another.user";
		await orders.setPassword(await orders.create("users", { username, email: "another@example.com" }), PASSWORD);
		const browser = new Browser();
		await signOn({ ...orders, username }, {}, browser);
		const refused = locationOf(await browser.get(signoff({ id_token_hint: id_token })));
		expect(JSON.parse(refused.searchParams.get("error") ?? "").details[0].target).toBe("id_token_hint");
		expect(locationOf(await browser.get(silent())).searchParams.has("code")).toBe(true);
	});

	it("goes nowhere for an ID token that is not PingOne's, and ends no session by it", async () => {
		const browser = new Browser();
		const code = (await signOn(orders, { scope: "openid" }, browser)).searchParams.get("code") ?? "";
		const { id_token } = (await redeem(orders, code)).data;
		const application = await orders.read(`applications/${orders.applicationId}`);
		await orders.replace(`applications/${orders.applicationId}`, { ...application, idpSignoff: true });
		const forged = `${id_token.slice(0, -8)}AAAAAAAA`;
		const query = { id_token_hint: forged, post_logout_redirect_uri: "https://portal.example.com/bye?x=1" };
		expect(locationOf(await get(signoff(query))).searchParams.has("error")).toBe(true);
		expect(locationOf(await browser.get(silent())).searchParams.has("code")).toBe(true);
		await orders.replace(`applications/${orders.applicationId}`, application);
	});

	it("takes no access token for a hint, nor the ID token of another application", async () => {
		const own = await fillOrders(orders, {
			postLogoutRedirectUris: ["https://portal.example.com/bye"],
			idpSignoff: true,
		});
		const action = { priority: 1, type: "LOGIN", condition };
		await own.replace(`signOnPolicies/${own.policyId}/actions/${own.actionId}`, action);
		const browser = new Browser();
		const code = (await signOn(own, { scope: "openid" }, browser)).searchParams.get("code") ?? "";
		const { access_token, id_token } = (await redeem(own, code)).data;
		const post_logout_redirect_uri = "https://portal.example.com/bye";
		const client_id = own.applicationId;
		await get(signoff({ id_token_hint: access_token, client_id, post_logout_redirect_uri }));
		const other = { id_token_hint: id_token, client_id: orders.applicationId, post_logout_redirect_uri };
		expect(locationOf(await get(signoff(other))).searchParams.has("error")).toBe(true);
		expect(locationOf(await browser.get(silent())).searchParams.has("code")).toBe(true);
		const right = { id_token_hint: id_token, client_id, post_logout_redirect_uri };
		expect(locationOf(await get(signoff(right))).href).toBe(post_logout_redirect_uri);
		expect(locationOf(await browser.get(silent())).searchParams.get("error")).toBe("login_required");
	});

	it("goes nowhere else", async () => {
		const browser = new Browser();
		const code = (await signOn(orders, { scope: "openid" }, browser)).searchParams.get("code") ?? "";
		const { id_token } = (await redeem(orders, code)).data;
		const query = { id_token_hint: id_token, post_logout_redirect_uri: "https://evil.example/" };
		const target = locationOf(await browser.get(signoff(query)));
		expect(target.origin + target.pathname).toBe(`${orders.base}/signon/`);
		expect(JSON.parse(target.searchParams.get("error") ?? "")).toMatchObject({ code: "INVALID_DATA" });
	});

	it("needs the browser's session unless the application allows an ID token alone", async () => {
		const browser = new Browser();
		const code = (await signOn(orders, { scope: "openid" }, browser)).searchParams.get("code") ?? "";
		const { id_token } = (await redeem(orders, code)).data;
		await get(signoff({ id_token_hint: id_token }));
		expect(locationOf(await browser.get(silent())).searchParams.has("code")).toBe(true);
		const application = await orders.read(`applications/${orders.applicationId}`);
		await orders.replace(`applications/${orders.applicationId}`, { ...application, idpSignoff: true });
		await get(signoff({ id_token_hint: id_token }));
		expect(locationOf(await browser.get(silent())).searchParams.get("error")).toBe("login_required");
	});

	describe("by an ID token alone", () => {
		const bye = "https://portal.example.com/bye?x=1";
		const idpSignoff = (query: Record<string, string>, headers: Record<string, string> = {}) =>
			get(`${orders.base}/as/idpSignoff?${new URLSearchParams(query)}`, headers);
		const setOwn = async (changes: object) => {
			const path = `applications/${orders.applicationId}`;
			await orders.replace(path, { ...(await orders.read(path)), ...changes });
		};
		let browser: Browser;
		let hint: string;
		const isSignedOn = async () => locationOf(await browser.get(silent())).searchParams.has("code");
		beforeEach(async () => {
			await setOwn({ idpSignoff: true, enabled: true });
			browser = new Browser();
			const code = (await signOn(orders, { scope: "openid" }, browser)).searchParams.get("code") ?? "";
			hint = (await redeem(orders, code)).data.id_token;
		});

		it("ends the session, and answers a program with nothing", async () => {
			expect(await isSignedOn()).toBe(true);
			const { status, data } = await idpSignoff({ id_token_hint: hint }, { Accept: "application/json" });
			expect([status, data]).toEqual([204, ""]);
			expect(await isSignedOn()).toBe(false);
		});

		it("takes one that has expired", async () => {
			const code = (await signOn(orders, { scope: "openid orders:read" })).searchParams.get("code") ?? "";
			const { id_token, access_token } = (await redeem(orders, code)).data;
			orders.clock.advance(5_400_000);
			expect((await introspect(orders, id_token)).data.active).toBe(false);
			expect((await introspect(orders, access_token)).data.active).toBe(true);
			expect((await idpSignoff({ id_token_hint: id_token }, { Accept: "application/json" })).status).toBe(204);
			expect((await introspect(orders, access_token)).data.active).toBe(false);
		});

		it("goes where a sign-off goes otherwise", async () => {
			const Accept = "text/html";
			expect(locationOf(await idpSignoff({ id_token_hint: hint }, { Accept })).hash).toBe("#signedOff");
			const query = { id_token_hint: hint, client_id: orders.applicationId, post_logout_redirect_uri: bye, state: "s" };
			expect(locationOf(await idpSignoff(query, { Accept: "application/json" })).href).toBe(`${bye}&state=s`);
			const elsewhere = locationOf(await idpSignoff({ ...query, post_logout_redirect_uri: "https://evil.example/" }));
			expect(elsewhere.searchParams.has("error")).toBe(true);
		});

		it.each<[string, (hint: string) => Promise<Record<string, string>> | Record<string, string>]>([
			["without one", () => ({})],
			["by one that is forged", (hint) => ({ id_token_hint: `${hint.slice(0, -8)}AAAAAAAA` })],
			[
				"by a forged one beside the client's name",
				(hint) => ({ id_token_hint: `${hint}x`, client_id: orders.applicationId }),
			],
			["beside a client that there is not", (hint) => ({ id_token_hint: hint, client_id: orders.userId })],
			[
				"by one of another client",
				async (hint) => ({
					id_token_hint: hint,
					client_id: (await fillOrders(orders, { idpSignoff: true })).applicationId,
				}),
			],
			[
				"where the application does not allow it",
				async (hint) => {
					await setOwn({ idpSignoff: false });
					return { id_token_hint: hint };
				},
			],
			[
				"for an application that is disabled",
				async (hint) => {
					await setOwn({ enabled: false });
					return { id_token_hint: hint };
				},
			],
		])("is refused %s, and ends no session", async (_, query) => {
			const { status, data } = await idpSignoff(await query(hint), { Accept: "application/json" });
			expect([status, data.code, data.details[0].target]).toEqual([400, "INVALID_REQUEST", "id_token_hint"]);
			await setOwn({ enabled: true });
			expect(await isSignedOn()).toBe(true);
		});

		it("can be read by pages that the application allows", async () => {
			const Origin = "https://portal.example.com";
			await setOwn({ corsSettings: { behavior: "ALLOW_SPECIFIC_ORIGINS", origins: [Origin] } });
			const { headers } = await idpSignoff({ id_token_hint: hint }, { Origin, Accept: "application/json" });
			expect(headers["access-control-allow-origin"]).toBe(Origin);
		});
	});
});
