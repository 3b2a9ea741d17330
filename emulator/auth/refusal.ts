import type { Hinted } from "../hint.ts";

/** Error codes of RFC 6749 sections 4.1.2.1 and 5.2, OpenID Connect Core 3.1.2.6, RFC 9101 section 7 and RFC 6750 section 3.1. */
export type OAuthErrorCode =
	| "invalid_request"
	| "invalid_client"
	| "invalid_grant"
	| "invalid_scope"
	| "invalid_token"
	| "insufficient_scope"
	| "unauthorized_client"
	| "unsupported_grant_type"
	| "unsupported_response_type"
	| "access_denied"
	| "login_required"
	| "invalid_request_object"
	| "request_uri_not_supported";

/** What `error_description` may hold (RFC 6749 sections 4.1.2.1 and 5.2): a refusal may repeat what a client has sent. */
export const describable = (text: string): string => text.replace(/[^ !#-[\]-~]/gu, "?");

/** A refusal in the shape of OAuth: `{error, error_description}`. */
export class OAuthRefusal extends Error implements Hinted {
	override readonly name = "OAuthRefusal";
	readonly error: OAuthErrorCode;
	readonly status: 400 | 401 | 403;
	/** The WWW-Authenticate challenge, where the RFC asks for one. */
	readonly challenge: string | undefined;
	declare hint?: string;

	constructor(error: OAuthErrorCode, description: string, status: OAuthRefusal["status"] = 400, challenge?: string) {
		super(describable(description));
		this.error = error;
		this.status = status;
		this.challenge = challenge;
	}
}

export const invalidParameter = (description: string) => new OAuthRefusal("invalid_request", description);
export const invalidGrant = (description: string) => new OAuthRefusal("invalid_grant", description);
export const invalidScope = (description: string) => new OAuthRefusal("invalid_scope", description);
