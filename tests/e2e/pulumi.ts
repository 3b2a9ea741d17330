import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Emulator } from "../../emulator/index.ts";
import { findPulumi, pulumiEnvironment } from "../../tools/pulumi/find.ts";

/** One object for the program in `program/`: "@name" in args is the id of an object listed before. */
export interface Listed {
	kind: string;
	name: string;
	args: Record<string, unknown>;
	options?: Record<string, unknown>;
	/** Names of objects listed before that must be there first. */
	dependsOn?: readonly string[];
}

/** What a command did. */
export interface Outcome {
	code: number;
	/** Standard output and standard error together, as a person sees them. */
	output: string;
	/** Operations in the order the engine finished them, as `create portal`; only those that changed something. */
	steps: string[];
}

/** The outcome of a command that must succeed; what it printed is the error otherwise. */
export function succeeded(outcome: Outcome): Outcome {
	if (outcome.code !== 0) throw new Error(`exit code ${outcome.code}:\n${outcome.output}`);
	return outcome;
}

const ROOT = process.cwd();

/** The real CLI on a stack of its own, in a file backend that lives as long as the test. */
export class PulumiStack {
	readonly folder = mkdtempSync(join(tmpdir(), "pingone-stack-"));
	readonly #program: string;
	readonly #env: NodeJS.ProcessEnv;
	readonly #cli: string;

	private constructor(cli: string, program: string, env: NodeJS.ProcessEnv) {
		this.#cli = cli;
		this.#program = program;
		mkdirSync(join(this.folder, "state"));
		this.#env = {
			...env,
			PULUMI_BACKEND_URL: pathToFileURL(join(this.folder, "state")).href,
			PULUMI_CONFIG_PASSPHRASE: "e2e",
			PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
			// Opens --event-log.
			PULUMI_DEBUG_COMMANDS: "true",
			OBJECTS: join(this.folder, "objects.json"),
		};
	}

	/** A fresh stack of `program` ("." is the project itself), pointed at `emulator` by environment variables. */
	static async create(program: string, environment: NodeJS.ProcessEnv): Promise<PulumiStack> {
		const cli = await findPulumi(() => undefined);
		const stack = new PulumiStack(cli.path, join(ROOT, program), { ...pulumiEnvironment(cli), ...environment });
		stack.list([]);
		// Beside a copy of Pulumi.yaml, so that the salt is written there and not into the project.
		copyFileSync(join(ROOT, program, "Pulumi.yaml"), join(stack.folder, "Pulumi.yaml"));
		succeeded(await stack.run(["stack", "init", "e2e", "--cwd", stack.folder]));
		return stack;
	}

	/** What the program in `program/` is to make from now on. */
	list(objects: readonly Listed[]): void {
		writeFileSync(join(this.folder, "objects.json"), JSON.stringify(objects));
	}

	up = (...args: string[]) => this.run(["up", "--yes", "--skip-preview", ...args]);
	preview = (...args: string[]) => this.run(["preview", ...args]);
	refresh = (...args: string[]) => this.run(["refresh", "--yes", "--skip-preview", ...args]);
	destroy = (...args: string[]) => this.run(["destroy", "--yes", "--skip-preview", ...args]);

	/** Runs any command of the CLI; `environment` overrides the stack's. */
	async run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
		const events = join(this.folder, "events.json");
		rmSync(events, { force: true });
		const [command = ""] = args;
		const changes = ["up", "preview", "refresh", "destroy"].includes(command);
		const logged = changes ? ["--event-log", events, "--stack", "e2e"] : [];
		const configured = changes || command === "config" ? ["--config-file", join(this.folder, "Pulumi.e2e.yaml")] : [];
		const { code, output } = await runCommand(this.#cli, [...args, "--non-interactive", ...configured, ...logged], {
			cwd: this.#program,
			env: { ...this.#env, ...environment },
		});
		return { code, output, steps: changes ? stepsIn(events) : [] };
	}

	config = (key: string, value: string, ...flags: string[]) =>
		this.run(["config", "set", key, value, "--stack", "e2e", ...flags]);

	async outputs(): Promise<Record<string, unknown>> {
		const { output } = await this.run(["stack", "output", "--json", "--show-secrets", "--stack", "e2e"]);
		return JSON.parse(output) as Record<string, unknown>;
	}

	/** Everything that the backend keeps about the stack: state, history, backups. */
	storedBytes(): string {
		return filesUnder(join(this.folder, "state"))
			.map((file) => readFileSync(file, "utf8"))
			.join("\n");
	}

	/** The stack's state as JSON. */
	state(): { checkpoint: { latest: { resources: StoredResource[] } } } {
		const file = filesUnder(join(this.folder, "state")).find((path) =>
			path.endsWith(join("stacks", "pingone", "e2e.json")),
		);
		return JSON.parse(readFileSync(file ?? "", "utf8")) as ReturnType<PulumiStack["state"]>;
	}

	/** The environment the commands run in, for other programs that read this stack. */
	get environment(): NodeJS.ProcessEnv {
		return this.#env;
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}

export interface StoredResource {
	urn: string;
	type: string;
	id?: string;
	inputs?: Record<string, unknown>;
	outputs?: Record<string, unknown>;
}

/** The variables that point a stack at an emulator. */
export const pointedAt = (emulator: Emulator): NodeJS.ProcessEnv => ({
	PINGONE_API_URL: emulator.apiUrl,
	PINGONE_AUTH_URL: emulator.authUrl,
	PINGONE_ENVIRONMENT_ID: emulator.environmentId,
	PINGONE_CLIENT_ID: emulator.clientId,
	PINGONE_CLIENT_SECRET: emulator.clientSecret,
});

/** Runs a program to its end and keeps what it printed. */
export function runCommand(
	command: string,
	args: readonly string[],
	options: { cwd?: string; env: NodeJS.ProcessEnv },
): Promise<{ code: number; output: string }> {
	return new Promise((done, fail) => {
		const child = spawn(command, [...args], {
			cwd: options.cwd ?? ROOT,
			env: options.env,
			stdio: ["ignore", "pipe", "pipe"],
		});
		let output = "";
		const keep = (data: Buffer) => {
			output += data.toString();
		};
		child.stdout.on("data", keep);
		child.stderr.on("data", keep);
		child.on("error", fail);
		child.on("close", (code) => done({ code: code ?? -1, output }));
	});
}

function filesUnder(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}

interface EngineEvent {
	resOutputsEvent?: { metadata: { op: string; urn: string; type: string } };
}

const QUIET = new Set(["same", "read", "refresh"]);

function stepsIn(events: string): string[] {
	const lines = readFileSync(events, "utf8")
		.split("\n")
		.filter((line) => line !== "");
	return lines
		.map((line) => (JSON.parse(line) as EngineEvent).resOutputsEvent?.metadata)
		.filter((step) => step !== undefined)
		.filter(({ op, type }) => !QUIET.has(op) && type.startsWith("pulumi-nodejs:dynamic/"))
		.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);
}
