import { isNativeError } from "node:util/types";

/**
 * The run cannot go on; `message` is one line with the cause and the remedy.
 * Exit code 2: wrong use or configuration. Exit code 3: not reached or not signed in, so nothing is proven.
 */
export class Stop extends Error {
	override readonly name = "Stop";
	readonly exitCode: 2 | 3;
	constructor(exitCode: 2 | 3, message: string) {
		super(message);
		this.exitCode = exitCode;
	}
}

export const wrongUse = (message: string): Stop => new Stop(2, message);
export const nothingProven = (message: string): Stop => new Stop(3, message);

/** A check could not be tried because something before it is missing; its verdict is "skipped", never "passed". */
export class NotTried extends Error {
	override readonly name = "NotTried";
}

/** What a thrown value says. */
export const messageOf = (error: unknown): string => (isNativeError(error) ? error.message : String(error));
