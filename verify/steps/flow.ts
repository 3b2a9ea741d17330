import type { HttpAnswer, HttpRequest } from "../../providers/api/transport.ts";
import { membersOf, textOf } from "../json.ts";
import type { Deployment } from "../outputs.ts";
import { flowUrl } from "./endpoints.ts";
import { readRefusal } from "./refusalText.ts";

/** Step 13: read the flow that the sign-on page was asked to run. */
export const readFlowRequest = (deployment: Deployment, flowId: string): HttpRequest => ({
	method: "GET",
	url: flowUrl(deployment, flowId),
});

/** Step 14: username and password. The media type selects the action (PingOne API, "Flows"). */
export const passwordRequest = (deployment: Deployment, flowId: string): HttpRequest =>
	action(deployment, flowId, "usernamePassword.check", {
		username: deployment.username,
		password: deployment.password,
	});

/** Identifier-first policies ask for the username alone before the password. */
export const usernameRequest = (deployment: Deployment, flowId: string): HttpRequest =>
	action(deployment, flowId, "user.lookup", { username: deployment.username });

const action = (deployment: Deployment, flowId: string, name: string, body: Record<string, string>): HttpRequest => ({
	method: "POST",
	url: flowUrl(deployment, flowId),
	headers: { "Content-Type": `application/vnd.pingidentity.${name}+json` },
	body: JSON.stringify(body),
});

/** A flow, or why there is none. */
export type Flow =
	| { kind: "flow"; status: string; resumeUrl: string | undefined; failure: string }
	/** Unknown or older than 15 idle minutes. */
	| { kind: "gone" }
	| { kind: "refused"; status: number; code: string; description: string; secondsUntilUnlock?: number };

/** Reads an answer of the flow endpoint. */
export function readFlow({ status, body }: HttpAnswer): Flow {
	const { status: state, resumeUrl, error, details } = membersOf(body);
	if (status === 200 && typeof state === "string") {
		return { kind: "flow", status: state, resumeUrl: textOf(resumeUrl), failure: readRefusal(error).description };
	}
	if (status === 404) return { kind: "gone" };
	const said = readRefusal(body);
	const detail = membersOf(Array.isArray(details) ? details[0] : undefined);
	const { secondsUntilUnlock } = membersOf(detail.innerError);
	return {
		...{ kind: "refused", status, code: textOf(detail.code) ?? said.error, description: said.description },
		...(typeof secondsUntilUnlock === "number" && { secondsUntilUnlock }),
	};
}

/** What to do about a status that the verifier cannot answer on its own. */
const STATUS_REMEDIES: Readonly<Record<string, string>> = {
	MUST_CHANGE_PASSWORD: "the user must change the password first: set it with forceChange: false and run pulumi up",
	PASSWORD_EXPIRED: "the password has expired: set a new one in the Pulumi program and run pulumi up",
	VERIFICATION_CODE_REQUIRED:
		"the user's e-mail address is not verified: verify it, or give the user another lifecycle",
	RECOVERY_CODE_REQUIRED: "a password recovery is under way: finish it, then run npm run verify again",
	OTP_REQUIRED: "the sign-on policy asks for a second factor: assign a policy with a LOGIN action only",
	ASSERTION_REQUIRED: "the sign-on policy asks for a FIDO device: assign a policy with a LOGIN action only",
	PUSH_CONFIRMATION_REQUIRED: "the sign-on policy asks for a second factor: assign a policy with a LOGIN action only",
	DEVICE_SELECTION_REQUIRED: "the sign-on policy asks for a second factor: assign a policy with a LOGIN action only",
	EXTERNAL_AUTHENTICATION_REQUIRED: "the sign-on policy sends the user to another identity provider",
	AGREEMENT_CONSENT_REQUIRED: "the user must accept an agreement: sign this user in once in a browser",
	PROFILE_DATA_REQUIRED: "the sign-on policy asks for profile data: sign this user in once in a browser",
	FAILED: "the sign-on policy refuses this user",
};

/** One line for a flow that does not lead to a code: cause and remedy. */
export function explainFlow(flow: Flow, { username, signOnPolicyName }: Deployment): string {
	if (flow.kind === "gone") {
		return "The sign-on flow has expired (after 15 idle minutes) or is unknown: run npm run verify again.";
	}
	if (flow.kind === "flow") {
		const remedy = STATUS_REMEDIES[flow.status] ?? "the verifier cannot answer that";
		const failure = flow.failure && ` (${flow.failure})`;
		return `Policy ${signOnPolicyName} stopped the sign-on of ${username} at ${flow.status}${failure}: ${remedy}.`;
	}
	return explainRefusedPassword(flow, username);
}

function explainRefusedPassword(flow: Extract<Flow, { kind: "refused" }>, username: string): string {
	const { code, status, description, secondsUntilUnlock } = flow;
	if (code === "PASSWORD_LOCKED_OUT") {
		const wait = secondsUntilUnlock === undefined ? "" : ` for another ${secondsUntilUnlock} seconds`;
		return `The account of ${username} is locked${wait} after failed sign-ons: wait, or unlock it in the PingOne console.`;
	}
	if (code === "INVALID_CREDENTIALS" || code === "INVALID_VALUE") {
		return `PingOne refused the username or the password of ${username}: if it was changed outside, give the program another password and run pulumi up; else check that the outputs are of this stack.`;
	}
	if (/NOT_USABLE|DISABLED|LOCKED/.test(code)) {
		return `The account of ${username} is disabled or locked (${code}): enable it, or run pulumi refresh and pulumi up.`;
	}
	if (status >= 500) return `PingOne failed with ${status} during sign-on: run npm run verify again.`;
	const said = [code, description].filter(Boolean).join(": ");
	return `PingOne refused the sign-on of ${username} with ${status}${said && ` ${said}`}: check the user and policy in the console.`;
}
