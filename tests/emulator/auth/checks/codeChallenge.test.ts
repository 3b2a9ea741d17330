import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { answersChallenge, checkedChallenge } from "../../../../emulator/auth/checks/codeChallenge.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
const verifiers = fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 43, maxLength: 128 });
const s256 = (verifier: string) => createHash("sha256").update(verifier).digest("base64url");

// RFC 7636 appendix B.
const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

describe("a code challenge at the authorization endpoint", () => {
	it("may be left out unless the application requires it", () => {
		expect(checkedChallenge("OPTIONAL", undefined, undefined)).toBeUndefined();
		expect(checkedChallenge(undefined, undefined, undefined)).toBeUndefined();
		expect(() => checkedChallenge("REQUIRED", undefined, undefined)).toThrow("code_challenge is required");
		expect(() => checkedChallenge("S256_REQUIRED", undefined, undefined)).toThrow("code_challenge is required");
	});

	it("is plain when no method is named", () => {
		expect(checkedChallenge("OPTIONAL", CHALLENGE, undefined)).toEqual({ value: CHALLENGE, method: "plain" });
		expect(checkedChallenge("REQUIRED", CHALLENGE, "plain")).toEqual({ value: CHALLENGE, method: "plain" });
	});

	it("must be S256 where the application says so", () => {
		expect(checkedChallenge("S256_REQUIRED", CHALLENGE, "S256")).toEqual({ value: CHALLENGE, method: "S256" });
		expect(() => checkedChallenge("S256_REQUIRED", CHALLENGE, "plain")).toThrow("must be S256");
		expect(() => checkedChallenge("S256_REQUIRED", CHALLENGE, undefined)).toThrow("must be S256");
	});

	it.each([
		["a method without a challenge", undefined, "S256", "requires code_challenge"],
		["an unknown method", CHALLENGE, "S512", "Unsupported code_challenge_method"],
		["42 characters", "a".repeat(42), "S256", "43 to 128"],
		["129 characters", "a".repeat(129), "S256", "43 to 128"],
		["a character outside the alphabet", `${"a".repeat(42)}=`, "S256", "43 to 128"],
	])("refuses %s", (_, value, method, message) => {
		expect(() => checkedChallenge("OPTIONAL", value, method)).toThrow(message);
	});
});

describe("a code verifier at the token endpoint", () => {
	it("answers the example of RFC 7636 appendix B", () => {
		expect(answersChallenge(VERIFIER, { value: CHALLENGE, method: "S256" })).toBe(true);
	});

	it("is refused when it is the S256 challenge itself", () => {
		expect(answersChallenge(CHALLENGE, { value: CHALLENGE, method: "S256" })).toBe(false);
	});

	it("answers exactly its own challenge", () => {
		fc.assert(
			fc.property(verifiers, verifiers, fc.constantFrom("S256" as const, "plain" as const), (mine, other, method) => {
				const value = method === "S256" ? s256(mine) : mine;
				expect(answersChallenge(mine, { value, method })).toBe(true);
				expect(answersChallenge(other, { value, method })).toBe(other === mine);
			}),
		);
	});

	it("must have 43 to 128 characters of the alphabet, whatever it hashes to", () => {
		for (const verifier of ["a".repeat(42), "a".repeat(129), `${"a".repeat(43)} `, `${"a".repeat(43)}é`]) {
			expect(answersChallenge(verifier, { value: s256(verifier), method: "S256" })).toBe(false);
		}
	});
});
