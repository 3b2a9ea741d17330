import type { Filterable } from "./filter.ts";

/**
 * By the group that they are in, users and groups are listed alike (PingOne API, "Searching for group membership");
 * `field` is what their membership is kept as. Memberships are those that were made, every one of them DIRECT: who
 * asks for INDIRECT ones, which nested groups would bring, is refused and not told that there are none.
 */
export const byGroup = (field: string): Filterable => ({
	"memberOfGroups[id]": { operators: ["eq"], condition: (target) => ({ field, target }) },
	"memberOfGroups[type]": {
		operators: ["eq"],
		condition: () => ({ all: [] }),
		accepts: (value, quoted) => quoted && value === "DIRECT",
	},
});
