import type { HttpAnswer, HttpRequest, Surroundings } from "../../../providers/api/transport.ts";

/** A network that answers from a script and a clock that only waiting moves. */
export class ScriptedSurroundings implements Surroundings {
	readonly requests: HttpRequest[] = [];
	readonly waits: number[] = [];
	#now: number;
	readonly #answer: (request: HttpRequest, nth: number) => HttpAnswer | Error;

	constructor(answer: (request: HttpRequest, nth: number) => HttpAnswer | Error, now = 0) {
		this.#answer = answer;
		this.#now = now;
	}

	now = () => this.#now;
	random = () => 0.5;
	wait = async (ms: number) => {
		this.waits.push(ms);
		this.#now += ms;
	};
	exchange = async (request: HttpRequest) => {
		this.requests.push(request);
		const answer = this.#answer(request, this.requests.length);
		if (answer instanceof Error) throw answer;
		return answer;
	};

	advance(ms: number): void {
		this.#now += ms;
	}
}

export const answered = (status: number, body?: unknown, headers: Record<string, string> = {}): HttpAnswer => ({
	status,
	body,
	headers,
});
