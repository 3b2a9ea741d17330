import { askAnonymously } from "../grant.ts";
import type { Session } from "../session.ts";

export const promptNone = (session: Session) =>
	askAnonymously(session, "prompt-none-without-session", (parameters) => parameters.set("prompt", "none"));
