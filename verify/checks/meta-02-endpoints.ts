import { isLoopback } from "../../providers/api/config.ts";
import { unlessAny, type Verdict } from "../verdict.ts";
import type { Check } from "./check.ts";

export const meta02: Check = {
	id: "META-02",
	title: "All endpoints are on the issuer's host, by https",
	spec: "RFC 9700 2.6; RFC 8414 2",
	level: "must",
	attack: "Look at the endpoint URLs in the discovery document.",
	gist: "Endpoints are https URLs; a wrong one sends codes and secrets to somebody else.",
	expectation: "https and one host (http only for an emulator on this machine).",
	remedy: "Check any proxy in front of PingOne: it must not rewrite the discovery document.",
	run: ({ deployment, evidence: { metadata } }) => judgeEndpoints(metadata, deployment.authUrl),
};

const ENDPOINTS = [
	...["authorization_endpoint", "token_endpoint", "introspection_endpoint", "revocation_endpoint"],
	...["userinfo_endpoint", "jwks_uri", "end_session_endpoint", "pushed_authorization_request_endpoint"],
];

export function judgeEndpoints(metadata: Readonly<Record<string, unknown>>, authUrl: string): Verdict {
	const { host } = new URL(authUrl);
	return unlessAny(
		ENDPOINTS.filter((name) => metadata[name] !== undefined).flatMap((name) => {
			const url = URL.canParse(String(metadata[name])) ? new URL(String(metadata[name])) : undefined;
			if (url === undefined) return [`${name} is not a URL`];
			if (url.protocol !== "https:" && !isLoopback(url)) return [`${name} is not https`];
			return url.host === host ? [] : [`${name} is on ${url.host}`];
		}),
	);
}
