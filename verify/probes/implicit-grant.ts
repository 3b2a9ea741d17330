import { askAnonymously } from "../grant.ts";
import type { Session } from "../session.ts";

export const implicitGrant = (session: Session) =>
	askAnonymously(session, "implicit-grant", (parameters) => parameters.set("response_type", "token"));
