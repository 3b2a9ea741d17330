import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { createApp } from "./app.ts";
import { loadSigningKeys } from "./auth/keys.ts";
import { AdjustableClock, type Clock, systemClock } from "./clock.ts";
import { type ClockChange, type ClockReading, readChange } from "./control/clock.ts";
import type { FaultRule } from "./control/faultRule.ts";
import type { Fault, Faults } from "./control/faults.ts";
import { createControl } from "./control/index.ts";
import { inProcess } from "./control/inProcess.ts";
import { JournaledResponse } from "./control/journal.ts";
import { PingOneRefusal } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { furnish, type Worker } from "./furnish.ts";
import { createIds, type Ids, WELL_KNOWN_SEED } from "./ids.ts";
import { FOR_EVER, Store } from "./store.ts";

export { ManualClock } from "./clock.ts";

export type { ClockChange, ClockReading } from "./control/clock.ts";
export type { FaultRule } from "./control/faultRule.ts";
export type { Fault } from "./control/faults.ts";
export type { Exchange } from "./exchange.ts";
export { StoreError } from "./store/dataFile.ts";

export interface EmulatorOptions {
	/** Loopback address to bind; 127.0.0.1 unless told. */
	host?: string;
	/** 0 takes a free port; 7650 unless told. */
	port?: number;
	/** Names, beside those of this machine, by which it may be asked: of a proxy or a container network. */
	allowedHosts?: readonly string[];
	/** SQLite file, or `:memory:` (the default). */
	data?: string;
	/** Makes identifiers, secrets, keys and tokens of a fresh store repeat from run to run. */
	seed?: string;
	/** The time at which the clock stands until it is told to go on; ISO 8601. */
	now?: string;
	/** What the emulator's clock follows; the system's time unless told. */
	clock?: Clock;
	/** Called after each answer; what tests use to judge answers by the vendor's schemas. */
	observe?: (exchange: Exchange) => void;
}

/** A running emulator: where it listens and the worker application that may manage its environment. */
export interface Emulator extends Worker {
	/** Base URL of the management API, with `/v1`. */
	apiUrl: string;
	/** Base URL of the authentication server. */
	authUrl: string;
	/** The clock, as `/_emulator/clock` sets it. */
	clock: { read(): ClockReading; set(change: ClockChange): ClockReading };
	/** The faults, as `/_emulator/faults` sets them. */
	faults: Pick<Faults, "list" | "remove" | "clear"> & { add(rule: FaultRule): Fault };
	/** Everything as the first start left it: what `POST /_emulator/reset` does. */
	reset(): void;
	/** Cuts all connections and closes the store. */
	close(): Promise<void>;
}

/** Raised when the emulator cannot listen; the message is one line that names the cause and the remedy. */
export class EmulatorStartError extends Error {
	override readonly name = "EmulatorStartError";
}

/**
 * Starts an emulator in this process. Throws EmulatorStartError or StoreError when it cannot.
 *
 * @example
 * const pingone = await startEmulator({ port: 0 });
 * afterEach(() => pingone.reset());
 * afterAll(() => pingone.close());
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
	const { host = "127.0.0.1", port = 7650 } = options;
	requireLoopback(host);
	requirePort(port);
	for (const name of options.allowedHosts ?? []) requireHostName(name);
	if (options.now !== undefined) judged(options.now, (now) => readChange({ now }));
	const server = createServer(serverOptions);
	const origin = await listen(server, host, port);
	try {
		// Nothing in here waits: the first request that comes finds who answers it.
		return serve(server, origin, options);
	} catch (error) {
		await cutOff(server);
		throw error;
	}
}

/** Opens the store, which a start that could not listen leaves alone, and answers from it. */
function serve(server: Server, origin: string, options: EmulatorOptions): Emulator {
	const clock = adjustable(options.clock ?? systemClock);
	const store = new Store(options.data ?? ":memory:", clock);
	try {
		const { world, control, worker } = store.transaction(() => prepare(store, clock, options));
		const { fetch, done } = underway(createApp(world, options.observe, control).fetch);
		server.on("request", getRequestListener(fetch));
		const { clock: time, faults } = control;
		return {
			apiUrl: `${origin}/v1`,
			authUrl: origin,
			...worker,
			clock: { read: time.read, set: inProcess<ClockChange, ClockReading>(time.set, "{ advanceSeconds: 60 }") },
			faults: { ...faults, add: inProcess<FaultRule, Fault>(faults.add, '{ effect: "status", status: 503 }') },
			reset: control.reset,
			close: closing(server, store, done),
		};
	} catch (error) {
		store.close();
		throw error;
	}
}

/** All that a start writes: a start that fails takes it back, the count of openings too. */
function prepare(store: Store, clock: AdjustableClock, options: EmulatorOptions) {
	const { seed = WELL_KNOWN_SEED, now } = options;
	const world = { store, clock, ids: idsOf(store, options.seed), keys: loadSigningKeys(store, clock, seed) };
	const control = createControl(world, options.allowedHosts);
	if (now !== undefined) judged(now, () => control.clock.start({ now, frozen: true }));
	// Without a seed the worker is the same everywhere, and what clients make has random ids.
	return { world, control, worker: furnish({ ...world, ids: createIds(seed) }) };
}

const serverOptions = {
	ServerResponse: JournaledResponse,
	// An idle connection stays: closed after node's five seconds, it would now and then be just as its client uses it again.
	keepAliveTimeout: 0,
};

const adjustable = (clock: Clock): AdjustableClock =>
	clock instanceof AdjustableClock ? clock : new AdjustableClock(clock);

/** Says what is wrong with the time of a start. */
function judged(now: string, act: (now: string) => unknown): void {
	try {
		act(now);
	} catch (error) {
		if (!(error instanceof PingOneRefusal)) throw error;
		throw new EmulatorStartError(`now ${now}: ${error.details.map(({ message }) => message).join("; ")}`);
	}
}

function requireLoopback(host: string): void {
	if (host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host)) return;
	throw new EmulatorStartError(
		`host ${host} is not this machine's loopback: the emulator hands out credentials, so use 127.0.0.1, ::1 or localhost`,
	);
}

function requirePort(port: number): void {
	if (Number.isInteger(port) && port >= 0 && port <= 65_535) return;
	throw new EmulatorStartError(`port ${port} is not a port: give one from 0 (any free one) to 65535`);
}

function requireHostName(name: string): void {
	if (/^(?:[\w.-]+|\[[\da-f:.]+\])$/i.test(name)) return;
	throw new EmulatorStartError(`allowed host ${name} is not a host's name: give it without scheme, port and path`);
}

/** Each opening of a data file has its own sequence: a seeded id is never drawn twice in one file. */
function idsOf(store: Store, seed: string | undefined): Ids {
	if (seed === undefined) return createIds();
	const opening = Number(store.findEntry("opening", "count")?.body.count ?? 0) + 1;
	store.putEntry("opening", "count", { count: opening }, FOR_EVER);
	return createIds(`${seed}:${opening}`);
}

async function listen(server: Server, host: string, port: number): Promise<string> {
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
function underway(fetch: Fetch): { fetch: Fetch; done(): Promise<unknown> } {
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

const cutOff = (server: Server): Promise<void> =>
	new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});

/** A request that was cut off while it signed still asks the store afterwards. */
function closing(server: Server, store: Store, done: () => Promise<unknown>): () => Promise<void> {
	let closed: Promise<void> | undefined;
	return () => {
		closed ??= cutOff(server)
			.then(done)
			.then(() => store.close());
		return closed;
	};
}
