import { timestamp } from "../clock.ts";
import { invalidData } from "../errors.ts";
import type { Condition, Order } from "../store.ts";

type TextOperator = "eq" | "sw" | "ew" | "co";
type Operator = TextOperator | Order;

/** What one collection can be filtered by: each attribute with its operators and its meaning for the store. */
export type Filterable = Record<
	string,
	{
		operators: readonly Operator[];
		condition: (value: string, operator: Operator) => Condition;
		/** Whether a value that stands in quotes, or one that does not, is one of the attribute's; any in quotes unless told. */
		accepts?: (value: string, quoted: boolean) => boolean;
	}
>;

/** Attributes that are compared with the text that the object has there. */
export const byAttribute = (names: readonly string[], operators: readonly TextOperator[]): Filterable =>
	Object.fromEntries(
		names.map((attribute) => [
			attribute,
			{ operators, condition: (value, operator) => comparedText(attribute, value, operator) },
		]),
	);

function comparedText(attribute: string, value: string, operator: Operator): Condition {
	if (operator === "co") return { attribute, contains: value };
	if (operator === "ew") return { attribute, endsWith: value };
	return { attribute, value, startsWith: operator === "sw" };
}

/** Attributes that are true or false; the value may stand in quotes. */
export const byTruth = (names: readonly string[]): Filterable =>
	Object.fromEntries(
		names.map((attribute) => [
			attribute,
			{
				operators: ["eq"],
				condition: (value) => ({ attribute, is: value.toLowerCase() === "true" }),
				accepts: (value) => /^(true|false)$/i.test(value),
			},
		]),
	);

/** Attributes that are times, compared with a time in any of the forms of RFC 3339. */
export function byTime(names: readonly string[]): Filterable {
	const operators = ["lt", "le", "gt", "ge"] as const;
	const one = (attribute: string): Filterable[string] => ({
		operators,
		condition: (value, operator) => {
			const time = Date.parse(value);
			if (Number.isNaN(time)) throw invalidFilter(filterable, `'${value}' is not a time`);
			// Times are kept in one form, so that their order is that of the text.
			return { attribute, order: operator as Order, value: timestamp(time) };
		},
	});
	const filterable: Filterable = Object.fromEntries(names.map((name) => [name, one(name)]));
	return filterable;
}

/** A SCIM filter takes part in one SQL expression; this many comparisons are far more than any client sends. */
const MAXIMUM_TOKENS = 400;

/**
 * Reads the SCIM subset that PingOne lists by (RFC 7644 section 3.4.2.2): comparisons with `eq`, `sw`, `ew` and `co`,
 * joined by `and` and `or`, with parentheses. Operators in any case; `and` binds tighter.
 */
export function parseFilter(filter: string, filterable: Filterable): Condition {
	const tokens = tokensOf(filter, filterable);
	const condition = readOr(tokens, filterable);
	if (tokens.length > 0) throw invalidFilter(filterable, `unexpected '${tokens[0]}'`);
	return condition;
}

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([()[\]])|([^\s()[\]"]+))/y;

function tokensOf(filter: string, filterable: Filterable): string[] {
	const tokens: string[] = [];
	const pattern = new RegExp(TOKEN);
	const end = filter.trimEnd().length;
	while (pattern.lastIndex < end) {
		const match = pattern.exec(filter);
		if (!match) throw invalidFilter(filterable, "a string is not closed");
		tokens.push(match[1] ?? match[2] ?? match[3] ?? "");
		if (tokens.length > MAXIMUM_TOKENS) throw invalidFilter(filterable, "the filter is too long");
	}
	return tokens;
}

function readOr(tokens: string[], filterable: Filterable): Condition {
	const any = [readAnd(tokens, filterable)];
	while (takeWord(tokens, "or")) any.push(readAnd(tokens, filterable));
	return { any };
}

function readAnd(tokens: string[], filterable: Filterable): Condition {
	const all = [readTerm(tokens, filterable)];
	while (takeWord(tokens, "and")) all.push(readTerm(tokens, filterable));
	return { all };
}

function readTerm(tokens: string[], filterable: Filterable): Condition {
	if (!takeWord(tokens, "(")) return readComparison(tokens, filterable);
	const inner = readOr(tokens, filterable);
	if (!takeWord(tokens, ")")) throw invalidFilter(filterable, "a parenthesis is not closed");
	return inner;
}

function readComparison(tokens: string[], filterable: Filterable): Condition {
	const [attribute = ""] = tokens.splice(0, 1);
	return takeWord(tokens, "[")
		? readValueFilter(attribute, tokens, filterable)
		: readOperator(attribute, tokens, filterable);
}

/**
 * `memberOfGroups[id eq "…" and type eq "DIRECT"]`: a value filter of RFC 7644. What stands in brackets holds of one of
 * the attribute's values, which is told by its id; each of its members is compared once.
 */
function readValueFilter(attribute: string, tokens: string[], filterable: Filterable): Condition {
	const compared = new Map<string, Condition>();
	do {
		const [name = ""] = tokens.splice(0, 1);
		const member = name.toLowerCase();
		if (compared.has(member)) throw invalidFilter(filterable, `'${name}' stands twice in the brackets`);
		compared.set(member, readOperator(`${attribute}[${name}]`, tokens, filterable));
	} while (takeWord(tokens, "and"));
	if (!takeWord(tokens, "]")) throw invalidFilter(filterable, "a bracket is not closed");
	if (!compared.has("id")) throw invalidFilter(filterable, `'${attribute}[…]' needs an id`);
	return { all: [...compared.values()] };
}

function readOperator(attribute: string, tokens: string[], filterable: Filterable): Condition {
	const [operator = "", literal = ""] = tokens.splice(0, 2);
	const known = knownBy(filterable, attribute);
	const asked = known?.operators.find((name) => name === operator.toLowerCase());
	if (!known || !asked) throw invalidFilter(filterable, `'${attribute} ${operator}' is not supported`);
	return known.condition(valueIn(literal, known, filterable), asked);
}

/** "Attribute names and attribute operators used in filters are case insensitive." */
function knownBy(filterable: Filterable, attribute: string): Filterable[string] | undefined {
	const name = attribute.toLowerCase();
	return Object.entries(filterable).find(([known]) => known.toLowerCase() === name)?.[1];
}

const inQuotes = (_value: string, quoted: boolean): boolean => quoted;

function valueIn(literal: string, { accepts = inQuotes }: Filterable[string], filterable: Filterable): string {
	const quoted = literal.startsWith('"');
	const value = quoted ? unquoted(literal) : literal;
	if (value !== undefined && accepts(value, quoted)) return value;
	throw invalidFilter(filterable, `${literal} is not a value of the attribute; texts stand in double quotes`);
}

function unquoted(literal: string): string | undefined {
	try {
		return String(JSON.parse(literal));
	} catch {
		return undefined;
	}
}

function takeWord(tokens: string[], word: string): boolean {
	if (tokens[0]?.toLowerCase() !== word) return false;
	tokens.shift();
	return true;
}

const invalidFilter = (filterable: Filterable, message: string) =>
	invalidData({
		code: "INVALID_FILTER",
		target: "filter",
		message: `Invalid filter: ${message}`,
		innerError: {
			supportedAttributes: Object.keys(filterable),
			supportedOperators: [...new Set(Object.values(filterable).flatMap(({ operators }) => operators))],
		},
	});
