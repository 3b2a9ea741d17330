import { isLocked } from "../account.ts";
import { defaultOf } from "../defaultOf.ts";
import type { JsonObject } from "../json.ts";
import { lastSignOnOf } from "../lastSignOn.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { type AccessControl, admits } from "./checks/accessControl.ts";
import type { Condition } from "./checks/condition.ts";
import type { CorsSettings } from "./checks/origin.ts";

type Stored<Body> = Omit<StoredObject, "body"> & { readonly body: Readonly<Body> };

/** An application as the authorization server reads it (PingOne API, "Application Operations"). Its id is the client_id. */
export type Application = Stored<{
	name: string;
	enabled?: boolean;
	type: string;
	protocol: string;
	icon?: { id: string; href: string };
	loginPageUrl?: string;
	accessControl?: AccessControl;
	grantTypes?: readonly string[];
	responseTypes?: readonly string[];
	redirectUris?: readonly string[];
	allowWildcardInRedirectUris?: boolean;
	postLogoutRedirectUris?: readonly string[];
	pkceEnforcement?: string;
	tokenEndpointAuthMethod?: string;
	refreshTokenDuration?: number;
	refreshTokenRollingDuration?: number;
	refreshTokenRollingGracePeriodDuration?: number;
	refreshTokenType?: string;
	additionalRefreshTokenReplayProtectionEnabled?: boolean;
	requestScopesForMultipleResourcesEnabled?: boolean;
	skipTokenSessionValidation?: boolean;
	parRequirement?: string;
	parTimeout?: number;
	jwks?: string;
	jwksUrl?: string;
	assignActorRoles?: boolean;
	idpSignoff?: boolean;
	includeTyp?: boolean;
	includeX5t?: boolean;
	supportUnsignedRequestObject?: boolean;
	requireSignedRequestObject?: boolean;
	corsSettings?: CorsSettings;
}>;

/** A resource: the audience of access tokens, and a client of its own at the introspection endpoint. */
export type Resource = Stored<{
	name: string;
	type: string;
	audience?: string;
	accessTokenValiditySeconds?: number;
	introspectEndpointAuthMethod?: string;
}>;

/** A claim of a resource's tokens: `value` is static text with `${user.…}` placeholders. */
export type Attribute = Stored<{
	name: string;
	value: string;
	type?: string;
	idToken?: boolean;
	userInfo?: boolean;
	required?: boolean;
}>;

export type SignOnPolicy = Stored<{ name: string; default?: boolean }>;

/** One step of a sign-on policy. */
export type Action = Stored<{
	type: string;
	priority: number;
	condition?: Condition;
	recovery?: { enabled?: boolean };
	registration?: { enabled?: boolean; population?: { id: string } };
	discoveryRules?: { condition: { value: string } }[];
}>;

export type User = Stored<{
	username: string;
	/** Absent where the environment's schema has disabled it. */
	email?: string;
	enabled?: boolean;
	name?: { given?: string; family?: string; formatted?: string };
	population?: { id: string };
	account?: { status?: string; unlockAt?: string };
	lifecycle?: { status: string };
	memberOfGroups?: readonly { id: string }[];
}>;

type Scope = Stored<{ name: string; mappedClaims?: readonly string[] }>;
type Group = Stored<{ name: string }>;
type Grant = Stored<{ resource: { id: string }; scopes: readonly { id: string }[] }>;
type Assignment = Stored<{ priority: number; signOnPolicy: { id: string } }>;

/** What one grant opens: a resource and the names of its granted scopes. */
export interface GrantedResource {
	id: string;
	type: string;
	scopes: readonly string[];
}

/** The OpenID Connect application with that client_id in that environment. */
export function findApplication(world: World, environment: string, id: string): Application | undefined {
	const application = world.store.find("application", id) as Application | undefined;
	const usable = application?.environment === environment && application.body.protocol === "OPENID_CONNECT";
	return usable ? application : undefined;
}

/** Whether any application of the environment that is enabled has that post-logout URI. */
export const isPostLogoutRedirectUri = (world: World, environment: string, uri: string): boolean =>
	world.store.list("application", environment).some(({ id }) => {
		const { enabled, postLogoutRedirectUris } = findApplication(world, environment, id)?.body ?? {};
		return enabled === true && postLogoutRedirectUris?.includes(uri) === true;
	});

