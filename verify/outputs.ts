import { isLoopback } from "../providers/api/config.ts";
import type { PulumiRun } from "../tools/pulumi/command.ts";
import { membersOf } from "./json.ts";
import { wrongUse } from "./stop.ts";

export const AUTH_METHODS = ["CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST", "NONE"] as const;
export type AuthMethod = (typeof AUTH_METHODS)[number];

/** What the verifier knows of a deployment: the stack's outputs and nothing else. */
export interface Deployment {
	environmentId: string;
	/** Base URL of the authentication server, no slash at the end. */
	authUrl: string;
	/** The OAuth client_id. */
	applicationId: string;
	/** Empty when `tokenEndpointAuthMethod` is NONE. */
	clientSecret: string;
	redirectUri: string;
	tokenEndpointAuthMethod: AuthMethod;
	/** The client id that the API itself introspects with. */
	resourceId: string;
	resourceSecret: string;
	audience: string;
	/** Space-separated, as asked for. */
	scope: string;
	accessTokenValiditySeconds: number;
	signOnPolicyName: string;
	username: string;
	password: string;
}

type Name = keyof Deployment;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What is wrong with a value, or undefined. */
type Rule = (value: string) => string | undefined;

const filled: Rule = (value) => (value === "" ? "is empty" : undefined);
const uuid: Rule = (value) => (UUID.test(value) ? undefined : "is not an id of PingOne (a UUID in lower case)");
const url: Rule = (value) => (URL.canParse(value) ? undefined : "is not an absolute URL");

const RULES: Record<Name, Rule> = {
	environmentId: uuid,
	authUrl: (value) => url(value) ?? safeForSecrets(value),
	applicationId: uuid,
	clientSecret: () => undefined,
	redirectUri: url,
	tokenEndpointAuthMethod: (value) =>
		AUTH_METHODS.some((method) => method === value)
			? undefined
			: `is ${value}, and the verifier can authenticate only by ${AUTH_METHODS.join(", ")}`,
	resourceId: uuid,
	resourceSecret: filled,
	audience: filled,
	scope: filled,
	accessTokenValiditySeconds: (value) => (/^[1-9]\d*$/.test(value) ? undefined : "is not a number of seconds"),
	signOnPolicyName: filled,
	username: filled,
	password: filled,
};

export const OUTPUT_NAMES = Object.keys(RULES) as readonly Name[];

function safeForSecrets(value: string): string | undefined {
	const { protocol } = new URL(value);
	if (protocol === "https:" || (protocol === "http:" && isLoopback(new URL(value)))) return undefined;
	return "must be https: the password travels there (http only for an emulator on this machine)";
}

/**
 * Checks the outputs of a stack, plain values or Pulumi's `{value, secret}`.
 * Throws Stop (exit code 2) with one line for each output that is missing or wrong.
 */
export function readDeployment(outputs: unknown): Deployment {
	const given = membersOf(outputs);
	if (Object.keys(given).length === 0) {
		throw wrongUse("The stack has no outputs, so nothing is deployed: run pulumi up first.");
	}
	const values = Object.fromEntries(OUTPUT_NAMES.map((name) => [name, plainText(given[name])]));
	const problems = OUTPUT_NAMES.flatMap((name) => problemWith(name, values[name], values) ?? []);
	if (problems.length > 0) throw wrongUse(problems.join("\n"));
	return {
		...(values as Record<Name, string>),
		authUrl: (values.authUrl ?? "").replace(/\/+$/, ""),
		clientSecret: values.clientSecret ?? "",
		tokenEndpointAuthMethod: values.tokenEndpointAuthMethod as AuthMethod,
		accessTokenValiditySeconds: Number(values.accessTokenValiditySeconds),
	};
}

function plainText(output: unknown): string | undefined {
	const value = "value" in membersOf(output) ? membersOf(output).value : output;
	if (typeof value === "number") return String(value);
	return typeof value === "string" ? value : undefined;
}

function problemWith(
	name: Name,
	value: string | undefined,
	all: Readonly<Record<string, string | undefined>>,
): string | undefined {
	if (name === "clientSecret" && all.tokenEndpointAuthMethod === "NONE") return undefined;
	if (value === undefined || (name === "clientSecret" && value === "")) {
		return `Output ${name} is missing: export it from index.ts and run pulumi up.`;
	}
	if (value === "[secret]" || value === "[unknown]") {
		return `Output ${name} is masked as ${value}: write the file with pulumi stack output --json --show-secrets.`;
	}
	const problem = RULES[name](value);
	return problem && `Output ${name} ${problem}: correct it in index.ts and run pulumi up.`;
}

/** Parses the text of an outputs file. Throws Stop (exit code 2). */
export function parseOutputs(text: string, source: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw wrongUse(`${source} is not JSON: write it with pulumi stack output --json --show-secrets.`);
	}
}

/** Reads the outputs of a stack, the selected one when `stack` is undefined. Throws Stop (exit code 2). */
export async function readStackOutputs(
	stack: string | undefined,
	run: (args: string[]) => Promise<PulumiRun>,
): Promise<unknown> {
	const { code, stdout, stderr } = await run([
		...["stack", "output", "--json", "--show-secrets", "--non-interactive"],
		...(stack === undefined ? [] : ["--stack", stack]),
	]);
	if (code === 0) return parseOutputs(stdout, "What pulumi stack output printed");
	throw wrongUse(explainPulumi(code, stderr, stack));
}

function explainPulumi(code: number | null, stderr: string, stack: string | undefined): string {
	if (code === null) return `${stderr}, or give the outputs with --outputs FILE.`;
	if (/no stack named|not find stack|stack '.*' not found/i.test(stderr)) {
		return `There is no stack ${stack ?? ""}: see pulumi stack ls, then pulumi up --stack NAME.`.replace("  ", " ");
	}
	if (/passphrase/i.test(stderr)) {
		return "The passphrase of the stack is missing or wrong: set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.";
	}
	if (/no stack selected|please select|must be passed in non-interactive/i.test(stderr)) {
		return "No stack is selected: run pulumi stack select NAME, or give --stack NAME.";
	}
	if (/no Pulumi(\.yaml)? project|no Pulumi\.yaml/i.test(stderr)) {
		return "There is no Pulumi.yaml here: run the command in the folder of the Pulumi program.";
	}
	if (/PULUMI_ACCESS_TOKEN|pulumi login|not logged in/i.test(stderr)) {
		return "Pulumi is not logged in to a backend: run pulumi login, or set PULUMI_BACKEND_URL.";
	}
	const said = stderr.trim().split("\n").filter(Boolean).at(-1) ?? "nothing";
	return `pulumi stack output failed with code ${code} and said: ${said}. Run it by hand to see why.`;
}
