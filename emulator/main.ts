#!/usr/bin/env node
import { enableCompileCache, flushCompileCache } from "node:module";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import type { EmulatorOptions } from "./index.ts";

const HELP = `Usage: npm run emulator -- [options]
       npx pingone-emulator [options]

A PingOne that runs on this machine: management API, sign-on flows and tokens on one port.

  --host ADDRESS     loopback address to listen on (127.0.0.1)
  --port NUMBER      port to listen on, 0 for a free one (7650)
  --allow-host NAME  a name by which a proxy or a container network reaches it; may be repeated
  --data FILE        SQLite file that keeps the state, or :memory: (:memory:)
  --seed TEXT        makes identifiers, secrets, keys and tokens of a fresh store repeat
  --now TIME         the time at which the emulator's clock stands (ISO 8601); without it, it runs
  --help             prints this text

When it is ready it prints one line of JSON on stdout:
  {"apiUrl","authUrl","environmentId","clientId","clientSecret","pid"}
`;

/** What the user typed is wrong; the message says what and what to do. */
class UsageError extends Error {
	override readonly name = "UsageError";
}

function readArguments(args: string[]): EmulatorOptions | "help" {
	const { values } = parsed(args);
	if (values.help) return "help";
	const { host, port, data, seed, now, "allow-host": allowedHosts } = values;
	if (port !== undefined && !/^\d{1,5}$/.test(port)) {
		throw new UsageError(`--port ${port} is not a port: give a number from 0 (any free one) to 65535`);
	}
	return {
		...(host !== undefined && { host }),
		...(port !== undefined && { port: Number(port) }),
		...(data !== undefined && { data }),
		...(seed !== undefined && { seed }),
		...(now !== undefined && { now }),
		...(allowedHosts !== undefined && { allowedHosts }),
	};
}

function parsed(args: string[]) {
	try {
		return parseArgs({
			args,
			options: {
				host: { type: "string" },
				port: { type: "string" },
				data: { type: "string" },
				seed: { type: "string" },
				now: { type: "string" },
				"allow-host": { type: "string", multiple: true },
				help: { type: "boolean" },
			},
		});
	} catch (error) {
		const [reason] = String((error as Error).message).split(/[.\n]/);
		throw new UsageError(`${reason}: --help lists the options`);
	}
}

async function main(): Promise<void> {
	const options = readArguments(process.argv.slice(2));
	if (options === "help") {
		process.stdout.write(HELP);
		return;
	}
	leaveCoreFree();
	// Before the emulator is loaded: from its second start on it takes half the time.
	enableCompileCache();
	const { startEmulator } = await import("./index.ts");
	const { apiUrl, authUrl, environmentId, clientId, clientSecret, close } = await startEmulator(options);
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void close());
	const ready = { apiUrl, authUrl, environmentId, clientId, clientSecret, pid: process.pid };
	process.stdout.write(`${JSON.stringify(ready)}\n`);
	// Not at the end: whoever kills the process would have the next start compile again.
	flushCompileCache();
	// Not before: code that was compiled under other settings of V8 is not taken from the cache.
	if (options.data !== undefined) keepHeapSmall();
}

/**
 * Keeps RSA signatures from crowding out the thread that answers: libuv makes its threads when the first is needed, four
 * unless told, whatever the machine has.
 */
function leaveCoreFree(): void {
	process.env.UV_THREADPOOL_SIZE ??= String(Math.min(4, Math.max(1, availableParallelism() - 1)));
}

/**
 * Whoever keeps many users keeps them in a file: the process beside it stays small, for which V8 collects garbage whenever
 * the heap has grown by half. In memory that would only cost time.
 */
const keepHeapSmall = (): void => setFlagsFromString("--heap-growing-percent=50");

/** Errors that name cause and remedy in one line; any other is a fault of the emulator and shows where. */
const FORESEEN = ["UsageError", "EmulatorStartError", "StoreError"];

main().catch((error: unknown) => {
	const foreseen = error instanceof Error && FORESEEN.includes(error.name);
	console.error(foreseen ? `emulator: ${error.message}` : error);
	process.exitCode = foreseen ? 2 : 1;
});
