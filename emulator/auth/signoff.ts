import type { Context } from "hono";
import { invalidValue } from "../errors.ts";
import type { World } from "../world.ts";
import { applyCorsSettings } from "./cors.ts";
import { isExpected } from "./idTokenHint.ts";
import { queryOrForm } from "./parameters.ts";
import { findUser } from "./registered.ts";
import { serverOf } from "./server.ts";
import { endSession, type Session, sessionOf } from "./session.ts";
import { refuseOnSignOnPage, signOnPageOf } from "./signOnPage.ts";
import { type Leaving, leave, leavingOf } from "./signoffRequest.ts";

/** `GET|POST /as/signoff` (OpenID Connect RP-Initiated Logout 1.0; PingOne API, "Signoff"). */
export async function signoff(world: World, c: Context): Promise<Response> {
	const server = serverOf(world, c);
	const sent = await queryOrForm(c);
	const leaving = await leavingOf(world, server, sent);
	if (leaving.application) applyCorsSettings(c, leaving.application);
	const session = sessionOf(world, c, server);
	if (session && isOfAnother(world, session, leaving)) {
		return refuseOnSignOnPage(c, signOnPageOf(server), otherUser());
	}
	if (session) endSession(world, session.id);
	else if (leaving.sessionId !== undefined && leaving.application?.body.idpSignoff)
		endSession(world, leaving.sessionId);
	return leave(world, c, server, leaving.application, sent);
}

/** "The user identified by the ID token must be the user identified by the current session." */
function isOfAnother(world: World, { userId }: Session, { application, subject }: Leaving): boolean {
	const user = findUser(world, userId ?? "");
	if (!user || !application || subject === undefined) return false;
	return !isExpected(world, { clientId: application.id, subject }, user);
}

const otherUser = () => invalidValue("id_token_hint", "Another user than that of the ID token is signed on");
