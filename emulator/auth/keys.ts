import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import type { JWK, JWTPayload } from "jose";
import type { Clock } from "../clock.ts";
import { WELL_KNOWN_SEED } from "../ids.ts";
import { FOR_EVER, type Store } from "../store.ts";
import { selfSigned } from "./certificate.ts";
import { seededKey } from "./seededKey.ts";

/** What a token's header may hold besides `alg` and `kid`. */
interface HeaderMembers {
	x5t?: boolean | undefined;
	at?: boolean | undefined;
}

/** The RS256 keys of the emulator: they sign every access and ID token and are published at `/as/jwks`. */
export interface SigningKeys {
	/**
	 * A compact JWT over `claims` with `alg: RS256` and the current `kid`; `x5t` names the certificate as well, `at` says
	 * that it is an access token (RFC 9068 section 2.1).
	 */
	sign(claims: JWTPayload, header?: HeaderMembers): Promise<string>;
	/** The claims of a token that this emulator signed and that has not expired, else undefined. */
	verify(token: string): Promise<JWTPayload | undefined>;
	/** The claims of a token that this emulator signed, however old; a sign-off hint may have expired. */
	verifyExpired(token: string): Promise<JWTPayload | undefined>;
	/** RFC 7517 key set with public members only. */
	jwks(): { keys: JWK[] };
}

// The callback form signs on the thread pool, and costs less per token than the same through Web Crypto.
const signOnThreadPool = promisify(sign);
const KID = "default";
const headerOf = (members: object): string =>
	Buffer.from(JSON.stringify({ alg: "RS256", kid: KID, ...members })).toString("base64url");

/** The key kept in the store, or that of the seed: tokens stay valid over a restart on the same data file. */
export function loadSigningKeys(store: Store, clock: Clock, seed = WELL_KNOWN_SEED): SigningKeys {
	const privateKey = storedKey(store, seed);
	const publicKey = createPublicKey(privateKey);
	const { x5c, x5t } = selfSigned(privateKey);
	const published: JWK = {
		...publicKey.export({ format: "jwk" }),
		use: "sig",
		alg: "RS256",
		kid: KID,
		x5t,
		x5c: [x5c],
	};
	const plain = headerOf({});
	const fullHeader = (members: HeaderMembers) =>
		headerOf({ ...(members.at && { typ: "at+jwt" }), ...(members.x5t && { x5t }) });
	return {
		sign: (claims, header) => signed(header?.x5t || header?.at ? fullHeader(header) : plain, claims, privateKey),
		verify: (token) => verified(token, publicKey, new Date(clock.now())),
		verifyExpired: (token) => verified(token, publicKey, new Date(0)),
		jwks: () => ({ keys: [published] }),
	};
}

function storedKey(store: Store, seed: string): KeyObject {
	const kept = store.findEntry("signingKey", KID);
	if (kept) return createPrivateKey(String(kept.body.pem));
	const privateKey = seededKey(seed);
	const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
	store.putEntry("signingKey", KID, { pem }, FOR_EVER);
	return privateKey;
}

/** JWS compact serialisation (RFC 7515 section 7.1). */
async function signed(header: string, claims: JWTPayload, key: KeyObject): Promise<string> {
	const input = `${header}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
	const signature = await signOnThreadPool("sha256", Buffer.from(input), key);
	return `${input}.${signature.toString("base64url")}`;
}

async function verified(token: string, key: KeyObject, currentDate: Date): Promise<JWTPayload | undefined> {
	// Only here, because a start that verifies nothing should not load it.
	const { jwtVerify } = await import("jose");
	try {
		return (await jwtVerify(token, key, { algorithms: ["RS256"], currentDate })).payload;
	} catch {
		return undefined;
	}
}
