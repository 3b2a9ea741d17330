import { createHash, randomBytes } from "node:crypto";

/** A verifier and its S256 challenge, RFC 7636 section 4. */
export interface PkcePair {
	verifier: string;
	challenge: string;
}

/** 32 random octets as 43 base64url characters, as RFC 7636 section 4.1 recommends. */
export const unguessable = (): string => randomBytes(32).toString("base64url");

export const challengeOf = (verifier: string): string => createHash("sha256").update(verifier).digest("base64url");

export function createPkcePair(): PkcePair {
	const verifier = unguessable();
	return { verifier, challenge: challengeOf(verifier) };
}
