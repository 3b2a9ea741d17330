import { execFile } from "node:child_process";
import { accessSync, constants, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { runPiped } from "../child.ts";
import { buildPulumi } from "./build.ts";

/** The Pulumi CLI that will be used. */
export interface PulumiCli {
	/** Path of the executable. */
	path: string;
	/** As `3.259.0`. */
	version: string;
}

/** No usable CLI; the message says what to install. */
export class PulumiMissing extends Error {
	override readonly name = "PulumiMissing";
}

/** Where the project is: the folder that holds package.json. npm scripts run there. */
export const PROJECT = process.cwd();

const run = promisify(execFile);
const EXECUTABLE = process.platform === "win32" ? "pulumi.exe" : "pulumi";

/** The one pin: the version of the npm launcher `pulumi` in package.json. */
export function pinnedVersion(): string {
	const { dependencies } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as {
		dependencies: Record<string, string>;
	};
	return dependencies.pulumi ?? "";
}

/** Where Pulumi keeps what belongs to the user. */
export const pulumiHome = (): string => process.env.PULUMI_HOME || join(homedir(), ".pulumi");

/** Where the launcher and the Automation API look for a version. */
export const versionFolder = (version: string): string => join(pulumiHome(), "versions", version);

/**
 * Finds or gets a CLI: the user's own if it is new enough, else the launcher's, else a build from the Go module
 * proxy. `say` is told about steps that take time. Throws PulumiMissing.
 */
export async function findPulumi(say: (line: string) => void): Promise<PulumiCli> {
	const wanted = pinnedVersion();
	const own = await usersOwn(wanted);
	if (own) return own;
	const kept = await atVersionFolder(wanted);
	if (kept) return kept;
	const failures: string[] = [];
	for (const attempt of [download, buildPulumi]) {
		const failure = await attempt(wanted, versionFolder(wanted), say);
		if (failure !== undefined) failures.push(failure);
		const got = await atVersionFolder(wanted);
		if (got) return got;
	}
	throw new PulumiMissing(
		`Pulumi CLI ${wanted} or newer is needed and could not be had (${failures.join("; ")}): install it from https://www.pulumi.com/docs/install/, or install Go 1.25 or newer, and run the command again`,
	);
}

/** A `pulumi` on PATH that is not the launcher in node_modules and is new enough. */
async function usersOwn(wanted: string): Promise<PulumiCli | undefined> {
	for (const folder of (process.env.PATH ?? "").split(delimiter)) {
		const path = join(folder, EXECUTABLE);
		if (!folder || !isExecutable(path) || realpathSync(path).includes("node_modules")) continue;
		const version = await versionOf(path);
		if (version !== undefined && !isOlder(version, wanted)) return { path, version };
	}
	return undefined;
}

async function atVersionFolder(version: string): Promise<PulumiCli | undefined> {
	const path = join(versionFolder(version), "bin", EXECUTABLE);
	return isExecutable(path) && (await versionOf(path)) === version ? { path, version } : undefined;
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

async function versionOf(path: string): Promise<string | undefined> {
	try {
		const { stdout } = await run(path, ["version"], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
		return /^v?(\d+\.\d+\.\d+)/.exec(stdout.trim())?.[1];
	} catch {
		return undefined;
	}
}

/** Whether version `a` is older than `b`, number by number. */
export function isOlder(a: string, b: string): boolean {
	const [left, right] = [a, b].map((version) => version.split(".").map(Number));
	for (let i = 0; i < 3; i++) {
		const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
		if (difference !== 0) return difference < 0;
	}
	return false;
}

/** Lets the official launcher download its version. Answers why it could not, or undefined. */
async function download(version: string, _folder: string, say: (line: string) => void): Promise<string | undefined> {
	say(`getting Pulumi CLI ${version} with the official launcher`);
	const launcher = resolve(PROJECT, "node_modules", "pulumi", "run.js");
	let told = "";
	const { code } = await runPiped(
		process.execPath,
		[launcher, "version"],
		{ env: process.env },
		({ stdout, stderr }) => {
			stdout.resume();
			stderr.on("data", (data: Buffer) => {
				told += data.toString();
			});
		},
	);
	return code === 0 ? undefined : `the launcher said: ${told.trim().split("\n").at(-1) ?? "nothing"}`;
}

/** The environment of a Pulumi command: the CLI and its plugins first on PATH, and this Node. */
export function pulumiEnvironment(cli: PulumiCli): NodeJS.ProcessEnv {
	return {
		...process.env,
		PATH: [dirname(cli.path), dirname(process.execPath), process.env.PATH ?? ""].join(delimiter),
		PULUMI_SKIP_UPDATE_CHECK: process.env.PULUMI_SKIP_UPDATE_CHECK ?? "true",
		NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(PROJECT, ".pingone", "compile-cache"),
	};
}
