import { z } from "zod";
import { validate } from "../../validate.ts";
import type { Flow } from "../flow.ts";
import type { FlowAction } from "./flowAction.ts";
import { sendRecoveryCode } from "./passwordSendRecoveryCode.ts";

const username = z.string().min(1);
const withUsername = z.object({ username });
const withoutUsername = z.object({ username: username.optional() });

/** Sends a recovery code, if there is such a user (PingOne API, "Forgot Password"); the answer is the same if not. */
export const passwordForgot: FlowAction = {
	name: "password.forgot",
	run(world, flow, body) {
		const known = flow.status === "PASSWORD_REQUIRED" ? flow.username : undefined;
		const sent = validate(known === undefined ? withUsername : withoutUsername, body);
		const { userId: _, ...unproven } = flow;
		const next: Flow = { ...unproven, username: sent.username ?? known ?? "", status: "RECOVERY_CODE_REQUIRED" };
		return sendRecoveryCode(world, next);
	},
};
