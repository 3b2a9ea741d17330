import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";

/**
 * Puts beside the sources what a package of this project needs: the emulator as JavaScript, for Node strips no types
 * below node_modules (Node.js, "Type stripping in dependencies").
 */
function build(): void {
	rmSync("dist", { recursive: true, force: true });
	execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
		stdio: "inherit",
	});
	copyFileSync("emulator/package.json", "dist/emulator/package.json");
}

// npm runs `prepare` for whoever installs from git, but also in each `npm ci` of this project, which needs none of it.
const { npm_lifecycle_event, INIT_CWD } = process.env;
if (npm_lifecycle_event !== "prepare" || INIT_CWD !== process.cwd()) build();
