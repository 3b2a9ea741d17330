import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { patience } from "../../tools/child.ts";

const CHILD = join(process.cwd(), "tools", "child.ts");

it("what npm sends a second time counts once", () => {
	const meaning = patience();
	expect([0, 199, 200, 399, 400].map(meaning)).toEqual(["ask", "echo", "ask", "echo", "kill"]);
});

/** As Pulumi it does not end when it is asked to. */
const STUBBORN = `
	process.on("SIGINT", () => console.log("asked"));
	setInterval(() => undefined, 1000);
	console.log("ready");`;

/** On its clock each signal comes a second after the one before. */
const RUN = `
	let seconds = 0;
	performance.now = () => 1000 * seconds++;
	import { runToEnd, stopChildrenWithUs } from ${JSON.stringify(CHILD)};
	stopChildrenWithUs();
	const { code } = await runToEnd(process.execPath, ["-e", ${JSON.stringify(STUBBORN)}], process.env);
	console.log("ended with " + code);`;

(process.platform === "win32" ? it.skip : it)("a child is asked twice to finish and then killed", async () => {
	const us = spawn(process.execPath, ["--input-type=module", "-e", RUN], { stdio: ["ignore", "pipe", "pipe"] });
	const said = { stdout: "", stderr: "" };
	us.stderr.on("data", (data: Buffer) => {
		said.stderr += data.toString();
	});
	us.stdout.on("data", (data: Buffer) => {
		said.stdout += data.toString();
		if (/(ready|asked)\n$/.test(data.toString())) us.kill("SIGINT");
	});
	await once(us, "close");
	expect(said.stdout).toBe("ready\nasked\nasked\nended with 130\n");
	expect(said.stderr).toBe("Killed. If the stack is still locked, unlock it with: npm run pulumi -- cancel\n");
});
