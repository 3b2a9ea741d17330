import { isLocked } from "../../account.ts";
import { sendOneTimeCode } from "../../oneTimeCodes.ts";
import { recoveryObstacle } from "../../recovery.ts";
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

/** In a flow, no user is sent one either whose account an administrator has locked. */
const canRecover = (world: World, user: User): boolean =>
	!isLocked(user.body, world.clock.now()) && recoveryObstacle(world, user) === undefined;
