import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { CHECKS } from "../../verify/checks/index.ts";
import { startFakePingOne } from "./fakePingOne.ts";

function start(argv: string[], env: NodeJS.ProcessEnv = process.env) {
	const child = spawn(process.execPath, ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "verify/main.ts", ...argv], {
		env,
	});
	const said = { out: "", err: "" };
	child.stdout.on("data", (chunk) => {
		said.out += chunk;
	});
	child.stderr.on("data", (chunk) => {
		said.err += chunk;
	});
	return { child, said, ended: once(child, "close").then(([code]) => ({ code: code as number | null, ...said })) };
}

async function withOutputs<T>(outputs: unknown, use: (file: string) => Promise<T>): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), "verify-"));
	const file = join(folder, "outputs.json");
	await writeFile(file, JSON.stringify(outputs));
	try {
		return await use(file);
	} finally {
		await rm(folder, { recursive: true });
	}
}

describe("the program", () => {
	it("verifies, prints without colour where there is no terminal, and exits 0", async () => {
		const pingOne = await startFakePingOne();
		const ended = await withOutputs(pingOne.outputs, (file) => start(["--outputs", file]).ended);
		await pingOne.close();
		expect(ended).toMatchObject({ code: 0, err: "" });
		expect(ended.out).toContain(`of ${CHECKS.length} planned`);
		expect(ended.out).not.toContain("\u001b[");
	});

	it("colours where colour is forced", async () => {
		const pingOne = await startFakePingOne();
		const { NO_COLOR: _, NODE_DISABLE_COLORS: __, ...env } = process.env;
		const argv = (file: string) => ["--outputs", file, "--only", "META-01"];
		const ended = await withOutputs(pingOne.outputs, (file) => start(argv(file), { ...env, FORCE_COLOR: "1" }).ended);
		await pingOne.close();
		expect(ended.out).toContain("\u001b[32mpass");
	});

	it("exits 130 when it is interrupted, and says that nothing is proven", async () => {
		const silent = createServer();
		const asked = once(silent, "request");
		await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
		const pingOne = await startFakePingOne();
		await pingOne.close();
		const authUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
		const ended = await withOutputs({ ...pingOne.outputs, authUrl }, async (file) => {
			const running = start(["--outputs", file]);
			await asked;
			running.child.kill("SIGINT");
			return running.ended;
		});
		silent.closeAllConnections();
		silent.close();
		expect(ended).toMatchObject({ code: 130, err: "Interrupted: nothing is proven.\n" });
	});
});
