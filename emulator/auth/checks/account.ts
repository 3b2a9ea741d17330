import { invalidData } from "../../errors.ts";
import type { User } from "../registered.ts";

/** Users who are disabled, or locked by an administrator, cannot sign on. */
export const isUsable = ({ body }: User): boolean => body.enabled !== false && body.account?.status !== "LOCKED";

/** Refuses them, even with the right password. */
export function requireUsable(user: User): void {
	if (!isUsable(user)) throw invalidData({ code: "ACCOUNT_NOT_USABLE", message: "The account is disabled or locked" });
}

/** The refusal of whoever has failed too often, for a while. */
export const lockedOut = (secondsUntilUnlock: number) =>
	invalidData({
		code: "PASSWORD_LOCKED_OUT",
		message: "Too many unsuccessful sign-on attempts. The account is locked.",
		innerError: { secondsUntilUnlock },
	});
