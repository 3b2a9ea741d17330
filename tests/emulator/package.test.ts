import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { finished, ready, spawned } from "./process.ts";

interface Manifest {
	name: string;
	bin: Record<string, string>;
	dependencies: Record<string, string>;
}

/** A project of somebody else, with this package installed from its tarball. */
let project = "";
let manifest: Manifest;
const inside = (...path: string[]) => join(project, "node_modules", manifest.name, ...path);

beforeAll(() => {
	manifest = JSON.parse(readFileSync("package.json", "utf8"));
	project = mkdtempSync(join(tmpdir(), "installed-"));
	execFileSync("npm", ["pack", "--pack-destination", project], { stdio: "pipe" });
	const [tarball = ""] = readdirSync(project);
	mkdirSync(inside(), { recursive: true });
	execFileSync("tar", ["-xzf", join(project, tarball), "-C", inside(), "--strip-components", "1"]);
	for (const name of Object.keys(manifest.dependencies)) {
		mkdirSync(dirname(join(project, "node_modules", name)), { recursive: true });
		symlinkSync(resolve("node_modules", name), join(project, "node_modules", name), "junction");
	}
	writeFileSync(join(project, "package.json"), '{"private": true}');
});
afterAll(() => rmSync(project, { recursive: true }));

describe("the package, installed in another project", () => {
	it("has the command", async () => {
		const emulator = await ready(spawned(inside(manifest.bin["pingone-emulator"] ?? ""), "--port", "0"));
		expect((await fetch(`${emulator.authUrl}/_emulator/health`)).status).toBe(200);
		await emulator.close();
	});

	it("starts in a jest test by the three lines of the README", async () => {
		const lines = threeLines();
		expect(lines.trimEnd().split("\n")).toHaveLength(3);
		const test = `it("answers", async () => expect((await fetch(pingone.authUrl + "/_emulator/health")).status).toBe(200));`;
		writeFileSync(join(project, "own.test.mjs"), `${lines}${test}\n`);
		const config = JSON.stringify({ rootDir: project });
		const jest = spawned("--experimental-vm-modules", resolve("node_modules/jest/bin/jest.js"), "--config", config);
		const { code, stderr } = await finished(jest);
		expect([code, stderr]).toEqual([0, expect.stringMatching(/Tests: +1 passed/)]);
	});

	it("has types", async () => {
		const use = `import { type Emulator, startEmulator } from "${manifest.name}/emulator";
			const pingone: Emulator = await startEmulator({ port: 0, seed: "s" });
			export const url: string = pingone.apiUrl;
			// @ts-expect-error: a port is a number
			await startEmulator({ port: "0" });`;
		writeFileSync(join(project, "own.mts"), use);
		const settings = "--ignoreConfig --strict --noEmit --skipLibCheck --module nodenext --target es2023".split(" ");
		const types = ["--types", "node", "--typeRoots", resolve("node_modules/@types")];
		const compiler = spawned(
			resolve("node_modules/typescript/bin/tsc"),
			...settings,
			...types,
			join(project, "own.mts"),
		);
		expect(await finished(compiler)).toMatchObject({ code: 0, stdout: "" });
	});
});

/** The first lines of code that the README has for a test. */
function threeLines(): string {
	const [, lines = ""] = /^In a test\b.*\n\n```ts\n([\s\S]*?)```$/m.exec(readFileSync("README.md", "utf8")) ?? [];
	return lines;
}
