import { obtainGrant, redeem } from "../grant.ts";
import type { Session } from "../session.ts";

export const verifierMissing = async (session: Session) =>
	redeem(session, "verifier-missing", await obtainGrant(session, "verifier-missing"), { verifier: undefined });
