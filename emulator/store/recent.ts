/** What was asked for most recently: at least the last `capacity` values, at most twice as many. */
export class Recent<V> {
	readonly #capacity: number;
	#young = new Map<string, V>();
	#old = new Map<string, V>();

	constructor(capacity: number) {
		this.#capacity = capacity;
	}

	get(key: string): V | undefined {
		const young = this.#young.get(key);
		if (young !== undefined) return young;
		const old = this.#old.get(key);
		if (old !== undefined) this.set(key, old);
		return old;
	}

	set(key: string, value: V): void {
		if (this.#capacity === 0) return;
		if (this.#young.size >= this.#capacity) {
			this.#old = this.#young;
			this.#young = new Map();
		}
		this.#young.set(key, value);
	}

	delete(key: string): void {
		this.#young.delete(key);
		this.#old.delete(key);
	}

	clear(): void {
		this.#young.clear();
		this.#old.clear();
	}
}
