import { askAnonymously } from "../grant.ts";
import type { Session } from "../session.ts";

/** Repeats `scope` and not `redirect_uri` or `client_id`, so that an error redirect stays possible. */
export const parameterRepeated = (session: Session) =>
	askAnonymously(session, "parameter-repeated", (parameters) => parameters.append("scope", "openid"));
