import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "@jest/globals";

const CHILD = join(process.cwd(), "tools", "child.ts");

/** As Pulumi it does not end when it is asked to, and takes a while to say so. */
const STUBBORN = `
	process.on("SIGINT", () => setTimeout(() => console.log("asked"), 300));
	setInterval(() => undefined, 1000);
	console.log("ready");`;

const RUN = `
	import { runToEnd, stopChildrenWithUs } from ${JSON.stringify(CHILD)};
	stopChildrenWithUs();
	const { code } = await runToEnd(process.execPath, ["-e", ${JSON.stringify(STUBBORN)}], process.env);
	console.log("ended with " + code);`;

(process.platform === "win32" ? it.skip : it)(
	"a child is asked twice to finish and then killed; what npm sends a second time counts once",
	async () => {
		const us = spawn(process.execPath, ["--input-type=module", "-e", RUN], { stdio: ["ignore", "pipe", "pipe"] });
		const said = { stdout: "", stderr: "" };
		const press = () => {
			us.kill("SIGINT");
			setImmediate(() => us.kill("SIGINT"));
		};
		us.stderr.on("data", (data: Buffer) => {
			said.stderr += data.toString();
		});
		us.stdout.on("data", (data: Buffer) => {
			said.stdout += data.toString();
			if (/(ready|asked)\n$/.test(data.toString())) press();
		});
		await once(us, "close");
		expect(said.stdout).toBe("ready\nasked\nasked\nended with 130\n");
		expect(said.stderr).toBe("Killed. If the stack is still locked, unlock it with: npm run pulumi -- cancel\n");
	},
);
