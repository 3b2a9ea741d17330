import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from "node:child_process";

/** How a child ended. */
export interface Ended {
	code: number;
	/** True when it was stopped because we were. */
	interrupted: boolean;
}

const running = new Set<ChildProcess>();
const PATIENCE_MS = 20_000;
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

/**
 * On the first SIGINT or SIGTERM children are asked to finish, as Pulumi wants to save its state; on the second, or
 * when they take too long, they are killed.
 */
export function stopChildrenWithUs(): void {
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
		process.on(signal, () => {
			signalAll(interrupted ? "SIGKILL" : "SIGINT");
			interrupted = true;
			setTimeout(() => signalAll("SIGKILL"), PATIENCE_MS).unref();
		});
	}
	process.on("exit", () => signalAll("SIGKILL"));
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
