import { hasOneTimeCode, sendOneTimeCode } from "../oneTimeCodes.ts";
import { passwordStatus } from "../passwords.ts";
import type { World } from "../world.ts";
import { requireUsable } from "./checks/account.ts";
import type { Flow } from "./flow.ts";
import { nextAction } from "./policyRun.ts";
import type { User } from "./registered.ts";

/**
 * The flow of a user who has just proven to be that user. A password that is due for a change and an e-mail address that
 * is not verified come first (PingOne docs, "PingOne Flows"); then the sign-on goes on.
 */
export function admit(world: World, flow: Flow, user: User): Flow {
	requireUsable(user, world.clock.now());
	const known = { ...flow, username: user.body.username, userId: user.id };
	const status = passwordStatus(world, user);
	if (status === "MUST_CHANGE_PASSWORD" || status === "PASSWORD_EXPIRED") return { ...known, status };
	if (user.body.lifecycle?.status === "VERIFICATION_REQUIRED") {
		if (!hasOneTimeCode(world, user, "VERIFICATION")) sendOneTimeCode(world, user, "VERIFICATION");
		return { ...known, status: "VERIFICATION_CODE_REQUIRED" };
	}
	return nextAction(world, { ...known, authenticatedAt: world.clock.now() });
}
