import { failed, passed } from "../verdict.ts";
import type { Check } from "./check.ts";

export const pkce01: Check = {
	id: "PKCE-01",
	title: "Discovery lists S256",
	spec: "RFC 9700 2.1.1; RFC 8414 2",
	level: "should",
	attack: "Look at code_challenge_methods_supported in the discovery document.",
	gist: "Servers publish the supported methods, so that clients can tell that PKCE will protect them.",
	expectation: "The list holds S256.",
	remedy: "Nothing to configure: tell clients to use S256 without looking.",
	run({ evidence: { metadata } }) {
		const methods = metadata.code_challenge_methods_supported;
		if (!Array.isArray(methods)) return failed("code_challenge_methods_supported is missing");
		return methods.includes("S256") ? passed : failed(`only ${methods.join(", ") || "nothing"} is listed`);
	},
};
