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
	const says = `case "$*" in
		version) echo v${PINNED} ;;
		"stack --show-name") echo dev ;;
		*) echo "backend=$PULUMI_BACKEND_URL passphrase=$PULUMI_CONFIG_PASSPHRASE" ;;
	esac`;
	writeFileSync(join(bin, "pulumi"), `#!/bin/sh\n${says}\n`, { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What backend and passphrase the CLI is given for a command, where stack dev is selected. */
async function givenTo(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<string> {
	const env = { PATH: "/bin", HOME: folder, PULUMI_HOME: join(folder, "home"), ...environment };
	const run = join(process.cwd(), "tools", "pulumi", "run.ts");
	return (await runCommand(process.execPath, [run, ...args], { cwd: folder, env })).output.trim();
}

const givenFor = (stack: string, environment?: NodeJS.ProcessEnv) => givenTo(["up", "--stack", stack], environment);

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

	it.each([
		["stack init prod"],
		["stack new --copy-config-from dev prod"],
		["stack init"],
		["stack init -s prod"],
		["stack select prod --create"],
		["--color never stack select prod"],
		["stack rm prod --yes"],
		["up -sprod"],
	])("not dev's public passphrase for `%s`, but the user's own", async (command) => {
		const args = command.split(" ");
		expect(await givenTo(args)).toBe(`backend=${here()} passphrase=`);
		expect(await givenTo(args, { PULUMI_CONFIG_PASSPHRASE: "mine" })).toBe(`backend=${here()} passphrase=mine`);
	});

	it.each([["up"], ["stack rm"], ["stack rename prod"], ["stack init dev"], ["stack rm -y dev"], ["up -sdev"]])(
		"dev's public passphrase for `%s`, where dev is selected",
		async (command) => {
			const given = await givenTo(command.split(" "), { PULUMI_CONFIG_PASSPHRASE: "mine" });
			expect(given).toBe(`backend=${here()} passphrase=emulator`);
		},
	);
});
