import { invalidParameter, OAuthRefusal } from "../refusal.ts";

const KNOWN = ["code", "id_token", "token", "code id_token", "code token", "id_token token", "code id_token token"];

/** What the application may ask for at the authorization endpoint. */
export interface ResponseRegistration {
	grantTypes?: readonly string[];
	responseTypes?: readonly string[];
}

/** The members of `response_type`, which the application must have enabled (RFC 6749 section 3.1.1, OAuth 2.0 Multiple Response Types). */
export function checkedResponseTypes(application: ResponseRegistration, requested: string | undefined): string[] {
	if (requested === undefined) throw invalidParameter("response_type is required");
	const types = [...new Set(requested.split(" "))].sort();
	if (!KNOWN.includes(types.join(" "))) {
		throw new OAuthRefusal("unsupported_response_type", `Unsupported response type: ${requested}`);
	}
	const refused = types.find((type) => !isEnabled(application, type));
	if (refused === undefined) return types;
	throw new OAuthRefusal("unauthorized_client", `Response type ${refused} is not enabled for the application`);
}

function isEnabled({ grantTypes, responseTypes }: ResponseRegistration, type: string): boolean {
	const grant = type === "code" ? "AUTHORIZATION_CODE" : "IMPLICIT";
	// responseTypes is optional; the grant types then say what is enabled.
	return grantTypes?.includes(grant) === true && responseTypes?.includes(type.toUpperCase()) !== false;
}
