import { z } from "zod";

/** A time as the emulator writes it. Times are compared as text, so there is one form only. */
export const time = z.string().refine(isTime, "must be a time as toISOString writes it");

function isTime(text: string): boolean {
	const ms = Date.parse(text);
	return !Number.isNaN(ms) && new Date(ms).toISOString() === text && /^\d{4}-/.test(text);
}
