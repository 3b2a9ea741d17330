import { redact } from "../providers/api/redact.ts";

/** Everything this run must not show. It grows while codes, cookies and tokens arrive. */
export interface Secrets {
	learn(...values: string[]): void;
	/** The text without any of them. */
	hide(text: string): string;
	/** The value with every string in it hidden, at any depth; member names stay. */
	conceal<T>(value: T): T;
}

/** Shorter strings would take harmless text along; no password policy and no server issues secrets that short. */
const SHORTEST = 4;

export function createSecrets(initial: readonly string[] = []): Secrets {
	const known = new Set<string>();
	const learn = (...values: string[]) => {
		for (const value of values.filter(({ length }) => length >= SHORTEST)) {
			for (const spelling of spellingsOf(value)) known.add(spelling);
		}
	};
	const hide = (text: string) => redact(text, [...known]);
	const conceal = (value: unknown): unknown => {
		if (typeof value === "string") return hide(value);
		if (Array.isArray(value)) return value.map(conceal);
		if (typeof value !== "object" || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, conceal(member)]));
	};
	learn(...initial);
	return { learn, hide, conceal: <T>(value: T) => conceal(value) as T };
}

/** The value as it stands in text, in a URL, in a form and in JSON. */
const spellingsOf = (value: string): string[] => [
	value,
	encodeURIComponent(value.toWellFormed()),
	new URLSearchParams({ "": value }).toString().slice(1),
	JSON.stringify(value).slice(1, -1),
];
