/**
 * Which objects the stack holds, as far as one run shows: the engine names no resource to a dynamic provider, only ids.
 * One and the same object must not come under two resources, nor be deleted for one while another keeps it.
 */
export class Holdings {
	/** Ids in the state, or new. */
	readonly #known = new Set<string>();
	/** Ids that a resource of the program keeps when the run ends. */
	readonly #kept = new Set<string>();
	/** How often each id was read whose comparison is still to come. */
	readonly #readings = new Map<string, number>();

	/** Whether a resource of the stack has it, so that no other may take it over. */
	isKnown(id: string): boolean {
		return this.#known.has(id);
	}

	/** Whether to delete it for one resource would take it from another: one was renamed, and the object taken over. */
	isKept(id: string): boolean {
		return this.#kept.has(id);
	}

	created(id: string): void {
		this.#known.add(id);
		this.#kept.add(id);
	}

	/** A refresh reads each object of the state, and compares it: also those that the program has no more. */
	read(id: string): void {
		this.#known.add(id);
		this.#readings.set(id, (this.#readings.get(id) ?? 0) + 1);
	}

	/** Looked at by the engine to see whether it would follow a replacement: it may be deleted all the same. */
	probed(id: string): void {
		this.#known.add(id);
	}

	/** Compared with what the program wants, and to be replaced or not; or compared by the refresh that has read it. */
	compared(id: string, replaced: boolean): void {
		this.#known.add(id);
		const readings = this.#readings.get(id) ?? 0;
		if (readings > 0) this.#readings.set(id, readings - 1);
		else if (!replaced) this.#kept.add(id);
	}
}
