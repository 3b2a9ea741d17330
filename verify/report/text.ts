/** Breaks text at spaces into lines of at most `width` characters; all lines but the first begin with `indent` spaces. */
export function wrap(text: string, width: number, indent: number): string {
	const lines = [""];
	for (const word of text.split(/\s+/).flatMap((long) => pieces(long, width))) {
		const line = lines.at(-1) ?? "";
		if (line !== "" && line.length + 1 + word.length > width) lines.push(word);
		else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
	}
	return lines.join(`\n${" ".repeat(indent)}`);
}

const pieces = (word: string, width: number): string[] =>
	word.length <= width ? [word] : (word.match(new RegExp(`.{1,${width}}`, "gu")) ?? []);

const ENTITIES: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
};

/** Text for XML and HTML, in elements and in quoted attributes; characters that XML 1.0 forbids become U+FFFD. */
export const escapeMarkup = (text: string): string =>
	text
		.toWellFormed()
		// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 section 2.2 forbids exactly these
		.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
		.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
