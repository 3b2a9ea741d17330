import type { Context } from "hono";
import { redirect } from "../answer.ts";
import type { PingOneRefusal } from "../errors.ts";
import { noteHint } from "../hint.ts";
import { correlationIdOf } from "./correlation.ts";

/** Where users sign on: the page the emulator hosts, or the application's own (PingOne API, "PingOne Flows"). */
export interface SignOnPage {
	origin: string;
	environmentId: string;
	loginPageUrl?: string | undefined;
}

/** The page's URL for a flow that is to go on there. */
export const signOnPageUrl = (page: SignOnPage, flowId: string): string => pageUrl(page, { flowId });

/** Where a sign-off ends that names no place to go. */
export const signedOffUrl = (page: SignOnPage): string => pageUrl(page, { signedOff: "true" });

/** Shows an error to the person at the browser because the client must not hear of it (RFC 6749 section 4.1.2.1). */
export function refuseOnSignOnPage(c: Context, page: SignOnPage, refusal: PingOneRefusal): Response {
	noteHint(c, refusal.hint);
	return redirect(c, pageUrl(page, { error: JSON.stringify(refusal.body(correlationIdOf(c))) }));
}

function pageUrl({ origin, environmentId, loginPageUrl }: SignOnPage, query: Record<string, string>): string {
	if (loginPageUrl === undefined) return `${origin}/${environmentId}/signon/?${encoded(query)}`;
	const url = new URL(loginPageUrl);
	url.searchParams.set("environmentId", environmentId);
	for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
	return url.href;
}

const encoded = (query: Record<string, string>): string =>
	Object.entries(query)
		.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
		.join("&");
