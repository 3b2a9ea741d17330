import { isUsable } from "../account.ts";
import { PINGONE_AUDIENCE } from "../audience.ts";
import { epochSeconds } from "../clock.ts";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import type { Authorization } from "./authorization.ts";
import type { GrantedScope } from "./checks/scope.ts";
import { accessTokenClaims, type Issue, idTokenClaims, mappedClaims } from "./claims.ts";
import { profileClaims, toldAttributes } from "./profile.ts";
import { invalidGrant } from "./refusal.ts";
import {
	type Application,
	type Attribute,
	attributesOf,
	findResource,
	findUser,
	mappableUser,
	mayUse,
	type Resource,
	type User,
} from "./registered.ts";
import { type AuthorizationServer, organizationOf, regionOf } from "./server.ts";
import { keepToken } from "./tokens.ts";

/** A signed access token and how long it lives. */
export interface AccessToken {
	value: string;
	/** Seconds. */
	expiresIn: number;
}

/** ID tokens, and access tokens for PingOne's own API, live one hour (PingOne docs, "Access tokens and ID tokens"). */
const STANDARD_LIFETIME = 3600;

/** A user's sign-on, with the application and the user as they are now. */
export interface UserGrant {
	application: Application;
	authorization: Authorization;
	user: User;
}

/** The grant of an authorization, unless its user can no longer have one. */
export function userGrant(world: World, application: Application, authorization: Authorization): UserGrant {
	const user = findUser(world, authorization.userId);
	if (!user || !isUsable(user, world.clock.now()))
		throw invalidGrant("The user no longer exists, or is disabled or locked");
	if (!mayUse(world, application, user)) throw invalidGrant("The application's access control does not admit the user");
	return { application, authorization, user };
}

/** An access token for what a user's sign-on entitles the application to. */
export const issueAccessToken = (world: World, server: AuthorizationServer, grant: UserGrant): Promise<AccessToken> =>
	accessToken(world, server, grant.application, grant.authorization, grant);

/** An access token for the application itself. */
export const issueClientToken = (
	world: World,
	server: AuthorizationServer,
	application: Application,
	granted: GrantedScope,
): Promise<AccessToken> => accessToken(world, server, application, granted);

async function accessToken(
	world: World,
	server: AuthorizationServer,
	application: Application,
	granted: GrantedScope,
	grant?: UserGrant,
): Promise<AccessToken> {
	const { id: clientId, body } = application;
	const resources = granted.resources.map((id) => requireResource(world, server, id));
	const issue = newIssue(world, server, lifetimeOf(resources));
	const attributes = resources.flatMap(({ id }) => attributesOf(world, id));
	const mapped = mappedClaims(attributes, grant && mappableUser(world, grant.user));
	requireValues(attributes, mapped);
	const access = { clientId, audience: audienceOf(resources), scopes: granted.scopes, mapped };
	const claims = accessTokenClaims(issue, access, grant?.authorization);
	const value = await world.keys.sign(claims, { x5t: body.includeX5t, at: body.includeTyp });
	keepToken(world, value, {
		claims,
		clientId,
		use: "access",
		resources: granted.resources,
		...(grant && originOf(grant.authorization)),
	});
	return { value, expiresIn: issue.lifetime };
}

/** Without the value of a required attribute there is no token (PingOne docs, "Customizing access tokens"; PingOne API, "Application Attribute Mapping"). */
function requireValues(attributes: readonly Attribute[], mapped: JsonObject): void {
	const missing = attributes.find(({ body }) => body.required === true && mapped[body.name] === undefined);
	if (missing) throw invalidGrant(`The required attribute ${missing.body.name} has no value`);
}

/** An ID token beside the code and access token that are issued with it. */
export async function issueIdToken(
	world: World,
	server: AuthorizationServer,
	{ application, authorization, user }: UserGrant,
	beside: { code?: string | undefined; accessToken?: string | undefined },
): Promise<string> {
	const issue = newIssue(world, server, STANDARD_LIFETIME);
	const about = { user, clientId: application.id, scopes: authorization.scopes };
	const profile = profileClaims(world, about, "idToken");
	requireValues(toldAttributes(world, application.id, { scopes: authorization.scopes, place: "idToken" }), profile);
	const claims: JsonObject = idTokenClaims(issue, authorization, beside, profile);
	const value = await world.keys.sign(claims, { x5t: application.body.includeX5t });
	keepToken(world, value, {
		claims,
		clientId: application.id,
		use: "id",
		resources: [],
		...originOf(authorization),
	});
	return value;
}

const originOf = ({ id: authorizationId, userId }: Authorization) => ({ authorizationId, userId });

const newIssue = (world: World, server: AuthorizationServer, lifetime: number): Issue => ({
	issuer: server.issuer,
	environmentId: server.environment.id,
	organizationId: organizationOf(server.environment),
	region: regionOf(server.environment),
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
