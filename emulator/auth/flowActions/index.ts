import type { FlowAction } from "./flowAction.ts";
import { passwordForgot } from "./passwordForgot.ts";
import { passwordRecover } from "./passwordRecover.ts";
import { passwordReset } from "./passwordReset.ts";
import { passwordSendRecoveryCode } from "./passwordSendRecoveryCode.ts";
import { sessionReset } from "./sessionReset.ts";
import { userLookup } from "./userLookup.ts";
import { usernamePasswordCheck } from "./usernamePasswordCheck.ts";
import { userRegister } from "./userRegister.ts";
import { userSendVerificationCode } from "./userSendVerificationCode.ts";
import { userVerify } from "./userVerify.ts";

/** The actions of flows, in the order of PingOne's table of media types ("PingOne Flows"). */
export const FLOW_ACTIONS: readonly FlowAction[] = [
	usernamePasswordCheck,
	userLookup,
	passwordForgot,
	passwordSendRecoveryCode,
	passwordRecover,
	passwordReset,
	sessionReset,
	userRegister,
	userVerify,
	userSendVerificationCode,
];

/** Actions that PingOne has and this emulator does not. */
export const NOT_EMULATED: readonly string[] = [
	...["otp.check", "device.select", "assertion.check", "kerberos.lookup", "deviceAuthGrant.consent"],
	...["user.update", "user.confirm", "user.consent", "user.acceptInvite"],
];
