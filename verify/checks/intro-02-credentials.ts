import { introspectionByAnybody } from "../probes/introspection-by-anybody.ts";
import type { Introspection } from "../steps/introspect.ts";
import { failed, gravest, passed, type Verdict, warning } from "../verdict.ts";
import type { Check } from "./check.ts";

export const intro02: Check = {
	id: "INTRO-02",
	title: "Introspection is closed without the right secret",
	spec: "RFC 7662 2.1, 2.3",
	level: "must",
	attack: "Introspect the token without credentials, and with a wrong secret of the resource.",
	gist: "The endpoint must require authorization, or anybody could scan for tokens.",
	expectation: "401 both times.",
	remedy: "Set introspectEndpointAuthMethod of the resource to a method with a secret.",
	async run(session) {
		const { without, wrong } = await introspectionByAnybody(session);
		return gravest([judge("without credentials", without), judge("with a wrong secret", wrong)]);
	},
};

function judge(which: string, { status, active }: Introspection): Verdict {
	if (active === true) return failed(`${which}: the token was confirmed`);
	if (status === 401) return passed;
	return status >= 400 && status < 500
		? warning(`${which}: refused with ${status} where the spec names 401`)
		: failed(`${which}: answered ${status}`);
}
