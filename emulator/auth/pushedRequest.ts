import type { Context } from "hono";
import { invalidRequest, PingOneRefusal } from "../errors.ts";
import { withHint } from "../hint.ts";
import { recordsOf } from "../records.ts";
import type { World } from "../world.ts";
import { checkRequest } from "./authorizationRequest.ts";
import { isRegisteredRedirectUri, needsRedirectUri, redirectUriHint } from "./checks/redirectUri.ts";
import { authenticateApplication } from "./clientAuthentication.ts";
import { oauthEndpoint } from "./endpoint.ts";
import { formOf, type Parameters, parseParameters, required } from "./parameters.ts";
import { invalidParameter, OAuthRefusal } from "./refusal.ts";
import type { Application } from "./registered.ts";
import { withRequestObject } from "./requestObject.ts";
import { type AuthorizationServer, serverOf } from "./server.ts";

/** Parameters that wait for their `request_uri` to be used. */
type PushedRequest = { clientId: string; parameters: string };

const pushed = recordsOf<PushedRequest>("pushedRequest");

/** RFC 9126 section 2.2. */
const REQUEST_URI = "urn:ietf:params:oauth:request_uri:";

/** PingOne API, "Application Operations": `parTimeout` in seconds. */
const DEFAULT_TIMEOUT = 60;

/** `POST /as/par` (RFC 9126): takes the authorization request ahead of the browser, from a client that proves itself. */
export const pushRequest = (world: World, c: Context): Promise<Response> =>
	oauthEndpoint(c, async () => {
		const server = serverOf(world, c);
		const form = await formOf(c);
		const application = await authenticateApplication(world, c, server, form);
		if (form.get("request_uri") !== undefined) throw invalidParameter("request_uri must not be pushed");
		const request = await requestIn(world, server, application, form);
		checkRequest(world, application, ownRedirectUri(application, request), request);
		const expires_in = application.body.parTimeout ?? DEFAULT_TIMEOUT;
		const request_uri = REQUEST_URI + world.ids.uuid();
		const record = { clientId: application.id, parameters: encodedRequest(request) };
		pushed.put(world, request_uri, record, world.clock.now() + expires_in * 1000);
		return c.json({ request_uri, expires_in }, 201);
	});

function ownRedirectUri({ body }: Application, request: Parameters): string | undefined {
	const redirectUri = needsRedirectUri(request) ? required(request, "redirect_uri") : request.get("redirect_uri");
	if (redirectUri === undefined || isRegisteredRedirectUri(body, redirectUri)) return redirectUri;
	throw withHint(invalidParameter("Redirect URI mismatch"), redirectUriHint(body, redirectUri));
}

/** The parameters of the form or of its request object, whose refusal takes OAuth's shape here. */
async function requestIn(world: World, server: AuthorizationServer, application: Application, form: Parameters) {
	try {
		return await withRequestObject(world, server, application, form);
	} catch (error) {
		if (!(error instanceof PingOneRefusal)) throw error;
		throw new OAuthRefusal("invalid_request_object", `request: ${error.details[0]?.message}`);
	}
}

/** What the browser's request stands for: the parameters pushed before, or those it brings itself or in a request object. */
export async function resolvedParameters(
	world: World,
	server: AuthorizationServer,
	application: Application,
	sent: Parameters,
): Promise<Parameters> {
	if (sent.repeated.includes("request_uri")) throw refuse("must not be repeated");
	const uri = sent.get("request_uri");
	if (!uri?.startsWith(REQUEST_URI)) {
		if (application.body.parRequirement === "REQUIRED") throw refuse("The application requires pushed requests");
		return withRequestObject(world, server, application, sent);
	}
	const record = pushed.find(world, uri);
	if (record?.clientId !== application.id) throw refuse("The pushed request is unknown or has expired");
	// RFC 9126 section 4: a request_uri is for one use.
	pushed.remove(world, uri);
	return parseParameters(record.parameters);
}

const refuse = (message: string) => invalidRequest({ code: "INVALID_VALUE", target: "request_uri", message });

/** Credentials prove who pushed; they are no part of the request and are not kept. */
function encodedRequest({ all }: Parameters): string {
	const parameters = new URLSearchParams([...all]);
	for (const name of ["client_secret", "client_assertion", "client_assertion_type"]) parameters.delete(name);
	return parameters.toString();
}
