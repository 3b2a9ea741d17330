import { z } from "zod";
import { invalidValue } from "../../errors.ts";
import { checkPassword, setPassword } from "../../passwords.ts";
import { validate } from "../../validate.ts";
import type { World } from "../../world.ts";
import { admit } from "../admission.ts";
import { lockedOut, requireUsable } from "../checks/account.ts";
import { findUser, type User } from "../registered.ts";
import type { FlowAction } from "./flowAction.ts";

const schema = z.object({ currentPassword: z.string().min(1), newPassword: z.string().min(1) });

/** Replaces an expired password, or one that must change, by one the policy accepts; then the sign-on goes on. */
export const passwordReset: FlowAction = {
	name: "password.reset",
	run(world, flow, body) {
		const { currentPassword, newPassword } = validate(schema, body);
		const user = findUser(world, flow.userId ?? "");
		if (!user) throw wrongCurrent();
		requireCurrent(world, user, currentPassword);
		requireUsable(user, world.clock.now());
		setPassword(world, user, newPassword, { target: "newPassword", current: currentPassword });
		return admit(world, flow, user);
	},
};

function requireCurrent(world: World, user: User, currentPassword: string): void {
	const check = checkPassword(world, user, currentPassword);
	if (check.outcome === "lockedOut") throw lockedOut(check.secondsUntilUnlock);
	if (check.outcome !== "ok") throw wrongCurrent();
}

const wrongCurrent = () => invalidValue("currentPassword", "The provided password did not match provisioned password");
