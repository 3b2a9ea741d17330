import type { World } from "../world.ts";
import type { AuthorizationRequest } from "./authorizationRequest.ts";
import { profileClaims } from "./profile.ts";
import { invalidParameter } from "./refusal.ts";
import type { Application, User } from "./registered.ts";

/** The `sub` of the user whom `id_token_hint` expects (OpenID Connect Core 3.1.2.1); the ID token may have expired. */
export async function hintedSubject(world: World, { id }: Application, hint: string): Promise<string> {
	const claims = await world.keys.verifyExpired(hint);
	if (claims?.aud !== id || typeof claims.sub !== "string") {
		throw invalidParameter("id_token_hint is not an ID token of the application");
	}
	return claims.sub;
}

/** Whether the request is for that user: nobody else may answer for the one whom an ID token named. */
export const isExpected = (world: World, { subject, clientId }: AuthorizationRequest, user: User): boolean =>
	subject === undefined || subject === profileClaims(world, { user, clientId, scopes: [] }, "idToken").sub;
