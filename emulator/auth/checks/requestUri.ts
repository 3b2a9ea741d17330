import type { Parameters } from "../parameters.ts";
import { OAuthRefusal } from "../refusal.ts";

/** PingOne takes a request_uri from pushed authorization only; ignoring another would ignore what it asks for (OpenID Connect Core 3.1.2.6). */
export function refuseRequestUri(sent: Parameters): void {
	if (sent.get("request_uri") !== undefined) {
		throw new OAuthRefusal("request_uri_not_supported", "request_uri must come from pushed authorization");
	}
}
