import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { runToEnd, stopChildrenWithUs } from "../child.ts";
import { DEV_STACK, localBackend } from "./backend.ts";
import { findPulumi, PulumiMissing, pulumiEnvironment } from "./find.ts";

// npm run up | preview | refresh | destroy | pulumi: the CLI that is found, with all arguments passed through.

const run = promisify(execFile);
stopChildrenWithUs();

main(process.argv.slice(2)).then((code) => {
	process.exitCode = code;
});

async function main(args: readonly string[]): Promise<number> {
	try {
		const cli = await findPulumi((line) => console.error(`pulumi: ${line}`));
		const env = pulumiEnvironment(cli);
		const stack = stackIn(args) ?? (await selectedStack(cli.path, { ...env, ...localBackend(DEV_STACK) }));
		return (await runToEnd(cli.path, args, { ...env, ...localBackend(stack) })).code;
	} catch (error) {
		if (!(error instanceof PulumiMissing)) throw error;
		console.error(`pulumi: ${error.message}`);
		return 1;
	}
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
