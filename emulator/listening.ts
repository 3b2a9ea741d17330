import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { JournaledResponse } from "./control/journal.ts";
import { EmulatorStartError } from "./startError.ts";
import type { Store } from "./store.ts";

/** What the server of an emulator is created with. */
export const serverOptions = {
	ServerResponse: JournaledResponse,
	// An idle connection stays: closed after node's five seconds, it would now and then be just as its client uses it again.
	keepAliveTimeout: 0,
};

/** Throws EmulatorStartError for a host that others can reach. */
export function requireLoopback(host: string): void {
	if (host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host)) return;
	throw new EmulatorStartError(
		`host ${host} is not this machine's loopback: the emulator hands out credentials, so use 127.0.0.1, ::1 or localhost`,
	);
}

/** Throws EmulatorStartError for what is no port. */
export function requirePort(port: number): void {
	if (Number.isInteger(port) && port >= 0 && port <= 65_535) return;
	throw new EmulatorStartError(`port ${port} is not a port: give one from 0 (any free one) to 65535`);
}

/** Listens there and gives the origin; throws EmulatorStartError when it cannot. */
export async function listen(server: Server, host: string, port: number): Promise<string> {
	await new Promise<void>((resolve, reject) => {
		server.once("error", (error: NodeJS.ErrnoException) => reject(cannotListen(host, port, error)));
		server.listen(port, host, resolve);
	});
	const { port: bound } = server.address() as AddressInfo;
	return `http://${host.includes(":") ? `[${host}]` : host}:${bound}`;
}

function cannotListen(host: string, port: number, error: NodeJS.ErrnoException): EmulatorStartError {
	const reasons: Record<string, string> = {
		EADDRINUSE: "is taken: stop what listens there, or choose another port (0 takes a free one)",
		EACCES: "may not be used by this user: choose one above 1023",
	};
	const reason = reasons[error.code ?? ""] ?? `cannot be listened on (${error.message}): choose another host or port`;
	return new EmulatorStartError(`port ${port} on ${host} ${reason}`);
}

type Fetch = (request: Request, env: object) => Response | Promise<Response>;

/** The same, and a promise for when all that was begun has been answered. */
export function underway(fetch: Fetch): { fetch: Fetch; done(): Promise<unknown> } {
	const open = new Set<Promise<Response>>();
	return {
		fetch: (request, env) => {
			const answer = Promise.resolve(fetch(request, env));
			const ended = () => open.delete(answer);
			open.add(answer);
			answer.then(ended, ended);
			return answer;
		},
		done: () => Promise.allSettled(open),
	};
}

/** Cuts all connections; resolves when the server listens no more. */
export const cutOff = (server: Server): Promise<void> =>
	new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});

/** Closes the server, then the store: a request that was cut off while it signed still asks it afterwards. */
export function closing(server: Server, store: Store, done: () => Promise<unknown>): () => Promise<void> {
	let closed: Promise<void> | undefined;
	return () => {
		closed ??= cutOff(server)
			.then(done)
			.then(() => store.close());
		return closed;
	};
}
