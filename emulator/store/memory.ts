import { Recent } from "./recent.ts";

/** Lists of more members than this are read from the data file each time. */
export const SHORT_LIST = 64;

/**
 * The objects that the store read last, so that it need not be read and parsed again. Every write forgets what it touches, and a
 * rollback forgets everything: nothing in here differs from the data file.
 */
export class Memory<T> {
	/** Objects by id. They are frozen, because many callers get the same. */
	readonly objects: Recent<T>;
	/** Ids by kind, parent and key. The object of that id may have another key by now; whoever asks looks. */
	readonly ids: Recent<string>;
	/** Ids of the members of short lists, by kind and parent. */
	readonly lists: Recent<readonly string[]>;

	constructor(capacity: number) {
		this.objects = new Recent(capacity);
		this.ids = new Recent(capacity);
		this.lists = new Recent(capacity);
	}

	forgetAll(): void {
		for (const part of [this.objects, this.ids, this.lists]) part.clear();
	}
}
