import type { JWTPayload } from "jose";
import { accessTokenOf } from "../session.ts";
import { unlessAny, type Verdict } from "../verdict.ts";
import type { Check } from "./check.ts";

export const at05: Check = {
	id: "AT-05",
	title: "The token lives exactly as long as configured",
	spec: "RFC 9068 2.2; RFC 6749 5.1",
	level: "must",
	attack: "Compare exp - iat with expires_in and with the resource's accessTokenValiditySeconds.",
	gist: "exp and iat are required; expires_in is the lifetime in seconds.",
	expectation: "All three are equal, iat is now, and exp lies ahead.",
	remedy: "Set accessTokenValiditySeconds on the resource and run pulumi up; check this machine's clock.",
	run(session) {
		const { tokens } = session.evidence;
		return judgeLifetime(accessTokenOf(session).claims, {
			expiresIn: tokens.kind === "issued" ? tokens.expiresIn : undefined,
			validity: session.deployment.accessTokenValiditySeconds,
			now: session.now() / 1000,
		});
	},
};

const SKEW_SECONDS = 60;

/** All times in seconds; `now` since 1970. */
export function judgeLifetime(
	{ iat, exp }: JWTPayload,
	{ expiresIn, validity, now }: { expiresIn: unknown; validity: number; now: number },
): Verdict {
	if (typeof iat !== "number" || typeof exp !== "number") return unlessAny(["exp or iat is missing"]);
	return unlessAny([
		...(exp - iat === validity ? [] : [`exp - iat is ${exp - iat} s, configured are ${validity} s`]),
		...(expiresIn === exp - iat ? [] : [`expires_in is ${expiresIn}, exp - iat is ${exp - iat}`]),
		...(Math.abs(now - iat) <= SKEW_SECONDS ? [] : [`iat is ${Math.round(now - iat)} s away from this clock`]),
		...(exp > now - SKEW_SECONDS ? [] : ["exp has passed"]),
	]);
}
