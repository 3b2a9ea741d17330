import { sendOneTimeCode } from "../../oneTimeCodes.ts";
import { findUser } from "../registered.ts";
import type { FlowAction } from "./flowAction.ts";

/** Sends another verification code (PingOne API, "Send (Resend) Verification Code"). */
export const userSendVerificationCode: FlowAction = {
	name: "user.sendVerificationCode",
	run(world, flow) {
		const user = findUser(world, flow.userId ?? "");
		if (user) sendOneTimeCode(world, user, "VERIFICATION");
		return flow;
	},
};
