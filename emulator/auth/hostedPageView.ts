import { hash } from "node:crypto";
import { html, raw } from "hono/html";
import type { Html } from "../html.ts";
import { SIGNED_OFF } from "./signOnPage.ts";

/** A page of the hosted sign-on: plain HTML without script, so that it works anywhere. */
export const page = (title: string, content: Html, failed = false): Html => html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${failed ? "Error: " : ""}${title}</title>
<style>${raw(STYLE)}</style>
<main>
<h1>${title}</h1>
${content}
</main>
</html>
`;

/** An error, for the person who has to do something about it. */
export const alert = (problems: readonly string[]): Html =>
	problems.length === 1
		? html`<p role="alert">${problems[0]}</p>`
		: html`<ul role="alert">${problems.map((problem) => html`<li>${problem}</li>`)}</ul>`;

/** What is said beside the matter. */
export const quiet = (text: string): Html => html`<p class="lead">${text}</p>`;

const STYLE = `
:root {
	--page: light-dark(#eef1f5, #14171c);
	--card: light-dark(#fff, #1e232b);
	--text: light-dark(#1b2430, #e8ecf2);
	--quiet: light-dark(#566273, #a3aebd);
	--line: light-dark(#8a96a6, #5d6878);
	--accent: light-dark(#1f5fbf, #8ab8ff);
	--on-accent: light-dark(#fff, #0c1a30);
	--bad: light-dark(#b3261e, #ffb4ab);
	--bad-fill: light-dark(#fdecea, #3b1f1d);
	color-scheme: light dark;
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: start center; padding: max(1rem, 10vh) 1rem 2rem;
	background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 25rem; padding: 2rem; background: var(--card); border-radius: 0.75rem;
	box-shadow: 0 1px 3px rgb(0 0 0 / 0.2); }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0.5rem 0 0; }
#${SIGNED_OFF}:not(:target), #${SIGNED_OFF}:target ~ * { display: none; }
.lead { color: var(--quiet); overflow-wrap: anywhere; }
label { display: block; margin-top: 1.25rem; font-weight: 600; }
input, button { width: 100%; min-height: 2.75rem; font: inherit; border-radius: 0.5rem; }
input { margin-top: 0.375rem; padding: 0.5rem 0.75rem; border: 1px solid var(--line); background: var(--card); color: inherit; }
input[aria-invalid] { border-color: var(--bad); }
button { margin-top: 1.5rem; padding: 0.5rem 1rem; border: 0; background: var(--accent); color: var(--on-accent);
	font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[role="alert"] { margin: 1.25rem 0 0; padding: 0.75rem 1rem; border-left: 4px solid var(--bad); border-radius: 0.25rem;
	background: var(--bad-fill); color: var(--bad); overflow-wrap: anywhere; }
ul[role="alert"] { padding-left: 2rem; }
nav { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin-top: 1rem; }
nav a, nav button { display: inline-flex; align-items: center; width: auto; min-height: 2.75rem; margin: 0; padding: 0;
	background: none; color: var(--accent); font-weight: 400; text-decoration: underline; text-underline-offset: 0.2em; }
.lead a { color: var(--accent); }
[role="status"] { margin-top: 1.25rem; padding: 0.75rem 1rem; border-left: 4px solid var(--accent); }
`;

/** The page's own style, as a Content-Security-Policy names it. */
export const STYLE_SOURCE = `'sha256-${hash("sha256", STYLE, "base64")}'`;
