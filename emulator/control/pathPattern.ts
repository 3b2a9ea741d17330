/**
 * Whether a path is one that the pattern means: `*` stands for one segment or a part of one, `**` for any number of
 * segments.
 */
export function matchesPath(pattern: string, path: string): boolean {
	return expressionOf(pattern).test(path);
}

const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
	const known = expressions.get(pattern);
	if (known) return known;
	if (expressions.size >= 100) expressions.clear();
	const source = pattern.split(/(\*+)/).map((part) => WILD[part] ?? part.replace(/[\\^$.|?+()[\]{}*]/g, "\\$&"));
	const expression = new RegExp(`^${source.join("")}$`);
	expressions.set(pattern, expression);
	return expression;
}

const WILD: Record<string, string> = { "*": "[^/]*", "**": ".*" };
