import { realSurroundings } from "../../providers/api/transport.ts";
import type { JsonReport } from "../../verify/report/json.ts";
import { verify, type World } from "../../verify/verify.ts";

/** What one run of the command left behind. */
export interface Ran {
	exitCode: number;
	out: string;
	err: string;
	files: Record<string, string>;
	/** Milliseconds that it wanted to wait. */
	waited: number;
}

/** Runs the verifier with these outputs as the stack's, in this process; nothing waits and nothing touches a disk. */
export async function runVerifier(outputs: unknown, argv: string[] = [], change: Partial<World> = {}): Promise<Ran> {
	const ran: Ran = { exitCode: -1, out: "", err: "", files: {}, waited: 0 };
	const world: World = {
		surroundings: {
			...realSurroundings(),
			wait: async (ms) => {
				ran.waited += ms;
			},
		},
		readStackOutputs: async () => outputs,
		readText: async (file) => {
			throw new Error(`ENOENT: no such file, open '${file}'`);
		},
		writeText: async (file, text) => {
			ran.files[file] = text;
		},
		print: (text) => {
			ran.out += `${text}\n`;
		},
		complain: (text) => {
			ran.err += `${text}\n`;
		},
		paint: (_style, text) => text,
		...change,
	};
	ran.exitCode = await verify(argv, world);
	return ran;
}

export const jsonOf = ({ files }: Ran): JsonReport => JSON.parse(files["report.json"] ?? "null");

/** The ids of the checks that found something, failed or warning. */
export const complaintsOf = (report: JsonReport): string[] =>
	report.results.filter(({ verdict }) => ["failed", "warning"].includes(verdict.outcome)).map(({ id }) => id);
