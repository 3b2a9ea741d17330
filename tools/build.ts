import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";

// What importing this project by its name finds, here and where its package is installed: the emulator as JavaScript with
// types, for Node strips no types below node_modules (Node.js, "Type stripping in dependencies"). npm runs it after `npm ci`.
rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], { stdio: "inherit" });
copyFileSync("emulator/package.json", "dist/emulator/package.json");
