import type { Context } from "hono";
import { redirect } from "../answer.ts";
import { invalidValue, type PingOneRefusal } from "../errors.ts";
import type { World } from "../world.ts";
import { applyCorsSettings } from "./cors.ts";
import { hintClaims } from "./idTokenHint.ts";
import { type Parameters, queryOrForm } from "./parameters.ts";
import { type Application, findApplication } from "./registered.ts";
import { type AuthorizationServer, serverOf } from "./server.ts";
import { endSession, sessionOf } from "./session.ts";
import { refuseOnSignOnPage, signedOffUrl } from "./signOnPage.ts";

/** `GET|POST /as/signoff` (OpenID Connect RP-Initiated Logout 1.0). */
export async function signoff(world: World, c: Context): Promise<Response> {
	const server = serverOf(world, c);
	const sent = await queryOrForm(c);
	const hint = await hinted(world, server, sent);
	if (hint.application) applyCorsSettings(c, hint.application);
	const session = sessionOf(world, c, server);
	if (session) endSession(world, session.id);
	else if (hint.sessionId !== undefined && hint.application?.body.idpSignoff) endSession(world, hint.sessionId);
	return leave(c, server, hint.application, sent);
}

/** The application that signs off, and the session that its ID token names; that token may have expired. */
async function hinted(world: World, { environment }: AuthorizationServer, sent: Parameters) {
	const hint = await hintClaims(world, sent.get("id_token_hint") ?? "");
	const clientId = sent.get("client_id") ?? hint?.aud;
	// OpenID Connect RP-Initiated Logout 1.0, section 2: both must name the same client.
	const isOne = hint === undefined || hint.aud === clientId;
	const application =
		isOne && typeof clientId === "string" ? findApplication(world, environment.id, clientId) : undefined;
	return { application, sessionId: typeof hint?.sid === "string" ? hint.sid : undefined };
}

/** Only a registered post-logout URI is followed; any other ends on the emulator's own page. */
function leave(
	c: Context,
	{ origin, environment }: AuthorizationServer,
	application: Application | undefined,
	sent: Parameters,
): Response {
	const page = { origin, environmentId: environment.id };
	const target = sent.get("post_logout_redirect_uri");
	if (target === undefined) return redirect(c, signedOffUrl(page));
	if (application?.body.postLogoutRedirectUris?.includes(target) !== true) {
		return refuseOnSignOnPage(c, page, unregistered());
	}
	const state = sent.get("state");
	const query = state === undefined ? "" : `${target.includes("?") ? "&" : "?"}state=${encodeURIComponent(state)}`;
	return redirect(c, target + query);
}

const unregistered = (): PingOneRefusal =>
	invalidValue("post_logout_redirect_uri", "Post logout redirect URI is not registered for the application");
