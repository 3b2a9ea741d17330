import { invalidParameter } from "../refusal.ts";
import type { SignOnPolicy } from "../registered.ts";

/**
 * The policies that may run, most preferred first: those that `acr_values` names, each of which must be assigned to the
 * application (PingOne docs, "Application Sign-On Policy Assignments"); without it all assigned ones.
 */
export function requestedPolicies(acrValues: string | undefined, assigned: readonly SignOnPolicy[]): SignOnPolicy[] {
	const names = (acrValues ?? "").split(" ").filter((name) => name !== "");
	if (names.length === 0) return [...assigned];
	return names.map((name) => {
		const policy = assigned.find(({ body }) => body.name === name);
		if (!policy) throw invalidParameter(`acr_values: sign-on policy ${name} is not assigned to the application`);
		return policy;
	});
}
