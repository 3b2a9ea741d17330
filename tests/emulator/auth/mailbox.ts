import { jest } from "@jest/globals";
import type { Message } from "../../../emulator/messages.ts";
import { Store } from "../../../emulator/store.ts";

/** What users are sent from now on by any emulator in this process. */
export interface Mailbox {
	received(): Message[];
	/** The code in the newest message. */
	code(): string;
}

export function openMailbox(): Mailbox {
	const { calls } = jest.spyOn(Store.prototype, "putEntry").mock;
	const before = calls.length;
	const received = () => calls.slice(before).flatMap(([kind, , body]) => (kind === "message" ? [body as Message] : []));
	return { received, code: () => received().at(-1)?.code ?? "" };
}
