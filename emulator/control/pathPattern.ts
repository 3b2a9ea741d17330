/**
 * Whether a path is one that the pattern means: `*` stands for one segment or a part of one, `**` for any number of
 * segments. Takes time by the length of one times the length of the other, whatever is in them.
 */
export function matchesPath(pattern: string, path: string): boolean {
	let ends = [0];
	for (const part of pattern.match(/\*+|[^*]+/g) ?? []) {
		ends = endsAfter(part, path, ends);
		if (ends.length === 0) return false;
	}
	return ends.at(-1) === path.length;
}

/** Where in the path a part of the pattern may end that began at one of `starts`; both ascending. */
function endsAfter(part: string, path: string, starts: readonly number[]): number[] {
	if (part.startsWith("**")) return upTo(path.length, starts[0] ?? 0);
	if (part === "*") return inSegments(path, starts);
	return starts.filter((at) => path.startsWith(part, at)).map((at) => at + part.length);
}

const upTo = (last: number, first: number): number[] => Array.from({ length: last - first + 1 }, (_, n) => first + n);

/** From each start on to the end of its segment, every place once. */
function inSegments(path: string, starts: readonly number[]): number[] {
	const ends: number[] = [];
	for (const start of starts) {
		let at = Math.max(start, (ends.at(-1) ?? -1) + 1);
		if (at > start && path[at - 1] === "/") continue;
		for (; at <= path.length; at++) {
			ends.push(at);
			if (path[at] === "/") break;
		}
	}
	return ends;
}
