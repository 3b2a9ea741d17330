import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** One HTTP request; `path` begins with a slash. */
export interface Request {
	method?: "GET" | "POST";
	path: string;
	headers?: Record<string, string>;
	/** Of ASCII characters. */
	body?: string;
}

/** One HTTP answer, read to its end. */
export interface Answer {
	status: number;
	/** Status line and header lines as they came. */
	head: string;
	body: string;
}

interface Waiting {
	resolve: (answer: Answer) => void;
	reject: (error: Error) => void;
}

/**
 * One keep-alive connection that sends one request at a time. It shares the machine with the server that it measures, so
 * it does the least that can be done: node's own client costs several times as much per request.
 */
export class Connection {
	readonly #socket: Socket;
	readonly #host: string;
	#received = "";
	#waiting: Waiting | undefined;

	private constructor(port: number, hostname: string, host: string) {
		this.#host = host;
		// Not through a stream of buffers: each answer is one text.
		const callback = (length: number, bytes: Uint8Array) => this.#read((bytes as Buffer).toString("latin1", 0, length));
		const socket = connect({ port, host: hostname, noDelay: true, onread: { buffer: Buffer.alloc(65_536), callback } });
		this.#socket = socket;
		socket.on("close", () => this.#waiting?.reject(new Error(`${host} closed the connection`)));
		socket.on("error", (error) => this.#waiting?.reject(error));
	}

	static async open(origin: string): Promise<Connection> {
		const { hostname, port, host } = new URL(origin);
		const connection = new Connection(Number(port), hostname, host);
		await once(connection.#socket, "connect");
		return connection;
	}

	send({ method = "GET", path, headers = {}, body }: Request): Promise<Answer> {
		let head = `${method} ${path} HTTP/1.1\r\nHost: ${this.#host}\r\n`;
		for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
		if (body !== undefined) head += `Content-Length: ${body.length}\r\n`;
		return new Promise((resolve, reject) => {
			this.#waiting = { resolve, reject };
			this.#socket.write(`${head}\r\n${body ?? ""}`, "latin1");
		});
	}

	close(): void {
		this.#socket.destroy();
	}

	/** Takes a part of an answer; true, because more may come. */
	#read(text: string): boolean {
		this.#received += text;
		const answer = parseAnswer(this.#received);
		if (!answer) return true;
		this.#received = "";
		const waiting = this.#waiting;
		this.#waiting = undefined;
		waiting?.resolve(answer);
		return true;
	}
}

/** The answer in `text`, or undefined while some of it is still to come. */
function parseAnswer(text: string): Answer | undefined {
	const end = text.indexOf("\r\n\r\n");
	if (end < 0) return undefined;
	const head = text.slice(0, end + 2);
	const body = bodyOf(head, text.slice(end + 4));
	return body === undefined ? undefined : { status: Number(head.slice(9, 12)), head, body };
}

function bodyOf(head: string, rest: string): string | undefined {
	if (headerOf(head, "Transfer-Encoding") === "chunked") return unchunked(rest);
	const length = Number(headerOf(head, "Content-Length") ?? 0);
	return rest.length < length ? undefined : rest;
}

function unchunked(text: string): string | undefined {
	let body = "";
	for (let at = 0; ; ) {
		const line = text.indexOf("\r\n", at);
		if (line < 0) return undefined;
		const size = Number.parseInt(text.slice(at, line), 16);
		const next = line + 2 + size + 2;
		if (text.length < next) return undefined;
		if (size === 0) return body;
		body += text.slice(line + 2, line + 2 + size);
		at = next;
	}
}

/** The first header of that name. */
export const headerOf = (head: string, name: string): string | undefined => headersOf(head, name)[0];

/** All headers of that name. */
export function headersOf(head: string, name: string): string[] {
	const pattern = patternOf(name);
	pattern.lastIndex = 0;
	const values: string[] = [];
	for (let found = pattern.exec(head); found; found = pattern.exec(head)) values.push(found[1] ?? "");
	return values;
}

const patterns = new Map<string, RegExp>();

function patternOf(name: string): RegExp {
	const pattern = patterns.get(name) ?? new RegExp(`\r\n${name}: *([^\r]*)`, "gi");
	patterns.set(name, pattern);
	return pattern;
}
