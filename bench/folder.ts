import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for data files that is gone when the benchmarks end. */
export function newFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), "bench-"));
	process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
	return folder;
}
