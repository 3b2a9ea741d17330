import type { Context } from "hono";

/** A refusal with what its caller is not told and a developer wants to know; only the journal shows it. */
export interface Hinted {
	hint?: string;
}

/** The same refusal, with a hint. It must hold no secret. */
export function withHint<Refusal extends Hinted>(refusal: Refusal, hint: string): Refusal {
	refusal.hint = hint;
	return refusal;
}

const HINT = "hint";

/** Has the journal show it with the request. */
export function noteHint(c: Context, hint: string | undefined): void {
	if (hint !== undefined) c.set(HINT, hint);
}

/** What was noted of the request. */
export const hintOf = (c: Context): string | undefined => c.get(HINT) as string | undefined;