export function findResource(world: World, environment: string, id: string): Resource | undefined {
	const resource = world.store.find("resource", id) as Resource | undefined;
	return resource?.environment === environment ? resource : undefined;
}

/** Users are found by username whatever its case. */
export const findUserByName = (world: World, environment: string, username: string): User | undefined =>
	world.store.findByKey("user", environment, username.toLowerCase()) as User | undefined;

export const findUser = (world: World, id: string): User | undefined =>
	world.store.find("user", id) as User | undefined;

/** Whether the application is for that user, by its `accessControl`. */
export function mayUse(world: World, { body }: Application, user: User): boolean {
	if (!body.accessControl) return true;
	const groups = (user.body.memberOfGroups ?? []).map(({ id }) => id);
	return admits(body.accessControl, { groups, isAdministrator: world.store.count("roleAssignment", user.id) > 0 });
}

/** A user as attribute mappings and conditions see one, with its last sign-on and the groups that it is a member of. */
export function mappableUser(world: World, { id, environment, body, createdAt, updatedAt }: User): JsonObject {
	const { memberOfGroups, ...profile } = body;
	const lastSignOn = lastSignOnOf(world, id);
	// Nothing is written when a lock runs out by itself.
	const account = isLocked(body, world.clock.now()) ? body.account : { status: "OK" };
	const own = { ...profile, account, id, environment: { id: environment }, lastSignOn, createdAt, updatedAt };
	return memberOfGroups ? { ...own, ...groupsOf(world, memberOfGroups) } : own;
}

function groupsOf(world: World, memberships: readonly { id: string }[]): JsonObject {
	const memberOfGroupIDs = memberships.map(({ id }) => id);
	const groups = memberOfGroupIDs.map((id) => world.store.find("group", id) as Group | undefined);
	return { memberOfGroupIDs, memberOfGroupNames: groups.flatMap((group) => group?.body.name ?? []) };
}

/** Resources and scopes that the application's grants open. */
export function grantedResources(world: World, application: Application): GrantedResource[] {
	const grants = world.store.list("grant", application.id) as Grant[];
	return grants.flatMap(({ body }) => {
		const resource = findResource(world, application.environment, body.resource.id);
		return resource ? [{ id: resource.id, type: resource.body.type, scopes: scopeNames(world, body.scopes) }] : [];
	});
}

export const scopeNames = (world: World, scopes: readonly { id: string }[]): string[] =>
	scopes.flatMap(({ id }) => {
		const scope = world.store.find("scope", id) as Scope | undefined;
		return scope ? [scope.body.name] : [];
	});

export const scopesOf = (world: World, resource: string): Scope[] => world.store.list("scope", resource) as Scope[];

export const attributesOf = (world: World, resource: string): Attribute[] =>
	world.store.list("attribute", resource) as Attribute[];

/** A claim that an application adds to ID tokens and userinfo; with `oidcScopes`, where one of these was granted. */
export type ApplicationAttribute = Stored<Attribute["body"] & { oidcScopes?: readonly string[] }>;

export const applicationAttributesOf = (world: World, application: string): ApplicationAttribute[] =>
	world.store.list("applicationAttribute", application) as ApplicationAttribute[];

/** The environment's OPENID_CONNECT resource; its attributes become claims of ID tokens and of userinfo. */
export const openidResource = (world: World, environment: string): Resource | undefined =>
	world.store.findByKey("resource", environment, "openid") as Resource | undefined;

/** Policies assigned to an application, lowest priority number first. */
export function assignedPolicies(world: World, application: Application): SignOnPolicy[] {
	const assignments = world.store.list("signOnPolicyAssignment", application.id) as Assignment[];
	assignments.sort((a, b) => a.body.priority - b.body.priority);
	return assignments.flatMap(({ body }) => {
		const policy = world.store.find("signOnPolicy", body.signOnPolicy.id) as SignOnPolicy | undefined;
		return policy ? [policy] : [];
	});
}

/** The policy of applications that have none assigned. */
export const defaultPolicy = (world: World, environment: string): SignOnPolicy | undefined =>
	defaultOf(world, "signOnPolicy", environment) as SignOnPolicy | undefined;

/** Steps of a policy in the order they run. */
export const actionsOf = (world: World, policy: string): Action[] =>
	(world.store.list("action", policy) as Action[]).sort((a, b) => a.body.priority - b.body.priority);
