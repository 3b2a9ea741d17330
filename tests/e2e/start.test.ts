import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";

/** A copy of the project, so that the test leaves `.pingone` of the real one alone. */
const project = mkdtempSync(join(tmpdir(), "pingone-start-"));
const copied = ["package.json", "Pulumi.yaml", "Pulumi.dev.yaml", "tsconfig.json", "index.ts"];
for (const name of [...copied, "providers", "verify", "emulator", "tools"])
	cpSync(name, join(project, name), { recursive: true });
symlinkSync(join(process.cwd(), "node_modules"), join(project, "node_modules"));
afterAll(() => rmSync(project, { recursive: true, force: true }));

interface Started {
	child: ChildProcess;
	/** Resolves when the output so far matches. */
	printed(pattern: RegExp): Promise<void>;
	ended: Promise<{ code: number | null; output: string }>;
	/** In the environment of the process and of everything it starts. */
	mark: string;
}

function start(...args: string[]): Started {
	const mark = randomUUID();
	const env: NodeJS.ProcessEnv = { ...process.env, PINGONE_TEST_MARK: mark };
	delete env.PULUMI_BACKEND_URL;
	const child = spawn(process.execPath, ["tools/start.ts", ...args], {
		cwd: project,
		env,
		stdio: ["ignore", "pipe", "pipe"],
	});
	let output = "";
	const waiting = new Set<() => void>();
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on("data", (data: Buffer) => {
			output += data.toString();
			for (const look of waiting) look();
		});
	}
	const ended = new Promise<{ code: number | null; output: string }>((done) => {
		child.on("close", (code) => done({ code, output }));
	});
	const printed = (pattern: RegExp) =>
		new Promise<void>((done, fail) => {
			const look = () => {
				if (!pattern.test(output)) return;
				waiting.delete(look);
				done();
			};
			waiting.add(look);
			ended.then(() => fail(new Error(`ended without ${pattern}: ${output}`)));
			look();
		});
	return { child, printed, ended, mark };
}

/** Processes that carry the mark in their environment. */
function processesMarked(mark: string): string[] {
	return readdirSync("/proc").filter((pid) => {
		try {
			return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "utf8").includes(mark);
		} catch {
			return false;
		}
	});
}

describe("npm start", () => {
	it("makes everything, proves it and ends with 0", async () => {
		const { code, output } = await start("--port", "0").ended;
		expect(output).toMatch(/\[1\/4\].*\[2\/4\].*\[3\/4\].*\+ 10 created.*\[4\/4\].*0 failed/s);
		expect(code).toBe(0);
	});

	it("run again changes nothing and proves it again", async () => {
		const { code, output } = await start("--port", "0").ended;
		expect(output).toMatch(/10 unchanged/);
		expect(output).not.toMatch(/created|updated|deleted|replaced/);
		expect(output).toMatch(/0 failed/);
		expect(code).toBe(0);
		expect(readFileSync(join(project, "Pulumi.dev.yaml"), "utf8")).toBe(readFileSync("Pulumi.dev.yaml", "utf8"));
	});

	it("heals a data file that was deleted", async () => {
		rmSync(join(project, ".pingone", "emulator.db"));
		const { code, output } = await start("--port", "0").ended;
		expect(output).toMatch(/0 failed/);
		expect(code).toBe(0);
	});

	it("says when its port is taken", async () => {
		const other = createServer();
		const port = await new Promise<number>((done) => {
			other.listen(0, "127.0.0.1", () => {
				const address = other.address();
				done(typeof address === "object" && address ? address.port : 0);
			});
		});
		const { code, output } = await start("--port", String(port)).ended;
		other.close();
		expect(code).not.toBe(0);
		expect(output).toMatch(new RegExp(`^npm start: .*${port}.*$`, "m"));
		expect(output).not.toMatch(/\n\s+at /);
	});

	(process.platform === "linux" ? it : it.skip)("interrupted while Pulumi works leaves no process behind", async () => {
		const { child, printed, ended, mark } = start("--port", "0");
		await printed(/Updating \(dev\)|Refreshing/);
		expect(processesMarked(mark).length).toBeGreaterThan(1);
		child.kill("SIGINT");
		expect((await ended).code).toBe(130);
		expect(processesMarked(mark)).toEqual([]);
	});
});
