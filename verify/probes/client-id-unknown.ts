import { randomUUID } from "node:crypto";
import { askAnonymously } from "../grant.ts";
import type { Session } from "../session.ts";

export const clientIdUnknown = (session: Session) =>
	askAnonymously(session, "client-id-unknown", (parameters) => parameters.set("client_id", randomUUID()));
