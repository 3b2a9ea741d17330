import { invalidParameter } from "../refusal.ts";

const KNOWN = ["none", "login", "consent", "select_account"];

/** The members of `prompt`; `none` stands alone (OpenID Connect Core 3.1.2.1). */
export function checkedPrompt(requested: string | undefined): string[] {
	const prompts = requested?.split(" ") ?? [];
	const unknown = prompts.find((prompt) => !KNOWN.includes(prompt));
	if (unknown !== undefined) throw invalidParameter(`Unsupported prompt: ${unknown}`);
	if (prompts.length > 1 && prompts.includes("none")) throw invalidParameter("prompt none must not be combined");
	return prompts;
}
