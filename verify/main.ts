import { readFile, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { styleText } from "node:util";
import { realSurroundings } from "../providers/api/transport.ts";
import { runPulumi } from "../tools/pulumi/command.ts";
import { readStackOutputs } from "./outputs.ts";
import { verify, type World } from "./verify.ts";

const world: World = {
	surroundings: realSurroundings(),
	readStackOutputs: (stack) => readStackOutputs(stack, (args) => runPulumi(args, world.complain)),
	readText: (file) => (file === "-" ? text(process.stdin) : readFile(file, "utf8")),
	writeText: (file, content) => writeFile(file, content),
	print: (line) => process.stdout.write(`${line}\n`),
	complain: (line) => process.stderr.write(`${line}\n`),
	// styleText itself honours NO_COLOR, FORCE_COLOR and a standard output that is no terminal.
	paint: (style, line) => styleText(style, line, { stream: process.stdout }),
};

process.once("SIGINT", () => {
	process.stderr.write("Interrupted: nothing is proven.\n");
	process.exit(130);
});

verify(process.argv.slice(2), world).then((exitCode) => {
	process.exitCode = exitCode;
});
