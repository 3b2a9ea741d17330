import { askAnonymously } from "../grant.ts";
import type { Session } from "../session.ts";

const MALFORMED = {
	"42 characters": "a".repeat(42),
	"129 characters": "a".repeat(129),
	"bad alphabet": `${"a".repeat(42)}!`,
};

export const challengeMalformed = (session: Session) =>
	Promise.all(
		Object.entries(MALFORMED).map(async ([flaw, challenge]) => ({
			flaw,
			authorization: await askAnonymously(session, "challenge-malformed", (parameters) =>
				parameters.set("code_challenge", challenge),
			),
		})),
	);
