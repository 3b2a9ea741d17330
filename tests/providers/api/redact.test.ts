import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { redact } from "../../../providers/api/redact.ts";

const secret = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/);

describe("redact", () => {
	it("hides named members of JSON and forms, credentials headers and JWTs", () => {
		expect(redact('{"client_secret":"s3cr\\"et","name":"x"}')).toBe('{"client_secret":"[redacted]","name":"x"}');
		expect(redact("grant_type=x&client_secret=abc&code=def")).toBe(
			"grant_type=x&client_secret=[redacted]&code=[redacted]",
		);
		expect(redact("Authorization: Basic YTpi")).toBe("Authorization: Basic [redacted]");
		expect(redact("token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln was refused")).toBe("token [redacted] was refused");
	});

	it("leaves nothing of a known secret, wherever it stands", () => {
		fc.assert(
			fc.property(
				fc.string(),
				secret,
				fc.string(),
				(before, value, after) => !redact(before + value + after, [value]).includes(value),
			),
		);
	});

	it("hides a secret that holds another one whole, in whatever order they are known", () => {
		expect(redact("x=abc-def-ghi", ["def", "abc-def-ghi"])).toBe("x=[redacted]");
	});

	it("leaves nothing of a value under a secret name, in JSON or in a form", () => {
		const name = fc.constantFrom(
			"access_token",
			"client_secret",
			"password",
			"code_verifier",
			"refresh_token",
			"newPassword",
		);
		fc.assert(
			fc.property(name, secret, (key, value) => {
				expect(redact(JSON.stringify({ [key]: value }))).not.toContain(value);
				expect(redact(new URLSearchParams({ [key]: value }).toString())).not.toContain(value);
			}),
		);
	});

	it("leaves ordinary text alone", () => {
		expect(redact("redirectUris[0]: must be an https URL")).toBe("redirectUris[0]: must be an https URL");
	});
});
