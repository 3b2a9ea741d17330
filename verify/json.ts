/** The members of a JSON object; none for anything else. */
export const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
	typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** A non-empty string, or undefined. */
export const textOf = (value: unknown): string | undefined =>
	typeof value === "string" && value !== "" ? value : undefined;

/** The words of a space-separated list such as `scope` (RFC 6749 section 3.3), sorted. */
export const wordsOf = (list: unknown): string[] =>
	typeof list === "string" ? list.split(" ").filter(Boolean).sort() : [];
