import type { SqlValue } from "./dataFile.ts";

/** Which objects a list shows; the collections' `filter` parameters are read into this. */
export type Condition =
	| { all: readonly Condition[] }
	| { any: readonly Condition[] }
	/** The object's id is `value`. */
	| { id: string }
	/** The object's id is one of these, however many. */
	| { ids: readonly string[] }
	/** It points at `target` from attribute `field`. */
	| { field: string; target: string }
	/** Its unique key is `value`, or starts so. */
	| { key: string; startsWith: boolean }
	/** The text at this attribute path is `value`, or starts so; ASCII case does not count. */
	| { attribute: string; value: string; startsWith: boolean }
	/** The text at this attribute path has `value` in it, or at its end; ASCII case does not count. */
	| { attribute: string; contains: string }
	| { attribute: string; endsWith: string }
	/** The member at this attribute path is true, or false. */
	| { attribute: string; is: boolean }
	/** The text at this attribute path comes before `value` ("lt"), or does not come after it ("le"), and so on. */
	| { attribute: string; order: Order; value: string };

export type Order = "lt" | "le" | "gt" | "ge";

const ORDERS: Record<Order, string> = { lt: "<", le: "<=", gt: ">", ge: ">=" };

/** A condition as SQL. Attribute paths come from the collections' own lists, never from a client. */
export function compile(where: Condition | undefined): { sql: string; values: SqlValue[] } {
	if (!where) return { sql: "TRUE", values: [] };
	if ("all" in where) return joined(where.all, "AND", "TRUE");
	if ("any" in where) return joined(where.any, "OR", "FALSE");
	if ("id" in where) return { sql: "id = ?", values: [where.id] };
	if ("ids" in where) {
		return { sql: "id IN (SELECT value FROM json_each(?))", values: [JSON.stringify(where.ids)] };
	}
	if ("field" in where) {
		const sql = "EXISTS (SELECT 1 FROM reference WHERE source = object.id AND target = ? AND field = ?)";
		return { sql, values: [where.target, where.field] };
	}
	if ("key" in where) {
		return where.startsWith
			? { sql: "key >= ? AND key < ?", values: [where.key, `${where.key}\u{10FFFF}`] }
			: { sql: "key = ?", values: [where.key] };
	}
	if ("is" in where) return { sql: `(body -> '$.${where.attribute}') = ?`, values: [String(where.is)] };
	if ("order" in where) {
		return { sql: `(body ->> '$.${where.attribute}') ${ORDERS[where.order]} ?`, values: [where.value] };
	}
	if ("contains" in where) {
		return { sql: `instr(lower(body ->> '$.${where.attribute}'), lower(?)) > 0`, values: [where.contains] };
	}
	const text = `(body ->> '$.${where.attribute}') COLLATE NOCASE`;
	if ("endsWith" in where) {
		const end = `substr(${text}, max(1, length(${text}) - length(?) + 1))`;
		return { sql: `${end} = ? COLLATE NOCASE`, values: [where.endsWith, where.endsWith] };
	}
	return where.startsWith
		? { sql: `substr(${text}, 1, length(?)) = ? COLLATE NOCASE`, values: [where.value, where.value] }
		: { sql: `${text} = ?`, values: [where.value] };
}

function joined(conditions: readonly Condition[], operator: string, none: string) {
	const parts = conditions.map(compile);
	const sql = parts.length === 0 ? none : `(${parts.map((part) => part.sql).join(` ${operator} `)})`;
	return { sql, values: parts.flatMap((part) => part.values) };
}
