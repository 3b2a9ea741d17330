import { exportSPKI, importJWK, type JSONWebKeySet, SignJWT } from "jose";
import type { AccessToken, Requirement } from "../accessToken.ts";

/** A token that no API may accept, and what that API requires. */
export interface Forgery {
	flaw: string;
	text: string;
	requirement: Requirement;
}

const LONG_AFTER_MS = 3_600_000;

/** Turns a good token into bad ones. Does no I/O. `now` is in milliseconds since 1970. */
export async function forgeriesOf(token: AccessToken, jwks: JSONWebKeySet, now: number): Promise<Forgery[]> {
	const { iss = "", aud = "", exp = 0 } = token.claims;
	const requirement = { issuer: iss, audience: [aud].flat()[0] ?? "", now };
	const expired = { ...requirement, now: exp * 1000 + LONG_AFTER_MS };
	const [, payload = "", signature = ""] = token.text.split(".");
	const withHeader = (header: object, signed = signature) => `${encode(header)}.${payload}.${signed}`;
	return [
		{ flaw: "alg none", text: withHeader({ ...token.header, alg: "none" }, ""), requirement },
		{ flaw: "HS256 with the public key", text: await signedWithPublicKey(token, jwks), requirement },
		{ flaw: "a flipped bit", text: flipBit(token.text), requirement },
		{ flaw: "a foreign kid", text: withHeader({ ...token.header, kid: "nobody" }), requirement },
		{ flaw: "an expired token", text: token.text, requirement: expired },
	];
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The oldest trick on RS256: the public key as the shared secret of an HMAC (RFC 8725 section 2.1). */
async function signedWithPublicKey({ header, claims }: AccessToken, jwks: JSONWebKeySet): Promise<string> {
	const published = jwks.keys.find(({ kid }) => kid === header.kid);
	const key = await importJWK({ ...published, kty: "RSA" }, "RS256");
	const pem = key instanceof Uint8Array ? "" : await exportSPKI(key);
	return new SignJWT(claims).setProtectedHeader({ ...header, alg: "HS256" }).sign(new TextEncoder().encode(pem));
}

/** Flips one bit in the middle of the signature. */
export function flipBit(text: string): string {
	const at = text.lastIndexOf(".") + 1;
	const signature = Buffer.from(text.slice(at), "base64url");
	const middle = signature.length >> 1;
	signature[middle] = (signature[middle] ?? 0) ^ 1;
	return text.slice(0, at) + signature.toString("base64url");
}
