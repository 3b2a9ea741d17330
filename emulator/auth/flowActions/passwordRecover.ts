import { z } from "zod";
import { invalidValue } from "../../errors.ts";
import { redeemOneTimeCode } from "../../oneTimeCodes.ts";
import { checkPassword, setPassword } from "../../passwords.ts";
import { validate } from "../../request.ts";
import type { World } from "../../world.ts";
import { admit } from "../admission.ts";
import { lockedOut, requireUsable } from "../checks/account.ts";
import { findUserByName, type User } from "../registered.ts";
import type { FlowAction } from "./flowAction.ts";

const schema = z.object({ recoveryCode: z.string().min(1), newPassword: z.string().min(1) });

/** Sets a new password by the code that was sent (PingOne API, "Recover Password"); it signs the user on. */
export const passwordRecover: FlowAction = {
	name: "password.recover",
	run(world, flow, body) {
		const { recoveryCode, newPassword } = validate(schema, body);
		const user = findUserByName(world, flow.environment, flow.username ?? "");
		if (!user) throw wrongCode();
		recover(world, user, recoveryCode, newPassword);
		return admit(world, flow, user);
	},
};

/** A refusal of the user, or of the new password by the policy, leaves the code as good as it was. */
function recover(world: World, user: User, recoveryCode: string, newPassword: string): void {
	const redeemed = world.store.transaction(() => {
		if (!redeemOneTimeCode(world, user, "RECOVERY", recoveryCode)) return false;
		requireUsable(user, world.clock.now());
		setPassword(world, user, newPassword, { target: "newPassword" });
		return true;
	});
	if (redeemed) return;
	// Wrong codes count as wrong passwords do, up to PASSWORD_LOCKED_OUT (PingOne API, "Password Recover").
	const check = checkPassword(world, user, "");
	throw check.outcome === "lockedOut" ? lockedOut(check.secondsUntilUnlock) : wrongCode();
}

const wrongCode = () => invalidValue("recoveryCode", "The recovery code is invalid or has expired");
