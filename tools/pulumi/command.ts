import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { runPiped } from "../child.ts";
import { backendOf, DEV_STACK } from "./backend.ts";
import { findPulumi, PulumiMissing, pulumiEnvironment } from "./find.ts";

/** A Pulumi command ready to run. */
export interface PulumiCommand {
	/** Path of the executable. */
	path: string;
	args: readonly string[];
	env: NodeJS.ProcessEnv;
}

const run = promisify(execFile);

/**
 * Finds the CLI and the environment that `args` need: the backend, and the passphrase if they are about stack `dev`.
 * `say` is told about steps that take time. Throws PulumiMissing.
 */
export async function pulumiCommand(args: readonly string[], say: (line: string) => void): Promise<PulumiCommand> {
	const cli = await findPulumi(say);
	const env = pulumiEnvironment(cli);
	const stack = stackIn(args) ?? (await selectedStack(cli.path, { ...env, ...backendOf(DEV_STACK) }));
	return { path: cli.path, args, env: { ...env, ...backendOf(stack) } };
}

/** The stack that the arguments name: by `--stack`, or as in `stack init dev`. */
function stackIn(args: readonly string[]): string | undefined {
	if (args[0] === "stack" && args.includes(DEV_STACK)) return DEV_STACK;
	const at = args.findIndex((arg) => arg === "--stack" || arg === "-s");
	return at >= 0 ? args[at + 1] : args.find((arg) => arg.startsWith("--stack="))?.slice("--stack=".length);
}

async function selectedStack(pulumi: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
	try {
		return (await run(pulumi, ["stack", "--show-name"], { env })).stdout.trim();
	} catch {
		return undefined;
	}
}

/** How one run of the CLI ended; `code` is null when there is no CLI to start. */
export interface PulumiRun {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** Runs the CLI without a terminal and keeps what it prints. */
export async function runPulumi(given: readonly string[], say: (line: string) => void): Promise<PulumiRun> {
	const said: PulumiRun = { code: null, stdout: "", stderr: "" };
	try {
		const { path, args, env } = await pulumiCommand(given, say);
		const { code } = await runPiped(path, args, { env }, ({ stdout, stderr }) => {
			stdout.on("data", (data: Buffer) => {
				said.stdout += data.toString();
			});
			stderr.on("data", (data: Buffer) => {
				said.stderr += data.toString();
			});
		});
		return { ...said, code };
	} catch (error) {
		if (!(error instanceof PulumiMissing)) throw error;
		return { ...said, stderr: error.message };
	}
}
