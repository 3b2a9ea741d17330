import { beforeAll, describe, expect, it } from "@jest/globals";
import { type CryptoKey, exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from "jose";
import { type AccessToken, readAccessToken, refusalByApi, signatureComplaint } from "../../verify/accessToken.ts";
import { forgeriesOf } from "../../verify/probes/forged-tokens.ts";

const NOW = Date.parse("2026-03-04T10:00:00Z");
const requirement = { issuer: "https://auth.example.com/as", audience: "https://api.example.com", now: NOW };

describe("our own validator", () => {
	let jwks: JSONWebKeySet;
	let key: CryptoKey;
	let token: AccessToken;

	const signed = async (header: object = {}, claims: object = {}, by = key): Promise<AccessToken> => {
		const { issuer, audience } = requirement;
		const iat = NOW / 1000;
		const text = await new SignJWT({ iss: issuer, aud: [audience], iat, exp: iat + 300, ...claims })
			.setProtectedHeader({ alg: "RS256", kid: "k1", ...header })
			.sign(by);
		const read = readAccessToken(text);
		if (!read) throw new Error("not a JWT");
		return read;
	};

	beforeAll(async () => {
		const pair = await generateKeyPair("RS256");
		key = pair.privateKey;
		jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: "k1", use: "sig" }] };
		token = await signed();
	});

	it("accepts the real token", async () => {
		expect(await signatureComplaint(token, jwks)).toBeUndefined();
		expect(await refusalByApi(token.text, jwks, requirement)).toBeUndefined();
	});

	it("refuses every forgery, each for its own reason", async () => {
		const forgeries = await forgeriesOf(token, jwks, NOW);
		const reasons: Record<string, string | undefined> = {};
		for (const forgery of forgeries) {
			reasons[forgery.flaw] = await refusalByApi(forgery.text, jwks, forgery.requirement);
		}
		expect(reasons).toEqual({
			"alg none": expect.stringContaining('"alg"'),
			"HS256 with the public key": expect.stringContaining('"alg"'),
			"a flipped bit": expect.stringContaining("signature"),
			"a foreign kid": expect.stringContaining("no applicable key"),
			"an expired token": expect.stringContaining('"exp"'),
		});
	});

	it("refuses another issuer, another audience and a token without end", async () => {
		expect(await refusalByApi(token.text, jwks, { ...requirement, issuer: "https://other" })).toContain('"iss"');
		expect(await refusalByApi(token.text, jwks, { ...requirement, audience: "https://other" })).toContain('"aud"');
		const endless = await signed({}, { exp: undefined });
		expect(await refusalByApi(endless.text, jwks, requirement)).toContain('"exp"');
	});

	it("refuses a key of the same name that is not published, and a token that names none", async () => {
		const other = await generateKeyPair("RS256");
		expect(await signatureComplaint(await signed({}, {}, other.privateKey), jwks)).toContain("signature");
		expect(await signatureComplaint(await signed({ kid: undefined }), jwks)).toBe("the header has no kid");
	});

	it("refuses RS384 and text that is no JWT", async () => {
		const pair = await generateKeyPair("RS384");
		const published = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: "k1" }] };
		expect(await signatureComplaint(await signed({ alg: "RS384" }, {}, pair.privateKey), published)).toContain('"alg"');
		expect(readAccessToken("opaque")).toBeUndefined();
	});
});
