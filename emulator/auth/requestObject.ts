import { invalidRequest } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import { CLOCK_SKEW, verifyByClient } from "./clientKeys.ts";
import { unverifiedHeader } from "./jwt.ts";
import { type Parameters, parametersOf } from "./parameters.ts";
import type { Application } from "./registered.ts";
import type { AuthorizationServer } from "./server.ts";

/**
 * The parameters of the `request` object, and those beside it that it does not hold itself (OpenID Connect Core 6.1;
 * PingOne API, "Create a request property JWT").
 */
export async function withRequestObject(
	world: World,
	server: AuthorizationServer,
	application: Application,
	sent: Parameters,
): Promise<Parameters> {
	const object = sent.get("request");
	if (object === undefined) {
		if (application.body.requireSignedRequestObject === true) throw refuse("The application requires it");
		return sent;
	}
	const inside = parametersIn(await claimsOf(world, server, application, object));
	if ((inside.get("client_id") ?? application.id) !== application.id) throw refuse("client_id differs");
	if (["request", "request_uri"].some((name) => inside.has(name))) throw refuse("must not hold another one");
	const all = new Map([...sent.all, ...inside]);
	all.delete("request");
	return parametersOf(all, sent.repeated);
}

async function claimsOf(
	world: World,
	{ issuer }: AuthorizationServer,
	{ id, body }: Application,
	object: string,
): Promise<JsonObject> {
	const algorithm = String(unverifiedHeader(object)?.alg);
	if (algorithm === "none") return unsigned(world, body, object);
	const method = algorithm.startsWith("HS") ? "CLIENT_SECRET_JWT" : "PRIVATE_KEY_JWT";
	const client = { id, method, jwks: body.jwks, jwksUrl: body.jwksUrl };
	const claims = await verifyByClient(world, client, object, { issuer: id, audience: issuer });
	if (!claims) throw refuse("Signature, issuer, audience or times are not right");
	return claims as JsonObject;
}

async function unsigned(
	{ clock }: World,
	{ supportUnsignedRequestObject: allowed }: Application["body"],
	object: string,
) {
	if (allowed !== true) throw refuse("The application does not allow an unsigned one");
	// Only here, because a start that verifies nothing should not load it.
	const { UnsecuredJWT } = await import("jose");
	try {
		const times = { currentDate: new Date(clock.now()), clockTolerance: CLOCK_SKEW };
		return UnsecuredJWT.decode(object, times).payload as JsonObject;
	} catch {
		throw refuse("is not a JWT, or its times are not right");
	}
}

const parametersIn = (claims: JsonObject): Map<string, string> =>
	new Map(
		Object.entries(claims).flatMap(([name, value]) =>
			// One without a value counts as not sent, as it does beside the object (RFC 6749 section 3.1).
			// Well-formed as one in a form is, where no byte stands for half a surrogate pair.
			(typeof value === "string" && value !== "") || typeof value === "number"
				? [[name, String(value).toWellFormed()]]
				: [],
		),
	);

const refuse = (message: string) => invalidRequest({ code: "INVALID_VALUE", target: "request", message });
