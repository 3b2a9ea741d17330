import { hash, randomBytes } from "node:crypto";

/** A fresh code verifier and its S256 challenge (RFC 7636). */
export function newPkce(): { verifier: string; challenge: string } {
	const verifier = randomBytes(32).toString("base64url");
	return { verifier, challenge: hash("sha256", verifier, "base64url") };
}
