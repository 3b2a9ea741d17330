import type { Flow } from "./flow.ts";
import { escaped } from "./html.ts";

/** A page of the hosted sign-on: plain HTML without script, so that it works anywhere. */
export const page = (title: string, content: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 22rem; margin: 12vh auto; padding: 0 1rem; }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; }
label { margin-top: 1rem; }
input, button { padding: 0.5rem; margin-top: 0.25rem; }
button { margin-top: 1.5rem; }
[role="alert"] { border-left: 4px solid #b00020; padding-left: 0.75rem; }
</style>
<main>
<h1>${escaped(title)}</h1>
${content}
</main>
</html>
`;

/** An error, for the person who has to do something about it. */
export const alert = (message: string): string => `<p role="alert">${escaped(message)}</p>`;

interface Field {
	name: string;
	label: string;
	type: "text" | "password";
	/** What browsers and password stores fill in (HTML, "Autofill"). */
	autocomplete: string;
}

const USERNAME: Field = { name: "username", label: "Username", type: "text", autocomplete: "username" };
const PASSWORD: Field = { name: "password", label: "Password", type: "password", autocomplete: "current-password" };
const CURRENT: Field = { ...PASSWORD, name: "currentPassword", label: "Current password" };
const NEW: Field = { name: "newPassword", label: "New password", type: "password", autocomplete: "new-password" };

interface Form {
	title: string;
	/** The flow action that it runs. */
	action: string;
	fields: readonly Field[];
}

const CHANGE_PASSWORD: Form = { title: "Choose a new password", action: "password.reset", fields: [CURRENT, NEW] };

const FORMS: Partial<Record<Flow["status"], Form>> = {
	USERNAME_PASSWORD_REQUIRED: { title: "Sign on", action: "usernamePassword.check", fields: [USERNAME, PASSWORD] },
	SIGN_ON_REQUIRED: { title: "Sign on", action: "user.lookup", fields: [USERNAME] },
	PASSWORD_REQUIRED: { title: "Sign on", action: "usernamePassword.check", fields: [PASSWORD] },
	PASSWORD_EXPIRED: CHANGE_PASSWORD,
	MUST_CHANGE_PASSWORD: CHANGE_PASSWORD,
};

/** The form that a flow waits for; undefined when it waits for nothing that this page can ask. */
export function formPage({ status }: Flow, error: string | undefined): string | undefined {
	const form = FORMS[status];
	if (!form) return undefined;
	const inputs = form.fields.map((field, index) => input(field, index === 0));
	const action = `<input type="hidden" name="action" value="${form.action}">`;
	const content = `<form method="post">${action}${inputs.join("")}<button>${form.title}</button></form>`;
	return page(form.title, (error === undefined ? "" : alert(error)) + content);
}

const input = ({ name, label, type, autocomplete }: Field, first: boolean): string =>
	`<label for="${name}">${label}</label><input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" required${first ? " autofocus" : ""}>`;
