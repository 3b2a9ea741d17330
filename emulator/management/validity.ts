const THIRTY_DAYS = 30 * 86_400_000;

/** The status of a key or certificate (PingOne API, "Certificate Management"): EXPIRING is said during the last thirty days. */
export function validityStatus(now: number, startsAt: number, expiresAt: number): string {
	if (now < startsAt) return "NOT_YET_VALID";
	if (now >= expiresAt) return "EXPIRED";
	return expiresAt - now <= THIRTY_DAYS ? "EXPIRING" : "VALID";
}
