import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PROJECT, pulumiHome } from "./find.ts";

/** The stack that `npm start` makes. */
export const DEV_STACK = "dev";

/**
 * The passphrase of stack `dev`. It is public: that stack only ever talks to the emulator on this machine, whose
 * secrets open nothing. The `encryptionsalt` in Pulumi.dev.yaml belongs to it.
 */
const DEV_PASSPHRASE = "emulator";

const STATE = join(PROJECT, ".pingone", "state");

/** The variables for a stack that is kept in the project, so that the first command needs no account. */
export function localBackend(stack: string | undefined): NodeJS.ProcessEnv {
	mkdirSync(STATE, { recursive: true });
	const passphrase = stack === DEV_STACK && { PULUMI_CONFIG_PASSPHRASE: DEV_PASSPHRASE };
	return { PULUMI_BACKEND_URL: pathToFileURL(STATE).href, ...passphrase };
}

/**
 * The backend of a stack: the one that the user has said (`PULUMI_BACKEND_URL`, `PULUMI_ACCESS_TOKEN`), the project's
 * folder for stacks that are in it, the one that the user is logged in to, else the folder.
 */
export function backendOf(stack: string | undefined): NodeJS.ProcessEnv {
	const said = process.env.PULUMI_BACKEND_URL || process.env.PULUMI_ACCESS_TOKEN;
	return said || (!isKeptHere(stack) && isLoggedIn()) ? {} : localBackend(stack);
}

const isKeptHere = (stack: string | undefined): boolean =>
	stack !== undefined && existsSync(join(STATE, ".pulumi", "stacks", "pingone", `${stack}.json`));

function isLoggedIn(): boolean {
	try {
		const credentials = JSON.parse(readFileSync(join(pulumiHome(), "credentials.json"), "utf8")) as {
			current?: string;
		};
		return Boolean(credentials.current);
	} catch {
		return false;
	}
}
