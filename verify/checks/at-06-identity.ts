import type { JWTPayload } from "jose";
import { readAccessToken } from "../accessToken.ts";
import { codeReplay } from "../probes/code-replay.ts";
import { accessTokenOf } from "../session.ts";
import { notTried, unlessAny, type Verdict } from "../verdict.ts";
import type { Check } from "./check.ts";

export const at06: Check = {
	id: "AT-06",
	title: "sub, client_id and a jti of its own are in the token",
	spec: "RFC 9068 2.2",
	level: "must",
	attack: "Look at the claims of two tokens of the same user.",
	gist: "sub, client_id and jti are required; jti is unique for each token.",
	expectation: "client_id is the application, sub is the same, jti differs.",
	remedy: "Map sub on the resource to a value that every user has, such as the user id.",
	disruptive: true,
	async run(session) {
		const { first } = await session.once(codeReplay);
		const other = first.kind === "issued" ? readAccessToken(first.accessToken)?.claims : undefined;
		if (other === undefined) return notTried("there is no second token to compare with");
		return judgeIdentity(accessTokenOf(session).claims, other, session.deployment.applicationId);
	},
};

export function judgeIdentity(claims: JWTPayload, other: JWTPayload, clientId: string): Verdict {
	return unlessAny([
		...(claims.sub ? [] : ["sub is missing"]),
		...(claims.sub === other.sub ? [] : ["sub differs between two tokens of one user"]),
		...(claims.client_id === clientId ? [] : [`client_id is ${claims.client_id ?? "missing"}`]),
		...(claims.jti ? [] : ["jti is missing"]),
		...(claims.jti && claims.jti === other.jti ? ["jti is the same in two tokens"] : []),
	]);
}
