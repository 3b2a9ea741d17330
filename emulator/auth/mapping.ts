import type { Json, JsonObject } from "../json.ts";

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
	return attribute === undefined || !user ? undefined : valueAt(user, attribute);
}

/** The member at a path such as `name.given`. */
export function valueAt(user: JsonObject, path: string): Json | undefined {
	let value: Json | undefined = user;
	for (const step of path.split(".")) {
		if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
		value = Object.hasOwn(value, step) ? value[step] : undefined;
	}
	return value;
}
