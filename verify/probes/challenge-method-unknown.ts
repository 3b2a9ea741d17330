import { askAnonymously } from "../grant.ts";
import type { Session } from "../session.ts";

export const challengeMethodUnknown = (session: Session) =>
	askAnonymously(session, "challenge-method-unknown", (parameters) => parameters.set("code_challenge_method", "S999"));
