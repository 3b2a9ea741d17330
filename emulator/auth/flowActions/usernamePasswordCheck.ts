import { z } from "zod";
import { invalidData } from "../../errors.ts";
import { checkPassword, passwordStatus } from "../../passwords.ts";
import { validate } from "../../request.ts";
import type { World } from "../../world.ts";
import { requireUsable } from "../checks/account.ts";
import type { Flow } from "../flow.ts";
import { nextAction } from "../policyRun.ts";
import { findUserByName, type User } from "../registered.ts";
import type { FlowAction } from "./flowAction.ts";

const password = z.string().min(1);
const withUsername = z.object({ username: z.string().min(1), password });
const withoutUsername = z.object({ username: z.string().min(1).optional(), password });

/** Checks username and password (PingOne API, "Check Username/Password"). */
export const usernamePasswordCheck: FlowAction = {
	name: "usernamePassword.check",
	run(world, flow, body) {
		const known = flow.status === "PASSWORD_REQUIRED" ? flow.username : undefined;
		const sent = validate(known === undefined ? withUsername : withoutUsername, body);
		const user = findUserByName(world, flow.environment, sent.username ?? known ?? "");
		if (!user) throw invalidCredentials();
		requireRightPassword(world, user, sent.password);
		requireUsable(user);
		return afterPassword(world, { ...flow, username: user.body.username, userId: user.id }, user);
	},
};

function requireRightPassword(world: World, user: User, value: string): void {
	const check = checkPassword(world, user, value);
	if (check.outcome === "lockedOut") throw lockedOut(check.secondsUntilUnlock);
	if (check.outcome !== "ok") throw invalidCredentials();
}

/** The right password may still have to be replaced before the user gets any further. */
function afterPassword(world: World, flow: Flow, user: User): Flow {
	const status = passwordStatus(world, user);
	if (status === "MUST_CHANGE_PASSWORD" || status === "PASSWORD_EXPIRED") return { ...flow, status };
	return nextAction(world, { ...flow, authenticatedAt: world.clock.now() });
}

/** One text for an unknown user and a wrong password, so that usernames cannot be probed. */
const invalidCredentials = () =>
	invalidData({ code: "INVALID_CREDENTIALS", message: "The provided credentials were invalid" });

const lockedOut = (secondsUntilUnlock: number) =>
	invalidData({
		code: "PASSWORD_LOCKED_OUT",
		message: "Too many unsuccessful sign-on attempts. The account is locked.",
		innerError: { secondsUntilUnlock },
	});
