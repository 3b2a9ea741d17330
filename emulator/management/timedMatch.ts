import { type Context, createContext, Script } from "node:vm";

/** In ms: far more than any pattern needs that is not at fault itself, also on a machine that is busy. */
const LIMIT = 1000;

/** A pattern that a client wrote may take for ever (`(a+)+b`), and only a script of a context of its own can be stopped. */
interface Judge {
	script: Script;
	context: Context;
}

// Made once, and only where it is needed: a context costs more than a match, and with a script made at the start sign-ins
// took a sixth more CPU once the emulator had stood idle.
let judge: Judge | undefined;

/** Whether the text is of the pattern; undefined when that cannot be told in time, or the text is too long for it. */
export function matches(pattern: RegExp, text: string): boolean | undefined {
	judge ??= { script: new Script("pattern.test(text)"), context: createContext() };
	const { script, context } = judge;
	try {
		return script.runInContext(Object.assign(context, { pattern, text }), { timeout: LIMIT }) === true;
	} catch {
		return undefined;
	} finally {
		Object.assign(context, { pattern: undefined, text: undefined });
	}
}
