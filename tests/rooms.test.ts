import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "@jest/globals";

/** Every import of a source file in `room`, as [file, imported path or package]. */
function importsOf(room: string): [file: string, target: string][] {
	return readdirSync(room, { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".ts"))
		.flatMap((name) => {
			const file = join(room, name);
			const text = readFileSync(file, "utf8");
			const specifiers = [...text.matchAll(/(?:from|import|require\()\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
			return specifiers.map((specifier): [string, string] => [
				file,
				specifier.startsWith(".") ? normalize(join(dirname(file), specifier)) : specifier,
			]);
		});
}

/** The files in circles, and between them: whoever imports none of the rest, or is imported by none, is taken away again and again. */
function circlesIn(imports: readonly [file: string, target: string][]): string[] {
	let left = imports;
	for (;;) {
		const files = new Set(left.map(([file]) => file));
		const targets = new Set(left.map(([, target]) => target));
		const kept = left.filter(([file, target]) => files.has(target) && targets.has(file));
		if (kept.length === left.length) return [...files].sort();
		left = kept;
	}
}

const into = (rooms: readonly string[]) => (entry: [string, string]) =>
	rooms.some((room) => entry[1].startsWith(`${room}/`));

describe("the rooms meet only over HTTP", () => {
	it.each([
		["emulator", ["providers", "verify", "tools", "tests"]],
		["providers", ["emulator", "verify", "tools", "tests"]],
		["verify", ["emulator", "tests"]],
	])("%s imports nothing of %j", (room, others) => {
		const imports = importsOf(room);
		expect(imports.length).toBeGreaterThan(10);
		expect(imports.filter(into(others))).toEqual([]);
	});

	it("verify takes only what speaks HTTP from providers", () => {
		const taken = importsOf("verify").filter(into(["providers"]));
		expect(taken.length).toBeGreaterThan(0);
		expect(taken.filter((entry) => !entry[1].startsWith("providers/api/"))).toEqual([]);
	});

	it("only a kind's class and the program's side load @pulumi/pulumi", () => {
		const loading = importsOf("providers").filter(([file, target]) => {
			if (target !== "@pulumi/pulumi") return false;
			return !/import type[^;]*from "@pulumi\/pulumi"/.test(readFileSync(file, "utf8"));
		});
		expect(loading.map(([file]) => file).sort()).toEqual(["providers/base.ts", "providers/connection.ts"]);
	});
});

describe("the emulator's APIs", () => {
	// The other way round they meet: a user who registers is made by the rules of the management API's users.
	it("management imports nothing of auth", () => {
		const imports = importsOf("emulator/management");
		expect(imports.length).toBeGreaterThan(10);
		expect(imports.filter(into(["emulator/auth"]))).toEqual([]);
	});
});

describe("no file imports itself by way of others, be it for a type", () => {
	it.each(["emulator", "providers", "verify", "tools", "bench", "tests"])("in %s", (room) => {
		expect(circlesIn(importsOf(room))).toEqual([]);
	});

	it("is seen where one does", () => {
		expect(
			circlesIn([
				["a", "b"],
				["b", "c"],
				["c", "b"],
				["d", "a"],
			]),
		).toEqual(["b", "c"]);
	});
});

describe("one pinned version of the Pulumi CLI", () => {
	it("is the launcher's, and what the build from source makes", () => {
		const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
			dependencies: Record<string, string>;
		};
		const module = readFileSync("tools/pulumi/cli/go.mod", "utf8");
		expect(dependencies.pulumi).toMatch(/^\d+\.\d+\.\d+$/);
		expect(module).toContain(`github.com/pulumi/pulumi/pkg/v3 v${dependencies.pulumi}`);
		expect(module).toContain(`github.com/pulumi/pulumi/sdk/v3 v${dependencies.pulumi}`);
	});
});
