import { describe, expect, it } from "@jest/globals";
import type { Authorization } from "../../../emulator/auth/authorization.ts";
import { accessTokenClaims, type Issue, idTokenClaims } from "../../../emulator/auth/claims.ts";

const issue: Issue = {
	issuer: "https://auth.example/env/as",
	environmentId: "env",
	organizationId: "org",
	region: "EU",
	issuedAt: 1000,
	lifetime: 7200,
	jti: "j",
};
const authorization: Authorization = {
	id: "z",
	environment: "env",
	clientId: "app",
	userId: "user",
	sessionId: "session",
	scopes: ["orders:read"],
	resources: ["r"],
	authTime: 990,
	acr: "Orders_Login",
};
const access = { clientId: "app", audience: ["https://api.example"], scopes: ["orders:read"], mapped: {} };

describe("the claims of an access token", () => {
	it("for a user are those PingOne documents", () => {
		expect(
			accessTokenClaims(issue, { ...access, mapped: { sub: "ines", email: "i@example.com" } }, authorization),
		).toEqual({
			email: "i@example.com",
			client_id: "app",
			iss: "https://auth.example/env/as",
			jti: "j",
			iat: 1000,
			exp: 8200,
			aud: ["https://api.example"],
			scope: "orders:read",
			sub: "ines",
			sid: "session",
			auth_time: 990,
			acr: "Orders_Login",
			env: "env",
			org: "org",
			"p1.userId": "user",
			"p1.rid": "j",
		});
	});

	it("name the user when the mapping of sub has no value", () => {
		expect(accessTokenClaims(issue, access, authorization).sub).toBe("user");
	});

	it("for a client have no user in them, and a sub only from static text", () => {
		const claims = accessTokenClaims(issue, { ...access, scopes: [] });
		for (const name of ["sub", "sid", "acr", "auth_time", "scope", "p1.userId"])
			expect(claims).not.toHaveProperty(name);
		expect(accessTokenClaims(issue, { ...access, mapped: { sub: "service" } }).sub).toBe("service");
	});

	it("cannot be replaced by a mapped attribute", () => {
		const mapped = { aud: "evil", exp: 9e9, scope: "admin", client_id: "x", env: "x", acr: "x", iss: "x" };
		const { sub, ...claims } = accessTokenClaims(issue, { ...access, mapped }, authorization);
		const { sub: _, ...expected } = accessTokenClaims(issue, access, authorization);
		expect(claims).toEqual(expected);
		expect(sub).toBe("user");
	});
});

// The example of OpenID Connect Core, appendix A.4.
const ACCESS_TOKEN = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
const CODE = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";

describe("the claims of an ID token", () => {
	it("are those of OpenID Connect Core, for the client as a plain string", () => {
		const beside = { accessToken: ACCESS_TOKEN, code: CODE };
		const claims = idTokenClaims(issue, { ...authorization, nonce: "n" }, beside, { name: "I" });
		expect(claims).toMatchObject({
			sub: "user",
			aud: "app",
			nonce: "n",
			acr: "Orders_Login",
			amr: ["pwd"],
			sid: "session",
		});
		expect(claims).toMatchObject({ name: "I", auth_time: 990, exp: 8200, "p1.region": "EU" });
		expect(claims).toMatchObject({ at_hash: "77QmUPtjPfzWtF2AnpK9RQ", c_hash: "LDktKdoQak3Pk0cnXxCltA" });
	});

	it("leave out what was not asked for", () => {
		const claims = idTokenClaims(issue, authorization, {}, {});
		for (const name of ["nonce", "at_hash", "c_hash"]) expect(claims).not.toHaveProperty(name);
	});
});
