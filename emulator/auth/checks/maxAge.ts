import { invalidParameter } from "../refusal.ts";

/** `max_age` in seconds (OpenID Connect Core 3.1.2.1). */
export function checkedMaxAge(requested: string | undefined): number | undefined {
	if (requested === undefined) return undefined;
	if (!/^\d{1,9}$/.test(requested)) throw invalidParameter("max_age must be a number of seconds");
	return Number(requested);
}
