import { askAnonymously, type Change } from "../grant.ts";
import { unguessable } from "../pkce.ts";
import type { Session } from "../session.ts";

/** Asks without a response_type and with an unknown one; gives each answer with the state that was sent. */
export async function responseTypeWrong(session: Session) {
	const ask = async (change: Change) => {
		const state = unguessable();
		const authorization = await askAnonymously(session, "response-type-wrong", (parameters) => {
			parameters.set("state", state);
			change(parameters);
		});
		return { authorization, state };
	};
	const [missing, unknown] = await Promise.all([
		ask((parameters) => parameters.delete("response_type")),
		ask((parameters) => parameters.set("response_type", "no_such_type")),
	]);
	return { missing, unknown };
}
