import { runToEnd, stopChildrenWithUs, wasInterrupted } from "../child.ts";
import { pulumiCommand } from "./command.ts";
import { PulumiMissing } from "./find.ts";

// npm run up | preview | refresh | destroy | pulumi: the CLI that is found, with all arguments passed through.

stopChildrenWithUs();
main(process.argv.slice(2)).then((code) => {
	process.exitCode = code;
});

async function main(given: readonly string[]): Promise<number> {
	try {
		const { path, args, env } = await pulumiCommand(given, (line) => console.error(`pulumi: ${line}`));
		return (await runToEnd(path, args, env)).code;
	} catch (error) {
		if (!(error instanceof PulumiMissing)) throw error;
		if (wasInterrupted()) return 130;
		console.error(`pulumi: ${error.message}`);
		return 1;
	}
}
