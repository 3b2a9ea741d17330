import { obtainGrant, redeem } from "../grant.ts";
import type { Session } from "../session.ts";
import type { Redemption } from "../steps/token.ts";
import { UNREGISTERED } from "./redirect-uri-unregistered.ts";

export async function redirectUriChangedAtToken(session: Session) {
	const attack = "redirect-uri-changed-at-token";
	const attempt = async (change: Partial<Redemption>) =>
		redeem(session, attack, await obtainGrant(session, attack), change);
	const [different, missing] = await Promise.all([
		attempt({ redirectUri: UNREGISTERED }),
		attempt({ redirectUri: undefined }),
	]);
	return { different, missing };
}
