import { membersOf, textOf } from "../json.ts";

/** What a refusal says about itself, in either of PingOne's two forms. */
export interface Said {
	/** RFC 6749 `error`, or PingOne's `code`; empty when the body names neither. */
	error: string;
	/** For a person; empty when the body has none. */
	description: string;
}

/** Reads `{error, error_description}` (RFC 6749 section 5.2) or PingOne's `{code, message, details}`. */
export function readRefusal(body: unknown): Said {
	const { error, error_description, code, message, details } = membersOf(body);
	if (typeof error === "string") return { error, description: textOf(error_description) ?? "" };
	const detail = membersOf(Array.isArray(details) ? details[0] : undefined);
	const about = [textOf(detail.target), textOf(detail.message) ?? textOf(detail.code)].filter(Boolean).join(": ");
	return { error: textOf(code) ?? "", description: about || (textOf(message) ?? "") };
}

/** The refusal in one phrase, such as `400 invalid_grant (The code is unknown)`. */
export const quoteRefusal = (status: number, { error, description }: Said): string =>
	[String(status), error, description && `(${description})`].filter(Boolean).join(" ");
