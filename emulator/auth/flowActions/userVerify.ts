import { z } from "zod";
import { invalidValue } from "../../errors.ts";
import { validate } from "../../validate.ts";
import { verified } from "../../verification.ts";
import { admit } from "../admission.ts";
import { requireUsable } from "../checks/account.ts";
import { findUser } from "../registered.ts";
import type { FlowAction } from "./flowAction.ts";

const schema = z.object({ verificationCode: z.string().min(1) });

/** Verifies the user's e-mail address by the code that was sent to it (PingOne API, "Verify User"). */
export const userVerify: FlowAction = {
	name: "user.verify",
	run(world, flow, body) {
		const { verificationCode } = validate(schema, body);
		const known = findUser(world, flow.userId ?? "");
		const user = known && verified(world, known, verificationCode, () => requireUsable(known, world.clock.now()));
		if (!user) throw invalidValue("verificationCode", "The verification code is invalid");
		return admit(world, flow, user);
	},
};
