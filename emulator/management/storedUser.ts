import type { StoredObject } from "../store.ts";
import type { AuthoritativeProvider } from "./identityProviders.ts";
import type { UserBody } from "./userSchema.ts";

/** What a user is besides the profile: the service sets it, or an endpoint of its own changes it. */
export interface UserState {
	population: { id: string };
	enabled: boolean;
	mfaEnabled: boolean;
	account: { status: "OK" | "LOCKED"; lockedAt?: string; unlockAt?: string };
	identityProvider: AuthoritativeProvider;
	lifecycle: { status: string };
	verifyStatus: string;
	emailVerified?: boolean | undefined;
	/** Kept here, and shown by endpoints of its own. */
	memberOfGroups?: { id: string }[];
}

/** A user as it is stored. */
export type User = Omit<UserBody, keyof UserState> & UserState;

/** The groups that a user, or another group, is a direct member of. */
export const groupsOf = ({ body }: StoredObject): { id: string }[] => (body.memberOfGroups ?? []) as { id: string }[];

/** What is kept of a user besides the profile. */
export function stateOf({ body }: StoredObject): UserState {
	const user = body as unknown as User;
	const { population, enabled, mfaEnabled, account, identityProvider, lifecycle, verifyStatus } = user;
	const { emailVerified, memberOfGroups } = user;
	return {
		...{ population, enabled, mfaEnabled, account, identityProvider, lifecycle, verifyStatus },
		...(emailVerified !== undefined && { emailVerified }),
		...(memberOfGroups !== undefined && { memberOfGroups }),
	};
}
