import type { Json } from "./api/client.ts";

/** How two values of one property are compared. */
export interface Comparison {
	/** Order of list members means something. */
	ordered: boolean;
	/** Members that only `actual` has do not count: the service filled them in. */
	partial: boolean;
}

/**
 * Whether what is there (`actual`) is what is wanted. Key order never matters; lists are sets unless `ordered`,
 * as PingOne returns `redirectUris` and its like in any order.
 */
export function equal(actual: Json | undefined, wanted: Json | undefined, how: Comparison): boolean {
	if (Array.isArray(actual) && Array.isArray(wanted)) return equalLists(actual, wanted, how);
	if (isRecord(actual) && isRecord(wanted)) return equalRecords(actual, wanted, how);
	return actual === wanted || (isAbsent(actual) && isAbsent(wanted));
}

// An empty list or object and none are the same thing to PingOne: it leaves empty ones out of its answers.
const isAbsent = (value: Json | undefined): boolean =>
	value === undefined || value === null || (typeof value === "object" && Object.keys(value).length === 0);

const isRecord = (value: Json | undefined): value is { [key: string]: Json } =>
	typeof value === "object" && value !== null && !Array.isArray(value);

function equalLists(actual: Json[], wanted: Json[], how: Comparison): boolean {
	if (how.ordered) {
		return actual.length === wanted.length && actual.every((member, i) => equal(member, wanted[i], how));
	}
	const rest = [...new Map(actual.map((member) => [canonical(member), member])).values()];
	const distinct = [...new Map(wanted.map((member) => [canonical(member), member])).values()];
	return rest.length === distinct.length && distinct.every((member) => take(rest, member, how));
}

function take(rest: Json[], wanted: Json, how: Comparison): boolean {
	const found = rest.findIndex((member) => equal(member, wanted, how));
	if (found >= 0) rest.splice(found, 1);
	return found >= 0;
}

function equalRecords(actual: { [key: string]: Json }, wanted: { [key: string]: Json }, how: Comparison): boolean {
	const names = how.partial ? Object.keys(wanted) : [...new Set([...Object.keys(actual), ...Object.keys(wanted)])];
	return names.every((name) => equal(actual[name], wanted[name], how));
}

/** JSON with sorted keys: equal values have equal texts. */
export function canonical(value: Json): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
	if (!isRecord(value)) return JSON.stringify(value);
	const members = Object.keys(value)
		.sort()
		.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`);
	return `{${members.join(",")}}`;
}
