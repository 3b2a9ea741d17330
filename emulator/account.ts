/** What of a user says whether it can sign on (PingOne API, "Users data model"). */
export interface Account {
	enabled?: boolean;
	account?: { status?: string; unlockAt?: string };
}

/** Whether an administrator has locked the account: for good, or until a time that is still to come. `now` in ms. */
export const isLocked = ({ account }: Pick<Account, "account">, now: number): boolean =>
	account?.status === "LOCKED" && (account.unlockAt === undefined || Date.parse(account.unlockAt) > now);

/** Users who are disabled, or locked by an administrator, cannot sign on. `now` in ms. */
export const isUsable = ({ body }: { body: Account }, now: number): boolean =>
	body.enabled !== false && !isLocked(body, now);
