import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { isRegisteredRedirectUri } from "../../../../emulator/auth/checks/redirectUri.ts";

const own = "https://app.example.com/cb";
const web = { type: "WEB_APP", redirectUris: [own, "http://127.0.0.1:8400/cb"] };

describe("a redirect URI", () => {
	it("is accepted when it is registered, letter by letter", () => {
		expect(isRegisteredRedirectUri(web, own)).toBe(true);
	});

	// RFC 9700 section 4.1.3.
	it.each([
		"https://app.example.com/CB",
		"https://APP.example.com/cb",
		"https://app.example.com/cb/",
		"https://app.example.com/cb?x=1",
		"https://app.example.com/cb#x",
		"https://app.example.com/cb/more",
		"https://app.example.com:444/cb",
		"https://user@app.example.com/cb",
		"https://app.example.com/%63b",
		"https://app.example.com%2fcb",
		"https://app.example.com.evil.example/cb",
		"http://app.example.com/cb",
		"http://127.0.0.1:8401/cb",
	])("is refused as %s", (uri) => {
		expect(isRegisteredRedirectUri(web, uri)).toBe(false);
	});

	it("is refused whenever it differs at all", () => {
		fc.assert(fc.property(fc.webUrl(), (uri) => expect(isRegisteredRedirectUri(web, uri)).toBe(uri === own)));
	});

	it("of a native application on loopback may have any port (RFC 8252 section 7.3)", () => {
		const native = { ...web, type: "NATIVE_APP" };
		expect(isRegisteredRedirectUri(native, "http://127.0.0.1:51004/cb")).toBe(true);
		expect(isRegisteredRedirectUri(native, "http://127.0.0.1/cb")).toBe(true);
		expect(isRegisteredRedirectUri(native, "http://127.0.0.1:51004/other")).toBe(false);
		expect(isRegisteredRedirectUri(native, "http://localhost:51004/cb")).toBe(false);
		expect(isRegisteredRedirectUri(native, "https://app.example.com:51004/cb")).toBe(false);
	});
});

describe("a wildcard", () => {
	const wild = { type: "WEB_APP", redirectUris: ["https://www.example.com/th*/callback"] };
	const allowed = { ...wild, allowWildcardInRedirectUris: true };

	it("matches in the path where the application allows wildcards", () => {
		expect(isRegisteredRedirectUri(allowed, "https://www.example.com/this/callback")).toBe(true);
		expect(isRegisteredRedirectUri(allowed, "https://www.example.com/oidc/callback")).toBe(false);
		expect(isRegisteredRedirectUri(allowed, "https://www.example.com.evil.example/th/callback")).toBe(false);
		expect(isRegisteredRedirectUri(allowed, "https://www.example.com/th/../../evil/callback")).toBe(false);
		expect(isRegisteredRedirectUri(allowed, "https://www.example.com/th%2f..%2f..%2fevil/callback")).toBe(false);
		expect(isRegisteredRedirectUri(allowed, "https://www.example.com/this#/callback")).toBe(false);
		expect(isRegisteredRedirectUri(allowed, "https://www.example.com/th\r\nX: y/callback")).toBe(false);
	});

	it("matches nothing but itself without the application's flag", () => {
		expect(isRegisteredRedirectUri(wild, "https://www.example.com/this/callback")).toBe(false);
	});

	it("is no wildcard in the host, nor twice in one URI", () => {
		const loose = { type: "WEB_APP", allowWildcardInRedirectUris: true };
		expect(
			isRegisteredRedirectUri({ ...loose, redirectUris: ["https://*.example.com/cb"] }, "https://a.example.com/cb"),
		).toBe(false);
		expect(
			isRegisteredRedirectUri({ ...loose, redirectUris: ["https://a.example.com/*/*"] }, "https://a.example.com/x/y"),
		).toBe(false);
	});
});
