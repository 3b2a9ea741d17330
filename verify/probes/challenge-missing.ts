import { askSignedIn } from "../grant.ts";
import type { Session } from "../session.ts";

/** Asks without PKCE, as if somebody on the way had taken the challenge out. */
export const challengeMissing = (session: Session) =>
	askSignedIn(session, "challenge-missing", (parameters) => {
		parameters.delete("code_challenge");
		parameters.delete("code_challenge_method");
	});
