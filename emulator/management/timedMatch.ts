import { type Context, createContext, Script } from "node:vm";

/** In ms: far more than any pattern needs that is not at fault itself, also on a machine that is busy. */
const LIMIT = 1000;

/** A pattern that a client wrote may take for ever (`(a+)+b`), and only a script of a context of its own can be stopped. */
const script = new Script("pattern.test(text)");
let context: Context | undefined;

/** Whether the text is of the pattern; undefined when that cannot be told in time, or the text is too long for it. */
export function matches(pattern: RegExp, text: string): boolean | undefined {
	// Made once, and only where it is needed: a context costs more than a match.
	context ??= createContext();
	try {
		return script.runInContext(Object.assign(context, { pattern, text }), { timeout: LIMIT }) === true;
	} catch {
		return undefined;
	} finally {
		Object.assign(context, { pattern: undefined, text: undefined });
	}
}
