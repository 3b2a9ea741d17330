import type { Context } from "hono";
import { redirect } from "../answer.ts";
import type { PingOneRefusal } from "../errors.ts";
import { noteHint } from "../hint.ts";
import { correlationIdOf } from "./correlation.ts";
import type { Application } from "./registered.ts";

/** Where users sign on: the page the emulator hosts, or the application's own (PingOne API, "PingOne Flows"). */
export interface SignOnPage {
	origin: string;
	environmentId: string;
	loginPageUrl?: string | undefined;
}

/** The page of an environment, for users of that application where one is known. */
export const signOnPageOf = (
	{ origin, environment }: { origin: string; environment: { id: string } },
	application?: Application,
): SignOnPage => ({ origin, environmentId: environment.id, loginPageUrl: application?.body.loginPageUrl });

/** The page's URL for a flow that is to go on there. */
export const signOnPageUrl = (page: SignOnPage, flowId: string): string => pageUrl(page, { flowId });

/** Where a sign-off ends that names no place to go. */
export const signedOffUrl = ({ origin, environmentId }: SignOnPage): string =>
	`${origin}/${environmentId}/signon/#${SIGNED_OFF}`;

/** Names a part of the page; what stands behind the # never reaches the server. */
export const SIGNED_OFF = "signedOff";

/** Shows an error to the person at the browser because the client must not hear of it (RFC 6749 section 4.1.2.1). */
export function refuseOnSignOnPage(c: Context, page: SignOnPage, refusal: PingOneRefusal): Response {
	noteHint(c, refusal.hint);
	return redirect(c, pageUrl(page, { error: JSON.stringify(refusal.body(correlationIdOf(c))) }));
}

function pageUrl({ origin, environmentId, loginPageUrl }: SignOnPage, query: Record<string, string>): string {
	if (loginPageUrl === undefined) return `${origin}/${environmentId}/signon/?${encoded(query)}`;
	const url = new URL(loginPageUrl);
	const all = { environmentId, ...query };
	for (const name of Object.keys(all)) url.searchParams.delete(name);
	// Not by `searchParams`, which writes + for a space: the vendor's own page would show it.
	url.search = [url.search.slice(1), encoded(all)].filter((part) => part !== "").join("&");
	return url.href;
}

const encoded = (query: Record<string, string>): string =>
	Object.entries(query)
		.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
		.join("&");
