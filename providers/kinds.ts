import { signOnPolicyAction } from "./action.ts";
import { application } from "./application.ts";
import { signOnPolicyAssignment } from "./assignment.ts";
import { grant } from "./grant.ts";
import type { Kind } from "./kind.ts";
import { signOnPolicy } from "./policy.ts";
import { population } from "./population.ts";
import { resource } from "./resource.ts";
import { scope } from "./scope.ts";
import { user } from "./user.ts";

/** Every kind that the plugin can be asked for, in the order of the workflow. */
export const kinds: readonly Kind[] = [
	application,
	resource,
	scope,
	grant,
	signOnPolicy,
	signOnPolicyAction,
	signOnPolicyAssignment,
	population,
	user,
];
