import { randomUUID } from "node:crypto";
import { systemClock } from "../../emulator/clock.ts";
import { Store, type StoredObject } from "../../emulator/store.ts";
import { fillTenant, type SignOn, startEmulatorProcess } from "../tenant.ts";

/** A data file with many users, and how to sign on as each of them. */
export interface Filled {
	file: string;
	signOn: Omit<SignOn, "origin">;
	userIds: readonly string[];
}

/**
 * Makes a data file with `count` users. The emulator makes the first user over its API; the others are copies of that one
 * and its password, written with the emulator's own store, because a hundred thousand requests would take minutes.
 */
export async function fillDataFile(file: string, count: number): Promise<Filled> {
	const emulator = await startEmulatorProcess("--data", file);
	const { origin: _, ...signOn } = await fillTenant(emulator.ready, 1);
	await emulator.stop();
	const store = new Store(file, systemClock);
	const userIds = store.transaction(() => copyFirstUser(store, signOn.environmentId, count));
	store.close();
	return { file, signOn: { ...signOn, usernames: userIds.map((_id, n) => `user${n}`) }, userIds };
}

function copyFirstUser(store: Store, environment: string, count: number): string[] {
	const user = store.findByKey("user", environment, "user0");
	const password = user && store.findByKey("password", user.id, "current");
	if (!user || !password) throw new Error("the first user was not made");
	const copies = Array.from({ length: count - 1 }, (_, n) => copyUser(store, user, password, `user${n + 1}`));
	return [user.id, ...copies];
}

function copyUser(store: Store, user: StoredObject, password: StoredObject, username: string): string {
	const id = randomUUID();
	const population = (user.body.population as { id: string }).id;
	const references = [{ field: "population.id", target: population }];
	const body = { ...user.body, username, email: `${username}@example.com` };
	store.insert({ ...user, id, key: username, body, references });
	store.insert({ ...password, id: randomUUID(), parent: id });
	return id;
}
