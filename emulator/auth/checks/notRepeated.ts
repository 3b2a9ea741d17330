import type { Parameters } from "../parameters.ts";
import { invalidParameter } from "../refusal.ts";

/** Request parameters must not be included more than once (RFC 6749 section 3.1). */
export function refuseRepeated({ repeated }: Parameters): void {
	if (repeated.length > 0) throw invalidParameter(`Parameter ${repeated.join(", ")} must not be repeated`);
}
