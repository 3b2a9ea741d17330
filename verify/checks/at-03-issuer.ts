import { accessTokenOf } from "../session.ts";
import { failed, passed, type Verdict } from "../verdict.ts";
import type { Check } from "./check.ts";

export const at03: Check = {
	id: "AT-03",
	title: "iss is exactly the discovered issuer",
	spec: "RFC 9068 4; RFC 8414 3.3",
	level: "must",
	attack: "Compare iss of the token with issuer of the discovery document.",
	gist: "The issuer identifier must exactly match the value of the iss claim.",
	expectation: "Equal strings.",
	remedy: "Use the URL of the environment that issues the tokens; a custom domain has an issuer of its own.",
	run: (session) => judgeIssuer(accessTokenOf(session).claims.iss, session.evidence.metadata.issuer),
};

export const judgeIssuer = (iss: unknown, issuer: unknown): Verdict =>
	typeof iss === "string" && iss === issuer ? passed : failed(`iss is ${iss ?? "missing"}, issuer is ${issuer}`);
