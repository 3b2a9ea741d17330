import { X509Certificate } from "node:crypto";
import { duplexPair } from "node:stream";
import { DAY_MS } from "../clock.ts";
import type { JsonObject } from "../json.ts";

/** What a certificate says of itself, in PingOne's words (PingOne API, "Certificate Management"). */
export function described(certificate: X509Certificate): JsonObject {
	const { validFromDate, validToDate, publicKey } = certificate;
	// Node has no value where such a name is empty, other than its types say.
	const { subject = "", issuer = "" } = certificate;
	const keyLength = lengthOf(publicKey.asymmetricKeyDetails);
	const signatureAlgorithm = signatureOf(certificate);
	return {
		name: nameIn(subject),
		algorithm: ALGORITHMS[publicKey.asymmetricKeyType ?? ""] ?? "UNKNOWN",
		...(keyLength !== undefined && { keyLength }),
		...(signatureAlgorithm !== undefined && { signatureAlgorithm }),
		subjectDN: distinguished(subject),
		issuerDN: distinguished(issuer),
		startsAt: validFromDate.toISOString(),
		expiresAt: validToDate.toISOString(),
		validityPeriod: Math.round((validToDate.getTime() - validFromDate.getTime()) / DAY_MS),
	};
}

const ALGORITHMS: Record<string, string> = { rsa: "RSA", ec: "EC" };

const CURVES: Record<string, number> = { secp224r1: 224, prime256v1: 256, secp384r1: 384, secp521r1: 521 };

const lengthOf = ({ modulusLength, namedCurve }: { modulusLength?: number; namedCurve?: string } = {}) =>
	modulusLength ?? CURVES[namedCurve ?? ""];

/** Node prints one attribute a line; a distinguished name is written in one, most particular first (RFC 4514). */
const distinguished = (name: string): string => name.split("\n").reverse().join(",");

const nameIn = (subject: string): string => /^CN=(.*)$/m.exec(subject)?.[1] ?? distinguished(subject);

/** Object identifiers of the signature algorithms, as a certificate holds them (RFC 4055, RFC 5758). */
const SIGNATURES: Record<string, string> = {
	SHA256withRSA: "06092a864886f70d01010b",
	SHA384withRSA: "06092a864886f70d01010c",
	SHA512withRSA: "06092a864886f70d01010d",
	SHA256withECDSA: "06082a8648ce3d040302",
	SHA384withECDSA: "06082a8648ce3d040303",
	SHA512withECDSA: "06082a8648ce3d040304",
};

/** By which algorithm a certificate is signed; undefined for one that PingOne does not name. */
const signatureOf = ({ raw }: X509Certificate): string | undefined =>
	Object.entries(SIGNATURES).find(([, oid]) => raw.includes(Buffer.from(oid, "hex")))?.[0];

/**
 * The certificate of the key in a PKCS #12 file, or undefined when the file is none or the passphrase another. Node
 * reads such files for TLS only: so one end of a connection that leaves nowhere shows its certificate to the other.
 */
export async function certificateIn(pfx: Buffer, passphrase: string): Promise<X509Certificate | undefined> {
	// Only here, because a start that reads no key should not load it.
	const { connect, createSecureContext, TLSSocket } = await import("node:tls");
	try {
		const secureContext = createSecureContext({ pfx, passphrase });
		const [near, far] = duplexPair();
		const server = new TLSSocket(near, { isServer: true, secureContext });
		const client = connect({ socket: far, rejectUnauthorized: false });
		const shown = await new Promise<X509Certificate | undefined>((resolve, reject) => {
			server.on("error", reject);
			client.on("error", reject).on("secureConnect", () => resolve(client.getPeerX509Certificate()));
		});
		client.destroy();
		server.destroy();
		return shown;
	} catch {
		return undefined;
	}
}

/** A certificate in PEM or DER form, or undefined. */
export function certificateFrom(file: Buffer): X509Certificate | undefined {
	try {
		return new X509Certificate(file);
	} catch {
		return undefined;
	}
}
