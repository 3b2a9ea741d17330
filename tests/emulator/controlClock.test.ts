import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { createControl } from "../../emulator/control/index.ts";
import { EmulatorStartError, ManualClock, startEmulator } from "../../emulator/index.ts";
import type { World } from "../../emulator/world.ts";
import { type Client, connect, startWithClient, user, webApp } from "./client.ts";
import { controlPlane } from "./controlPlane.ts";
import { wholeWorkflow } from "./workflow.ts";
import { newWorld, START } from "./world.ts";

let client: Client;
let control: ReturnType<typeof controlPlane>;

beforeAll(async () => {
	client = await startWithClient({ clock: new ManualClock(START) });
	control = controlPlane(client.emulator);
});
beforeEach(async () => {
	await control("POST", "/reset");
	client = await connect(client.emulator);
});
afterAll(() => client.emulator.close());

const now = async () => (await control("GET", "/clock")).body.now;

describe("the clock", () => {
	it("is read, moved, frozen and let go", async () => {
		expect((await control("GET", "/clock")).body).toEqual({
			now: "2026-03-04T09:10:11.123Z",
			frozen: false,
			offsetMs: 0,
		});
		expect((await control("PUT", "/clock", { advanceSeconds: 90.5 })).body).toMatchObject({
			now: "2026-03-04T09:11:41.623Z",
			offsetMs: 90_500,
		});
		expect((await control("PUT", "/clock", { now: "2026-05-01T02:00:00+02:00", frozen: true })).body).toMatchObject({
			now: "2026-05-01T00:00:00.000Z",
			frozen: true,
		});
		expect((await control("PUT", "/clock", { frozen: false })).body).toMatchObject({
			now: "2026-05-01T00:00:00.000Z",
			frozen: false,
		});
	});

	it("stands at the very time that it was given, though the machine's ticks meanwhile", async () => {
		let machine = START;
		const ticking = await startEmulator({ port: 0, clock: { now: () => machine++ }, now: "2026-05-01T00:00:00.000Z" });
		const started = ticking.clock.read();
		const moved = ticking.clock.set({ now: "2026-05-02T00:00:00.000Z", frozen: true });
		await ticking.close();
		expect([started, moved]).toMatchObject([
			{ now: "2026-05-01T00:00:00.000Z", frozen: true },
			{ now: "2026-05-02T00:00:00.000Z", frozen: true },
		]);
	});

	it("runs from where it was frozen or moved to", async () => {
		let machine = START;
		const running = await startEmulator({ port: 0, clock: { now: () => machine } });
		const { clock } = running;
		machine += 1000;
		expect(clock.read()).toEqual({ now: "2026-03-04T09:10:12.123Z", frozen: false, offsetMs: 0 });
		clock.set({ frozen: true });
		machine += 5000;
		expect(clock.read().now).toBe("2026-03-04T09:10:12.123Z");
		clock.set({ advanceSeconds: 60 });
		machine += 1000;
		expect(clock.read().now).toBe("2026-03-04T09:11:12.123Z");
		clock.set({ frozen: false });
		machine += 1000;
		expect(clock.read().now).toBe("2026-03-04T09:11:13.123Z");
		running.reset();
		expect(clock.read()).toMatchObject({ frozen: false, offsetMs: 0 });
		await running.close();
	});

	it.each([
		[{}, /give now, advanceSeconds or frozen/],
		[{ now: "yesterday" }, /now.*must be an ISO 8601 time/],
		[{ advanceSeconds: "60" }, /"advanceSeconds","message":"must be a number"/],
		[{ frozen: 1 }, /"frozen","message":"must be true or false"/],
		[{ advanceSeconds: -1 }, /"advanceSeconds","message":"the clock cannot go back to 2026-03-04T09:10:10.123Z/],
		[{ now: "2027-01-01T00:00:00Z", advanceSeconds: 1 }, /give either now or advanceSeconds/],
		[{ advanceSeconds: 1e12 }, /"advanceSeconds".*before the year 10000/],
		[{ now: "1969-12-31T23:59:59Z" }, /now.*must not be before 1970/],
		[{ advanceSeconds: -1e11 }, /"advanceSeconds".*must not be before 1970/],
		[{ speed: 2 }, /"target":"speed","message":"Unrecognized key: \\"speed\\"; use now, advanceSeconds, frozen"/],
	])("does not take %j", async (change, message) => {
		const { status, text } = await control("PUT", "/clock", change);
		expect([status, text]).toEqual([400, expect.stringMatching(message)]);
		expect(await now()).toBe("2026-03-04T09:10:11.123Z");
	});

	it("may stand at the end of its times, from which what expires later can be exported all the same", async () => {
		const late = await startWithClient();
		late.emulator.clock.set({ now: "9999-12-31T23:00:00Z", frozen: true });
		const there = controlPlane(late.emulator);
		await wholeWorkflow(late.emulator);
		const { text } = await there("GET", "/state?all=true");
		expect(await there("PUT", "/state", text)).toMatchObject({ status: 204, text: "" });
		expect((await there("GET", "/state?all=true")).text).toBe(text);
		await late.emulator.close();
	});

	it("does not go back behind objects, flows and tokens, and after a reset it may", async () => {
		const back = () => control("PUT", "/clock", { now: "2026-03-04T09:20:00Z" });
		await control("PUT", "/clock", { advanceSeconds: 1800 });
		await control("POST", "/savepoints/none-signed-on");
		const refused = await back();
		expect([refused.status, refused.text]).toEqual([
			400,
			expect.stringContaining("cannot go back to 2026-03-04T09:20:00.000Z: flows, tokens or objects are of"),
		]);
		expect(await now()).toBe("2026-03-04T09:40:11.123Z");
		// Nobody is signed on after it, and the newest object is older.
		await control("POST", "/savepoints/none-signed-on/restore");
		expect((await back()).status).toBe(200);
		expect((await control("PUT", "/clock", { now: "2020-01-01T00:00:00Z" })).status).toBe(400);
		await control("DELETE", "/savepoints/none-signed-on");
	});

	it("goes back behind a sign-on when all that it led to has expired, and not behind the sign-on itself", async () => {
		await wholeWorkflow(client.emulator);
		const back = (to: string) => control("PUT", "/clock", { now: to });
		await control("PUT", "/clock", { now: "2099-03-04T00:00:00Z" });
		expect((await back("2099-01-01T00:00:00Z")).status).toBe(200);
		const { text } = await control("GET", "/state?all=true");
		await control("PUT", "/state", text.replace('"at": "2026', '"at": "2098'));
		expect((await back("2098-01-01T00:00:00Z")).text).toMatch(/are of 2098-03-04T09:10:11.123Z/);
	});

	it("is the caller's own after a reset that had nothing to bring back", async () => {
		const folder = mkdtempSync(join(tmpdir(), "clock-"));
		const options = { port: 0, data: join(folder, "state.db") };
		const first = await startEmulator(options);
		first.reset();
		await first.close();
		const clock = new ManualClock(START);
		clock.advance(3_600_000);
		const second = await startEmulator({ ...options, clock });
		expect(Date.parse(second.clock.read().now)).toBe(START + 3_600_000);
		await second.close();
		rmSync(folder, { recursive: true });
	});

	it("outlives the process with the data, and a reset brings back the first start's", async () => {
		const folder = mkdtempSync(join(tmpdir(), "clock-"));
		const options = { port: 0, data: join(folder, "state.db") };
		const first = await startEmulator({ ...options, now: "2030-01-01T00:00:00Z" });
		first.clock.set({ advanceSeconds: 60 });
		await first.close();
		const second = await startEmulator(options);
		expect(second.clock.read()).toMatchObject({ now: "2030-01-01T00:01:00.000Z", frozen: true });
		second.reset();
		expect(second.clock.read()).toMatchObject({ now: "2030-01-01T00:00:00.000Z", frozen: true });
		await second.close();
		const third = await startEmulator(options);
		expect(third.clock.read()).toMatchObject({ now: "2030-01-01T00:00:00.000Z", frozen: true });
		await third.close();
		const earlier = startEmulator({ ...options, now: "2029-01-01T00:00:00Z" });
		await expect(earlier).rejects.toThrow(EmulatorStartError);
		await expect(earlier).rejects.toThrow(/cannot go back .*; leave --now out, or give another --data file$/);
		rmSync(folder, { recursive: true });
	});
});

describe("what cannot be stored", () => {
	/** Has the next entry of that kind and id fail to be kept, as on a disk that is full. */
	const failOn = (world: World, kind: string, id: string) => {
		const { putEntry } = world.store;
		const spy = jest.spyOn(world.store, "putEntry").mockImplementation((...entry) => {
			if (entry[0] !== kind || entry[1] !== id) return putEntry.apply(world.store, entry);
			spy.mockRestore();
			throw new Error("database or disk is full");
		});
	};

	it("leaves the clock as it was, frozen or moved", async () => {
		const { world } = await newWorld();
		const control = createControl(world);
		const before = control.clock.read();
		for (const change of [{ advanceSeconds: 60 }, { frozen: true }, { now: "2027-01-01T00:00:00Z", frozen: true }]) {
			failOn(world, "clock", "current");
			expect(() => control.clock.set(change)).toThrow("full");
			expect(control.clock.read()).toEqual(before);
		}
	});

	it("leaves all as it was before a reset", async () => {
		const { world, environment } = await newWorld();
		const control = createControl(world);
		control.clock.start({ now: "2027-01-01T00:00:00Z" });
		control.clock.set({ advanceSeconds: 60 });
		control.faults.add({ effect: "delay", delayMs: 1 });
		world.store.insert({ id: "u", kind: "user", environment: environment.id, parent: environment.id, body: {} });
		const draws = jest.spyOn(world.ids, "restart");
		const before = [control.clock.read(), world.store.dump(), control.faults.list()];
		failOn(world, "clock", "current");
		expect(control.reset).toThrow("full");
		expect([control.clock.read(), world.store.dump(), control.faults.list()]).toEqual(before);
		expect(draws).not.toHaveBeenCalled();
		control.reset();
		expect([world.store.find("user", "u"), draws.mock.calls.length]).toEqual([undefined, 1]);
	});
});

describe("what follows the clock", () => {
	const advance = (advanceSeconds: number) => control("PUT", "/clock", { advanceSeconds });
	const environment = () => `${client.emulator.authUrl}/${client.emulator.environmentId}`;

	it("tokens", async () => {
		expect((await client.get("/users")).status).toBe(200);
		await advance(3601);
		expect((await client.get("/users")).status).toBe(401);
	});

	it("flows", async () => {
		await wholeWorkflow(client.emulator);
		const [application] =
			(await client.get("/applications")).body._embedded.applications?.filter(({ name }) => name === "Portal") ?? [];
		const query = `response_type=code&client_id=${application?.id}&redirect_uri=https://portal.example.com/cb&scope=openid`;
		const begun = await fetch(`${environment()}/as/authorize?${query}`, { redirect: "manual" });
		const flow = new URL(begun.headers.get("location") ?? "").searchParams.get("flowId");
		const read = async () => (await fetch(`${environment()}/flows/${flow}`)).status;
		expect(await read()).toBe(200);
		await advance(901);
		expect(await read()).toBe(404);
	});

	it("lockouts", async () => {
		const { id } = (await client.post("/users", user("locked"))).body;
		const password = (name: string) => `application/vnd.pingidentity.password.${name}+json`;
		await client.put(`/users/${id}/password`, { value: "Kestrel-42-Harbour" }, password("set"));
		const check = (value: string) => client.post(`/users/${id}/password`, { password: value }, password("check"));
		for (let n = 0; n < 5; n++) await check("wrong");
		const state = async () => (await client.get(`/users/${id}/password`)).body.status;
		expect(await state()).toBe("PASSWORD_LOCKED_OUT");
		await advance(901);
		expect(await state()).toBe("OK");
	});

	it("previous secrets", async () => {
		const { id } = (await client.post("/applications", webApp("Rotated"))).body;
		const expiresAt = new Date(START + 120_000).toISOString();
		await client.post(`/applications/${id}/secret`, { previous: { expiresAt } });
		const previous = async () => (await client.get(`/applications/${id}/secret`)).body.previous;
		expect(await previous()).toBeDefined();
		await advance(121);
		expect(await previous()).toBeUndefined();
	});
});
