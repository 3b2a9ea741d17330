import { performance } from "node:perf_hooks";
import { type Surroundings, TransportFailure } from "../providers/api/transport.ts";
import { type Command, parseArguments, REPORT_FORMATS, USAGE } from "./arguments.ts";
import { createBrowser, type Exchange } from "./browser.ts";
import type { Check } from "./checks/check.ts";
import { CHECKS } from "./checks/index.ts";
import { type Deployment, parseOutputs, readDeployment } from "./outputs.ts";
import { findCheck, runChecks, selectChecks, untried } from "./plan.ts";
import { describeCheck, listChecks } from "./report/catalogue.ts";
import { renderHtml } from "./report/html.ts";
import { renderJson } from "./report/json.ts";
import { renderJunit } from "./report/junit.ts";
import { type Paint, renderChecksLine, renderHeading, renderStep, renderTable } from "./report/terminal.ts";
import { exitCodeOf, type Run, type StepRecord, type Subject } from "./run.ts";
import { createSecrets, type Secrets } from "./secrets.ts";
import { createSession, type Session } from "./session.ts";
import { signIn } from "./signIn.ts";
import { type Step, unreachable } from "./signOn.ts";
import { messageOf, nothingProven, Stop, wrongUse } from "./stop.ts";

/** What the verifier needs from the process around it; tests give their own. */
export interface World {
	surroundings: Surroundings;
	/** The outputs of a stack from the Pulumi CLI. Throws Stop. */
	readStackOutputs(stack: string | undefined): Promise<unknown>;
	/** The text of a file, or of standard input for `-`. */
	readText(file: string): Promise<string>;
	writeText(file: string, text: string): Promise<void>;
	/** Standard output, for what was asked for. */
	print(text: string): void;
	/** Standard error, for problems, and for the live lines when a report has standard output. */
	complain(text: string): void;
	/** Colours for the live lines. */
	paint: Paint;
}

type Order = Extract<Command, { kind: "verify" }>;

/** Runs the verifier with the given arguments. Gives the exit code: 0, 1, 2 or 3. */
export async function verify(argv: string[], world: World): Promise<number> {
	const secrets = createSecrets();
	try {
		const command = parseArguments(argv);
		if (command.kind === "help") return say(world, USAGE);
		if (command.kind === "list") return say(world, listChecks(selectChecks(CHECKS, command.only)));
		if (command.kind === "explain") return say(world, describeCheck(findCheck(CHECKS, command.id)));
		return await verifyDeployment(command, world, secrets);
	} catch (error) {
		const stop = error instanceof Stop ? error : nothingProven(`The verifier itself broke: ${messageOf(error)}.`);
		world.complain(secrets.hide(stop.message));
		return stop.exitCode;
	}
}

function say(world: World, text: string): 0 {
	world.print(text);
	return 0;
}

async function verifyDeployment(order: Order, world: World, secrets: Secrets): Promise<number> {
	const checks = selectChecks(CHECKS, order.only);
	const deployment = readDeployment(await readOutputs(order, world));
	secrets.learn(deployment.clientSecret, deployment.resourceSecret, deployment.password);
	// The one gate: what leaves for the terminal or a report has passed `hide` or `conceal`.
	const toTerminal = Object.values(order.reports).includes("-") ? world.complain : world.print;
	const tell = (text: string) => toTerminal(secrets.hide(text));
	const run = secrets.conceal(await perform(deployment, checks, { world, secrets, tell }));
	tell(renderTable(run, world.paint));
	await writeReports(run, order, world);
	return exitCodeOf(run);
}

async function readOutputs({ stack, outputs }: Order, world: World): Promise<unknown> {
	if (outputs === undefined) return world.readStackOutputs(stack);
	const source = outputs === "-" ? "Standard input" : `File ${outputs}`;
	try {
		return parseOutputs(await world.readText(outputs), source);
	} catch (error) {
		if (error instanceof Stop) throw error;
		throw wrongUse(
			`${source} cannot be read (${reasonOf(error)}): write it with pulumi stack output --json --show-secrets.`,
		);
	}
}

/** The first clause of what a failed file operation says: "ENOENT: no such file or directory". */
const reasonOf = (error: unknown): string => messageOf(error).split(",", 1)[0] ?? "";

interface Performance {
	world: World;
	secrets: Secrets;
	tell(text: string): void;
}

/** Signs in and runs the checks; a sign-in that fails makes a run in which nothing is proven. */
async function perform(deployment: Deployment, checks: readonly Check[], stage: Performance): Promise<Run> {
	const { world, secrets, tell } = stage;
	const exchanges: Exchange[] = [];
	const steps: StepRecord[] = [];
	const startedAt = new Date(world.surroundings.now()).toISOString();
	const started = performance.now();
	const finish = (rest: Pick<Run, "results" | "stopped">): Run => ({
		...{ startedAt, ms: Math.round(performance.now() - started), subject: subjectOf(deployment) },
		...{ steps, planned: checks.length, available: CHECKS.length, exchanges, ...rest },
	});
	tell(renderHeading(deployment));
	try {
		const freshBrowser = () => createBrowser({ surroundings: world.surroundings, secrets, transcript: exchanges });
		const signedIn = freshBrowser();
		const step = recordingStep(steps, (record) => tell(renderStep(record, world.paint)));
		const evidence = await signIn(deployment, signedIn, step);
		const session: Session = createSession({
			...{ deployment, evidence, freshBrowser, signedIn },
			now: world.surroundings.now,
		});
		const checksStarted = performance.now();
		const results = await runChecks(checks, session);
		tell(renderChecksLine(checks.length, exchanges.length, performance.now() - checksStarted, world.paint));
		return finish({ results });
	} catch (error) {
		const stop = error instanceof TransportFailure ? unreachable(deployment, error) : error;
		if (!(stop instanceof Stop)) throw error;
		return finish({ results: checks.map(untried), stopped: stop.message });
	}
}

function recordingStep(steps: StepRecord[], tell: (record: StepRecord) => void): Step {
	return async (name, work, summarise) => {
		const started = performance.now();
		const result = await work(name);
		const record = { name, summary: summarise(result), ms: Math.round(performance.now() - started) };
		steps.push(record);
		tell(record);
		return result;
	};
}

function subjectOf({ clientSecret: _, resourceSecret: __, password: ___, ...subject }: Deployment): Subject {
	return subject;
}

const RENDERERS = { json: renderJson, junit: renderJunit, html: renderHtml };

async function writeReports(run: Run, { reports }: Order, world: World): Promise<void> {
	for (const format of REPORT_FORMATS) {
		const target = reports[format];
		if (target === undefined) continue;
		const text = RENDERERS[format](run);
		if (target === "-") world.print(text);
		else await writeReport(target, text, world);
	}
}

async function writeReport(file: string, text: string, world: World): Promise<void> {
	try {
		await world.writeText(file, `${text}\n`);
	} catch (error) {
		throw wrongUse(`The report ${file} cannot be written (${reasonOf(error)}): give a file in a folder that exists.`);
	}
}
