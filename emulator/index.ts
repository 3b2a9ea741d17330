import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createApp } from "./app.ts";
import { loadSigningKeys } from "./auth/keys.ts";
import { AdjustableClock, type Clock, systemClock } from "./clock.ts";
import { type ClockChange, type ClockReading, readChange } from "./control/clock.ts";
import type { FaultRule } from "./control/faultRule.ts";
import type { Fault, Faults } from "./control/faults.ts";
import { createControl } from "./control/index.ts";
import { inProcess } from "./control/inProcess.ts";
import { PingOneRefusal } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { furnish, type Worker } from "./furnish.ts";
import { createIds, type Ids, WELL_KNOWN_SEED } from "./ids.ts";
import { closing, cutOff, listen, requireLoopback, requirePort, serverOptions, underway } from "./listening.ts";
import { EmulatorStartError } from "./startError.ts";
import { FOR_EVER, Store } from "./store.ts";

export { ManualClock } from "./clock.ts";

export type { ClockChange, ClockReading } from "./control/clock.ts";
export type { FaultRule } from "./control/faultRule.ts";
export type { Fault } from "./control/faults.ts";
export type { Exchange } from "./exchange.ts";
export { EmulatorStartError } from "./startError.ts";
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
