import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Emulator, startEmulator } from "../emulator/index.ts";
import { runToEnd, stopChildrenWithUs, wasInterrupted } from "./child.ts";
import { DEV_STACK, localBackend } from "./pulumi/backend.ts";
import { findPulumi, PROJECT, pulumiEnvironment } from "./pulumi/find.ts";

// npm start: the whole workflow on this machine. Pulumi CLI, emulator, `pulumi up`, verifier, emulator stopped.

const STEPS = 4;
const DATA = join(PROJECT, ".pingone", "emulator.db");
const DEFAULT_PORT = 7650;

stopChildrenWithUs();
main().then((code) => {
	process.exitCode = code;
});

async function main(): Promise<number> {
	try {
		return await workflow(portGiven());
	} catch (error) {
		if (wasInterrupted()) return 130;
		console.error(`npm start: ${error instanceof Error ? error.message : String(error)}`);
		return 1;
	}
}

function portGiven(): number {
	const { values } = parseArgs({ options: { port: { type: "string" } } });
	const port = Number(values.port ?? DEFAULT_PORT);
	if (!Number.isInteger(port) || port < 0 || port > 65535)
		throw new Error(`--port is '${values.port}': give a number from 0 to 65535`);
	return port;
}

async function workflow(port: number): Promise<number> {
	say(1, "finding the Pulumi CLI");
	const cli = await findPulumi((line) => console.error(`      ${line}`));
	console.error(`      Pulumi CLI ${cli.version}`);
	if (wasInterrupted()) return 130;

	say(2, "starting the PingOne emulator");
	mkdirSync(join(PROJECT, ".pingone"), { recursive: true });
	const emulator = await startEmulator({ port, data: DATA });
	console.error(`      listening on ${emulator.authUrl}, objects in .pingone/emulator.db`);
	try {
		return await provisionAndVerify(cli.path, { ...pulumiEnvironment(cli), ...devEnvironment(emulator) });
	} finally {
		await emulator.close();
	}
}

/** The stack speaks to this emulator, whatever the shell has exported for a tenant. */
const devEnvironment = (emulator: Emulator): NodeJS.ProcessEnv => ({
	...localBackend(DEV_STACK),
	PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
	PINGONE_API_URL: emulator.apiUrl,
	PINGONE_AUTH_URL: emulator.authUrl,
	PINGONE_ENVIRONMENT_ID: emulator.environmentId,
	PINGONE_TARGET_ENVIRONMENT_ID: emulator.environmentId,
	PINGONE_CLIENT_ID: emulator.clientId,
	PINGONE_CLIENT_SECRET: emulator.clientSecret,
	PINGONE_API_ACCESS_TOKEN: "",
	// Nobody else makes anything in there: what the state does not know is of a run that was cut off.
	PINGONE_TAKE_OVER: "true",
});

async function provisionAndVerify(pulumi: string, env: NodeJS.ProcessEnv): Promise<number> {
	say(3, `pulumi up on stack ${DEV_STACK}`);
	const commands = [
		["stack", "select", DEV_STACK, "--create", "--non-interactive"],
		// What the emulator holds counts, not what the state remembers: a deleted data file is healed.
		["up", "--yes", "--skip-preview", "--refresh", "--stack", DEV_STACK, "--non-interactive"],
	];
	for (const args of commands) {
		const { code, interrupted } = await runToEnd(pulumi, args, env);
		if (interrupted) return 130;
		if (code !== 0) return code;
	}

	say(4, "npm run verify");
	const verify = join(PROJECT, "verify", "main.ts");
	const { code, interrupted } = await runToEnd(
		process.execPath,
		[...process.execArgv, verify, "--stack", DEV_STACK],
		env,
	);
	return interrupted ? 130 : code;
}

function say(step: number, what: string): void {
	console.error(`[${step}/${STEPS}] ${what}`);
}
