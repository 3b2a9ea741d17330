import { type Json, type JsonObject, valueAt } from "../json.ts";

const PLACEHOLDER = /\$\{([^}]*)\}/g;
const WHOLE = /^\$\{([^}]*)\}$/;

/**
 * The value of an attribute mapping for a user: static text with `${user.…}` placeholders. Undefined, and the claim is
 * left out, when a placeholder has no value (PingOne docs, "Customizing access tokens").
 */
export function mappedValue(template: string, user: JsonObject | undefined): Json | undefined {
	const whole = WHOLE.exec(template)?.[1];
	if (whole !== undefined) return placeholderValue(whole, user);
	let complete = true;
	const text = template.replace(PLACEHOLDER, (_, path: string) => {
		const value = placeholderValue(path, user);
		if (value === undefined || typeof value === "object") complete = false;
		return String(value);
	});
	return complete ? text : undefined;
}

function placeholderValue(path: string, user: JsonObject | undefined): Json | undefined {
	const [, attribute] = /^\s*user\.(\S+)\s*$/.exec(path) ?? [];
	if (attribute !== undefined) return user && valueAt(user, attribute);
	// The one expression that PingOne maps by itself, for the claim `updated_at`.
	const [, time] = /^#datetime\.toUnixTimestamp\(user\.([^\s)]+)\)$/.exec(path) ?? [];
	const seconds = Math.floor(Date.parse(String(time === undefined || !user ? "" : valueAt(user, time))) / 1000);
	return Number.isNaN(seconds) ? undefined : seconds;
}
