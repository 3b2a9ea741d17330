import { redeemOneTimeCode } from "./oneTimeCodes.ts";
import type { StoredObject } from "./store.ts";
import type { World } from "./world.ts";

/**
 * The user whose address is verified by the code that was sent to it (PingOne API, "Verify User"); undefined for a wrong
 * code, which counts. What `permit` throws leaves the code as good as it was.
 */
export const verified = <User extends StoredObject>(
	world: World,
	user: User,
	code: string,
	permit: () => void = () => {},
): User | undefined =>
	world.store.transaction(() => {
		if (!redeemOneTimeCode(world, user, "VERIFICATION", code)) return undefined;
		permit();
		const body = { ...user.body, lifecycle: { status: "ACCOUNT_OK" }, emailVerified: true };
		world.store.setBody(user.id, body);
		return { ...user, body };
	});
