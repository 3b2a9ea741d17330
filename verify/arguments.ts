import { parseArgs } from "node:util";
import { messageOf, wrongUse } from "./stop.ts";

/** Where a report goes: a file, or `-` for standard output. */
export type Target = string;

/** What the command line asks for. */
export type Command =
	| { kind: "help" }
	| { kind: "list"; only: string | undefined }
	| { kind: "explain"; id: string }
	| {
			kind: "verify";
			stack: string | undefined;
			/** A file with the outputs, `-` for standard input; undefined asks the Pulumi CLI. */
			outputs: string | undefined;
			only: string | undefined;
			reports: Partial<Record<ReportFormat, Target>>;
	  };

export const REPORT_FORMATS = ["json", "junit", "html"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export const USAGE = `Usage: npm run verify -- [options]

Signs the user of the deployment in for real and proves that the access token opens exactly one API.

  --stack NAME      the stack to verify; the selected one unless given
  --outputs FILE    read the stack's outputs from a file, or - for standard input, instead of the Pulumi CLI
  --json FILE       write the result as JSON, or - for standard output
  --junit FILE      write the result as JUnit XML
  --html FILE       write the result as one HTML page
  --only IDS        run some checks only, such as PKCE-*,AT-01
  --list            list the checks, or those that --only names
  --explain ID      explain one check
  --help            show this text

Exit codes: 0 all passed, 1 a check failed, 2 wrong use or configuration, 3 not reached or not signed in
(nothing proven), 130 interrupted.`;

/** Reads the command line. Throws Stop (exit code 2). */
export function parseArguments(argv: string[]): Command {
	const given = parse(argv);
	const { help, list, explain, stack, outputs, only, ...reports } = given;
	if (help) return { kind: "help" };
	if (list) {
		refuseAllBut(given, ["list", "only"]);
		return { kind: "list", only };
	}
	if (explain !== undefined) {
		refuseAllBut(given, ["explain"]);
		return { kind: "explain", id: explain };
	}
	if (stack !== undefined && outputs !== undefined) {
		throw wrongUse("--stack and --outputs exclude each other: the outputs come from the stack or from the file.");
	}
	if (Object.values(reports).filter((target) => target === "-").length > 1) {
		throw wrongUse("Only one report can go to standard output: give the others a file.");
	}
	return { kind: "verify", stack, outputs, only, reports };
}

/** Options that would be passed over in silence are refused. */
function refuseAllBut(given: object, [chosen = "", ...others]: readonly string[]): void {
	const idle = Object.keys(given).find((name) => name !== chosen && !others.includes(name));
	if (idle !== undefined) throw wrongUse(`--${chosen} verifies nothing, so --${idle} has no meaning: leave one out.`);
}

function parse(argv: string[]) {
	const text = { type: "string" } as const;
	const flag = { type: "boolean" } as const;
	const options = {
		...{ stack: text, outputs: text, json: text, junit: text, html: text, only: text, explain: text },
		...{ list: flag, help: { ...flag, short: "h" } },
	} as const;
	try {
		return parseArgs({ args: argv, options, strict: true }).values;
	} catch (error) {
		const [said = ""] = messageOf(error).split(/\.(?:\s|$)/);
		throw wrongUse(`${said}: see npm run verify -- --help.`);
	}
}
