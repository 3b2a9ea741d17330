import { z } from "zod";
import { type ClockSetting, LAST_MOMENT, timestamp } from "../clock.ts";
import { invalidValue } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { lastSignOns } from "../lastSignOn.ts";
import { FOR_EVER } from "../store.ts";
import type { World } from "../world.ts";
import { ownObject, validateOwn } from "./ownSchema.ts";

/** What `GET /_emulator/clock` says. */
export interface ClockReading {
	now: string;
	frozen: boolean;
	/** How far it is ahead of the clock under it, in ms. */
	offsetMs: number;
}

/** Moves by time or by seconds, then freezes or lets go. */
export type ClockChange = { now?: string; advanceSeconds?: number; frozen?: boolean };

/** The emulator's clock as tests set it; codes, flows, tokens, lockouts and secrets follow. */
export interface ClockControl {
	read(): ClockReading;
	/** Makes a ClockChange; throws PingOneRefusal for what is none, or one that would go back behind what was stored. */
	set(change: JsonObject): ClockReading;
	/** As `set`, for a reset to come back to. */
	start(change: JsonObject): void;
	/** Back to how the first start left it. */
	reset(): void;
}

/** What a reset can undo, and what only another start. */
const BY_RESET = "POST /_emulator/reset forgets them";
const BY_START = "leave --now out, or give another --data file";

const clockChange = ownObject({
	now: z.iso.datetime({ offset: true, error: "must be an ISO 8601 time" }).optional(),
	advanceSeconds: z.number().min(-1e12).max(1e12).optional(),
	frozen: z.boolean().optional(),
})
	.refine((body) => Object.keys(body).length > 0, { error: "give now, advanceSeconds or frozen" })
	.refine((body) => body.now === undefined || body.advanceSeconds === undefined, {
		error: "give either now or advanceSeconds",
	});

/** Runs `work` so that all of its writes happen or none; where none do, the clock too stays as it was. */
export function clockTransaction<T>({ store, clock }: World, work: () => T): T {
	const before = clock.setting;
	try {
		return store.transaction(work);
	} catch (error) {
		clock.reset(before);
		throw error;
	}
}

/** A setting outlives the process with the data: time that went back would make objects older than their parents. */
export function createClockControl(world: World): ClockControl {
	const { store, clock } = world;
	const keep = (id: string, setting: ClockSetting) => store.putEntry("clock", id, setting, FOR_EVER);
	const kept = (id: string) => store.findEntry("clock", id)?.body as ClockSetting | undefined;
	const current = kept("current");
	if (current) clock.reset(current);
	const read = () => ({
		now: timestamp(clock.now()),
		frozen: clock.setting.frozenAt !== undefined,
		offsetMs: clock.setting.offsetMs,
	});
	const change = (body: JsonObject, remedy: string) => {
		const wanted = readChange(body);
		const target = targetOf(wanted, clock.now());
		if (target !== undefined) requireNotBack(world, target, member(wanted), remedy);
		// Stopped before it is moved: a clock that runs could tick in between.
		if (wanted.frozen === true) clock.freeze(true);
		if (target !== undefined) clock.moveTo(target);
		if (wanted.frozen === false) clock.freeze(false);
		keep("current", clock.setting);
		return read();
	};
	return {
		read,
		set: (body) => clockTransaction(world, () => change(body, BY_RESET)),
		start: (body) =>
			clockTransaction(world, () => {
				change(body, BY_START);
				if (!kept("first")) keep("first", clock.setting);
			}),
		reset: () => {
			const first = kept("first");
			clock.reset(first);
			if (first) keep("current", first);
			else store.removeEntry("clock", "current");
		},
	};
}

type Wanted = z.infer<typeof clockChange>;

/** The change that a body asks for; throws PingOneRefusal where it makes no sense, whatever the clock shows. */
export function readChange(body: JsonObject): Wanted {
	const wanted = validateOwn(clockChange, body);
	if (wanted.now !== undefined) requireInRange(Date.parse(wanted.now), wanted);
	return wanted;
}

/** By which member the change names its time. */
const member = ({ advanceSeconds }: Wanted): string => (advanceSeconds === undefined ? "now" : "advanceSeconds");

function requireInRange(time: number, change: Wanted): void {
	if (time < 0) throw invalidValue(member(change), "must not be before 1970");
	if (time > LAST_MOMENT) throw invalidValue(member(change), "must be before the year 10000");
}

function targetOf(change: Wanted, present: number): number | undefined {
	const { now, advanceSeconds } = change;
	if (now !== undefined) return Date.parse(now);
	if (advanceSeconds === undefined) return undefined;
	const target = present + Math.round(advanceSeconds * 1000);
	requireInRange(target, change);
	return target;
}

/** Objects keep the order of their times, and what expires counts on time that passes. */
function requireNotBack(world: World, target: number, member: string, remedy: string): void {
	if (target >= world.clock.now()) return;
	const earliest = earliestOf(world);
	if (target >= earliest) return;
	throw invalidValue(
		member,
		`the clock cannot go back to ${timestamp(target)}: flows, tokens or objects are of ${timestamp(earliest)}; ${remedy}`,
	);
}

/** The time before which something stored would lie in the future, in ms. */
function earliestOf(world: World): number {
	const { store, clock } = world;
	// A user's last sign-on stays as long as the user: nobody waits for its end.
	if (store.holdsExpiring(lastSignOns.kind)) return clock.now();
	const signOns = lastSignOns.list(world).map(({ body }) => Date.parse(body.at));
	return signOns.reduce((latest, at) => Math.max(latest, at), store.newest());
}
