import { isUsable } from "../../account.ts";
import { sendOneTimeCode } from "../../oneTimeCodes.ts";
import { passwordStatus } from "../../passwords.ts";
import type { World } from "../../world.ts";
import type { Flow } from "../flow.ts";
import { findUserByName, type User } from "../registered.ts";
import type { FlowAction } from "./flowAction.ts";

/** Sends another recovery code (PingOne API, "Send Recovery Code"). */
export const passwordSendRecoveryCode: FlowAction = {
	name: "password.sendRecoveryCode",
	run: (world, flow) => sendRecoveryCode(world, flow),
};

/** Sends a code to the user that the flow names; nobody learns whether there is one. */
export function sendRecoveryCode(world: World, flow: Flow): Flow {
	const user = findUserByName(world, flow.environment, flow.username ?? "");
	if (user && canRecover(world, user)) sendOneTimeCode(world, user, "RECOVERY");
	return flow;
}

/** PingOne API, "Password Resend Recovery Code": not for disabled users, nor without a password or while it is locked out. */
function canRecover(world: World, user: User): boolean {
	const status = passwordStatus(world, user);
	return isUsable(user, world.clock.now()) && status !== "NO_PASSWORD" && status !== "PASSWORD_LOCKED_OUT";
}
