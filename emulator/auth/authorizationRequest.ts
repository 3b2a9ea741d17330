import type { World } from "../world.ts";
import { requestedPolicies } from "./checks/acrValues.ts";
import { type CodeChallenge, checkedChallenge } from "./checks/codeChallenge.ts";
import { checkedMaxAge } from "./checks/maxAge.ts";
import { checkedNonce } from "./checks/nonce.ts";
import { refuseRepeated } from "./checks/notRepeated.ts";
import { requireOpenid } from "./checks/openidScope.ts";
import { checkedPrompt } from "./checks/prompt.ts";
import { refuseRequestUri } from "./checks/requestUri.ts";
import { checkedResponseMode, type ResponseMode } from "./checks/responseMode.ts";
import { checkedResponseTypes } from "./checks/responseType.ts";
import { grantScope } from "./checks/scope.ts";
import type { Parameters } from "./parameters.ts";
import {
	type Application,
	assignedPolicies,
	defaultPolicy,
	grantedResources,
	type SignOnPolicy,
} from "./registered.ts";

/** What a client asked for and was found entitled to; kept with the flow until it is answered. */
export type AuthorizationRequest = {
	clientId: string;
	/** Absent where `pi.flow` does without. */
	redirectUri?: string | undefined;
	responseTypes: readonly string[];
	responseMode: ResponseMode;
	state?: string | undefined;
	nonce?: string | undefined;
	codeChallenge?: CodeChallenge | undefined;
	scopes: readonly string[];
	/** Ids of the custom resources the scopes belong to. */
	resources: readonly string[];
	prompt: readonly string[];
	/** Seconds. */
	maxAge?: number | undefined;
	loginHint?: string | undefined;
	/** `sub` of the one user who may answer. */
	subject?: string;
};

/** The request and the policies by which its user may sign on, most preferred first. */
export interface CheckedRequest {
	request: AuthorizationRequest;
	policies: SignOnPolicy[];
}

/** All rules for a request whose client and redirect URI are known; each throws the OAuthRefusal that the client gets. */
export function checkRequest(
	world: World,
	application: Application,
	redirectUri: string | undefined,
	sent: Parameters,
): CheckedRequest {
	const { body } = application;
	refuseRepeated(sent);
	refuseRequestUri(sent);
	const responseTypes = checkedResponseTypes(body, sent.get("response_type"));
	const request: AuthorizationRequest = {
		clientId: application.id,
		redirectUri,
		responseTypes,
		responseMode: checkedResponseMode(sent.get("response_mode"), responseTypes),
		state: sent.get("state"),
		nonce: checkedNonce(sent.get("nonce"), responseTypes),
		codeChallenge: checkedChallenge(
			// "Available for Authorization Code grants only" (PingOne docs, "PKCE enforcement").
			responseTypes.includes("code") ? body.pkceEnforcement : undefined,
			sent.get("code_challenge"),
			sent.get("code_challenge_method"),
		),
		prompt: checkedPrompt(sent.get("prompt")),
		maxAge: checkedMaxAge(sent.get("max_age")),
		loginHint: sent.get("login_hint"),
		...grantScope(sent.get("scope"), grantedResources(world, application), {
			severalResources: body.requestScopesForMultipleResourcesEnabled === true,
			userPresent: true,
		}),
	};
	requireOpenid(request.scopes, responseTypes);
	return { request, policies: policiesFor(world, application, sent.get("acr_values")) };
}

/** Assigned policies, or the environment's default where none is (PingOne docs, "Application Sign-On Policy Assignments"). */
function policiesFor(world: World, application: Application, acrValues: string | undefined): SignOnPolicy[] {
	const policies = requestedPolicies(acrValues, assignedPolicies(world, application));
	if (policies.length > 0) return policies;
	const fallback = defaultPolicy(world, application.environment);
	return fallback ? [fallback] : [];
}
