import { DAY_MS } from "../clock.ts";

const EXPIRING_MS = 30 * DAY_MS;

/** The status of a key or certificate (PingOne API, "Certificate Management"): EXPIRING is said during the last thirty days. */
export function validityStatus(now: number, startsAt: number, expiresAt: number): string {
	if (now < startsAt) return "NOT_YET_VALID";
	if (now >= expiresAt) return "EXPIRED";
	return expiresAt - now <= EXPIRING_MS ? "EXPIRING" : "VALID";
}
