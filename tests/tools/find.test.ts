import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { isOlder } from "../../tools/pulumi/find.ts";
import { runCommand } from "../e2e/pulumi.ts";

const PINNED = "3.259.0";
const RUN = join(process.cwd(), "tools", "pulumi", "run.ts");

let folder: string;
let project: string;
let path: string;
let home: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "pingone-find-"));
	project = join(folder, "project");
	path = join(folder, "bin");
	home = join(folder, "home");
	for (const made of [
		join(project, "node_modules", "pulumi"),
		join(project, "tools", "pulumi", "cli"),
		join(project, "tools", "pulumi", "language"),
		path,
		home,
	]) {
		mkdirSync(made, { recursive: true });
	}
	writeFileSync(join(project, "package.json"), JSON.stringify({ dependencies: { pulumi: PINNED } }));
	launcher('console.error("pulumi: fetch failed"); process.exit(1);');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const launcher = (code: string) => writeFileSync(join(project, "node_modules", "pulumi", "run.js"), code);

function script(file: string, code: string): void {
	writeFileSync(file, `#!/bin/sh\n${code}\n`);
	chmodSync(file, 0o755);
}

/** A CLI that prints `version` when asked, and where it stands otherwise. */
function cli(at: string, version: string): void {
	mkdirSync(at, { recursive: true });
	script(join(at, "pulumi"), `if [ "$1" = version ]; then echo v${version}; else echo "${at} ran $*"; fi`);
}

const keptAt = (version: string) => join(home, "versions", version, "bin");

/** `npm run pulumi -- whoami` in a machine that has nothing but what the test put there. */
const run = () =>
	runCommand(process.execPath, [RUN, "whoami"], {
		cwd: project,
		env: { PATH: `${path}:/bin`, HOME: home, PULUMI_HOME: home },
	});

describe("the Pulumi CLI is", () => {
	it("the user's own when it is new enough", async () => {
		cli(path, "3.300.1");
		cli(keptAt(PINNED), PINNED);
		expect(await run()).toEqual({ code: 0, output: `${path} ran whoami\n` });
	});

	it("the one that the launcher keeps when the user's own is too old", async () => {
		cli(path, "3.200.0");
		cli(keptAt(PINNED), PINNED);
		expect(await run()).toEqual({ code: 0, output: `${keptAt(PINNED)} ran whoami\n` });
	});

	it("downloaded by the launcher when there is none", async () => {
		const at = keptAt(PINNED);
		launcher(`const fs = require("node:fs");
			fs.mkdirSync(${JSON.stringify(at)}, { recursive: true });
			fs.writeFileSync(${JSON.stringify(join(at, "pulumi"))}, "#!/bin/sh\\nif [ $1 = version ]; then echo v${PINNED}; else echo downloaded; fi\\n", { mode: 0o755 });`);
		const { code, output } = await run();
		expect([code, output]).toEqual([
			0,
			`pulumi: getting Pulumi CLI ${PINNED} with the official launcher\ndownloaded\n`,
		]);
	});

	it("built from the pinned sources when it cannot be downloaded and there is Go", async () => {
		mkdirSync(join(folder, "sdk", "nodejs", "dist"), { recursive: true });
		writeFileSync(join(folder, "sdk", "nodejs", "dist", "pulumi-resource-pulumi-nodejs"), "");
		script(
			join(path, "go"),
			`case "$1" in
				version) echo go version go1.25.0 any/any ;;
				list) case "$*" in *-deps*) echo one; echo two ;; *) echo ${folder}/sdk ;; esac ;;
				build) while [ "$1" != -o ]; do shift; done; printf '#!/bin/sh\\nif [ $1 = version ]; then echo v${PINNED}; else echo built; fi\\n' > "$2"; chmod +x "$2" ;;
			esac`,
		);
		const { code, output } = await run();
		expect(output).toMatch(/building Pulumi CLI 3.259.0 with Go 1.25.0: about 5 minutes, once\nbuilt\n$/);
		expect(code).toBe(0);
		expect(readdirSync(join(home, "versions"))).toEqual([PINNED]);
		expect(readdirSync(keptAt(PINNED)).sort()).toEqual([
			"pulumi",
			"pulumi-language-nodejs",
			"pulumi-resource-pulumi-nodejs",
		]);
	});

	it("asked for in one line when there is no way to get it, and nothing half done is left", async () => {
		script(
			join(path, "go"),
			`case "$1" in version) echo go version go1.25.0 any/any ;; *) echo "disk is full" >&2; exit 1 ;; esac`,
		);
		const { code, output } = await run();
		expect(code).toBe(1);
		const last = output.trim().split("\n").at(-1);
		expect(last).toMatch(
			/^pulumi: Pulumi CLI 3.259.0 or newer is needed and could not be had \(the launcher said: pulumi: fetch failed; the build failed: go list ended with 1: disk is full\): install it from https:\/\/www.pulumi.com/,
		);
		expect(readdirSync(join(home, "versions"))).toEqual([]);
	});
});

describe("isOlder", () => {
	it.each([
		["3.258.9", "3.259.0", true],
		["3.259.0", "3.259.0", false],
		["3.1000.0", "3.259.0", false],
		["4.0.0", "3.259.0", false],
		["2.999.9", "3.0.0", true],
	])("%s than %s: %s", (a, b, expected) => {
		expect(isOlder(a, b)).toBe(expected);
	});
});
