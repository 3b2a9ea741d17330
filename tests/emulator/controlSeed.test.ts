import { describe, expect, it } from "@jest/globals";
import { stepsToPrime } from "../../emulator/auth/seededKey.ts";
import { createIds, WELL_KNOWN_SEED } from "../../emulator/ids.ts";
import { type Emulator, ManualClock, startEmulator } from "../../emulator/index.ts";
import { connect, user } from "./client.ts";
import { controlPlane } from "./controlPlane.ts";
import { ready, run as spawnEmulator } from "./process.ts";
import { wholeWorkflow } from "./workflow.ts";

const START = Date.parse("2026-03-04T09:10:11.123Z");

/** All that a run shows: every answer, the tokens, and the state in the end. */
async function run(options: { seed?: string; now?: string; clock?: ManualClock }) {
	return everythingOf(await startEmulator({ port: 0, ...options }));
}

async function everythingOf(emulator: Emulator) {
	const { seen, tokens } = await wholeWorkflow(emulator);
	const state = await (await fetch(`${emulator.authUrl}/_emulator/state?all=true`)).text();
	await emulator.close();
	return { seen, tokens, state };
}

describe("the same seed, time and requests", () => {
	it("give the same answers, tokens, keys and state, byte for byte", async () => {
		const [one, other] = await Promise.all([
			run({ seed: "again", clock: new ManualClock(START) }),
			run({ seed: "again", clock: new ManualClock(START) }),
		]);
		expect(one.seen.map(({ status }) => status).filter((status) => status >= 400)).toEqual([]);
		expect(one.seen.length).toBeGreaterThan(17);
		expect(other).toEqual(one);
	});

	it("may be given on the command line's way: a seed and the time", async () => {
		const options = { seed: "again", now: new Date(START).toISOString() };
		const [one, other] = await Promise.all([run(options), run(options)]);
		expect(other).toEqual(one);
		const manual = await run({ seed: "again", clock: new ManualClock(START) });
		expect(manual).toEqual(one);
	});

	it("give the same in other processes, which draw on no other's randomness", async () => {
		const started = async () =>
			everythingOf(
				await ready(spawnEmulator("--port", "0", "--seed", "again", "--now", new Date(START).toISOString())),
			);
		const [one, other] = await Promise.all([started(), started()]);
		expect(one.tokens.refresh_token).toEqual(expect.any(String));
		expect(other).toEqual(one);
		expect(await run({ seed: "again", clock: new ManualClock(START) })).toEqual(one);
	});

	it("are not the same with another seed, or with none", async () => {
		const clock = () => new ManualClock(START);
		const runs = await Promise.all([
			run({ seed: "again", clock: clock() }),
			run({ seed: "other", clock: clock() }),
			run({ clock: clock() }),
			run({ clock: clock() }),
		]);
		expect(new Set(runs.map(({ tokens }) => tokens.access_token)).size).toBe(4);
		expect(new Set(runs.map(({ state }) => state)).size).toBe(4);
	});

	it("repeat after a reset", async () => {
		const emulator = await startEmulator({ port: 0, seed: "again", clock: new ManualClock(START) });
		const first = await wholeWorkflow(emulator);
		emulator.clock.set({ advanceSeconds: 3600 });
		emulator.reset();
		const second = await wholeWorkflow(emulator);
		await emulator.close();
		expect(second).toEqual(first);
	});

	type Control = ReturnType<typeof controlPlane>;

	it.each<[string, (control: Control, state: string) => Promise<unknown>]>([
		["a reset", (control) => control("POST", "/reset")],
		["a restored savepoint", (control) => control("POST", "/savepoints/here/restore")],
		["an imported state", (control, state) => control("PUT", "/state", state)],
	])("draw the same ids after %s, as often as it is done", async (_what, act) => {
		const emulator = await startEmulator({ port: 0, seed: "again", clock: new ManualClock(START) });
		const control = controlPlane(emulator);
		const drawn = async (username: string) => {
			const { headers, body } = await (await connect(emulator)).post("/users", user(username));
			return [body.id, headers.get("correlation-id")];
		};
		await drawn("before");
		await control("POST", "/savepoints/here");
		const state = (await control("GET", "/state")).text;
		const after: unknown[] = [];
		for (const username of ["first", "second", "third"]) {
			await act(control, state);
			after.push(await drawn(username));
		}
		await emulator.close();
		expect(after).toEqual([after[0], after[0], after[0]]);
	});
});

describe("the signing key", () => {
	const keyOf = async (seed?: string) => {
		const emulator = await startEmulator({ port: 0, ...(seed !== undefined && { seed }) });
		const answer = await fetch(`${emulator.authUrl}/${emulator.environmentId}/as/jwks`);
		await emulator.close();
		const { keys } = (await answer.json()) as { keys: { n: string; e: string }[] };
		return keys[0];
	};

	it("is 2048 bits long and the seed's own", async () => {
		const keys = await Promise.all(["a", "b", "c", undefined].map(keyOf));
		for (const key of keys) {
			const modulus = Buffer.from(key?.n ?? "", "base64url");
			expect([modulus.length, (modulus[0] ?? 0) >> 7, key?.e]).toEqual([256, 1, "AQAB"]);
		}
		expect(new Set(keys.map((key) => key?.n)).size).toBe(4);
		expect(await keyOf("a")).toEqual(keys[0]);
	});

	it("of a default start is the one that a search would find", () => {
		expect([stepsToPrime(WELL_KNOWN_SEED, "p"), stepsToPrime(WELL_KNOWN_SEED, "q")]).toEqual([877, 77]);
	});
});

describe("seeded ids", () => {
	it("keep the sequences for objects, answers and faults apart, and branches too", () => {
		const one = createIds("s");
		const other = createIds("s");
		other.correlationId();
		other.chance();
		expect(other.uuid()).toBe(one.uuid());
		one.restart("branch");
		expect(new Set([one.uuid(), other.uuid(), createIds("s").uuid(), one.correlationId()]).size).toBe(4);
	});

	it("draw chances from 0 to 1, evenly", () => {
		const ids = createIds("chances");
		const draws = Array.from({ length: 2000 }, ids.chance);
		expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
		expect(draws.filter((draw) => draw < 0.25).length / draws.length).toBeCloseTo(0.25, 1);
	});
});
