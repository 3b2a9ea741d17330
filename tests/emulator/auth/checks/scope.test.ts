import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { grantScope } from "../../../../emulator/auth/checks/scope.ts";
import type { GrantedResource } from "../../../../emulator/auth/registered.ts";

const orders: GrantedResource = { id: "orders", type: "CUSTOM", scopes: ["orders:read", "orders:write"] };
const stock: GrantedResource = { id: "stock", type: "CUSTOM", scopes: ["stock:read"] };
const openid: GrantedResource = { id: "openid", type: "OPENID_CONNECT", scopes: ["profile", "email"] };
const pingone: GrantedResource = { id: "p1", type: "PINGONE_API", scopes: ["p1:read:user"] };
const user = { severalResources: false, userPresent: true };

describe("scope rules over the grants of an application", () => {
	it("grants a scope of a granted resource, and names the resource", () => {
		expect(grantScope("orders:read", [orders, stock], user)).toEqual({
			scopes: ["orders:read"],
			resources: ["orders"],
		});
	});

	it("drops what is not granted while something else is", () => {
		expect(grantScope("admin orders:read stock:read", [orders], user).scopes).toEqual(["orders:read"]);
	});

	it("refuses when nothing is granted", () => {
		expect(() => grantScope("admin", [orders], user)).toThrow("At least one scope must be granted");
		expect(() => grantScope("orders:read", [], user)).toThrow("At least one scope must be granted");
	});

	it("refuses scopes of two custom resources, unless the application may mix them", () => {
		const both = "orders:read stock:read";
		expect(() => grantScope(both, [orders, stock], user)).toThrow("May not request scopes for multiple resources");
		expect(grantScope(both, [orders, stock], { ...user, severalResources: true })).toEqual({
			scopes: ["orders:read", "stock:read"],
			resources: ["orders", "stock"],
		});
	});

	it("never mixes PingOne's own scopes with a custom resource", () => {
		for (const severalResources of [true, false]) {
			expect(() => grantScope("p1:read:user orders:read", [orders, pingone], { ...user, severalResources })).toThrow(
				"May not request scopes for multiple resources",
			);
		}
		expect(grantScope("p1:read:user openid", [pingone, orders], user).resources).toEqual([]);
	});

	it("lets OpenID Connect scopes ride along", () => {
		expect(grantScope("openid email orders:read", [orders, openid], user)).toEqual({
			scopes: ["openid", "email", "orders:read"],
			resources: ["orders"],
		});
	});

	it("needs no grant for openid when a user signs in, and one for every other scope", () => {
		expect(grantScope("openid email", [], user)).toEqual({ scopes: ["openid"], resources: [] });
		expect(() => grantScope("openid", [orders], { ...user, userPresent: false })).toThrow("At least one scope");
	});

	it("without a scope grants all scopes of the only custom resource", () => {
		expect(grantScope(undefined, [openid, orders], user).scopes).toEqual(["orders:read", "orders:write"]);
		expect(grantScope(undefined, [openid], user).scopes).toEqual(["profile", "email"]);
		expect(() => grantScope(undefined, [orders, stock], user)).toThrow("A scope is required");
		expect(() => grantScope(undefined, [], user)).toThrow("At least one scope");
	});

	it("never grants more than was asked for and granted, nor two resources", () => {
		const names = fc.constantFrom("openid", "email", "admin", ...orders.scopes, ...stock.scopes, ...pingone.scopes);
		const grants = fc.subarray([orders, stock, openid, pingone]);
		fc.assert(
			fc.property(fc.array(names, { minLength: 1 }), grants, (requested, granted) => {
				const outcome = attempt(requested.join(" "), granted);
				if (!outcome) return;
				const allowed = new Set(["openid", ...granted.flatMap(({ scopes }) => scopes)]);
				expect(outcome.scopes.every((scope) => requested.includes(scope) && allowed.has(scope))).toBe(true);
				expect(new Set(outcome.scopes).size).toBe(outcome.scopes.length);
				expect(outcome.resources.length).toBeLessThanOrEqual(1);
			}),
		);
	});
});

function attempt(requested: string, granted: GrantedResource[]) {
	try {
		return grantScope(requested, granted, user);
	} catch {
		return undefined;
	}
}
