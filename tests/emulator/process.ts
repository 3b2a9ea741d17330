import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Emulator } from "../../emulator/index.ts";

/** The emulator's command line in a process of its own. */
export function run(...args: string[]): ChildProcessWithoutNullStreams {
	return spawned("--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "emulator/main.ts", ...args);
}

/** Node in a process of its own. */
export const spawned = (...args: string[]): ChildProcessWithoutNullStreams => spawn(process.execPath, args);

/** What a process that ends said, and how it ended. */
export async function finished(child: ChildProcessWithoutNullStreams) {
	const output = { stdout: "", stderr: "" };
	for (const name of ["stdout", "stderr"] as const) {
		child[name].setEncoding("utf8").on("data", (text: string) => {
			output[name] += text;
		});
	}
	const [code, signal] = (await once(child, "close")) as [number | null, string | null];
	return { code, signal, ...output };
}

/** The line of JSON that a starting emulator prints when it is ready. */
export async function ready(child: ChildProcessWithoutNullStreams): Promise<Emulator & { pid: number }> {
	const lines = createInterface({ input: child.stdout });
	const [line] = (await once(lines, "line")) as [string];
	const close = async () => {
		const closed = once(child, "close");
		child.kill("SIGTERM");
		await closed;
	};
	return { ...JSON.parse(line), close };
}
