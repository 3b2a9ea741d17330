import type { z } from "zod";
import { type ErrorDetail, invalidData, invalidFormat, invalidRequest } from "./errors.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";

/**
 * Checks a body against a schema; unknown and read-only attributes fall away, null means "not set". `wrongType` words the
 * refusal of a value that is not of the expected type.
 */
export function validate<T>(schema: z.ZodType<T>, body: JsonObject, wrongType: Wording = () => WRONG_TYPE): T {
	const result = schema.safeParse(withoutNulls(body), { reportInput: true });
	if (result.success) return result.data;
	const { issues } = result.error;
	const details = issues.map((issue) => toDetail(issue, wrongType));
	if (issues.some(isWrongType)) throw invalidRequest(...details);
	throw issues.every(isEmailFormat) ? invalidFormat(...details) : invalidData(...details);
}

const isEmailFormat = (issue: Issue): boolean => issue.code === "invalid_format" && issue.format === "email";

/** PingOne treats null as "clear this": a null attribute is an absent one, in requests and in answers. */
function withoutNulls(value: JsonObject): JsonObject {
	const set = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
	const members = Object.fromEntries(set.map(([name, member]) => [name, withoutNullsIn(member)]));
	// Without a prototype: a schema that has an attribute `constructor` must not find what every object inherits.
	return Object.assign(Object.create(null) as JsonObject, members);
}

function withoutNullsIn(value: Json | undefined): Json | undefined {
	if (value === null || typeof value !== "object") return value;
	return isObject(value) ? withoutNulls(value) : value.map((item) => withoutNullsIn(item) as Json);
}

type Issue = z.core.$ZodIssue;

/** Whether an attribute has another JSON type than it should: the service answers that otherwise than a wrong value. */
function isWrongType(issue: Issue): boolean {
	const { code, input } = issue;
	if (input === undefined) return false;
	if (code === "invalid_type") return true;
	if (code === "invalid_value") return typeof input !== typeof issue.values[0];
	if (code !== "invalid_union") return false;
	const { discriminator } = issue;
	if (discriminator === undefined) return issue.errors.every(isWrongAtOnce);
	const chosen = chosenBy(issue);
	return chosen !== undefined && typeof chosen !== "string";
}

/** One shape of several does not even have the type of the value. */
const isWrongAtOnce = (issues: readonly Issue[]): boolean =>
	issues.some((issue) => issue.path.length === 0 && isWrongType(issue));

type Union = z.core.$ZodIssueInvalidUnion & { discriminator?: string | undefined; options?: unknown[] };

/** The value that chooses among the shapes of a discriminated union, where there is one. */
const chosenBy = ({ discriminator, input }: Union): Json | undefined =>
	discriminator === undefined ? undefined : (input as JsonObject)[discriminator];

/** `["redirectUris", 0]` as PingOne writes it: `redirectUris[0]`. */
export const targetOf = (path: readonly PropertyKey[]): string =>
	path.map((step, i) => (typeof step === "number" ? `[${step}]` : `${i > 0 ? "." : ""}${String(step)}`)).join("");

type Wording = (expected: string) => string;

/** The service does not say which type it expects. */
const WRONG_TYPE = "Invalid value for attribute.";

function toDetail(issue: Issue, wrongType: Wording): ErrorDetail {
	const target = targetOf(issue.path);
	if (issue.input === undefined) return missing(target);
	switch (issue.code) {
		case "invalid_type":
			return { code: "INVALID_VALUE", target, message: wrongType(issue.expected) };
		case "too_small":
			if (issue.origin === "number" || issue.origin === "int") {
				return outOfRange(target, { rangeMinimumValue: Number(issue.minimum) }, `must be at least ${issue.minimum}`);
			}
			return Number(issue.minimum) <= 1
				? { code: "EMPTY_VALUE", target, message: "must not be empty" }
				: sizeLimit(target, `must have at least ${issue.minimum} elements or characters`);
		case "too_big":
			if (issue.origin === "number" || issue.origin === "int") {
				return outOfRange(target, { rangeMaximumValue: Number(issue.maximum) }, `must be at most ${issue.maximum}`);
			}
			return sizeLimit(target, `must have at most ${issue.maximum} elements or characters`, Number(issue.maximum));
		case "invalid_value":
			return notAllowed(target, issue.values.map(String));
		case "unrecognized_keys":
			return { code: "INVALID_VALUE", target: target || String(issue.keys[0]), message: issue.message };
		case "invalid_union":
			return unionDetail(issue, target);
		case "invalid_format":
			if (isEmailFormat(issue))
				return { code: "INVALID_VALUE", target, message: "must be a well-formed email address" };
			return {
				code: "INVALID_VALUE",
				target,
				message: issue.message,
				...("pattern" in issue && issue.pattern && { innerError: { allowedPattern: sourceOf(issue.pattern) } }),
			};
		default:
			return customDetail(issue, target);
	}
}

const missing = (target: string): ErrorDetail => ({ code: "REQUIRED_VALUE", target, message: "must not be null" });

/** A pattern without the slashes and flags of a literal of this language. */
const sourceOf = (pattern: string): string => /^\/(.*)\/[a-z]*$/s.exec(pattern)?.[1] ?? pattern;

/** None of the shapes fits; where one attribute chooses the shape, that attribute is at fault. */
function unionDetail(issue: Union, target: string): ErrorDetail {
	const { discriminator, options } = issue;
	if (discriminator === undefined) return { code: "INVALID_VALUE", target, message: WRONG_TYPE };
	if (chosenBy(issue) === undefined) return missing(target);
	return notAllowed(target, (options ?? []).map(String));
}

const notAllowed = (target: string, allowedValues: string[]): ErrorDetail => ({
	code: "INVALID_VALUE",
	target,
	message: `must be one of ${allowedValues.join(", ")}`,
	innerError: { allowedValues },
});

/** A rule of ours (`refuse` of management/fields.ts) names its own detail code. */
function customDetail(issue: Issue, target: string): ErrorDetail {
	const code = issue.code === "custom" && typeof issue.params?.code === "string" ? issue.params.code : "INVALID_VALUE";
	return { code, target, message: issue.message };
}

const outOfRange = (target: string, innerError: JsonObject, message: string): ErrorDetail => ({
	code: "OUT_OF_RANGE",
	target,
	message,
	innerError,
});

const sizeLimit = (target: string, message: string, maximumValue?: number): ErrorDetail => ({
	code: "SIZE_LIMIT_EXCEEDED",
	target,
	message,
	...(maximumValue !== undefined && { innerError: { maximumValue } }),
});
