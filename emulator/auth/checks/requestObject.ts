import type { Parameters } from "../parameters.ts";
import { OAuthRefusal } from "../refusal.ts";

/** Request objects are not emulated; ignoring one would ignore what it asks for (OpenID Connect Core 3.1.2.6). */
export function refuseRequestObject(sent: Parameters): void {
	if (sent.get("request") !== undefined) {
		throw new OAuthRefusal("request_not_supported", "Request objects are not emulated");
	}
	if (sent.get("request_uri") !== undefined) {
		throw new OAuthRefusal("request_uri_not_supported", "request_uri must come from pushed authorization");
	}
}
