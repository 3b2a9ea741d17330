import { beforeEach, describe, expect, it } from "@jest/globals";
import type { ManualClock } from "../../../emulator/clock.ts";
import { recordsOf } from "../../../emulator/records.ts";
import type { World } from "../../../emulator/world.ts";
import { newWorld, START } from "../world.ts";

const MINUTE = 60_000;
const probes = recordsOf<Record<string, never>>("probe");

let world: World;
let clock: ManualClock;
beforeEach(async () => {
	({ world, clock } = await newWorld());
	probes.put(world, "first", {}, START + 10 * MINUTE);
});

/** Whether the record is still kept, which shows where the clock stands before its end. */
const isKept = (id: string) => probes.find(world, id) !== undefined;

describe("what has expired", () => {
	it("goes when something is put, once a minute", () => {
		probes.put(world, "short", {}, START + 1000);
		clock.advance(MINUTE - 1);
		probes.put(world, "second", {}, START + 10 * MINUTE);
		clock.advance(1 - MINUTE);
		expect(isKept("short")).toBe(true);
		clock.advance(MINUTE);
		probes.put(world, "third", {}, START + 10 * MINUTE);
		clock.advance(-MINUTE);
		expect(["first", "short", "second", "third"].filter(isKept)).toEqual(["first", "second", "third"]);
	});

	it("goes as well when the clock has gone back behind the last time", () => {
		clock.advance(5 * MINUTE);
		probes.put(world, "swept now", {}, START + 10 * MINUTE);
		probes.put(world, "short", {}, START + 1000);
		clock.advance(-3 * MINUTE);
		probes.put(world, "second", {}, START + 10 * MINUTE);
		clock.advance(-2 * MINUTE);
		expect(isKept("short")).toBe(false);
	});
});
