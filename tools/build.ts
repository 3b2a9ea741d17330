import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";

// What a package of this project carries beside its sources: the emulator as JavaScript, for Node strips no types below
// node_modules (Node.js, "Type stripping in dependencies").
rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], { stdio: "inherit" });
copyFileSync("emulator/package.json", "dist/emulator/package.json");
