import { askAnonymously } from "../grant.ts";
import type { Session } from "../session.ts";

/** A host that can never be anybody's (RFC 2606). */
export const UNREGISTERED = "https://unregistered.invalid/callback";

export const redirectUriUnregistered = (session: Session) =>
	askAnonymously(session, "redirect-uri-unregistered", (parameters) => parameters.set("redirect_uri", UNREGISTERED));
