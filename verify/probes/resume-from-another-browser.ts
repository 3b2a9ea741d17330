import { createPkcePair, unguessable } from "../pkce.ts";
import type { Session } from "../session.ts";
import { completeFlow, describeAuthorization, silently } from "../signOn.ts";
import { authorizationParameters, authorizationRequest, readAuthorization } from "../steps/authorize.ts";
import { NotTried } from "../stop.ts";

const ATTACK = "resume-from-another-browser";

/** Runs a flow to its end in one browser and resumes it in one that has no cookie of it. */
export async function resumeFromAnotherBrowser({ deployment, freshBrowser }: Session) {
	const victim = freshBrowser();
	const { challenge } = createPkcePair();
	const binding = { state: unguessable(), nonce: unguessable(), challenge };
	const request = authorizationRequest(deployment, authorizationParameters(deployment, binding));
	const started = readAuthorization(await victim.send(ATTACK, request), request.url);
	if (started.kind !== "flow") throw new NotTried(`no flow to try it with (${describeAuthorization(started)})`);
	const resume = await completeFlow(deployment, victim, started.flowId, silently(ATTACK));
	return readAuthorization(await freshBrowser().send(ATTACK, resume), resume.url);
}
