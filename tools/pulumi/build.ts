import { execFile } from "node:child_process";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { chmod, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { runPiped } from "../child.ts";

const run = promisify(execFile);

const CLI_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const LANGUAGE_PACKAGE = "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs";
const SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3";
const VERSION_SYMBOL = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/**
 * Builds the CLI, the Node.js language host and the dynamic provider's launch script into `folder`/bin from sources
 * that the go.sum files beside this one pin. Answers why it could not, or undefined. The folder appears only when
 * all of it is there.
 */
export async function buildPulumi(
	version: string,
	folder: string,
	say: (line: string) => void,
): Promise<string | undefined> {
	if (process.platform === "win32") return "building from source is not supported on Windows";
	const go = await goVersion();
	if (go === undefined) return "no Go toolchain to build it with";
	const unfinished = `${folder}.unfinished-${process.pid}`;
	const bin = join(unfinished, "bin");
	mkdirSync(bin, { recursive: true });
	try {
		const here = join(process.cwd(), "tools", "pulumi");
		say(`building Pulumi CLI ${version} with ${go}: about 5 minutes, once`);
		const flags = ["-ldflags", `-s -w -X ${VERSION_SYMBOL}=v${version}`];
		await build(join(here, "cli"), CLI_PACKAGE, join(bin, "pulumi"), flags, say);
		await build(
			join(here, "language"),
			LANGUAGE_PACKAGE,
			join(bin, "pulumi-language-nodejs"),
			["-ldflags", "-s -w"],
			say,
		);
		await copyDynamicProviderScript(join(here, "cli"), bin);
		rmSync(folder, { recursive: true, force: true });
		renameSync(unfinished, folder);
		return undefined;
	} catch (error) {
		return `the build failed: ${error instanceof Error ? error.message : String(error)}`;
	} finally {
		rmSync(unfinished, { recursive: true, force: true });
	}
}

async function goVersion(): Promise<string | undefined> {
	try {
		return (await run("go", ["version"])).stdout.split(" ").slice(2, 3).join("").replace(/^go/, "Go ");
	} catch {
		return undefined;
	}
}

async function build(
	module: string,
	name: string,
	output: string,
	flags: readonly string[],
	say: (line: string) => void,
): Promise<void> {
	const short = name.slice(name.lastIndexOf("/") + 1);
	const downloads = counter((n) => say(`${short}: ${n} modules downloaded`), 50);
	const packages = await goLines(
		module,
		["list", "-deps", "-f", "{{.ImportPath}}", name],
		(line) => line.startsWith("go: downloading") && downloads(),
	);
	const compiled = counter((n) => say(`${short}: ${n} of about ${packages.length} packages compiled`), 250);
	await goLines(module, ["build", "-v", "-trimpath", "-buildvcs=false", ...flags, "-o", output, name], () =>
		compiled(),
	);
}

/** Runs `go` in a module folder; answers its standard output by lines and hands each line of standard error to `onLine`. */
async function goLines(cwd: string, args: readonly string[], onLine: (line: string) => void): Promise<string[]> {
	const output: string[] = [];
	let last = "";
	const env = { ...process.env, GOFLAGS: "-mod=readonly" };
	const { code } = await runPiped("go", args, { cwd, env }, ({ stdout, stderr }) => {
		createInterface(stdout).on("line", (line) => output.push(line));
		createInterface(stderr).on("line", (line) => {
			last = line;
			onLine(line);
		});
	});
	if (code !== 0) throw new Error(`go ${args[0]} ended with ${code}: ${last}`);
	return output;
}

/** Counts calls and tells every `step`-th. */
function counter(tell: (count: number) => void, step: number): () => void {
	let count = 0;
	return () => {
		count++;
		if (count % step === 0) tell(count);
	};
}

/** The script that starts dynamic providers is not compiled: it lies in the SDK's sources. */
async function copyDynamicProviderScript(module: string, bin: string): Promise<void> {
	const { stdout } = await run("go", ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", SDK_MODULE], { cwd: module });
	const target = join(bin, "pulumi-resource-pulumi-nodejs");
	await copyFile(join(stdout.trim(), "nodejs", "dist", "pulumi-resource-pulumi-nodejs"), target);
	await chmod(target, 0o755);
}
