import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import axios from "axios";
import { get, postForm } from "./browser.ts";
import { authorizeUrl, clientSecretPost, fillOrders, freshCode, type Orders, redeem } from "./orders.ts";
import { startTenant, type Tenant } from "./tenant.ts";

const Origin = "https://app.example.com";
const ALLOWED = { corsSettings: { behavior: "ALLOW_SPECIFIC_ORIGINS", origins: [Origin] } };
const NONE = { corsSettings: { behavior: "ALLOW_NO_ORIGINS" } };

let tenant: Tenant;
/** One application each: without corsSettings, with this origin, with none. */
let silent: Orders;
let allowing: Orders;
let refusing: Orders;
beforeAll(async () => {
	tenant = await startTenant();
	silent = await fillOrders(tenant);
	allowing = await fillOrders(tenant, ALLOWED);
	refusing = await fillOrders(tenant, NONE);
});
afterAll(() => tenant.close());

const readable = ({ headers }: { headers: object }) => "access-control-allow-origin" in headers;

const asked = {
	discovery: (own: Orders) => get(`${own.base}/as/.well-known/openid-configuration`, { Origin }),
	jwks: (own: Orders) => get(`${own.base}/as/jwks`, { Origin }),
	token: (own: Orders) => postForm(`${own.base}/as/token`, { grant_type: "x", ...clientSecretPost(own) }, { Origin }),
	introspect: (own: Orders) =>
		postForm(`${own.base}/as/introspect`, { token: "x", ...clientSecretPost(own) }, { Origin }),
	revoke: (own: Orders) => postForm(`${own.base}/as/revoke`, { token: "x", ...clientSecretPost(own) }, { Origin }),
	authorize: (own: Orders) => get(authorizeUrl(own, { response_mode: "pi.flow" }), { Origin }),
	signoff: (own: Orders) => get(`${own.base}/as/signoff?client_id=${own.applicationId}`, { Origin }),
	resume: async (own: Orders) => {
		const { data } = await get(authorizeUrl(own, { response_mode: "pi.flow" }));
		return get(data.resumeUrl, { Origin });
	},
	flow: async (own: Orders) => {
		const { data } = await get(authorizeUrl(own, { response_mode: "pi.flow" }));
		return get(data._links.self.href, { Origin });
	},
	flowRefusal: async (own: Orders) => {
		const { data } = await get(authorizeUrl(own, { response_mode: "pi.flow" }));
		const type = "application/vnd.pingidentity.usernamePassword.check+json";
		return postForm(data._links.self.href, "{}", { Origin, "Content-Type": type });
	},
	userinfo: async (own: Orders) => {
		const { access_token } = (await redeem(own, await freshCode(own, { scope: "openid" }))).data;
		return get(`${own.base}/as/userinfo`, { Origin, Authorization: `Bearer ${access_token}` });
	},
};

describe("a page of another origin", () => {
	it.each<[keyof typeof asked, boolean, boolean]>([
		["discovery", true, true],
		["jwks", true, true],
		["flow", true, false],
		["flowRefusal", true, false],
		["userinfo", true, false],
		["revoke", true, false],
		["token", false, false],
		["introspect", false, false],
		["authorize", false, false],
		["resume", false, false],
		["signoff", false, false],
	])("may read %s by the application's corsSettings", async (endpoint, withoutSettings, withNone) => {
		expect(readable(await asked[endpoint](silent))).toBe(withoutSettings);
		expect(readable(await asked[endpoint](refusing))).toBe(withNone);
		const { headers } = await asked[endpoint](allowing);
		expect(headers).toMatchObject({
			"access-control-allow-origin": Origin,
			"access-control-allow-credentials": "true",
			"access-control-expose-headers": "Correlation-Id",
			vary: "Origin",
		});
	});

	it("may send what is no simple request", async () => {
		const headers = {
			Origin,
			"Access-Control-Request-Method": "POST",
			"Access-Control-Request-Headers": "content-type,x-requested-with",
		};
		const answer = await axios.options(`${silent.base}/flows/${silent.userId}`, { headers, proxy: false });
		expect(answer.status).toBe(204);
		expect(answer.headers).toMatchObject({
			"access-control-allow-origin": Origin,
			"access-control-allow-methods": "GET, POST",
			"access-control-allow-headers": "content-type,x-requested-with",
		});
	});

	it("is not meant where no origin is named", async () => {
		expect(readable(await get(`${silent.base}/as/jwks`))).toBe(false);
		const options = { validateStatus: null, proxy: false } as const;
		expect((await axios.options(`${silent.base}/as/jwks`, options)).status).toBe(405);
	});
});
