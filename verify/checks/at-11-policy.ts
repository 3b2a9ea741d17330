import { accessTokenOf } from "../session.ts";
import { failed, passed, type Verdict } from "../verdict.ts";
import type { Check } from "./check.ts";

export const at11: Check = {
	id: "AT-11",
	title: "acr names the sign-on policy of this deployment",
	spec: "RFC 9068 2.2.1; PingOne API, Token claims",
	level: "should",
	attack: "Compare acr of the token with the output signOnPolicyName.",
	gist: "acr says how the user was authenticated; PingOne gives the name of the policy that ran.",
	expectation: "The same name: without its assignment another policy would run.",
	remedy: "Assign the policy to the application with the lowest priority number and run pulumi up.",
	run: (session) => judgePolicy(accessTokenOf(session).claims.acr, session.deployment.signOnPolicyName),
};

export const judgePolicy = (acr: unknown, policy: string): Verdict =>
	acr === policy ? passed : failed(`acr is ${acr ?? "missing"}, the policy is ${policy}`);
