import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import { exportJWK, type JWK, type JWTPayload, jwtVerify } from "jose";
import type { Clock } from "../clock.ts";
import { FOR_EVER, type Store } from "../store.ts";

/** The RS256 keys of the emulator: they sign every access and ID token and are published at `/as/jwks`. */
export interface SigningKeys {
	/** A compact JWT over `claims` with `alg: RS256` and the current `kid`. */
	sign(claims: JWTPayload): Promise<string>;
	/** The claims of a token that this emulator signed and that has not expired, else undefined. */
	verify(token: string): Promise<JWTPayload | undefined>;
	/** The claims of a token that this emulator signed, however old; a sign-off hint may have expired. */
	verifyExpired(token: string): Promise<JWTPayload | undefined>;
	/** RFC 7517 key set with public members only. */
	jwks(): { keys: JWK[] };
}

const generate = promisify(generateKeyPair);
// The callback form signs on the thread pool, and costs less per token than the same through Web Crypto.
const signOnThreadPool = promisify(sign);
const KID = "default";
const HEADER = Buffer.from(JSON.stringify({ alg: "RS256", kid: KID })).toString("base64url");

/** The key kept in the store, or a new one: tokens stay valid over a restart on the same data file. */
export async function loadSigningKeys(store: Store, clock: Clock): Promise<SigningKeys> {
	const privateKey = await storedKey(store);
	const publicKey = createPublicKey(privateKey);
	const published: JWK = { ...(await exportJWK(publicKey)), use: "sig", alg: "RS256", kid: KID };
	return {
		sign: (claims) => signed(claims, privateKey),
		verify: (token) => verified(token, publicKey, new Date(clock.now())),
		verifyExpired: (token) => verified(token, publicKey, new Date(0)),
		jwks: () => ({ keys: [published] }),
	};
}

async function storedKey(store: Store): Promise<KeyObject> {
	const kept = store.findEntry("signingKey", KID);
	if (kept) return createPrivateKey(String(kept.body.pem));
	const { privateKey } = await generate("rsa", { modulusLength: 2048 });
	const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
	store.putEntry("signingKey", KID, { pem }, FOR_EVER);
	return privateKey;
}

/** JWS compact serialisation (RFC 7515 section 7.1). */
async function signed(claims: JWTPayload, key: KeyObject): Promise<string> {
	const input = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
	const signature = await signOnThreadPool("sha256", Buffer.from(input), key);
	return `${input}.${signature.toString("base64url")}`;
}

async function verified(token: string, key: KeyObject, currentDate: Date): Promise<JWTPayload | undefined> {
	try {
		return (await jwtVerify(token, key, { algorithms: ["RS256"], currentDate })).payload;
	} catch {
		return undefined;
	}
}
