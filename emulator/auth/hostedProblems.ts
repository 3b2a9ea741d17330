import type { ErrorDetail, PingOneRefusal } from "../errors.ts";
import { FIELDS } from "./hostedForms.ts";

/** A refused flow action in words for the person at the page. */
export const problemsOf = ({ details, message }: PingOneRefusal): string[] =>
	details.length === 0 ? [message] : details.flatMap(problemOf);

function problemOf({ code, target, message, innerError }: ErrorDetail): string[] {
	const label = FIELDS.find(({ name }) => name === target)?.label;
	const { unsatisfiedRequirements: requirements, secondsUntilUnlock } = innerError ?? {};
	// The action is chosen by media type; a form that was sent twice, or an old one, names one that is done.
	if (target === "Content-Type") return ["That was already done, or is not possible now. Go on here."];
	if (Array.isArray(requirements)) return requirements.map((name) => `${innerError?.[String(name)]}.`);
	if (typeof secondsUntilUnlock === "number") return [`${message} ${waitOf(secondsUntilUnlock)}`];
	if (label === undefined) return [message];
	if (code === "REQUIRED_VALUE" || code === "EMPTY_VALUE") return [`${label} is missing.`];
	if (code === "UNIQUENESS_VIOLATION") return [`${label} is already taken.`];
	return [/^[a-z]/.test(message) ? `${label} ${message}.` : `${message}.`];
}

function waitOf(seconds: number): string {
	const minutes = Math.ceil(seconds / 60);
	return `Try again in ${minutes} minute${minutes === 1 ? "" : "s"}.`;
}
