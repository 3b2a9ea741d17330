import { failed, notApplicable, passed } from "../verdict.ts";
import type { Check } from "./check.ts";

export const authz10: Check = {
	id: "AUTHZ-10",
	title: "The redirect names its issuer, where that is promised",
	spec: "RFC 9207 2, 2.3",
	level: "must",
	attack: "Look at iss in the redirect of the sign-in.",
	gist: "A server that advertises authorization_response_iss_parameter_supported sends its issuer as iss.",
	expectation: "iss equals the issuer of the discovery document.",
	remedy: "Check any proxy in front of PingOne: it must leave the parameters of the redirect alone.",
	run({ evidence: { metadata, authorization } }) {
		if (metadata.authorization_response_iss_parameter_supported !== true) {
			return notApplicable("the server does not promise iss in its redirects");
		}
		return authorization.iss === metadata.issuer ? passed : failed(`iss is ${authorization.iss ?? "missing"}`);
	},
};
