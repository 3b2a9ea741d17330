import { isDeepStrictEqual } from "node:util";
import { wordsOf } from "../json.ts";
import { accessTokenOf, introspectionOf } from "../session.ts";
import { unlessAny } from "../verdict.ts";
import type { Check } from "./check.ts";

export const intro07: Check = {
	id: "INTRO-07",
	title: "Introspection and token say the same, field by field",
	spec: "RFC 7662 2.2",
	level: "must",
	attack: "Compare every claim that both have, for both introspections.",
	gist: "The members of the answer are those of the token; an API may use either.",
	expectation: "Equal values.",
	remedy: "Report this to PingOne: an API that introspects would decide otherwise than one that validates.",
	run(session) {
		const { claims } = accessTokenOf(session);
		const { byApplication, byResource } = introspectionOf(session);
		return unlessAny([
			...differences(claims, byApplication.members).map((name) => `${name} differs for the application`),
			...differences(claims, byResource.members).map((name) => `${name} differs for the API`),
		]);
	},
};

/** Names of the claims that both have and that are not equal. */
export const differences = (
	claims: Readonly<Record<string, unknown>>,
	members: Readonly<Record<string, unknown>>,
): string[] =>
	Object.keys(claims).filter(
		(name) => name in members && !isDeepStrictEqual(normal(name, claims), normal(name, members)),
	);

/** `aud` may be a string or an array of one, and `scope` is a set: neither makes a difference. */
function normal(name: string, from: Readonly<Record<string, unknown>>): unknown {
	if (name === "aud") return [from[name]].flat().sort();
	return name === "scope" ? wordsOf(from[name]) : from[name];
}
