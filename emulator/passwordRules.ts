import { COMMONLY_USED } from "./commonPasswords.ts";
import type { JsonObject } from "./json.ts";

/** The settings of a password policy that bear on a new value (PingOne API, "Password policies"). */
export interface PasswordRules {
	length?: { min?: number; max?: number };
	minCharacters?: Record<string, number>;
	minUniqueCharacters?: number;
	maxRepeatedCharacters?: number;
	minComplexity?: number;
	excludesCommonlyUsed?: boolean;
	excludesProfileData?: boolean;
	notSimilarToCurrent?: boolean;
	alphabetSequenceRule?: { maxLength?: number };
	numberSequenceRule?: { maxLength?: number };
	qwertySequenceRule?: { maxLength?: number };
	shiftedNumberRowSequenceRule?: { maxLength?: number };
}

/** What is known about the user when a new value is judged. */
export interface PasswordContext {
	/** Every text value of the user's profile. */
	profile: readonly string[];
	/** The current clear-text password, known only when the user just typed it. */
	current?: string | undefined;
	/** Whether the value equals the current password or one still kept in the history. */
	usedBefore: boolean;
}

type Rule = (value: string, rules: PasswordRules, context: PasswordContext) => string | undefined;

const RULES: Record<string, Rule> = {
	length: (value, { length }) => {
		const count = [...value].length;
		if (length?.min !== undefined && count < length.min) {
			return `The provided password is shorter than the minimum required length of ${length.min} characters`;
		}
		if (length?.max !== undefined && count > length.max) {
			return `The provided password is longer than the maximum allowed length of ${length.max} characters`;
		}
		return undefined;
	},
	minUniqueCharacters: (value, { minUniqueCharacters: minimum }) =>
		minimum !== undefined && new Set(value).size < minimum
			? `The provided password does not contain enough unique characters.  The minimum number of unique characters that may appear in a user password is ${minimum}`
			: undefined,
	maxRepeatedCharacters: (value, { maxRepeatedCharacters: maximum }) =>
		maximum !== undefined && longestRepeat(value) > maximum
			? `The provided password is not acceptable because it contains a character repeated more than ${maximum} times in a row`
			: undefined,
	minComplexity: (value, { minComplexity: days }) =>
		days !== undefined && daysToExhaust(value) < days
			? `The provided password is not complex enough.  It must take at least ${days} days to exhaust its search space`
			: undefined,
	excludesCommonlyUsed: (value, { excludesCommonlyUsed }) =>
		excludesCommonlyUsed && isCommonlyUsed(value)
			? "The provided password (or a variant of that password) was found in a list of prohibited passwords"
			: undefined,
	excludesProfileData: (value, { excludesProfileData }, { profile }) =>
		excludesProfileData && profile.some((text) => text.toLowerCase() === value.toLowerCase())
			? "The provided password is not acceptable because it matches the value of an attribute in the user's profile"
			: undefined,
	notSimilarToCurrent: (value, { notSimilarToCurrent }, { current }) =>
		notSimilarToCurrent && current !== undefined && editDistance(value, current) < 3
			? "The provided new password is too similar to the user's current password"
			: undefined,
	history: (_value, _rules, { usedBefore }) =>
		usedBefore
			? "The provided new password cannot be the same as the current password or any password in the password history."
			: undefined,
	minCharacters: (value, { minCharacters = {} }) => {
		const lacking = Object.entries(minCharacters).find(([set, minimum]) => countOf(set, value) < minimum);
		// The service prints the character set from its end.
		return lacking
			? `The provided password did not contain enough characters from the character set '${[...lacking[0]].reverse().join("")}'.  The minimum number of characters from that set that must be present in user passwords is ${lacking[1]}`
			: undefined;
	},
	alphabetSequenceRule: (value, { alphabetSequenceRule: rule }) =>
		sequence(value.toLowerCase(), ["abcdefghijklmnopqrstuvwxyz"], rule?.maxLength, "letters"),
	numberSequenceRule: (value, { numberSequenceRule: rule }) =>
		sequence(value, ["0123456789"], rule?.maxLength, "numbers"),
	qwertySequenceRule: (value, { qwertySequenceRule: rule }) =>
		sequence(
			value.toLowerCase(),
			["qwertyuiop", "asdfghjkl", "zxcvbnm"],
			rule?.maxLength,
			"QWERTY keyboard characters",
		),
	shiftedNumberRowSequenceRule: (value, { shiftedNumberRowSequenceRule: rule }) =>
		sequence(value, ["!@#$%^&*()"], rule?.maxLength, "symbol row characters"),
};

/** The requirements that `value` misses, by PingOne's key, with the service's wording; empty when it meets all. */
export function unsatisfiedRequirements(value: string, rules: PasswordRules, context: PasswordContext): JsonObject {
	const missed = Object.entries(RULES).map(([key, rule]) => [key, rule(value, rules, context)] as const);
	return Object.fromEntries(missed.filter(([, message]) => message !== undefined));
}

const countOf = (set: string, value: string): number =>
	[...value].filter((character) => set.includes(character)).length;

function longestRepeat(value: string): number {
	let longest = 0;
	let run = 0;
	let previous = "";
	for (const character of value) {
		run = character === previous ? run + 1 : 1;
		previous = character;
		longest = Math.max(longest, run);
	}
	return longest;
}

/** Days to try every string up to this length over the character classes used ("password haystacks"), at 10^11 a second. */
function daysToExhaust(value: string): number {
	const classes: [RegExp, number][] = [
		[/[a-z]/, 26],
		[/[A-Z]/, 26],
		[/[0-9]/, 10],
		[/[^a-zA-Z0-9]/, 33],
	];
	const alphabet = classes.reduce((sum, [pattern, size]) => sum + (pattern.test(value) ? size : 0), 0);
	return alphabet ** value.length / 1e11 / 86_400;
}

const LOOKALIKES: Record<string, string> = {
	"0": "o",
	"1": "l",
	"3": "e",
	"4": "a",
	"5": "s",
	"7": "t",
	"@": "a",
	$: "s",
	"!": "i",
};

/** A listed word, or one written backwards, with look-alike characters, or with digits and signs added at the end. */
function isCommonlyUsed(value: string): boolean {
	const word = value.toLowerCase();
	const stem = word.replace(/[^a-z]+$/, "");
	const plain = (text: string) => [...text].map((character) => LOOKALIKES[character] ?? character).join("");
	const variants = [word, stem, plain(word), plain(stem), [...word].reverse().join("")];
	return variants.some((variant) => COMMONLY_USED.has(variant));
}

function sequence(
	value: string,
	rows: readonly string[],
	maximum: number | undefined,
	what: string,
): string | undefined {
	if (maximum === undefined) return undefined;
	const found = rows.some((row) =>
		[...row].some((_, start) => start + maximum < row.length && value.includes(row.slice(start, start + maximum + 1))),
	);
	return found ? `The provided password contains more than ${maximum} sequential ${what}` : undefined;
}

/** Levenshtein distance, which the policy setting `notSimilarToCurrent` is defined by. */
function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}
