import { isUsable } from "../../account.ts";
import { invalidData } from "../../errors.ts";
import type { User } from "../registered.ts";

/** Refuses users who are disabled or locked, even with the right password. */
export function requireUsable(user: User, now: number): void {
	if (!isUsable(user, now))
		throw invalidData({ code: "ACCOUNT_NOT_USABLE", message: "The account is disabled or locked" });
}

/** The refusal of whoever has failed too often, for a while. */
export const lockedOut = (secondsUntilUnlock: number) =>
	invalidData({
		code: "PASSWORD_LOCKED_OUT",
		message: "Too many unsuccessful sign-on attempts. The account is locked.",
		innerError: { secondsUntilUnlock },
	});
