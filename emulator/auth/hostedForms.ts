import type { Flow, FlowStatus } from "./flow.ts";

/** One thing that a form of the hosted page asks for; its name is the member that the flow action takes. */
export interface Field {
	name: string;
	label: string;
	type: "text" | "email" | "password";
	/** What browsers and password stores fill in (HTML, "Autofill"). */
	autocomplete: string;
}

export interface Form {
	title: string;
	/** The flow action that it runs. */
	action: string;
	button: string;
	fields: readonly Field[];
}

const USERNAME: Field = { name: "username", label: "Username", type: "text", autocomplete: "username" };
const EMAIL: Field = { name: "email", label: "Email", type: "email", autocomplete: "email" };
const PASSWORD: Field = { name: "password", label: "Password", type: "password", autocomplete: "current-password" };
const CURRENT: Field = { ...PASSWORD, name: "currentPassword", label: "Current password" };
const NEW: Field = { name: "newPassword", label: "New password", type: "password", autocomplete: "new-password" };
const RECOVERY_CODE: Field = { name: "recoveryCode", label: "Code", type: "text", autocomplete: "one-time-code" };
const VERIFICATION_CODE: Field = { ...RECOVERY_CODE, name: "verificationCode" };

const signOn = (action: string, button: string, fields: readonly Field[]): Form => ({
	title: "Sign on",
	action,
	button,
	fields,
});

const CHANGE_PASSWORD: Form = {
	title: "Choose a new password",
	action: "password.reset",
	button: "Change password",
	fields: [CURRENT, NEW],
};

/** A flow that waits for somebody. */
export type WaitingFlow = Flow & { status: Exclude<FlowStatus, "COMPLETED" | "FAILED"> };

/** Whether the flow waits for somebody: it has neither completed nor failed. */
export const isWaiting = (flow: Flow): flow is WaitingFlow => flow.status !== "COMPLETED" && flow.status !== "FAILED";

/** The form that a flow of each status waits for; COMPLETED and FAILED wait for none. */
export const MAIN_FORMS: Record<WaitingFlow["status"], Form> = {
	USERNAME_PASSWORD_REQUIRED: signOn("usernamePassword.check", "Sign on", [USERNAME, PASSWORD]),
	SIGN_ON_REQUIRED: signOn("user.lookup", "Continue", [USERNAME]),
	PASSWORD_REQUIRED: signOn("usernamePassword.check", "Sign on", [PASSWORD]),
	PASSWORD_EXPIRED: CHANGE_PASSWORD,
	MUST_CHANGE_PASSWORD: CHANGE_PASSWORD,
	RECOVERY_CODE_REQUIRED: {
		title: "Recover your account",
		action: "password.recover",
		button: "Change password",
		fields: [RECOVERY_CODE, NEW],
	},
	VERIFICATION_CODE_REQUIRED: {
		title: "Verify your email",
		action: "user.verify",
		button: "Verify",
		fields: [VERIFICATION_CODE],
	},
};

/** Forms for what a flow offers beside the main one. */
export const OTHER_FORMS: readonly Form[] = [
	{ title: "Forgot your password?", action: "password.forgot", button: "Send a code", fields: [USERNAME] },
	{
		title: "Create an account",
		action: "user.register",
		button: "Create account",
		fields: [USERNAME, EMAIL, { ...NEW, name: "password", label: "Password" }],
	},
];

/** Actions that ask for nothing: a button each. */
export const BUTTONS: readonly { action: string; label: string }[] = [
	{ action: "password.sendRecoveryCode", label: "Send another code" },
	{ action: "user.sendVerificationCode", label: "Send another code" },
	{ action: "session.reset", label: "Start again" },
];

/** Whether that action sends a code anew. */
export const isSending = (action: unknown): boolean =>
	action === "password.sendRecoveryCode" || action === "user.sendVerificationCode";

/** Every field of every form. */
export const FIELDS: readonly Field[] = [...Object.values(MAIN_FORMS), ...OTHER_FORMS].flatMap(({ fields }) => fields);
