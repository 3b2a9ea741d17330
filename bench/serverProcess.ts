import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** A server in a process of its own. */
export interface ServerProcess<Ready> {
	/** The line of JSON that it printed when it was ready. */
	ready: Ready;
	pid: number | undefined;
	/** From the start of the process to that line. */
	startMs: number;
	/** Memory of the process in MB; undefined where the system has no /proc. */
	memory(): number | undefined;
	stop(): Promise<void>;
}

/** Runs node with `args` until the server is stopped; the server prints one line of JSON when it is ready. */
export async function startServer<Ready>(...args: string[]): Promise<ServerProcess<Ready>> {
	const start = performance.now();
	const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
	const kill = () => void child.kill("SIGKILL");
	// No server outlives a benchmark that failed.
	process.once("exit", kill);
	const closed = once(child, "close");
	const gone = closed.then(([code]) => {
		throw new Error(`node ${args.join(" ")} ended with ${code} before it was ready`);
	});
	const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), "line"), gone])) as [string];
	const startMs = performance.now() - start;
	gone.catch(() => undefined);
	return {
		ready: JSON.parse(line) as Ready,
		pid: child.pid,
		startMs,
		memory: () => residentMegabytes(child.pid),
		stop: async () => {
			child.kill("SIGTERM");
			await closed;
			process.off("exit", kill);
		},
	};
}

function residentMegabytes(pid: number | undefined): number | undefined {
	try {
		const [, kilobytes] = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
		return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
	} catch {
		return undefined;
	}
}
