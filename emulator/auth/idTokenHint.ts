import type { JWTPayload } from "jose";
import type { World } from "../world.ts";
import type { AuthorizationRequest } from "./authorizationRequest.ts";
import { profileClaims } from "./profile.ts";
import { invalidParameter } from "./refusal.ts";
import type { Application, User } from "./registered.ts";

/** What an ID token says that a client sends as a hint, however old; undefined for anything else. */
export async function hintClaims(world: World, hint: string): Promise<(JWTPayload & { aud: string }) | undefined> {
	const claims = await world.keys.verifyExpired(hint);
	// Access tokens have a list of audiences: they are no hint.
	return typeof claims?.aud === "string" ? { ...claims, aud: claims.aud } : undefined;
}

/** The `sub` of the user whom `id_token_hint` expects (OpenID Connect Core 3.1.2.1); the ID token may have expired. */
export async function hintedSubject(world: World, { id }: Application, hint: string): Promise<string> {
	const claims = await hintClaims(world, hint);
	if (claims?.aud !== id || typeof claims.sub !== "string") {
		throw invalidParameter("id_token_hint is not an ID token of the application");
	}
	return claims.sub;
}

/** Whether the request is for that user: nobody else may answer for the one whom an ID token named. */
export const isExpected = (
	world: World,
	{ subject, clientId }: Pick<AuthorizationRequest, "subject" | "clientId">,
	user: User,
): boolean => subject === undefined || subject === profileClaims(world, { user, clientId, scopes: [] }, "idToken").sub;
