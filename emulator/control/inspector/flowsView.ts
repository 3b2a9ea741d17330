import { html } from "hono/html";
import { type Flow, flows } from "../../auth/flow.ts";
import { timestamp } from "../../clock.ts";
import type { Html } from "../../html.ts";
import type { Message } from "../../messages.ts";
import { sentMessages } from "../messages.ts";
import { REDACTED } from "../redact.ts";
import type { Asked } from "./asked.ts";
import { json, nothing } from "./page.ts";

/** Flows that are open, and the messages that PingOne would have sent in them. */
export function flowsView({ world, secrets }: Asked): Html {
	const open = flows.list(world).sort((a, b) => b.expiresAt - a.expiresAt);
	const sent = sentMessages(world);
	return html`${open.length === 0 ? nothing("No flow is open.") : open.map(({ body, expiresAt }) => flowDetails(body, expiresAt, secrets))}
<h2>Messages</h2>
${sent.length === 0 ? nothing("No message was sent.") : html`<ul>${sent.map((message) => messageItem(message, secrets))}</ul>`}`;
}

const flowDetails = (flow: Flow, expiresAt: number, secrets: boolean): Html =>
	html`<details><summary><b>${flow.status}</b> ${flow.username ?? ""} <code>${flow.id}</code>, until ${timestamp(expiresAt)}</summary>${json(flow, secrets)}</details>`;

const messageItem = ({ sentAt, recipient, purpose, code }: Message, secrets: boolean): Html =>
	html`<li>${sentAt} to ${recipient}: ${purpose} code <code>${secrets ? code : REDACTED}</code></li>`;
