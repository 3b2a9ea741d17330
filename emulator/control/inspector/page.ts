import { html } from "hono/html";
import type { Html } from "../../html.ts";
import type { Json } from "../../json.ts";
import { redactedJson } from "../redact.ts";
import type { Asked } from "./asked.ts";

export const VIEWS = ["objects", "requests", "flows", "tokens", "controls"] as const;
export type View = (typeof VIEWS)[number];

const TITLES: Record<View, string> = {
	objects: "Objects",
	requests: "Requests",
	flows: "Flows",
	tokens: "Tokens",
	controls: "Clock and faults",
};

/** The frame of every view. */
export const layout = (view: View, { query, secrets }: Asked, content: Html): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${TITLES[view]} - PingOne emulator</title>
<link rel="stylesheet" href="inspector.css">
<script src="inspector.js" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header>
<strong>PingOne emulator</strong>
<nav aria-label="Views">${VIEWS.map((one) => navLink(one, view, secrets))}</nav>
<a class="secrets" href="${linkTo({ ...query, view, secrets: !secrets })}">${secrets ? "Hide secrets" : "Show secrets"}</a>
</header>
<main id="content" tabindex="-1">
<h1>${TITLES[view]}</h1>
<p id="notice" role="alert" hidden></p>
${content}
</main>
</body>
</html>
`;

const navLink = (one: View, view: View, secrets: boolean): Html =>
	one === view
		? html`<a href="${linkTo({ view: one, secrets })}" aria-current="page">${TITLES[one]}</a>`
		: html`<a href="${linkTo({ view: one, secrets })}">${TITLES[one]}</a>`;

/** The address of a view with these parameters. */
export function linkTo({ secrets, ...parameters }: Record<string, string | number | boolean | undefined>): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, String(value));
	if (secrets === true) query.set("secrets", "true");
	return `?${query}`;
}

/** A value as people read JSON; `path` says where it is from, as `redactedJson` wants to know. */
export const json = (value: Json, secrets: boolean, path = ""): Html =>
	html`<pre tabindex="0">${JSON.stringify(secrets ? value : redactedJson(value, path), null, 2)}</pre>`;

/** What stands where there is nothing to list. */
export const nothing = (text: string): Html => html`<p class="nothing">${text}</p>`;
