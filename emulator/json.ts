/** Read only throughout: many hold the same, and a change is a new one. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
	readonly [key: string]: Json | undefined;
}

/** Whether it is a JSON object, and not an array or null. */
export const isObject = (value: unknown): value is JsonObject =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** The member at a path such as `name.given`. */
export function valueAt(object: JsonObject, path: string): Json | undefined {
	let value: Json | undefined = object;
	for (const step of path.split(".")) {
		if (!isObject(value)) return undefined;
		value = Object.hasOwn(value, step) ? value[step] : undefined;
	}
	return value;
}
