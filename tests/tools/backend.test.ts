import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { runCommand } from "../e2e/pulumi.ts";

const PINNED = "3.259.0";

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "pingone-backend-"));
	const bin = join(folder, "home", "versions", PINNED, "bin");
	mkdirSync(bin, { recursive: true });
	writeFileSync(join(folder, "package.json"), JSON.stringify({ dependencies: { pulumi: PINNED } }));
	const says = `if [ "$1" = version ]; then echo v${PINNED}; else echo "backend=$PULUMI_BACKEND_URL passphrase=$PULUMI_CONFIG_PASSPHRASE"; fi`;
	writeFileSync(join(bin, "pulumi"), `#!/bin/sh\n${says}\n`, { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What backend and passphrase the CLI is given for a command about `stack`. */
async function givenFor(stack: string, environment: NodeJS.ProcessEnv = {}): Promise<string> {
	const env = { PATH: "/bin", HOME: folder, PULUMI_HOME: join(folder, "home"), ...environment };
	const run = join(process.cwd(), "tools", "pulumi", "run.ts");
	return (await runCommand(process.execPath, [run, "up", "--stack", stack], { cwd: folder, env })).output.trim();
}

const keep = (stack: string) => {
	const stacks = join(folder, ".pingone", "state", ".pulumi", "stacks", "pingone");
	mkdirSync(stacks, { recursive: true });
	writeFileSync(join(stacks, `${stack}.json`), "{}");
};
const logIn = () =>
	writeFileSync(join(folder, "home", "credentials.json"), JSON.stringify({ current: "https://cloud.example" }));
const here = () => `file://${folder}/.pingone/state`;

describe("npm run up and its like use", () => {
	it("the project's folder when there is no login, and dev's passphrase for dev only", async () => {
		expect(await givenFor("dev")).toBe(`backend=${here()} passphrase=emulator`);
		expect(await givenFor("prod")).toBe(`backend=${here()} passphrase=`);
	});

	it("the backend that the user is logged in to, but for stacks that the folder keeps", async () => {
		logIn();
		keep("dev");
		expect(await givenFor("prod")).toBe("backend= passphrase=");
		expect(await givenFor("dev")).toBe(`backend=${here()} passphrase=emulator`);
	});

	it("what the user has said before anything else", async () => {
		keep("dev");
		const said = { PULUMI_BACKEND_URL: "s3://states", PULUMI_CONFIG_PASSPHRASE: "mine" };
		expect(await givenFor("dev", said)).toBe("backend=s3://states passphrase=mine");
	});
});
