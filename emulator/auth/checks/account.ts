import { invalidData } from "../../errors.ts";
import type { User } from "../registered.ts";

/** Whether an administrator has locked the account: for good, or until a time that is still to come. */
export const isLocked = ({ account }: Pick<User["body"], "account">, now: number): boolean =>
	account?.status === "LOCKED" && (account.unlockAt === undefined || Date.parse(account.unlockAt) > now);

/** Users who are disabled, or locked by an administrator, cannot sign on. */
export const isUsable = ({ body }: User, now: number): boolean => body.enabled !== false && !isLocked(body, now);

/** Refuses them, even with the right password. */
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
