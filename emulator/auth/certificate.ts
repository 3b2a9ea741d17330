import { createHash, createPublicKey, type KeyObject, sign } from "node:crypto";

/** A self-signed X.509 certificate over the signing key, as PingOne publishes one; the same key always has the same. */
export interface Certificate {
	/** The DER form in base64, as `x5c` holds it (RFC 7517 section 4.7). */
	x5c: string;
	/** SHA-1 of the DER form in base64url (RFC 7515 section 4.1.7). */
	x5t: string;
}

/** The certificate of an RSA key, valid from 2020 to 2049 and signed with SHA-256 (RFC 5280 section 4.1). */
export function selfSigned(privateKey: KeyObject): Certificate {
	const spki = createPublicKey(privateKey).export({ type: "spki", format: "der" });
	const body = sequence(
		der(0xa0, integer(2)),
		integer(...createHash("sha256").update(spki).digest().subarray(0, 8)),
		SHA256_WITH_RSA,
		NAME,
		sequence(utcTime("200101000000Z"), utcTime("491231235959Z")),
		NAME,
		spki,
	);
	const signature = der(0x03, Buffer.of(0), sign("sha256", body, privateKey));
	const certificate = sequence(body, SHA256_WITH_RSA, signature);
	return {
		x5c: certificate.toString("base64"),
		x5t: createHash("sha1").update(certificate).digest("base64url"),
	};
}

/** One value of X.690: tag, length, content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
	const content = Buffer.concat(parts);
	const { length } = content;
	const prefix = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.of(tag, ...prefix), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
/** A leading zero byte keeps the value positive. */
const integer = (...bytes: readonly number[]): Buffer =>
	der(0x02, Buffer.of(...((bytes[0] ?? 0) & 0x80 ? [0] : []), ...bytes));
const utcTime = (text: string): Buffer => der(0x17, Buffer.from(text));
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, "hex"));

/** 1.2.840.113549.1.1.11 with its NULL parameter. */
const SHA256_WITH_RSA = sequence(oid("2a864886f70d01010b"), der(0x05));
/** commonName (2.5.4.3), UTF8String. */
const NAME = sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from("Emulated signing key")))));
