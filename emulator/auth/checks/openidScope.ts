import { invalidScope } from "../refusal.ts";

/** An ID token comes of an OpenID Connect request only, which scope `openid` makes it (PingOne docs, "OpenID Connect (OIDC) scopes"). */
export function requireOpenid(scopes: readonly string[], responseTypes: readonly string[]): void {
	if (responseTypes.includes("id_token") && !scopes.includes("openid")) {
		throw invalidScope("Scope openid is required for response type id_token");
	}
}
