import { hash, randomUUID } from "node:crypto";

/** A fresh code verifier and its S256 challenge (RFC 7636). */
export function newPkce(): { verifier: string; challenge: string } {
	// Of random bytes that node has in stock: asking for 32 costs more than the hash.
	const verifier = randomUUID() + randomUUID();
	return { verifier, challenge: hash("sha256", verifier, "base64url") };
}
