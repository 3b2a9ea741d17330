import { secondsUntil } from "./clock.ts";
import { redeemOneTimeCode } from "./oneTimeCodes.ts";
import { checkPassword, passwordState, setPassword } from "./passwords.ts";
import type { StoredObject } from "./store.ts";
import type { World } from "./world.ts";

/** Too many attempts have failed. */
interface LockedOut {
	secondsUntilUnlock: number;
}

/**
 * Why a user is sent no recovery code, undefined for one who is: not for disabled users, nor without a password or while
 * it is locked out (PingOne API, "Password Resend Recovery Code").
 */
export function recoveryObstacle(world: World, user: StoredObject): "disabled" | "noPassword" | LockedOut | undefined {
	if (user.body.enabled === false) return "disabled";
	const { status, lockedUntil } = passwordState(world, user);
	if (status === "NO_PASSWORD") return "noPassword";
	return lockedUntil === undefined ? undefined : { secondsUntilUnlock: secondsUntil(lockedUntil, world.clock.now()) };
}

/**
 * Sets a new password by the code that was sent. A wrong code counts as a wrong password does, up to PASSWORD_LOCKED_OUT
 * (PingOne API, "Password Recover"). Throws what `permit` throws, or the refusal of the new password by the policy; either
 * leaves the code as good as it was.
 */
export function recoverPassword(
	world: World,
	user: StoredObject,
	code: string,
	newPassword: string,
	permit: () => void = () => {},
): "ok" | "wrong" | LockedOut {
	const redeemed = world.store.transaction(() => {
		if (!redeemOneTimeCode(world, user, "RECOVERY", code)) return false;
		permit();
		setPassword(world, user, newPassword, { target: "newPassword" });
		return true;
	});
	if (redeemed) return "ok";
	const checked = checkPassword(world, user, "");
	return checked.outcome === "lockedOut" ? { secondsUntilUnlock: checked.secondsUntilUnlock } : "wrong";
}
