import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { checkedMaxAge } from "../../../../emulator/auth/checks/maxAge.ts";
import { checkedNonce } from "../../../../emulator/auth/checks/nonce.ts";
import { requireOpenid } from "../../../../emulator/auth/checks/openidScope.ts";
import { checkedPrompt } from "../../../../emulator/auth/checks/prompt.ts";
import { isFreshEnough } from "../../../../emulator/auth/checks/reauthentication.ts";
import { checkedResponseMode } from "../../../../emulator/auth/checks/responseMode.ts";
import { checkedResponseTypes } from "../../../../emulator/auth/checks/responseType.ts";
import { parseParameters } from "../../../../emulator/auth/parameters.ts";

describe("parameters", () => {
	it("without a value count as not sent, and repeated ones are named", () => {
		const sent = parseParameters("state=a&nonce=&scope=x&scope=y");
		expect(sent.get("state")).toBe("a");
		expect(sent.get("nonce")).toBeUndefined();
		expect(sent.repeated).toEqual(["scope"]);
	});

	it("come back as they were encoded", () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1 }), (value) => {
				const encoded = new URLSearchParams({ state: value }).toString();
				expect(parseParameters(encoded).get("state")).toBe(value.toWellFormed());
			}),
		);
	});
});

describe("response_type", () => {
	const code = { grantTypes: ["AUTHORIZATION_CODE"], responseTypes: ["CODE"] };
	const hybrid = { grantTypes: ["AUTHORIZATION_CODE", "IMPLICIT"] };

	it("must be there, known and enabled", () => {
		expect(checkedResponseTypes(code, "code")).toEqual(["code"]);
		expect(() => checkedResponseTypes(code, undefined)).toThrow("response_type is required");
		expect(() => checkedResponseTypes(code, "ticket")).toThrow("Unsupported response type");
		expect(() => checkedResponseTypes(code, "token")).toThrow("not enabled");
		expect(() => checkedResponseTypes({ ...hybrid, responseTypes: ["CODE"] }, "code token")).toThrow("not enabled");
	});

	it("is enabled by the grant types where the application names no response types", () => {
		const grants = (...grantTypes: string[]) => ({ grantTypes });
		expect(checkedResponseTypes(grants("AUTHORIZATION_CODE"), "code")).toEqual(["code"]);
		expect(() => checkedResponseTypes(grants("AUTHORIZATION_CODE"), "token")).toThrow("not enabled");
		expect(checkedResponseTypes(grants("IMPLICIT"), "id_token")).toEqual(["id_token"]);
		expect(() => checkedResponseTypes(grants("IMPLICIT"), "code id_token")).toThrow("not enabled");
		expect(() => checkedResponseTypes({}, "code")).toThrow("not enabled");
	});

	it("may combine in any order", () => {
		expect(checkedResponseTypes(hybrid, "token id_token code")).toEqual(["code", "id_token", "token"]);
	});
});

describe("response_mode", () => {
	it("is query for a code and fragment for tokens unless the request says otherwise", () => {
		expect(checkedResponseMode(undefined, ["code"])).toBe("query");
		expect(checkedResponseMode(undefined, ["code", "token"])).toBe("fragment");
		expect(checkedResponseMode("pi.flow", ["code"])).toBe("pi.flow");
	});

	it("is refused when unknown, and query when tokens would travel in it", () => {
		expect(() => checkedResponseMode("cookie", ["code"])).toThrow("Unsupported response mode");
		expect(() => checkedResponseMode("query", ["token"])).toThrow("not allowed");
	});
});

describe("prompt, max_age and nonce", () => {
	it("follow OpenID Connect Core", () => {
		expect(checkedPrompt(undefined)).toEqual([]);
		expect(checkedPrompt("login consent")).toEqual(["login", "consent"]);
		expect(() => checkedPrompt("none login")).toThrow("must not be combined");
		expect(() => checkedPrompt("create")).toThrow("Unsupported prompt");
		expect(checkedMaxAge("0")).toBe(0);
		for (const wrong of ["-1", "1.5", "soon"]) expect(() => checkedMaxAge(wrong)).toThrow("max_age");
		expect(checkedNonce(undefined, ["code"])).toBeUndefined();
		expect(() => checkedNonce(undefined, ["id_token"])).toThrow("nonce is required");
	});

	it("need scope openid for an ID token", () => {
		expect(() => requireOpenid(["orders:read"], ["code", "id_token"])).toThrow("Scope openid is required");
		for (const types of [["code"], ["token"]]) expect(() => requireOpenid(["orders:read"], types)).not.toThrow();
		expect(() => requireOpenid(["openid", "orders:read"], ["id_token"])).not.toThrow();
	});
});

describe("an earlier sign-on", () => {
	const now = 1_800_000_000_000;
	const ago = (seconds: number) => now - seconds * 1000;

	it("is good enough for a request that asks for no newer one", () => {
		expect(isFreshEnough({ prompt: [] }, ago(9_999), now)).toBe(true);
	});

	it("gives way to prompt=login and to a shorter max_age", () => {
		expect(isFreshEnough({ prompt: ["login"] }, ago(1), now)).toBe(false);
		expect(isFreshEnough({ prompt: [], maxAge: 60 }, ago(61), now)).toBe(false);
		expect(isFreshEnough({ prompt: [], maxAge: 60 }, ago(60), now)).toBe(true);
		expect(isFreshEnough({ prompt: [], maxAge: 0 }, now, now)).toBe(false);
	});
});
