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

/** Whether arrays and objects stand in one another deeper than that. It calls nothing in itself: a hostile value could exhaust the stack. */
export function isDeeperThan(limit: number, value: Json): boolean {
	let level = containersIn([value]);
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > limit) return true;
		level = level.flatMap((container) => containersIn(Object.values(container)));
	}
	return false;
}

const containersIn = (values: readonly (Json | undefined)[]): (readonly Json[] | JsonObject)[] =>
	values.filter((value) => typeof value === "object" && value !== null);

/** Where a text or a name is not well-formed (half a surrogate pair, as of `"\\ud800"`); undefined where all are. */
export function illFormedIn(value: Json, path: readonly PropertyKey[] = []): readonly PropertyKey[] | undefined {
	if (typeof value === "string") return value.isWellFormed() ? undefined : path;
	if (value === null || typeof value !== "object") return undefined;
	for (const [name, member] of Object.entries(value)) {
		const step = Array.isArray(value) ? Number(name) : name;
		const at = name.isWellFormed() ? illFormedIn(member ?? null, [...path, step]) : path;
		if (at) return at;
	}
	return undefined;
}
