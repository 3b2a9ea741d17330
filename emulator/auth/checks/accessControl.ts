/** Whom an application is for (PingOne API, "Application Operations"): members of groups, or administrators only. */
export interface AccessControl {
	role?: { type: string };
	group?: { type: string; groups: readonly { id: string }[] };
}

/** What decides whether a user is one of them. */
export interface Visitor {
	/** Ids of the groups that the user is a member of. */
	groups: readonly string[];
	/** Whether an administrator role is assigned to the user. */
	isAdministrator: boolean;
}

/** Whether the application is for that user. */
export function admits({ role, group }: AccessControl, { groups, isAdministrator }: Visitor): boolean {
	if (role?.type === "ADMIN_USERS_ONLY" && !isAdministrator) return false;
	if (!group) return true;
	const isMember = ({ id }: { id: string }) => groups.includes(id);
	return group.type === "ALL_GROUPS" ? group.groups.every(isMember) : group.groups.some(isMember);
}
