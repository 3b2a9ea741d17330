import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import axios from "axios";
import fc from "fast-check";
import { fillOrders, type Orders } from "./orders.ts";
import { REDIRECT_URI, startTenant } from "./tenant.ts";

let orders: Orders;
beforeAll(async () => {
	const name = "https://portal.example.com/*";
	orders = await fillOrders(await startTenant(), {
		grantTypes: ["AUTHORIZATION_CODE", "IMPLICIT", "REFRESH_TOKEN"],
		responseTypes: ["CODE", "TOKEN", "ID_TOKEN"],
		redirectUris: [REDIRECT_URI, name],
		allowWildcardInRedirectUris: true,
	});
});
afterAll(() => orders.close());

const text = fc.string({ unit: "binary", maxLength: 40 });
const NAMES = [
	["response_type", "code", "token", "code id_token", "id_token token"],
	["redirect_uri", REDIRECT_URI, "https://portal.example.com/x"],
	["scope", "orders:read", "openid", "orders:read openid", "admin"],
	["state", "s"],
	["nonce", "n"],
	["prompt", "none", "login"],
	["max_age", "0", "60"],
	["response_mode", "query", "fragment", "form_post", "pi.flow"],
	["code_challenge", "a".repeat(43)],
	["code_challenge_method", "plain", "S256"],
	["acr_values", "Single_Factor"],
	["login_hint", "nobody"],
	["request", "x"],
	["request_uri", "urn:ietf:params:oauth:request_uri:x"],
	["grant_type", "authorization_code", "refresh_token", "client_credentials"],
	["code", "x"],
	["token", "a.b.c"],
	["client_secret", "x"],
	["client_assertion", "a.b.c", "e30.e30.e30"],
	["client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"],
	["id_token_hint", "a.b.c"],
	["post_logout_redirect_uri", "https://evil.example"],
] as const;

const parameter = fc
	.constantFrom(...NAMES)
	.chain(([name, ...values]) => fc.tuple(fc.constant(name), fc.oneof(text, fc.constantFrom<string>(...values))));
const parameters = fc.array(parameter, { maxLength: 9 });
const paths = ["authorize", "par", "resume", "token", "introspect", "revoke", "userinfo", "signoff", "jwks"];
const headerText = fc.string({ unit: "grapheme-ascii", maxLength: 30 });

describe("whatever is sent", () => {
	it("is answered without an error of the emulator's own, and leads only where it may", async () => {
		const request = fc.record({
			path: fc.constantFrom(...paths),
			post: fc.boolean(),
			parameters,
			authorization: fc.option(
				fc.oneof(
					headerText,
					fc.base64String().map((encoded) => `Basic ${encoded}`),
				),
			),
			cookie: fc.option(headerText.map((value) => `ST=${value}`)),
		});
		await fc.assert(
			fc.asyncProperty(request, async ({ path, post, parameters, authorization, cookie }) => {
				const query = new URLSearchParams([["client_id", orders.applicationId], ...parameters]).toString();
				const answer = await axios.request({
					method: post ? "post" : "get",
					url: `${orders.base}/as/${path}${post ? "" : `?${query}`}`,
					...(post && { data: query }),
					headers: { ...(authorization && { authorization }), ...(cookie && { cookie }) },
					maxRedirects: 0,
					validateStatus: null,
					proxy: false,
				});
				expect(answer.status).toBeLessThan(500);
				const location = String(answer.headers.location ?? orders.base);
				expect(location.startsWith(orders.base) || location.startsWith("https://portal.example.com/")).toBe(true);
			}),
			{ numRuns: 150 },
		);
	});

	/** Members that some action knows, with any values. */
	const body = fc
		.dictionary(
			fc.constantFrom("username", "password", "email", "newPassword", "currentPassword", "recoveryCode"),
			fc.oneof(text, fc.jsonValue(), fc.constant("ines@example.com"), fc.constant("Another-77-Harbour")),
		)
		.map((members) => JSON.stringify(members));

	it("as a flow action is answered in PingOne's error shape", async () => {
		const types = [
			...["usernamePassword.check", "user.lookup", "password.reset", "session.reset", "password.forgot"],
			...["password.sendRecoveryCode", "password.recover", "user.register", "user.verify", "user.sendVerificationCode"],
		];
		const population = { id: await orders.create("populations", { name: "Newcomers" }) };
		await orders.replace(`signOnPolicies/${orders.policyId}/actions/${orders.actionId}`, {
			...{ type: "LOGIN", priority: 1 },
			recovery: { enabled: true },
			registration: { enabled: true, population },
		});
		const authorize = `${orders.base}/as/authorize?${new URLSearchParams({
			response_type: "code",
			client_id: orders.applicationId,
			redirect_uri: REDIRECT_URI,
			scope: "openid",
			response_mode: "pi.flow",
		})}`;
		const { data: flow } = await axios.get(authorize, { proxy: false });
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...types), fc.oneof(body, fc.json(), text), async (type, body) => {
				const headers = { "Content-Type": `application/vnd.pingidentity.${type}+json` };
				const answer = await axios.post(flow._links.self.href, body, { headers, validateStatus: null, proxy: false });
				if (answer.status === 200) expect(answer.data.id).toBe(flow.id);
				else expect([answer.status, typeof answer.data.code]).toEqual([400, "string"]);
			}),
			{ numRuns: 200 },
		);
	});
});
