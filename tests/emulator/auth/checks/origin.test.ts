import { describe, expect, it } from "@jest/globals";
import { allowsOrigin } from "../../../../emulator/auth/checks/origin.ts";

const specific = (...origins: string[]) => ({ behavior: "ALLOW_SPECIFIC_ORIGINS", origins });

describe("an origin", () => {
	it.each([
		["https://app.example.com", true],
		["http://app.example.com", false],
		["https://app.example.com:8443", false],
		["https://app.example.com.evil.example", false],
		["https://a.b.example.org", true],
		["https://example.org", false],
		["https://.example.org", false],
		["https://evilexample.org", false],
		["https://evil.example/.example.org", false],
		["null", false],
	])("is compared as a whole, with one wildcard for subdomains: %s", (origin, allowed) => {
		expect(allowsOrigin(specific("https://app.example.com", "https://*.example.org"), origin)).toBe(allowed);
	});

	it("is none of those that no wildcard can mean", () => {
		for (const odd of ["*", "https://*", "https://*.a.*.example"]) {
			expect(allowsOrigin(specific(odd), "https://evil.example")).toBe(false);
		}
		expect(allowsOrigin({ behavior: "ALLOW_NO_ORIGINS" }, "https://app.example.com")).toBe(false);
	});
});
