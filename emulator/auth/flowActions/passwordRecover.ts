import { z } from "zod";
import { invalidValue } from "../../errors.ts";
import { recoverPassword } from "../../recovery.ts";
import { validate } from "../../validate.ts";
import { admit } from "../admission.ts";
import { lockedOut, requireUsable } from "../checks/account.ts";
import { findUserByName } from "../registered.ts";
import type { FlowAction } from "./flowAction.ts";

const schema = z.object({ recoveryCode: z.string().min(1), newPassword: z.string().min(1) });

/** Sets a new password by the code that was sent (PingOne API, "Recover Password"); it signs the user on. */
export const passwordRecover: FlowAction = {
	name: "password.recover",
	run(world, flow, body) {
		const { recoveryCode, newPassword } = validate(schema, body);
		const user = findUserByName(world, flow.environment, flow.username ?? "");
		if (!user) throw wrongCode();
		const permit = () => requireUsable(user, world.clock.now());
		const recovery = recoverPassword(world, user, recoveryCode, newPassword, permit);
		if (recovery === "wrong") throw wrongCode();
		if (recovery !== "ok") throw lockedOut(recovery.secondsUntilUnlock);
		return admit(world, flow, user);
	},
};

const wrongCode = () => invalidValue("recoveryCode", "The recovery code is invalid or has expired");
