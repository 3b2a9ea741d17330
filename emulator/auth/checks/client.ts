import { invalidRequest } from "../../errors.ts";
import { withHint } from "../../hint.ts";
import type { World } from "../../world.ts";
import type { Parameters } from "../parameters.ts";
import { type Application, findApplication } from "../registered.ts";
import { isRegisteredRedirectUri, needsRedirectUri, redirectUriHint } from "./redirectUri.ts";

/** The application of an authorization request. Its refusals are for the person at the browser, never for the client. */
export function knownApplication(world: World, environment: string, sent: Parameters): Application {
	const clientId = single(sent, "client_id");
	const application = findApplication(world, environment, clientId);
	if (!application) throw refuse("client_id", `Application with ID: '${clientId}' was not found`);
	if (application.body.enabled !== true) throw refuse("client_id", "Application is disabled");
	return application;
}

/** The redirect URI of an authorization request, which must be the application's own; absent where the request needs none. */
export function ownRedirectUri(application: Application, sent: Parameters): string | undefined {
	if (sent.get("redirect_uri") === undefined && !needsRedirectUri(sent)) return undefined;
	const redirectUri = single(sent, "redirect_uri");
	if (!isRegisteredRedirectUri(application.body, redirectUri)) {
		throw withHint(refuse("redirect_uri", "Redirect URI mismatch"), redirectUriHint(application.body, redirectUri));
	}
	return redirectUri;
}

function single(sent: Parameters, name: string): string {
	const value = sent.get(name);
	if (value === undefined) throw invalidRequest({ code: "REQUIRED_VALUE", target: name, message: "must not be null" });
	if (sent.repeated.includes(name)) throw refuse(name, "must not be repeated");
	return value;
}

const refuse = (target: string, message: string) => invalidRequest({ code: "INVALID_VALUE", target, message });
