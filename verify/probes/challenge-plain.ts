import { askAnonymously } from "../grant.ts";
import type { Session } from "../session.ts";

export const challengePlain = (session: Session) =>
	askAnonymously(session, "challenge-plain", (parameters) => parameters.set("code_challenge_method", "plain"));
