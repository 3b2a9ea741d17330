import type { JsonObject } from "../../emulator/json.ts";
import type { Answer, Client } from "./client.ts";

/** What is known of an object: some of its attributes, or that it is gone. */
type Known = JsonObject | "gone";

/** Asks whether something still holds. */
export type Check = (client: Client) => Promise<boolean>;

/** One kind of client that writes until the emulator goes away; `name` is new in each life. */
export type Writer = (client: Client, ledger: Ledger, name: string) => Promise<void>;

/** What the emulator acknowledged during one life, and what was on its way when it was killed. */
export class Ledger {
	readonly #told = new Map<string, Known>();
	readonly #pending = new Map<string, Known>();
	readonly #checks = new Map<string, Check>();
	readonly #killAfter: number;
	readonly #kill: () => void;
	#acknowledged = 0;

	/** Calls `kill` at the `killAfter`-th acknowledged write, while the other writers' requests are on their way. */
	constructor(killAfter: number, kill: () => void) {
		this.#killAfter = killAfter;
		this.#kill = kill;
	}

	/** Sends a write of the object at `path`; `intended` is what it will be then. */
	async write(path: string, intended: Known, send: () => Promise<Answer>): Promise<Answer> {
		this.#pending.set(path, intended);
		const answer = await send();
		if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
		this.#pending.delete(path);
		this.acknowledge(path, intended);
		return answer;
	}

	acknowledge(path: string, known: Known): void {
		this.#told.set(path, known);
		this.#count();
	}

	/** Sends a write after which `holds` is true of what is called `name`; meanwhile nobody knows what is. */
	async writeThat<Sent>(name: string, holds: (answer: Sent) => Check, send: () => Promise<Sent>): Promise<Sent> {
		this.#checks.delete(name);
		const answer = await send();
		this.#checks.set(name, holds(answer));
		this.#count();
		return answer;
	}

	/** What is called `name` will be gone, by the client's own will. */
	forget(name: string): void {
		this.#checks.delete(name);
	}

	/** What of this life the emulator does not know any more. */
	async lost(client: Client): Promise<string[]> {
		const paths = [...this.#told.keys()];
		const kept = await Promise.all(paths.map((path) => this.#isKept(client, path)));
		const names = [...this.#checks.keys()];
		const holding = await Promise.all([...this.#checks.values()].map((holds) => holds(client)));
		return [...paths.filter((_path, n) => !kept[n]), ...names.filter((_name, n) => !holding[n])];
	}

	async #isKept(client: Client, path: string): Promise<boolean> {
		const { status, body } = await client.get(path);
		const possible = [this.#told.get(path), this.#pending.get(path)];
		if (status === 404) return possible.includes("gone");
		return possible.some((known) => typeof known === "object" && has(body, known));
	}

	#count(): void {
		this.#acknowledged++;
		if (this.#acknowledged === this.#killAfter) this.#kill();
	}
}

const has = (body: JsonObject, known: JsonObject): boolean =>
	Object.entries(known).every(([name, value]) => body[name] === value);
