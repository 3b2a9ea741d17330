import { type Answer, type Connection, headerOf, headersOf, type Request } from "../connection.ts";

/** What one sign-in remembers: its cookies, whatever their path, as it visits one server only. */
export class Browser {
	readonly #connection: Connection;
	readonly #cookies = new Map<string, string>();
	/** All of them as they are sent. */
	#sent = "";

	constructor(connection: Connection) {
		this.#connection = connection;
	}

	/** Sends a request and requires the answer's status. */
	async ask(status: number, request: Request): Promise<Answer> {
		const headers = { ...request.headers, ...(this.#sent && { Cookie: this.#sent }) };
		const answer = await this.#connection.send({ ...request, headers });
		const lines = headersOf(answer.head, "Set-Cookie");
		if (lines.length > 0) this.#keep(lines);
		return expectStatus(status, request, answer);
	}

	#keep(lines: readonly string[]): void {
		for (const line of lines) {
			const [, name = "", value = ""] = /^([^=]*)=([^;]*)/.exec(line) ?? [];
			this.#cookies.set(name, value);
		}
		this.#sent = Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join("; ");
	}
}

/** Parameters of which some are the same each time and encoded once; those that change need no encoding. */
export function parametersWith(same: Record<string, string>): (changing: Record<string, string>) => string {
	const encoded = new URLSearchParams(same).toString();
	return (changing) => {
		let all = encoded;
		for (const name in changing) all += `&${name}=${changing[name]}`;
		return all;
	};
}

export const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

/** Posts a form without cookies, as a client's back end does. */
export async function postForm(connection: Connection, path: string, body: string, status = 200) {
	const request: Request = { method: "POST", path, headers: FORM, body };
	return JSON.parse(expectStatus(status, request, await connection.send(request)).body) as Record<string, unknown>;
}

function expectStatus(status: number, { method = "GET", path }: Request, answer: Answer): Answer {
	if (answer.status === status) return answer;
	throw new Error(`${method} ${path} answered ${answer.status}, not ${status}: ${answer.body}`);
}

/** Where a redirect leads. */
export const locationOf = ({ head }: Answer): URL => new URL(headerOf(head, "Location") ?? "", "http://same.origin");

/** A parameter of the URL where a redirect leads. */
export function parameterOf(answer: Answer, name: string): string {
	const value = locationOf(answer).searchParams.get(name);
	if (value === null) throw new Error(`no ${name} in ${locationOf(answer)}`);
	return value;
}
