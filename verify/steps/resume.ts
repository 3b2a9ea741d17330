import type { HttpRequest } from "../../providers/api/transport.ts";
import type { Deployment } from "../outputs.ts";
import { endpoint } from "./endpoints.ts";

/**
 * Step 15: hand the finished flow back and get the code. The flow's own `resumeUrl` is used when it stays on the
 * authentication server, because the session cookie travels with it. The answer is read by `readAuthorization`.
 */
export function resumeRequest(deployment: Deployment, flowId: string, resumeUrl: string | undefined): HttpRequest {
	const own = `${endpoint(deployment, "resume")}?flowId=${encodeURIComponent(flowId)}`;
	const trusted = resumeUrl !== undefined && isOn(deployment.authUrl, resumeUrl);
	return { method: "GET", url: trusted ? resumeUrl : own };
}

const isOn = (authUrl: string, url: string): boolean =>
	URL.canParse(url) && new URL(url).origin === new URL(authUrl).origin;
