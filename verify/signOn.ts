import type { HttpRequest, TransportFailure } from "../providers/api/transport.ts";
import type { Browser } from "./browser.ts";
import type { Deployment } from "./outputs.ts";
import { type Authorization, readAuthorization } from "./steps/authorize.ts";
import { explainFlow, type Flow, passwordRequest, readFlow, readFlowRequest, usernameRequest } from "./steps/flow.ts";
import { resumeRequest } from "./steps/resume.ts";
import { nothingProven } from "./stop.ts";

/** Does one step of the workflow under its name, and tells about it when it is done. */
export type Step = <T>(name: string, work: (name: string) => Promise<T>, tell: (result: T) => string) => Promise<T>;

/** Steps of a probe: nothing is told, and the transcript names the attack. */
export const silently =
	(attack: string): Step =>
	(_name, work) =>
		work(attack);

/** The verifier answers these; any other status ends the sign-on. */
const ANSWERS: Readonly<Record<string, (deployment: Deployment, flowId: string) => HttpRequest>> = {
	USERNAME_PASSWORD_REQUIRED: passwordRequest,
	PASSWORD_REQUIRED: passwordRequest,
	SIGN_ON_REQUIRED: usernameRequest,
};

/** An identifier-first policy needs two actions; more would only repeat themselves. */
const MOST_ACTIONS = 2;

/** Steps 13 and 14: runs a flow to its end. Gives the request that resumes it; throws Stop when it does not complete. */
export async function completeFlow(
	deployment: Deployment,
	browser: Browser,
	flowId: string,
	step: Step,
): Promise<HttpRequest> {
	const ask = (name: string, request: HttpRequest) =>
		step(name, async (label) => readFlow(await browser.send(label, request)), describeFlow);
	let flow = await ask("13 flow", readFlowRequest(deployment, flowId));
	for (let actions = 0; actions < MOST_ACTIONS && flow.kind === "flow"; actions++) {
		const answer = ANSWERS[flow.status];
		if (!answer) break;
		flow = await ask("14 sign-on", answer(deployment, flowId));
	}
	if (flow.kind !== "flow" || flow.status !== "COMPLETED") throw nothingProven(explainFlow(flow, deployment));
	return resumeRequest(deployment, flowId, flow.resumeUrl);
}

/** Steps 13 to 15: runs a flow and resumes it. */
export async function signOn(
	deployment: Deployment,
	browser: Browser,
	flowId: string,
	step: Step,
): Promise<Authorization> {
	const request = await completeFlow(deployment, browser, flowId, step);
	const resume = async (label: string) => readAuthorization(await browser.send(label, request), request.url);
	return step("15 resume", resume, describeAuthorization);
}

function describeFlow(flow: Flow): string {
	if (flow.kind === "flow") return flow.status;
	return flow.kind === "gone" ? "404, no such flow" : `${flow.status} ${flow.code}`;
}

/** A few words for the line of a step. */
export function describeAuthorization(authorization: Authorization): string {
	const { kind, status, location } = authorization;
	if (kind === "refused") return `${status} ${authorization.error || "refused"}`;
	const words = { code: "code", token: "tokens", flow: "sign-on page", unreadable: "neither flow nor code" };
	return `${status} ${words[kind]}${kind === "code" && location ? ` at ${location.origin}${location.pathname}` : ""}`;
}

/** The error for a service that gave no answer. */
export const unreachable = (deployment: Deployment, failure: TransportFailure) =>
	nothingProven(
		`${failure.mayHaveArrived ? "No answer from" : "Cannot reach"} ${deployment.authUrl} (${failure.message}): ${
			/\/\/(127\.|localhost|\[::1\])/.test(deployment.authUrl)
				? "start the emulator with npm run emulator -- --data .pingone/emulator.db, or run npm start."
				: "check the output authUrl, the network and any proxy."
		}`,
	);
