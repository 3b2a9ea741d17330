import { z } from "zod";
import { invalidData } from "../../errors.ts";
import { withHint } from "../../hint.ts";
import { checkPassword } from "../../passwords.ts";
import { validate } from "../../validate.ts";
import type { World } from "../../world.ts";
import { admit } from "../admission.ts";
import { lockedOut } from "../checks/account.ts";
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
		if (!user) throw withHint(invalidCredentials(), "there is no user of that name");
		requireRightPassword(world, user, sent.password);
		return admit(world, flow, user);
	},
};

function requireRightPassword(world: World, user: User, value: string): void {
	const check = checkPassword(world, user, value);
	if (check.outcome === "lockedOut") throw lockedOut(check.secondsUntilUnlock);
	if (check.outcome === "noPassword") throw withHint(invalidCredentials(), "the user has no password");
	if (check.outcome === "wrong") throw withHint(invalidCredentials(), "the password is wrong");
}

/** One text for an unknown user and a wrong password, so that usernames cannot be probed. */
const invalidCredentials = () =>
	invalidData({ code: "INVALID_CREDENTIALS", message: "The provided credentials were invalid" });
