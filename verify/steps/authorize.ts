import { type HttpAnswer, type HttpRequest, headerOf } from "../../providers/api/transport.ts";
import { membersOf, textOf } from "../json.ts";
import type { Deployment } from "../outputs.ts";
import { endpoint } from "./endpoints.ts";
import { readRefusal, type Said } from "./refusalText.ts";

/** The values that bind an authorization request to this browser and this run. */
export interface Binding {
	state: string;
	nonce: string;
	/** S256 challenge; left out for a request without PKCE. */
	challenge?: string | undefined;
}

/** The parameters of step 12; RFC 6749 section 4.1.1, RFC 7636 section 4.3. */
export function authorizationParameters(deployment: Deployment, binding: Binding): URLSearchParams {
	const { applicationId, redirectUri, scope } = deployment;
	const { state, nonce, challenge } = binding;
	return new URLSearchParams({
		...{ response_type: "code", client_id: applicationId, redirect_uri: redirectUri, scope, state, nonce },
		...(challenge === undefined ? {} : { code_challenge: challenge, code_challenge_method: "S256" }),
	});
}

/** Step 12: start the sign-on in browser mode. */
export const authorizationRequest = (deployment: Deployment, parameters: URLSearchParams): HttpRequest => ({
	method: "GET",
	url: `${endpoint(deployment, "authorize")}?${parameters}`,
});

/** What came of an authorization request, or of resuming it. `location` is where the browser was sent. */
export type Authorization = { status: number; location?: URL } & (
	| { kind: "code"; code: string; state: string | undefined; iss: string | undefined }
	/** Tokens in the redirect: the implicit grant. */
	| { kind: "token" }
	/** The sign-on page is asked to run a flow. */
	| { kind: "flow"; flowId: string }
	/** Refused, to the client or on the sign-on page or in the body. */
	| ({ kind: "refused"; state: string | undefined } & Said)
	/** An answer that is none of these. */
	| { kind: "unreadable" }
);

/** Reads an answer of `authorize` or `resume`: RFC 6749 sections 4.1.2 and 4.1.2.1, and PingOne's sign-on page. */
export function readAuthorization(answer: HttpAnswer, requestUrl: string): Authorization {
	const { status } = answer;
	const location = headerOf(answer, "location");
	if (status >= 300 && status < 400 && location !== undefined && URL.canParse(location, requestUrl)) {
		return readRedirect(status, new URL(location, requestUrl));
	}
	if (status >= 400) return { kind: "refused", status, state: undefined, ...readRefusal(answer.body) };
	return { kind: "unreadable", status };
}

function readRedirect(status: number, location: URL): Authorization {
	const fragment = new URLSearchParams(location.hash.slice(1));
	const parameter = (name: string) => textOf(location.searchParams.get(name) ?? fragment.get(name));
	const redirect = { status, location };
	const state = parameter("state");
	const error = parameter("error");
	if (error !== undefined) {
		const said = parsePageError(error) ?? { error, description: parameter("error_description") ?? "" };
		return { kind: "refused", ...redirect, state, ...said };
	}
	if (parameter("access_token") ?? parameter("id_token")) return { kind: "token", ...redirect };
	const code = parameter("code");
	if (code !== undefined) return { kind: "code", ...redirect, code, state, iss: parameter("iss") };
	const flowId = parameter("flowId");
	return flowId === undefined ? { kind: "unreadable", ...redirect } : { kind: "flow", ...redirect, flowId };
}

/** The sign-on page gets PingOne's error object as JSON in the parameter `error`. */
function parsePageError(error: string): Said | undefined {
	try {
		const body: unknown = JSON.parse(error);
		return Object.keys(membersOf(body)).length > 0 ? readRefusal(body) : undefined;
	} catch {
		return undefined;
	}
}

/** Why there is no code, and what to do; for the sign-in that everything else needs. */
export function explainNoCode(authorization: Exclude<Authorization, { kind: "code" }>, deployment: Deployment): string {
	const { applicationId, environmentId, authUrl } = deployment;
	const where = `application ${applicationId} in environment ${environmentId} at ${authUrl}`;
	if (authorization.kind !== "refused") {
		return `No authorization code for ${where}: PingOne answered ${authorization.status} without a code, a flow or an error. Check the output authUrl and any proxy.`;
	}
	const { status, error, description } = authorization;
	const said = [error, description].filter(Boolean).join(": ") || `HTTP ${status}`;
	return `No authorization code for ${where}: ${said}. ${remedyFor(authorization)}`;
}

function remedyFor({ status, error }: Said & { status: number }): string {
	if (error === "invalid_scope") return "Grant the scope to the application and run pulumi up.";
	if (error === "access_denied") return "Check the sign-on policy and its assignment to the application.";
	if (error === "NOT_FOUND" || status === 404) {
		return "It is not there: check the environment, then run pulumi refresh and pulumi up.";
	}
	if (status >= 500) return "PingOne failed: run npm run verify again.";
	return "Run pulumi refresh and pulumi up: the application must be enabled and its redirect URI registered.";
}
