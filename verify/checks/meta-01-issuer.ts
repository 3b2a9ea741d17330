import { issuerOf } from "../steps/endpoints.ts";
import { failed, passed } from "../verdict.ts";
import type { Check } from "./check.ts";

export const meta01: Check = {
	id: "META-01",
	title: "The discovered issuer is where it was discovered",
	spec: "RFC 8414 3.3; OpenID Connect Discovery 4.3",
	level: "must",
	attack: "Compare issuer with the URL that the discovery document was fetched from.",
	gist: "The issuer must be identical to the URL prefix that was used to retrieve the metadata.",
	expectation: "Equal strings.",
	remedy: "Set authUrl to the host that the environment's tokens name as iss.",
	run({ deployment, evidence: { metadata } }) {
		const expected = issuerOf(deployment);
		return metadata.issuer === expected ? passed : failed(`issuer is ${metadata.issuer}, fetched from ${expected}`);
	},
};
