import { timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import { withHint } from "../hint.ts";
import { acceptedSecrets, stampPrevious } from "../secrets.ts";
import type { World } from "../world.ts";
import { type Credentials, credentialsOf, invalidClient, unsupportedMethod } from "./checks/credentials.ts";
import { assertedClientId, requireAssertion } from "./clientAssertion.ts";
import type { SigningClient } from "./clientKeys.ts";
import { applyCorsSettings } from "./cors.ts";
import type { Parameters } from "./parameters.ts";
import { type Application, findApplication, findResource, type Resource } from "./registered.ts";
import type { AuthorizationServer } from "./server.ts";

/** The application that sent the form, proven by exactly its `tokenEndpointAuthMethod` (PingOne docs, "Token"). */
export async function authenticateApplication(
	world: World,
	c: Context,
	server: AuthorizationServer,
	form: Parameters,
): Promise<Application> {
	const credentials = credentialsOf(c.req.header("authorization"), form);
	const application = findApplication(world, server.environment.id, clientIdOf(credentials));
	if (!application) {
		const hint = `the environment has no OpenID Connect application with client_id ${clientIdOf(credentials)}`;
		throw withHint(unsupportedMethod(isBasic(credentials)), hint);
	}
	applyCorsSettings(c, application);
	await requireApplication(world, server, application, credentials);
	return application;
}

/** Who asks at the introspection endpoint: an application, or a resource with its own id and secret. */
export type Introspector = { application: Application } | { resource: Resource };

/** Whom the credentials of an introspection request prove; throws OAuthRefusal where they prove nobody (RFC 7662 section 2.1). */
export async function authenticateIntrospector(
	world: World,
	c: Context,
	server: AuthorizationServer,
	form: Parameters,
): Promise<Introspector> {
	const credentials = credentialsOf(c.req.header("authorization"), form);
	const resource = findResource(world, server.environment.id, clientIdOf(credentials));
	if (!resource) return { application: await authenticateApplication(world, c, server, form) };
	// Only custom resources have a secret; the built-in ones are nobody's client.
	if (resource.body.type !== "CUSTOM") throw unsupportedMethod(isBasic(credentials));
	const method = resource.body.introspectEndpointAuthMethod ?? "CLIENT_SECRET_BASIC";
	await requireProof(world, server, { id: resource.id, method }, credentials);
	return { resource };
}

function requireApplication(
	world: World,
	server: AuthorizationServer,
	{ id, body }: Application,
	credentials: Credentials,
): Promise<void> {
	if (body.enabled !== true) throw invalidClient("Application is disabled", isBasic(credentials));
	const { tokenEndpointAuthMethod: method = "CLIENT_SECRET_BASIC", jwks, jwksUrl } = body;
	return requireProof(world, server, { id, method, jwks, jwksUrl }, credentials);
}

/** Credentials must come by exactly the method that the client is set to, and be right. */
async function requireProof(
	world: World,
	server: AuthorizationServer,
	client: SigningClient,
	credentials: Credentials,
): Promise<void> {
	const byAssertion = client.method === "CLIENT_SECRET_JWT" || client.method === "PRIVATE_KEY_JWT";
	const expected = byAssertion ? "ASSERTION" : client.method;
	if (credentials.method !== expected) {
		const hint = `the client is set to ${client.method}, and the request used ${credentials.method}`;
		throw withHint(unsupportedMethod(isBasic(credentials)), hint);
	}
	if (credentials.method === "ASSERTION") await requireAssertion(world, server, client, credentials.assertion);
	else requireSecret(world, client.id, credentials);
}

function requireSecret(world: World, ownerId: string, credentials: Credentials): void {
	if (credentials.method !== "CLIENT_SECRET_BASIC" && credentials.method !== "CLIENT_SECRET_POST") return;
	const { secret } = credentials;
	const position = acceptedSecrets(world, ownerId).findIndex((accepted) => isSame(accepted, secret));
	if (position < 0)
		throw withHint(invalidClient("Invalid client credentials", isBasic(credentials)), "the secret is not the client's");
	if (position > 0) stampPrevious(world, ownerId);
}

/** Compares without telling by its duration how much was right; how long a secret is is no secret. */
function isSame(a: string, b: string): boolean {
	const [left, right] = [Buffer.from(a), Buffer.from(b)];
	return left.length === right.length && timingSafeEqual(left, right);
}

const isBasic = ({ method }: Credentials): boolean => method === "CLIENT_SECRET_BASIC";

const clientIdOf = (credentials: Credentials): string =>
	credentials.method === "ASSERTION"
		? (credentials.clientId ?? assertedClientId(credentials.assertion))
		: credentials.clientId;
