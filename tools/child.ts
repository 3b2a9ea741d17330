import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from "node:child_process";

/** How a child ended. */
export interface Ended {
	code: number;
	/** True when it was stopped because we were. */
	interrupted: boolean;
}

const running = new Set<ChildProcess>();
let interrupted = false;

const group = { detached: process.platform !== "win32" };

/**
 * Runs a command to its end with our terminal. The child leads a process group of its own, so that an interrupt
 * reaches everything it started and nothing outlives us.
 */
export function runToEnd(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
	return ended(() => spawn(command, [...args], { ...group, stdio: "inherit", env }));
}

/** Runs a command to its end and hands what it prints to `listen`, which is called as soon as it has started. */
export function runPiped(
	command: string,
	args: readonly string[],
	options: { env: NodeJS.ProcessEnv; cwd?: string },
	listen: (child: Pick<ChildProcessWithoutNullStreams, "stdout" | "stderr">) => void,
): Promise<Ended> {
	return ended(() => {
		const child = spawn(command, [...args], { ...group, ...options });
		child.stdin.end();
		listen(child);
		return child;
	});
}

function ended(start: () => ChildProcess): Promise<Ended> {
	if (interrupted) return Promise.resolve({ code: 130, interrupted });
	return new Promise((done, fail) => {
		const child = start();
		running.add(child);
		child.on("error", fail);
		child.on("close", (code) => {
			running.delete(child);
			done({ code: code ?? 130, interrupted });
		});
	});
}

/** How often one is asked before children are killed: Pulumi finishes on the first, and on the second ends at once. */
const PATIENCE = 3;

/** npm passes a Ctrl-C on that the terminal has sent to us already: so soon after another, a signal is the same one. */
const ECHO_MS = 200;

/** What the signals that come to us are for: each is told its time, in ms. */
export function patience(): (now: number) => "ask" | "kill" | "echo" {
	let asked = 0;
	let last = Number.NEGATIVE_INFINITY;
	return (now) => {
		if (now - last < ECHO_MS) return "echo";
		last = now;
		asked += 1;
		return asked < PATIENCE ? "ask" : "kill";
	};
}

/** Children are asked to finish whenever we are, as Pulumi wants to save its state and unlock it; in the end they are killed. */
export function stopChildrenWithUs(): void {
	const meaning = patience();
	const stop = () => {
		interrupted = true;
		const meant = meaning(performance.now());
		if (meant === "ask") signalAll("SIGINT");
		if (meant === "kill") kill();
	};
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
	process.on("exit", () => signalAll("SIGKILL"));
}

function kill(): void {
	console.error("Killed. If the stack is still locked, unlock it with: npm run pulumi -- cancel");
	signalAll("SIGKILL");
}

/** Whether we were asked to stop. */
export const wasInterrupted = (): boolean => interrupted;

function signalAll(signal: NodeJS.Signals): void {
	for (const { pid } of running) {
		if (pid === undefined) continue;
		try {
			process.kill(process.platform === "win32" ? pid : -pid, signal);
		} catch {
			// It has ended by itself meanwhile.
		}
	}
}
