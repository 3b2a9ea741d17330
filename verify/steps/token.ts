import { type HttpAnswer, type HttpRequest, headerOf } from "../../providers/api/transport.ts";
import { membersOf, textOf } from "../json.ts";
import type { Deployment } from "../outputs.ts";
import { endpoint } from "./endpoints.ts";
import { type Credentials, formRequest } from "./form.ts";
import { readRefusal, type Said } from "./refusalText.ts";

/** The application's own credentials, by the method it is configured for. */
export const applicationCredentials = (deployment: Deployment): Credentials => ({
	method: deployment.tokenEndpointAuthMethod,
	id: deployment.applicationId,
	secret: deployment.clientSecret,
});

/** What redeems a code; a member left out is not sent. */
export interface Redemption {
	code: string;
	redirectUri?: string | undefined;
	verifier?: string | undefined;
}

/** Step 16: the code for a token; RFC 6749 section 4.1.3, RFC 7636 section 4.5. */
export function tokenRequest(
	deployment: Deployment,
	{ code, redirectUri, verifier }: Redemption,
	credentials: Credentials = applicationCredentials(deployment),
): ReturnType<typeof formRequest> {
	const form = {
		...{ grant_type: "authorization_code", code },
		...(redirectUri !== undefined && { redirect_uri: redirectUri }),
		...(verifier !== undefined && { code_verifier: verifier }),
	};
	return formRequest(endpoint(deployment, "token"), form, credentials);
}

/** Any other grant, with the application's credentials. */
export const grantRequest = (deployment: Deployment, form: Readonly<Record<string, string>>): HttpRequest =>
	formRequest(endpoint(deployment, "token"), form, applicationCredentials(deployment));

/** What the token endpoint answered: a token in it, or none. */
export type TokenAnswer = { status: number; header: (name: string) => string | undefined } & (
	| {
			kind: "issued";
			accessToken: string;
			tokenType: unknown;
			expiresIn: unknown;
			scope: unknown;
			/** Whether an ID token or a refresh token came along. */
			idToken: boolean;
			refreshToken: boolean;
	  }
	| ({ kind: "refused" } & Said)
);

/** Reads an answer of the token endpoint; RFC 6749 sections 5.1 and 5.2. */
export function readTokens(answer: HttpAnswer): TokenAnswer {
	const { access_token, token_type, expires_in, scope, id_token, refresh_token } = membersOf(answer.body);
	const common = { status: answer.status, header: (name: string) => headerOf(answer, name) };
	const accessToken = textOf(access_token);
	if (accessToken === undefined) return { kind: "refused", ...common, ...readRefusal(answer.body) };
	return {
		...{ kind: "issued", ...common, accessToken, tokenType: token_type, expiresIn: expires_in, scope },
		idToken: id_token !== undefined,
		refreshToken: refresh_token !== undefined,
	};
}
