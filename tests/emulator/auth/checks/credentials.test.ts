import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { credentialsOf } from "../../../../emulator/auth/checks/credentials.ts";
import { parseParameters } from "../../../../emulator/auth/parameters.ts";

const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
const form = (members: Record<string, string>) => parseParameters(new URLSearchParams(members).toString());
const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

describe("client credentials", () => {
	it("are taken from the header, form-urlencoded as RFC 6749 section 2.3.1 asks", () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1 }), fc.string(), (id, secret) => {
				const clientId = id.toWellFormed();
				const encoded = [clientId, secret.toWellFormed()].map((part) =>
					encodeURIComponent(part).replaceAll("%20", "+"),
				);
				expect(credentialsOf(basic(encoded.join(":")), form({}))).toEqual({
					method: "CLIENT_SECRET_BASIC",
					clientId,
					secret: secret.toWellFormed(),
				});
			}),
		);
	});

	it("are taken from the form", () => {
		expect(credentialsOf(undefined, form({ client_id: "a", client_secret: "b" }))).toEqual({
			method: "CLIENT_SECRET_POST",
			clientId: "a",
			secret: "b",
		});
		expect(credentialsOf(undefined, form({ client_id: "a" }))).toEqual({ method: "NONE", clientId: "a" });
		expect(credentialsOf(undefined, form({ client_assertion: "j", client_assertion_type: JWT_BEARER }))).toMatchObject({
			method: "ASSERTION",
			assertion: "j",
		});
	});

	it.each([
		["header and secret", basic("a:b"), { client_id: "a", client_secret: "b" }],
		["header and assertion", basic("a:b"), { client_assertion: "j", client_assertion_type: JWT_BEARER }],
		["secret and assertion", undefined, { client_secret: "b", client_assertion: "j" }],
		["another client_id beside the header", basic("a:b"), { client_id: "z" }],
		["an unknown kind of assertion", undefined, { client_assertion: "j", client_assertion_type: "saml" }],
	])("are refused with %s", (_, header, members) => {
		expect(() => credentialsOf(header, form(members as Record<string, string>))).toThrow(
			expect.objectContaining({ error: "invalid_request" }),
		);
	});

	it.each([["Bearer abc"], ["Basic %%%"], [basic("a:%E0%A4%A")]])("are refused as %s, with a challenge", (header) => {
		expect(() => credentialsOf(header, form({}))).toThrow(
			expect.objectContaining({ error: "invalid_client", status: 401, challenge: 'Basic realm="PingOne"' }),
		);
	});

	it("are missing: the client is told so without a challenge", () => {
		expect(() => credentialsOf(undefined, form({}))).toThrow(
			expect.objectContaining({ error: "invalid_client", challenge: undefined }),
		);
	});
});
