import type { Context } from "hono";
import { redirect } from "../answer.ts";
import { invalidValue, type PingOneRefusal } from "../errors.ts";
import type { World } from "../world.ts";
import { hintClaims } from "./idTokenHint.ts";
import type { Parameters } from "./parameters.ts";
import { type Application, findApplication, isPostLogoutRedirectUri } from "./registered.ts";
import type { AuthorizationServer } from "./server.ts";
import { refuseOnSignOnPage, signedOffUrl, signOnPageOf } from "./signOnPage.ts";

/** Who signs off, as far as the request tells: the application, and the session and the `sub` that its ID token names. */
export interface Leaving {
	application?: Application | undefined;
	sessionId?: string | undefined;
	subject?: string | undefined;
}

/** Reads `client_id` and `id_token_hint`; the ID token may have expired. */
export async function leavingOf(
	world: World,
	{ environment }: AuthorizationServer,
	sent: Parameters,
): Promise<Leaving> {
	const hint = await hintClaims(world, sent.get("id_token_hint") ?? "");
	const clientId = sent.get("client_id") ?? hint?.aud;
	// OpenID Connect RP-Initiated Logout 1.0, section 2: both must name the same client.
	if (clientId === undefined || (hint && hint.aud !== clientId)) return {};
	const application = findApplication(world, environment.id, clientId);
	return { application, subject: hint?.sub, sessionId: typeof hint?.sid === "string" ? hint.sid : undefined };
}

/** Where a sign-off leads: to a registered post-logout URI and no other, else to the emulator's own page. */
export function leave(
	world: World,
	c: Context,
	server: AuthorizationServer,
	application: Application | undefined,
	sent: Parameters,
): Response {
	const page = signOnPageOf(server);
	const target = sent.get("post_logout_redirect_uri");
	if (target === undefined) return redirect(c, signedOffUrl(page));
	if (!isRegistered(world, server.environment.id, application, sent, target))
		return refuseOnSignOnPage(c, page, unregistered());
	const state = sent.get("state");
	const query = state === undefined ? "" : `${target.includes("?") ? "&" : "?"}state=${encodeURIComponent(state)}`;
	return redirect(c, target + query);
}

/** The application's own where the request names one, else one of any application (PingOne API, "Signoff"). */
function isRegistered(
	world: World,
	environment: string,
	application: Application | undefined,
	sent: Parameters,
	target: string,
): boolean {
	const isNamed = sent.get("id_token_hint") !== undefined || sent.get("client_id") !== undefined;
	if (!isNamed) return isPostLogoutRedirectUri(world, environment, target);
	return application?.body.postLogoutRedirectUris?.includes(target) === true;
}

const unregistered = (): PingOneRefusal =>
	invalidValue("post_logout_redirect_uri", "Post logout redirect URI is not registered for the application");
