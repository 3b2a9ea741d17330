import type { FlowAction } from "./flowAction.ts";
import { passwordReset } from "./passwordReset.ts";
import { sessionReset } from "./sessionReset.ts";
import { userLookup } from "./userLookup.ts";
import { usernamePasswordCheck } from "./usernamePasswordCheck.ts";

/** The actions of flows, in the order of PingOne's table of media types ("PingOne Flows"). */
export const FLOW_ACTIONS: readonly FlowAction[] = [usernamePasswordCheck, userLookup, passwordReset, sessionReset];

/** Actions that PingOne has and this emulator does not. */
export const NOT_EMULATED: readonly string[] = [
	"password.forgot",
	"password.sendRecoveryCode",
	"password.recover",
	"user.register",
	"user.verify",
	"user.sendVerificationCode",
	"otp.check",
	"device.select",
	"assertion.check",
];
