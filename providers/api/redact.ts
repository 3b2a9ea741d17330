/** Names whose values never leave the process in a message, a log or a report. */
const SECRET_NAMES =
	"access_token|refresh_token|id_token|client_secret|clientSecret|client_assertion|password|newPassword|currentPassword|secret|code_verifier|code";

const HIDDEN = "[redacted]";

const PATTERNS: readonly [RegExp, string][] = [
	// Compact JWTs (RFC 7519): three base64url parts, the first always beginning with {" in base64.
	[/eyJ[\w-]+\.[\w-]*\.[\w-]*/g, HIDDEN],
	[/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${HIDDEN}`],
	[new RegExp(`("(?:${SECRET_NAMES})"\\s*:\\s*")(?:[^"\\\\]|\\\\.)*(")`, "g"), `$1${HIDDEN}$2`],
	[new RegExp(`(\\b(?:${SECRET_NAMES})=)[^&\\s"']+`, "g"), `$1${HIDDEN}`],
];

/**
 * The text with everything secret-looking replaced by `[redacted]`: JWTs, credentials headers, named JSON and form
 * members, and each of `secrets` literally wherever it stands.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
	// Longest first: a secret inside another one must not break the longer one apart.
	const known = secrets
		.filter((secret) => secret !== "")
		.sort((a, b) => b.length - a.length)
		.reduce((kept, secret) => kept.replaceAll(secret, HIDDEN), text);
	return PATTERNS.reduce((kept, [pattern, replacement]) => kept.replace(pattern, replacement), known);
}
