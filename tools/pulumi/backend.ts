import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PROJECT } from "./find.ts";

/** The stack that `npm start` makes. */
export const DEV_STACK = "dev";

/**
 * The passphrase of stack `dev`. It is public: that stack only ever talks to the emulator on this machine, whose
 * secrets open nothing. The `encryptionsalt` in Pulumi.dev.yaml belongs to it.
 */
const DEV_PASSPHRASE = "emulator";

/**
 * Where stacks are kept when the user has not said: a folder of the project, so that the first command needs no
 * account. `PULUMI_BACKEND_URL` says otherwise. Stacks other than `dev` need a passphrase of their own.
 */
export function localBackend(stack: string | undefined): NodeJS.ProcessEnv {
	const env: NodeJS.ProcessEnv = {};
	if (!process.env.PULUMI_BACKEND_URL && !process.env.PULUMI_ACCESS_TOKEN) {
		const folder = join(PROJECT, ".pingone", "state");
		mkdirSync(folder, { recursive: true });
		env.PULUMI_BACKEND_URL = pathToFileURL(folder).href;
	}
	const given = process.env.PULUMI_CONFIG_PASSPHRASE ?? process.env.PULUMI_CONFIG_PASSPHRASE_FILE;
	if (given === undefined && stack === DEV_STACK) env.PULUMI_CONFIG_PASSPHRASE = DEV_PASSPHRASE;
	return env;
}
