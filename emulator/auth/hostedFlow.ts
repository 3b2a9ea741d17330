import { html } from "hono/html";
import type { Html } from "../html.ts";
import { BUTTONS, type Field, type Form, MAIN_FORMS, OTHER_FORMS, type WaitingFlow } from "./hostedForms.ts";
import { alert, page, quiet } from "./hostedPageView.ts";

/** What the page for a flow shows. */
export interface FlowPage {
	flow: WaitingFlow;
	/** Tells the forms of this page from those of any other. */
	formId: string;
	/** Actions that the flow offers now. */
	offered: readonly string[];
	applicationName: string;
	/** Where the person's code went, when the flow waits for one and that may be told. */
	email?: string | undefined;
	/** The action whose form was asked for or sent. */
	action?: string | undefined;
	/** Whether another code was just sent. */
	sentAgain: boolean;
	/** What was sent before, to be corrected. */
	values: Readonly<Record<string, unknown>>;
	/** Why it was refused, and the fields at fault. */
	problems: readonly string[];
	targets: readonly (string | undefined)[];
}

/** The page that a flow waits on. */
export function flowPage(shown: FlowPage): Html {
	const main = MAIN_FORMS[shown.flow.status];
	const form = OTHER_FORMS.find(({ action }) => action === shown.action && shown.offered.includes(action)) ?? main;
	const content = html`${quiet(leadOf(shown, form))}
${shown.problems.length > 0 ? html`<div id="problem">${alert(shown.problems)}</div>` : ""}
${shown.sentAgain ? html`<p role="status">Another code was sent. Only the newest is good.</p>` : ""}
${formOf(shown, form)}
${form.fields.some(({ autocomplete }) => autocomplete === "one-time-code") ? MAILBOX : ""}
${moreOf(shown, form === main)}`;
	return page(form.title, content, shown.problems.length > 0);
}

/** Nothing is sent by an emulator; a person at the page wants the code all the same. */
const MAILBOX = html`<p class="lead">This is an emulator: the code is <a href="/_emulator/?view=flows&amp;secrets=true" target="_blank">on its own page</a>.</p>`;

function leadOf({ flow, applicationName, email }: FlowPage, { action }: Form): string {
	if (action === "password.recover") return `If ${flow.username} has an account, a code was sent to its email address.`;
	if (flow.status === "MUST_CHANGE_PASSWORD") return `The password of ${flow.username} must be changed first.`;
	if (flow.status === "PASSWORD_EXPIRED") return `The password of ${flow.username} has expired.`;
	if (action === "user.verify") return `A code was sent to ${email ?? "your email address"}.`;
	if (flow.status === "PASSWORD_REQUIRED" && action !== "user.register") {
		return `as ${flow.username} to continue to ${applicationName}`;
	}
	return `to continue to ${applicationName}`;
}

function formOf(shown: FlowPage, form: Form): Html {
	const focused = form.fields.find(({ name }) => shown.targets.includes(name)) ?? firstEmpty(shown, form);
	const inputs = form.fields.map((field) => input(shown, field, field === focused));
	const named = form.fields.some(({ name }) => name === "username") ? "" : filedUnder(shown.flow.username ?? "");
	return html`<form method="post" action="${selfOf(shown)}">
${hidden("formId", shown.formId)}${hidden("action", form.action)}${named}${inputs}
<button>${form.button}</button>
</form>`;
}

const firstEmpty = ({ flow, values }: FlowPage, { fields }: Form): Field | undefined =>
	fields.find(({ name, type }) => type === "password" || valueFor(flow, values, name) === "") ?? fields[0];

const valueFor = ({ username }: WaitingFlow, values: FlowPage["values"], name: string): string =>
	String(values[name] ?? (name === "username" ? (username ?? "") : ""));

function input(
	{ flow, values, problems, targets }: FlowPage,
	{ name, label, type, autocomplete }: Field,
	focused: boolean,
): Html {
	const value = type === "password" ? "" : html` value="${valueFor(flow, values, name)}"`;
	const plain = type === "text" ? html` autocapitalize="none" spellcheck="false"` : "";
	const invalid = targets.includes(name) ? html` aria-invalid="true"` : "";
	const focus = focused ? html` autofocus${problems.length > 0 ? html` aria-describedby="problem"` : ""}` : "";
	return html`
<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}"${value}${plain} required${invalid}${focus}>`;
}

/** The other ways on: links to the other forms and buttons, or the way back from another form. */
function moreOf(shown: FlowPage, isMain: boolean): Html | "" {
	if (!isMain) return html`<nav aria-label="More"><a href="${selfOf(shown)}">Back</a></nav>`;
	const links = OTHER_FORMS.filter(({ action }) => shown.offered.includes(action)).map(
		({ action, title }) => html`<a href="${selfOf(shown)}&amp;form=${action}">${title}</a>`,
	);
	const ofPage = hidden("formId", shown.formId);
	const buttons = BUTTONS.filter((button) => isUseful(shown, button.action)).map(
		({ action, label }) =>
			html`<form method="post" action="${selfOf(shown)}">${ofPage}${hidden("action", action)}<button>${label}</button></form>`,
	);
	return links.length + buttons.length === 0 ? "" : html`<nav aria-label="More">${links}${buttons}</nav>`;
}

/** Starting again from the first step leads nowhere else. */
const isUseful = ({ flow, offered }: FlowPage, action: string): boolean =>
	offered.includes(action) && (action !== "session.reset" || flow.username !== undefined);

const selfOf = ({ flow }: FlowPage): string => `?flowId=${flow.id}`;

const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`;

/** Password stores file a password under the username in the same form; they look at text fields only. */
const filedUnder = (username: string): Html =>
	html`<input type="text" name="username" value="${username}" autocomplete="username" readonly hidden>`;
