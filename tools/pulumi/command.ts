import { execFile } from "node:child_process";
import { parseArgs, promisify } from "node:util";
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
	const stack = stackNamed(args) ?? (await selectedStack(cli.path, { ...env, ...backendOf(DEV_STACK) }));
	return { path: cli.path, args, env: { ...env, ...backendOf(stack) } };
}

const text = { type: "string" } as const;

/** Flags that take a value, which is then no name. */
const FLAGS = {
	...{ stack: { ...text, short: "s" }, cwd: { ...text, short: "C" }, verbose: { ...text, short: "v" } },
	...{ color: text, "copy-config-from": text, "secrets-provider": text, teams: text },
} as const;

const MAKE_OR_CHOOSE = ["new", "init", "create", "setup", "select"];
const REMOVE = ["rm", "remove", "delete", "del"];

/**
 * The stack that the arguments name: by `--stack`, or as in `stack init prod`; undefined when they are about the
 * selected one. Where the CLI will ask for the name it is "", so that a new stack never gets dev's public passphrase.
 */
function stackNamed(args: readonly string[]): string | undefined {
	const { values, positionals } = parseArgs({ args: [...args], options: FLAGS, strict: false });
	const [command, verb = "", name] = positionals;
	if (typeof values.stack === "string") return values.stack;
	if (command !== "stack") return undefined;
	if (MAKE_OR_CHOOSE.includes(verb)) return name ?? "";
	return REMOVE.includes(verb) ? name : undefined;
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
