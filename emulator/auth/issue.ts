import { epochSeconds } from "../clock.ts";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import type { Authorization } from "./authorization.ts";
import type { GrantedScope } from "./checks/scope.ts";
import { accessTokenClaims, type Issue, idTokenClaims, mappedClaims } from "./claims.ts";
import { profileClaims } from "./profile.ts";
import { invalidGrant } from "./refusal.ts";
import { attributesOf, findResource, findUser, type Resource, type User } from "./registered.ts";
import { type AuthorizationServer, organizationOf, PINGONE_AUDIENCE } from "./server.ts";
import { keepToken } from "./tokens.ts";

/** A signed access token and how long it lives. */
export interface AccessToken {
	value: string;
	/** Seconds. */
	expiresIn: number;
}

/** ID tokens, and access tokens for PingOne's own API, live one hour (PingOne docs, "Access tokens and ID tokens"). */
const STANDARD_LIFETIME = 3600;

/** An access token for what a user's sign-on entitles the application to. */
export const issueAccessToken = (
	world: World,
	server: AuthorizationServer,
	authorization: Authorization,
): Promise<AccessToken> =>
	accessToken(world, server, { ...authorization, authorization, user: requireUser(world, authorization) });

/** An access token for the application itself. */
export const issueClientToken = (
	world: World,
	server: AuthorizationServer,
	clientId: string,
	granted: GrantedScope,
): Promise<AccessToken> => accessToken(world, server, { ...granted, clientId });

interface Grantee extends GrantedScope {
	clientId: string;
	authorization?: Authorization;
	user?: User;
}

async function accessToken(world: World, server: AuthorizationServer, grantee: Grantee): Promise<AccessToken> {
	const { clientId, authorization, user } = grantee;
	const resources = grantee.resources.map((id) => requireResource(world, server, id));
	const issue = newIssue(world, server, lifetimeOf(resources));
	const attributes = resources.flatMap(({ id }) => attributesOf(world, id));
	const mapped = mappedClaims(attributes, user);
	const access = { clientId, audience: audienceOf(resources), scopes: grantee.scopes, mapped };
	const claims = accessTokenClaims(issue, access, authorization);
	const value = await world.keys.sign(claims);
	keepToken(world, value, {
		claims,
		clientId,
		use: "access",
		resources: grantee.resources,
		...(authorization && { authorizationId: authorization.id }),
	});
	return { value, expiresIn: issue.lifetime };
}

/** An ID token beside the code and access token that are issued with it. */
export async function issueIdToken(
	world: World,
	server: AuthorizationServer,
	authorization: Authorization,
	beside: { code?: string | undefined; accessToken?: string | undefined },
): Promise<string> {
	const issue = newIssue(world, server, STANDARD_LIFETIME);
	const profile = profileClaims(world, requireUser(world, authorization), authorization.scopes, "idToken");
	const claims: JsonObject = idTokenClaims(issue, authorization, beside, profile);
	const value = await world.keys.sign(claims);
	const { clientId, id: authorizationId } = authorization;
	keepToken(world, value, { claims, clientId, use: "id", resources: [], authorizationId });
	return value;
}

const newIssue = (world: World, server: AuthorizationServer, lifetime: number): Issue => ({
	issuer: server.issuer,
	environmentId: server.environment.id,
	organizationId: organizationOf(server.environment),
	issuedAt: epochSeconds(world.clock.now()),
	lifetime,
	jti: world.ids.uuid(),
});

/** The resource decides how long its tokens live; of several the strictest does. */
const lifetimeOf = (resources: readonly Resource[]): number =>
	resources.length === 0
		? STANDARD_LIFETIME
		: Math.min(...resources.map(({ body }) => body.accessTokenValiditySeconds ?? STANDARD_LIFETIME));

const audienceOf = (resources: readonly Resource[]): string[] =>
	resources.length === 0 ? [PINGONE_AUDIENCE] : resources.map(({ body }) => body.audience ?? body.name);

/** Without its resource a token would be for PingOne's own API: what was granted is gone. */
function requireResource(world: World, { environment }: AuthorizationServer, id: string): Resource {
	const resource = findResource(world, environment.id, id);
	if (!resource) throw invalidGrant("A granted resource no longer exists");
	return resource;
}

function requireUser(world: World, { userId }: Authorization): User {
	const user = findUser(world, userId);
	if (!user || user.body.enabled === false) throw invalidGrant("The user no longer exists or is disabled");
	return user;
}
