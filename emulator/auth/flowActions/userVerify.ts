import { z } from "zod";
import { invalidValue } from "../../errors.ts";
import { redeemOneTimeCode } from "../../oneTimeCodes.ts";
import { validate } from "../../request.ts";
import type { World } from "../../world.ts";
import { admit } from "../admission.ts";
import { requireUsable } from "../checks/account.ts";
import type { Flow } from "../flow.ts";
import { findUser, type User } from "../registered.ts";
import type { FlowAction } from "./flowAction.ts";

const schema = z.object({ verificationCode: z.string().min(1) });

/** Verifies the user's e-mail address by the code that was sent to it (PingOne API, "Verify User"). */
export const userVerify: FlowAction = {
	name: "user.verify",
	run(world, flow, body) {
		const { verificationCode } = validate(schema, body);
		// Refused outside of the transaction: a wrong code is refused and still counts.
		const user = world.store.transaction(() => verified(world, flow, verificationCode));
		if (!user) throw wrongCode();
		return admit(world, flow, user);
	},
};

function verified(world: World, flow: Flow, code: string): User | undefined {
	const user = findUser(world, flow.userId ?? "");
	if (!user || !redeemOneTimeCode(world, user, "VERIFICATION", code)) return undefined;
	requireUsable(user, world.clock.now());
	const body = { ...user.body, lifecycle: { status: "ACCOUNT_OK" }, emailVerified: true };
	world.store.setBody(user.id, body);
	return { ...user, body };
}

const wrongCode = () => invalidValue("verificationCode", "The verification code is invalid");
